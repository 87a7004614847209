"""Small hand-made outside worlds for tests: constant or simple series around a case of `tests.cases`."""

from __future__ import annotations

import numpy as np

from firmwatt.demand.it_load import ItLoad, WorkPool
from firmwatt.demand.pools import throttle_of
from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.planning.plan import PlanInputs
from firmwatt.planning.sampling import choose_time_grid
from firmwatt.resource.availability import Availability
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.scenario.case import Case, WorkClass
from firmwatt.timegrid import FloatArray, TimeGrid
from firmwatt.units import HOURS_PER_YEAR

HOUR = np.arange(HOURS_PER_YEAR)


def sun() -> FloatArray:
    """Return (8760,) a plain daily sun: 0 at night, 1 at noon UTC."""
    return np.clip(np.cos((HOUR % 24 - 12) * np.pi / 12), 0.0, None)


def breeze() -> FloatArray:
    """Return (8760,) a wind that swings over nine days between 0.1 and 0.7."""
    return 0.4 + 0.3 * np.sin(HOUR * 2 * np.pi / 219)


def simple_inputs(case: Case, time: TimeGrid | None = None, pools: tuple[WorkPool, ...] | None = None) -> PlanInputs:
    """Return inputs with PUE 1.25, half the asked megawatts as steady work of each workload, and daily prices."""
    sites, weather = len(case.sites), len(case.programme.weather_years)
    years = len(case.programme.planning_years)
    asked = np.array([site.asked_mw for site in case.sites]) / 1.25
    if pools is None:
        pools = tuple(
            WorkPool(
                name=f"{work.name}/{site.name}",
                workload=work.name,
                work_class=work.work_class,
                sites=(s,),
                arrivals_mw=np.repeat(asked[s][:, None] * (0.5 / len(case.workloads)), HOURS_PER_YEAR, axis=1)
                * (1.0 + 0.3 * np.cos(HOUR * np.pi / 12) * (work.work_class != WorkClass.TRAINING)),
                deadline_hours=work.deadline_hours,
                value_of_lost_compute_usd_per_mwh=work.value_of_lost_compute_usd_per_mwh,
                must_serve=work.must_serve,
                throttle=throttle_of(work),
            )
            for work in case.workloads
            for s, site in enumerate(case.sites)
        )
    shape = (sites, weather, HOURS_PER_YEAR)
    load = SiteLoad(ItLoad(pools), np.full(shape, 1.25), np.full(shape, 0.8), np.full(sites, 1.25), asked)
    availability = Availability(
        np.array([_share(asset.availability_kind, asset.availability, weather) for asset in case.supply]).reshape(
            -1, weather, HOURS_PER_YEAR
        )
    )
    grid_shape = (len(case.regions), years, weather, HOURS_PER_YEAR)
    price = np.broadcast_to(40.0 + 20.0 * np.cos((HOUR - 18) * np.pi / 12), grid_shape)
    grid = GridSeries(price, np.full(grid_shape, 400.0), np.full(grid_shape, 450.0), np.full(grid_shape, 0.4))
    if time is None:
        time = choose_time_grid(case, load, availability, grid)
    return PlanInputs(case, load, availability, grid, time)


def _share(kind: AvailabilityKind, flat: float, weather: int) -> FloatArray:
    shapes = {AvailabilityKind.SOLAR: sun(), AvailabilityKind.WIND_ONSHORE: breeze()}
    return np.broadcast_to(shapes.get(kind, np.full(HOURS_PER_YEAR, flat)), (weather, HOURS_PER_YEAR))
