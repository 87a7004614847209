"""The hourly load that certificates are set against: of a meter file, or of a site of a run of all hours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from firmwatt.accounting.metered.readings import kind_by_name
from firmwatt.errors import Fault, InputFaults, UserError
from firmwatt.operation.dispatch import Dispatch
from firmwatt.registry.certificate_file import CellFaults, instants, read_table, watt_hours
from firmwatt.registry.lots import WH_PER_MWH
from firmwatt.registry.matching import HourlyLoad
from firmwatt.timegrid import utc_stamps
from firmwatt.units import HOURS_PER_YEAR, SECONDS_PER_HOUR


def load_of_meters(path: Path, region: str, beneficiary: str) -> HourlyLoad:
    """Return the load of all meters of a file together, by hour; computers, plants, fuel and water are none of it.

    Parameters
    ----------
    path
        CSV or Parquet: `timestamp` (start of the reading; UTC where no offset stands), `energy_kwh`, at whole hours or
        parts of them. Which meters are load is said by `kind` or their names, as `firmwatt account` reads them.
    region, beneficiary

    Raises
    ------
    InputFaults
        With the faults of the file. Readings are taken as they are: `firmwatt account` treats gaps and duplicates.
    """
    _, table = read_table(path, "readings")
    missing = [name for name in ("timestamp", "energy_kwh") if name not in table]
    if missing:
        problem = "the column is missing."
        raise InputFaults(
            [Fault(str(path), 1, 1, name, problem, f"Add the column {name}.", "FW601") for name in missing]
        )
    table = table[_is_load(table)]
    if table.empty:
        remedy = "Give the readings of what the whole site takes."
        raise InputFaults([Fault(str(path), 1, 1, "meter", "no meter is a load.", remedy, "FW601")])
    faults = CellFaults(path)
    starts = instants(table["timestamp"], faults)
    energy = watt_hours(table["energy_kwh"], lambda numbers: numbers < 0.0, faults)
    names = ["timestamp", "meter"] if "meter" in table else ["timestamp"]
    problem = "'{value}' stands twice for the same meter."
    faults.add(table["timestamp"], table.duplicated(names).to_numpy(), (problem, "Keep one reading.", "FW605"))
    faults.check()
    hours, place = np.unique(starts // SECONDS_PER_HOUR * SECONDS_PER_HOUR, return_inverse=True)
    in_hour = np.zeros(len(hours), dtype=np.int64)
    np.add.at(in_hour, place, energy)
    return HourlyLoad(beneficiary, region, hours, in_hour)


def _is_load(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Return (rows,) whether a reading is of a load, by its kind, else by the name of its meter."""
    said = table["kind"].fillna("").astype(str).str.strip() if "kind" in table else pd.Series("", index=table.index)
    names = table["meter"].fillna("").astype(str) if "meter" in table else said
    by_name = names.map({name: kind_by_name(name) or "load" for name in names.unique()})
    is_load: NDArray[np.bool_] = said.where(said != "", by_name).eq("load").to_numpy()
    return is_load


def load_of_run(dispatch: Dispatch, site: str | None, year: int | None, beneficiary: str | None) -> HourlyLoad:
    """Return what a site of a run buys from its grid in one planning year, by hour.

    Parameters
    ----------
    dispatch
        Of a plan that looks at every hour of one weather year.
    site
        None means the only one.
    year
        A planning year; the first if None.
    beneficiary
        The name of the site if None.

    Raises
    ------
    UserError
        There is no such site or year, or the plan looks at some hours only.
    """
    case, time = dispatch.plan.inputs.case, dispatch.plan.inputs.time
    names = [each.name for each in case.sites]
    site = names[0] if site is None and len(names) == 1 else site
    if site not in names:
        problem = "which one is meant" if site is None else f"the run has no site '{site}'"
        raise UserError(f"--site: {problem}? Write one of {', '.join(names)}.")
    chosen = time.planning_years[0] if year is None else year
    if chosen not in time.planning_years:
        raise UserError(
            f"--year: {chosen} is no planning year of the run. Write one of {_listed(time.planning_years)}."
        )
    chains = np.flatnonzero(np.array(time.planning_years)[time.chain_year] == chosen)
    if len(chains) != 1 or time.period_hours != HOURS_PER_YEAR:
        raise UserError(
            "the run looks at samples of hours or several weather years, so it does not say what is used in each hour. "
            "Plan it with `resolution: full` and one of `weather_years`."
        )
    place = (names.index(site), int(chains[0]))
    bought = dispatch.import_firm_mw[place] + dispatch.import_curtailable_mw[place]
    hours = utc_stamps(chosen).astype("datetime64[s]").astype(np.int64)
    energy = np.rint(np.maximum(bought, 0.0) * WH_PER_MWH).astype(np.int64)
    return HourlyLoad(beneficiary or site, case.sites[place[0]].region, hours, energy)


def _listed(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years))
