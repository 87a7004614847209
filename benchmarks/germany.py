"""Eight German regions from measured weather and load: the family's technologies on data that nobody tuned.

Onshore wind, solar and load are hourly series of the FINE framework's example (MIT licence), read from the folder
`fine_germany_8regions` beneath `FIRMWATT_DATA`. Costs, grid prices, links in a ring and limits are those of the family.
Nine tenths of the load must be carbon-free hour by hour: what gas and the grid's other plants deliver counts against
it, and a surplus makes up for nothing.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
from family import MW_PER_GW, FloatArray, Instance, make_instance

REGIONS = 8
HOURS_PER_YEAR = 8760
_FILES = {
    "load": "Demands/electricityDemand_GWh_el.xlsx",
    "solar": "PV/maxOperationRatePV_el.xlsx",
    "wind": "Wind/maxOperationRateOnshore_el.xlsx",
}
_MOST_SHARE_OF_LOAD = {"solar": 8.0, "wind": 6.0, "gas": 6.0, "smr": 3.0, "battery": 6.0, "long_duration": 3.0}


def make_germany(hours: int = HOURS_PER_YEAR) -> Instance:
    """Return the first hours of the year; capital counts for as long as they are."""
    load, solar, wind = (_read(name)[:, :hours] for name in ("load", "solar", "wind"))
    load = load * MW_PER_GW
    base = load.mean(axis=1)
    family = make_instance(REGIONS, hours)
    limits = {name: share * base[None, :] for name, share in _MOST_SHARE_OF_LOAD.items()}
    limits["geothermal"] = 0.15 * base[None, :] * (np.arange(REGIONS) % 3 != 0)
    share_of_year = hours / HOURS_PER_YEAR
    return replace(
        family,
        availability={**family.availability, "solar": np.clip(solar, 0.0, 1.0), "wind": np.clip(wind, 0.0, 1.0)},
        load_mw=load[None],
        base_load_mw=base,
        import_limit_mw=0.3 * base[None, :],
        capital_usd_per_mw_year={name: cost * share_of_year for name, cost in family.capital_usd_per_mw_year.items()},
        build_limit_mw=limits,
        link_most_mw=5.0 * MW_PER_GW,
        link_capital_usd_per_mw_year=family.link_capital_usd_per_mw_year * share_of_year,
    )


def _read(name: str) -> FloatArray:
    """Return a series (regions, hours)."""
    import pandas as pd

    folder = Path(os.environ["FIRMWATT_DATA"]) / "fine_germany_8regions"
    return np.ascontiguousarray(pd.read_excel(folder / _FILES[name], index_col=0).to_numpy(dtype=np.float64).T)
