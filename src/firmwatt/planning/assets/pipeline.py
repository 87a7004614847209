"""Megawatts of gas that a site may have later and for money: what is added to its firm pipeline.

Equation
--------
For site s with an expansion and planning year y: `0 <= added[s, y] <= most`, rising, 0 in years without it online. It
pays its annuity for the part of each year in which it is online.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.finance import annual_capital_cost_usd_per_mw
from firmwatt.planning.capacity import CapacityColumns, CapacityTerms, add_capacity
from firmwatt.planning.frame import Frame
from firmwatt.planning.roadmap import online_dates
from firmwatt.scenario.assets import PipelineExpansion
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray, TimeGrid
from firmwatt.units import KW_PER_MW

EXPANSION = "gas_pipeline_expansion"
PIPELINE = "gas_pipeline"
"""Project that the luck of its draws hangs on."""


@dataclass(frozen=True, slots=True)
class PipelineColumns:
    """Columns of all expansions.

    Attributes
    ----------
    sites : indices of the sites that have one
    capacity
        MMBtu/h added.
    online : (expansions, chains, hours) 0-1
    """

    sites: tuple[int, ...]
    capacity: CapacityColumns
    online: FloatArray


def expandable(case: Case) -> tuple[tuple[int, PipelineExpansion], ...]:
    """Return the index of each site whose pipeline may grow, and how."""
    return tuple(
        (s, site.gas_pipeline_expansion) for s, site in enumerate(case.sites) if site.gas_pipeline_expansion is not None
    )


def expansion_annuity_usd(expansion: PipelineExpansion, discount_rate: float) -> float:
    """Return what an MMBtu/h added costs a year; plan and books both ask here."""
    overnight = expansion.capital_cost_usd_per_mmbtu_per_hour / KW_PER_MW
    return annual_capital_cost_usd_per_mw(overnight, discount_rate, expansion.lifetime_years, 0.0)


def expansion_online_share(case: Case, time: TimeGrid) -> FloatArray:
    """Return (expansions, chains, hours) 0-1, from when each expansion serves."""
    decision = case.programme.decision_date
    shares = [time.online_share(online_dates(each.steps, decision, PIPELINE).p50) for _, each in expandable(case)]
    return np.array(shares).reshape(-1, time.chains, time.period_hours)


def add_pipelines(frame: Frame) -> PipelineColumns | None:
    """Add what may be added to the pipelines of the case, None where none may grow."""
    found = expandable(frame.case)
    if not found:
        return None
    online = expansion_online_share(frame.case, frame.inputs.time)
    share = frame.yearly_share(online)
    annuity = [expansion_annuity_usd(each, frame.case.programme.discount_rate) for _, each in found]
    most = np.array([[each.max_mmbtu_per_hour] for _, each in found])
    terms = CapacityTerms(
        names=tuple(frame.site_names[s] for s, _ in found),
        dim="site",
        existing=np.zeros(len(found)),
        lifetime_years=np.full(len(found), np.inf),
        build_value_usd=np.zeros_like(share),
        standing_value_usd=frame.present_value * share * np.array(annuity)[:, None],
        build_upper=np.where(share > 0.0, most, 0.0),
        installed_upper=most,
    )
    return PipelineColumns(tuple(s for s, _ in found), add_capacity(frame, EXPANSION, terms), online)
