"""Storage and lines: what they can carry is a rating that both directions share.

A rating is a bus to which the capacity gives all that it may carry; each MW that flows takes one from it. One link in
both directions would let a storage charge and discharge at once, or a line gain on its way back.
"""

from __future__ import annotations

import numpy as np

from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.interop.pypsa.matching import storage_ports
from firmwatt.interop.pypsa.stocktaking import SINK, Stocktaking
from firmwatt.interop.pypsa.vintages import Capacity, add_standing, add_vintages
from firmwatt.planning.constraints.reserve import credit_lines
from firmwatt.planning.model import PlanningModel
from firmwatt.scenario.assets import StorageAsset


def add_storage(draft: Draft, model: PlanningModel, limits: Stocktaking) -> None:
    """Add every storage of the case."""
    frame, storage = model.frame, model.columns.storage
    for index, asset in enumerate(frame.case.storage):
        online = frame.online.storage[index]
        whole = np.ones_like(online)
        power = Capacity(
            asset.name, f"{asset.name}/power", "power", "Generator", storage.power, index, asset.lifetime_years,
            whole, online,
        )  # fmt: skip
        energy = Capacity(
            asset.name, f"{asset.name}/energy", "energy", "Store", storage.energy, index, asset.lifetime_years,
            whole, online,
        )  # fmt: skip
        if power.is_possible(model.lp) or energy.is_possible(model.lp):
            _add_flows(draft, model, asset, (power, energy))
            _add_durations(draft, model, (power, energy), limits)


def _add_flows(draft: Draft, model: PlanningModel, asset: StorageAsset, capacities: tuple[Capacity, Capacity]) -> None:
    power, energy = capacities
    rating, inside = draft.bus(power.bus, "rating"), draft.bus(energy.bus, asset.technology)
    add_vintages(draft, model.lp, power)
    add_vintages(draft, model.lp, energy, standing_loss=asset.self_discharge_per_hour, e_cyclic_per_period=True)
    most = float(power.bounds(model.lp)[1].max())
    draft.link(
        f"{asset.name}/charge", (asset.site, inside), asset.charge_efficiency, most, carrier=asset.technology,
        ports=[(rating, -1.0), *storage_ports(model, asset.site, -1.0)],
    )  # fmt: skip
    given = asset.discharge_efficiency
    draft.link(
        f"{asset.name}/discharge", (inside, asset.site), given, most / given, carrier=asset.technology,
        ports=[(rating, -given), *storage_ports(model, asset.site, given)],
        marginal_cost=asset.wear_cost_usd_per_mwh * given,
    )  # fmt: skip


def _add_durations(
    draft: Draft, model: PlanningModel, capacities: tuple[Capacity, Capacity], limits: Stocktaking
) -> None:
    """Let power and energy report: the power that stands fills the energy that stands over the durations allowed."""
    power, energy = capacities
    asset = model.frame.case.storage[power.index]
    clock = draft.clock
    installed = draft.bus(f"{asset.name}/standing power", "stock")
    filled = draft.bus(f"{asset.name}/standing energy", "stock")
    add_standing(draft, model.lp, power, installed, limits.of_storage(asset))
    most_mw, most_mwh = (float(capacity.bounds(model.lp)[1].max()) for capacity in capacities)
    for hours, credit in duration_points(asset):
        draft.link(
            f"{asset.name}/duration {hours:g} h", (installed, filled), hours, most_mw, carrier="stock",
            window=clock.series(standing=1.0), ports=limits.reserve(asset.site, credit),
        )  # fmt: skip
    if most_mwh > 0.0:
        window = clock.series(standing=energy.bounds(model.lp)[1] / most_mwh, built=1.0)
        ports = limits.budget(asset.energy_cost_usd_per_kwh)
        draft.link(
            f"{asset.name}/standing energy", (filled, energy.bus), 1.0, most_mwh, carrier="stock", window=window,
            ports=ports,
        )  # fmt: skip
    draft.source(f"{asset.name}/added energy", filled, most_mwh, clock.series(built=1.0), carrier="stock")
    draft.sink(installed, most_mw, clock.series(built=1.0))
    draft.sink(energy.bus, most_mwh, clock.series(cleared=1.0))


def duration_points(asset: StorageAsset) -> list[tuple[float, float]]:
    """Return (hours, capacity credit) of the durations whose mixtures are all that may be built.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> points = ((4.0, 0.6), (8.0, 0.8))
    >>> duration_points(SimpleNamespace(duration_hours=(2.0, 6.0), capacity_credit_by_duration=points))
    [(2.0, 0.3), (4.0, 0.6), (6.0, 0.7)]
    """
    least, most = asset.duration_hours
    bends = {hours for hours, _ in asset.capacity_credit_by_duration if least < hours < most}
    lines = credit_lines(asset.capacity_credit_by_duration)
    return [
        (hours, round(min(level + slope * hours for level, slope in lines), 12))
        for hours in sorted({least, most, *bends})
    ]


def add_links(draft: Draft, model: PlanningModel, limits: Stocktaking) -> None:
    """Add every line of the case."""
    frame, lp = model.frame, model.lp
    for index, link in enumerate(frame.case.links):
        online = frame.online.link[index]
        capacity = Capacity(
            link.name, f"{link.name}/rating", "line", "Generator", model.columns.link.capacity, index,
            link.lifetime_years, np.ones_like(online), online,
        )  # fmt: skip
        if not capacity.is_possible(lp):
            continue
        rating = draft.bus(capacity.bus, "rating")
        add_vintages(draft, lp, capacity)
        add_standing(draft, lp, capacity, SINK, limits.budget(link.overnight_cost_usd_per_kw))
        most = float(capacity.bounds(lp)[1].max())
        port: Port = (rating, -1.0)
        for way, ends in (("forward", (link.from_site, link.to_site)), ("backward", (link.to_site, link.from_site))):
            draft.link(f"{link.name}/{way}", ends, 1.0 - link.loss_share, most, ports=[port], carrier="line")
