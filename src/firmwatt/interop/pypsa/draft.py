"""`Draft`: the components of a network, gathered one by one and handed to PyPSA in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from firmwatt.interop.pypsa.clock import Clock
from firmwatt.timegrid import FloatArray

Port = tuple[str, ArrayLike]
"""A further bus of a link, and how much of the link's flow reaches it (negative: is taken from it), by snapshot."""


class Draft:
    """The components of a network under construction.

    Parameters
    ----------
    clock
    present_value : (years,)
        Worth today of 1 USD in each calendar year that the planning year stands for.
    """

    def __init__(self, clock: Clock, present_value: FloatArray) -> None:
        self.clock, self.present_value = clock, present_value
        self.constant_usd = 0.0
        self._components: dict[str, dict[str, dict[str, Any]]] = {}
        self._sinks: dict[tuple[str, bytes], float] = {}

    def add(self, kind: str, name: str, **attributes: Any) -> None:
        """Add a component; an array is a series by snapshot."""
        self._components.setdefault(kind, {})[name] = attributes

    def bus(self, name: str, carrier: str) -> str:
        """Add a bus, if it is not there yet, and return its name."""
        self.add("Bus", name, carrier=carrier)
        return name

    def link(
        self, name: str, ends: tuple[str, str], efficiency: ArrayLike, most_mw: float, *,
        ports: Sequence[Port] = (), window: FloatArray | None = None, **attributes: Any,
    ) -> None:  # fmt: skip
        """Add a link.

        Parameters
        ----------
        ends
            Bus that it takes from, bus that it gives to.
        efficiency
            What arrives of each MW taken.
        most_mw
            Its size.
        ports
            Further buses.
        window : (snapshots,) 0-1
            Share of its size that it may carry; default: all in every hour, nothing in a stock-taking.
        """
        more: dict[str, Any] = {}
        for number, (bus, share) in enumerate(ports, start=2):
            more |= {f"bus{number}": bus, f"efficiency{number}": share}
        self.add(
            "Link", name, bus0=ends[0], bus1=ends[1], efficiency=efficiency, p_nom=most_mw,
            p_max_pu=self.clock.series(1.0) if window is None else window, **more, **attributes,
        )  # fmt: skip

    def source(self, name: str, bus: str, most_mw: float, window: FloatArray, **attributes: Any) -> None:
        """Add something that gives up to `most_mw` × `window` to a bus."""
        self.add("Generator", name, bus=bus, p_nom=most_mw, p_max_pu=window, **attributes)

    def sink(self, bus: str, most_mw: float, window: FloatArray) -> None:
        """Let a bus give away up to `most_mw` more for nothing where the window is 1."""
        key = (bus, window.tobytes())
        self._sinks[key] = self._sinks.get(key, 0.0) + most_mw

    def network(self, name: str) -> Any:
        """Return the PyPSA network.

        Parameters
        ----------
        name
            Of the network.
        """
        # PyPSA is an optional dependency that takes seconds to load.
        pypsa = import_module("pypsa")
        self._add_sinks()
        self._add_constant()
        carriers = {made["carrier"] for components in self._components.values() for made in components.values()}
        with pypsa.option_context("api.legacy_string_dtype", False):
            network = pypsa.Network(name=name)
            self._set_clock(network)
            network.add("Carrier", sorted(carriers))
            for kind, components in self._components.items():
                self._write(network, kind, components)
        return network

    def _add_sinks(self) -> None:
        for number, ((bus, window), most_mw) in enumerate(self._sinks.items()):
            share = np.frombuffer(window)
            self.add(
                "Generator", f"{bus}/unused {number}", bus=bus, p_nom=most_mw, p_min_pu=-share, p_max_pu=0.0,
                carrier="unused",
            )  # fmt: skip

    def _add_constant(self) -> None:
        """Add costs that no choice changes, as a component that must be bought once."""
        bus = self.bus("costs of what stands", "account")
        self.add(
            "Generator", "costs of what stands", bus=bus, p_nom_extendable=True, p_nom_min=1.0, p_nom_max=1.0,
            p_max_pu=0.0, capital_cost=self.constant_usd / float(self.present_value.sum()), carrier="account",
        )  # fmt: skip

    def _set_clock(self, network: Any) -> None:
        clock, time = self.clock, self.clock.time
        network.set_snapshots(clock.snapshots)
        network.investment_periods = clock.periods
        many = clock.chains_per_year
        by_period = np.zeros((len(time.planning_years), many + 1))
        by_period[:, :many] = self.present_value[:, None] / many
        network.investment_period_weightings["objective"] = by_period.ravel()
        by_period[:, :many] = np.asarray(time.years_represented)[:, None] / many
        network.investment_period_weightings["years"] = by_period.ravel()
        hours = clock.series(time.chain_hour_weight[:, None] * many)
        network.snapshot_weightings["objective"] = hours
        network.snapshot_weightings["generators"] = np.maximum(
            hours, clock.series(0.0, standing=1.0, built=1.0, cleared=1.0)
        )
        network.snapshot_weightings["stores"] = 1.0

    def _write(self, network: Any, kind: str, components: dict[str, dict[str, Any]]) -> None:
        """Write all components of one kind: plain values in bulk, series as one table for each attribute."""
        plain = {name: {k: v for k, v in made.items() if np.ndim(v) == 0} for name, made in components.items()}
        static = pd.DataFrame.from_dict(plain, orient="index")
        defaults = network.components[kind].defaults["default"]
        for column in static.columns[static.isna().any()]:
            static[column] = static[column].fillna(_default(defaults, str(column)))
        network.add(kind, static.index, **{str(column): static[column] for column in static})
        varying = {key for made in components.values() for key, value in made.items() if np.ndim(value) > 0}
        for key in sorted(varying):
            series = {name: made[key] for name, made in components.items() if np.ndim(made.get(key, 0.0)) > 0}
            table = pd.DataFrame(series, index=network.snapshots).rename_axis(columns="name")
            network.components[kind].dynamic[key] = table


def _default(defaults: Any, attribute: str) -> Any:
    """Return PyPSA's default of an attribute; further ports, which are not in its table, are absent or lossless."""
    if attribute in defaults.index:
        return defaults[attribute]
    return "" if attribute.startswith("bus") else 1.0
