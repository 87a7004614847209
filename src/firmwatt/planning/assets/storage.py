"""Storage on a site, power and energy chosen separately.

Equations
---------
For storage b in chain-hour h, with σ the hourly self-discharge and `o` the online share:

- `level[b, h] = (1 - σ) · level[b, h-1] + η_charge · charge[b, h] - discharge[b, h] / η_discharge`
- cyclic in a chain: the level before the first hour is a border column and equals the level after the last hour
- `charge[b, h] + discharge[b, h] <= existing + o · (installed_power - existing)`, and `level` likewise with energy
- `least · installed_power <= installed_energy <= most · installed_power`
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.capacity import CapacityColumns, CapacityTerms, add_capacity
from firmwatt.planning.frame import LOOSE, Frame
from firmwatt.scenario.assets import StorageAsset
from firmwatt.timegrid import FloatArray
from firmwatt.units import KW_PER_MW


@dataclass(frozen=True, slots=True)
class StorageColumns:
    """Columns of all storage.

    Attributes
    ----------
    power, energy
        Installed MW and MWh.
    charge, discharge, level : (storage, chains, hours) positions
    """

    power: CapacityColumns
    energy: CapacityColumns
    charge: Positions
    discharge: Positions
    level: Positions


def add_storage(frame: Frame) -> StorageColumns:
    """Add power, energy and hourly operation of every storage of the case."""
    assets, builder = frame.case.storage, frame.builder
    power, energy = _add_capacities(frame)
    names = {"storage": tuple(asset.name for asset in assets)}
    wear = np.array([asset.wear_cost_usd_per_mwh for asset in assets]).reshape(-1, 1, 1)
    most_mw = LOOSE * np.array([asset.max_mw + asset.existing_mw for asset in assets]).reshape(-1, 1, 1)
    most_mwh = LOOSE * np.array([most_energy_mwh(asset) for asset in assets]).reshape(-1, 1, 1)
    charge = builder.stage_columns("charge_mw", names, upper=most_mw)
    discharge = builder.stage_columns("discharge_mw", names, cost=wear * frame.hour_value, upper=most_mw)
    level = builder.stage_columns("state_of_charge_mwh", names, upper=most_mwh)
    _add_levels(frame, charge, discharge, level)
    _limit(frame, "storage_power_limit", (charge, discharge), power)
    _limit(frame, "storage_energy_limit", (level,), energy)
    return StorageColumns(power, energy, charge, discharge, level)


def most_energy_mwh(asset: StorageAsset) -> float:
    """Return the most MWh that can ever stand."""
    return asset.max_mw * asset.duration_hours[1] + asset.existing_mwh


def _add_capacities(frame: Frame) -> tuple[CapacityColumns, CapacityColumns]:
    assets, builder = frame.case.storage, frame.builder
    share = frame.yearly_share(frame.online.storage)
    years = np.asarray(frame.years)
    is_open = (share > 0.0) & (years >= np.array([[asset.earliest_year] for asset in assets]).reshape(-1, 1))
    most_mw = np.array([[asset.max_mw] for asset in assets]).reshape(-1, 1)
    hours = np.array([asset.duration_hours for asset in assets]).reshape(-1, 2)
    rate = np.array([[asset.build_limit_mw_per_year or np.inf] for asset in assets]).reshape(-1, 1)
    limit = np.where(is_open, np.minimum(most_mw, rate * frame.years_since_last), 0.0)
    fixed_om = KW_PER_MW * np.array([[asset.fixed_om_usd_per_kw_year] for asset in assets]).reshape(-1, 1)
    existing_mw = np.array([asset.existing_mw for asset in assets])
    phi = frame.present_value
    most_mwh = np.array([[most_energy_mwh(asset)] for asset in assets]).reshape(-1, 1)
    builder.objective_offset += float((phi * (1.0 - share) * fixed_om * existing_mw[:, None]).sum())

    def terms(kind: str) -> CapacityTerms:
        costs = [(a.power_cost_usd_per_kw if kind == "power" else a.energy_cost_usd_per_kwh) for a in assets]
        value = [
            frame.kept_share(a) * frame.capital_value(cost, a.lifetime_years, a.construction_years, share[i])
            for i, (a, cost) in enumerate(zip(assets, costs, strict=True))
        ]
        is_power = kind == "power"
        return CapacityTerms(
            names=tuple(asset.name for asset in assets),
            dim="storage",
            existing=existing_mw if is_power else np.array([asset.existing_mwh for asset in assets]),
            lifetime_years=np.array([asset.lifetime_years for asset in assets]),
            build_value_usd=np.array(value).reshape(share.shape),
            standing_value_usd=phi * share * fixed_om if is_power else np.zeros_like(share),
            build_upper=limit if is_power else limit * hours[:, 1:],
            installed_upper=most_mw + existing_mw[:, None] if is_power else most_mwh,
        )

    power = add_capacity(frame, "storage_mw", terms("power"))
    energy = add_capacity(frame, "storage_mwh", terms("energy"))
    coords = {"storage": tuple(asset.name for asset in assets), "year": frame.year_labels}
    for name, duration, sign in (
        ("storage_least_hours", hours[:, :1], 1.0),
        ("storage_most_hours", hours[:, 1:], -1.0),
    ):
        rows = builder.border_rows(name, coords, lower=0.0)
        builder.put(rows, energy.installed, sign)
        builder.put(rows, power.installed, -sign * duration)
    return power, energy


def _add_levels(frame: Frame, charge: Positions, discharge: Positions, level: Positions) -> None:
    assets, builder = frame.case.storage, frame.builder
    names = tuple(asset.name for asset in assets)
    chains = tuple(map(str, range(builder.chains)))
    kept = 1.0 - np.array([asset.self_discharge_per_hour for asset in assets]).reshape(-1, 1, 1)
    charged = np.array([asset.charge_efficiency for asset in assets]).reshape(-1, 1, 1)
    discharged = np.array([asset.discharge_efficiency for asset in assets]).reshape(-1, 1, 1)
    most_mwh = LOOSE * np.array([[most_energy_mwh(asset)] for asset in assets]).reshape(-1, 1)
    coords = {"storage": names, "at_chain": chains}
    initial = builder.border_columns("state_of_charge_initial_mwh", coords, upper=most_mwh)
    rows = builder.stage_rows("state_of_charge", {"storage": names}, lower=0.0, upper=0.0)
    builder.put(rows, level, 1.0)
    builder.put(rows[..., 1:], level[..., :-1], -kept)
    builder.put(rows[..., 0], initial, -kept[..., 0])
    builder.put(rows, charge, -charged)
    builder.put(rows, discharge, 1.0 / discharged)
    add_wrap(frame, "state_of_charge_cyclic", {"storage": names}, (level, initial))


def add_wrap(frame: Frame, name: str, coords: dict[str, tuple[str, ...]], columns: tuple[Positions, Positions]) -> None:
    """Tie the last hour's level of each chain to its initial level.

    Parameters
    ----------
    columns
        Levels (things, chains, hours) and initial levels (things, chains).
    """
    level, initial = columns
    chains = tuple(map(str, range(frame.builder.chains)))
    rows = frame.builder.border_rows(name, {**coords, "at_chain": chains}, lower=0.0, upper=0.0)
    frame.builder.put(rows, level[..., -1], 1.0)
    frame.builder.put(rows, initial, -1.0)


def _limit(frame: Frame, name: str, columns: tuple[Positions, ...], capacity: CapacityColumns) -> None:
    online: FloatArray = frame.online.storage
    names = {"storage": tuple(asset.name for asset in frame.case.storage)}
    rows = frame.builder.stage_rows(name, names, upper=(1.0 - online) * capacity.existing[:, None, None])
    for column in columns:
        frame.builder.put(rows, column, 1.0)
    frame.builder.put(rows, frame.columns_by_chain(capacity.installed), -online)
