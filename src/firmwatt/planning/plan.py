"""`Plan`: what is built, contracted and connected, when, and what it cost the optimiser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.curve_series import CurveSeries
from firmwatt.grid.series import GridSeries
from firmwatt.lp.solution import Solution
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.market import MarketOutcome
from firmwatt.resource.availability import Availability
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray, TimeGrid


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """All that the planner reads: the case and the outside world as arrays.

    Attributes
    ----------
    curves
        The hours of the markets that answer the load; None where all regions are price-takers.
    without
        What these markets do without the programme; `grid` holds their prices then, and their carbon as the plan counts
        it: with the programme where a rule counts it (`met_carbon`).
    """

    case: Case
    load: SiteLoad
    availability: Availability
    grid: GridSeries
    time: TimeGrid
    curves: CurveSeries | None = None
    without: MarketOutcome | None = None


@dataclass(frozen=True, slots=True)
class OnlineDates:
    """When something decided today can be online.

    Attributes
    ----------
    p50
        Critical path at the central length of every step: the date that the plan uses.
    p10, p90
        Quantiles of the drawn critical paths (`date_risk`).
    lead_time_years : critical path at the central lengths
    """

    p10: date
    p50: date
    p90: date
    lead_time_years: float


@dataclass(frozen=True, slots=True)
class RoadmapItem:
    """One thing to order.

    Attributes
    ----------
    kind
        `supply`, `storage`, `connection`, `link` or `computing`.
    mw
        Added capacity (IT megawatts for `computing`).
    year
        Planning year in which it comes online.
    order_by
        Online date less the central critical path.
    online
        Date from which the plan uses it.
    p10, p50, p90
        Online date if ordered on the order-by date: at central lengths, and the quantiles of the draws.
    """

    asset: str
    kind: str
    site: str
    mw: float
    year: int
    order_by: date
    online: date
    p10: date
    p50: date
    p90: date


@dataclass(frozen=True, slots=True)
class BindingLimit:
    """A limit that costs money, in words.

    Attributes
    ----------
    name
        Name of the row or column block with its coordinates, readable.
    value_usd
        What one more unit of the limit would save, present value.
    unit
        Of the limit.
    words
        One sentence in English.
    """

    name: str
    value_usd: float
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The highest overnight cost at which a plant would be built, and when.

    Attributes
    ----------
    year
        Planning year in which its first megawatt would be worth most.
    overnight_cost_usd_per_kw
        What the scenario says that it costs.
    break_even_usd_per_kw
        At or below which it would be built; below 0 not even as a gift.
    """

    asset: str
    year: int
    overnight_cost_usd_per_kw: float
    break_even_usd_per_kw: float


@dataclass(frozen=True, slots=True)
class WholeBuild:
    """One build made whole.

    Attributes
    ----------
    planned_mw
        What the plan with fractions builds in the year.
    units : >= 0
        How many of `unit_mw` are built instead.
    """

    asset: str
    year: int
    planned_mw: float
    unit_mw: float
    units: int


@dataclass(frozen=True, slots=True)
class UnitRepair:
    """What it costs to build whole units instead of fractions.

    Attributes
    ----------
    cost_usd
        Present value by which the plan became dearer.
    builds
        Every build of a fraction or of whole units, by asset and year.
    """

    cost_usd: float
    builds: tuple[WholeBuild, ...]


@dataclass(frozen=True, slots=True)
class IdleCapacity:
    """What stands in one planning year and would not, had it been known that the work comes in low.

    Attributes
    ----------
    kind
        `supply`, `storage`, `connection` or `market` (an addition to the plants of a market).
    """

    kind: str
    name: str
    year: int
    mw: float


@dataclass(frozen=True, slots=True)
class Stranded:
    """What stands idle if the programme's work comes in low.

    Attributes
    ----------
    low_share : 0-1, the work that comes over the work planned for
    cost_usd
        Present value that hindsight would have saved.
    idle
        Megawatts that would not have been built, by thing and year.
    """

    low_share: float
    cost_usd: float
    idle: tuple[IdleCapacity, ...]


@dataclass(frozen=True, slots=True)
class ChangedCapacity:
    """What stands in one planning year of a plan, and in that without its risk or its hedge.

    Attributes
    ----------
    kind
        `supply`, `storage`, `connection` or `computing`.
    """

    kind: str
    name: str
    year: int
    mw: float
    neutral_mw: float


@dataclass(frozen=True, slots=True)
class RiskChange:
    """What it changes that dear weather counts, against the plan for the expected cost alone; all in present value.

    Attributes
    ----------
    expected_more_usd : >= 0 but for the solver's gap
        By which the plan costs more in the mean of the weather draws.
    tail_less_usd : >= 0 but for the solver's gap
        By which it costs less in the mean of the dearest draws of each year.
    tolerance_usd : >= 0
        What both plans together may lie above their optima: smaller differences may be the solver's.
    capacities
        What differs, by thing and year.
    """

    expected_more_usd: float
    tail_less_usd: float
    tolerance_usd: float
    capacities: tuple[ChangedCapacity, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The chosen plan.

    All capacities follow the order of `Case.supply`, `Case.storage`, `Case.links`, `Case.sites` and are those that
    stand at the end of each planning year; builds are what is added in it.

    Attributes
    ----------
    inputs
    supply_mw, supply_build_mw : (supply, years) MW
    storage_mw, storage_build_mw : (storage, years) MW
    storage_mwh, storage_build_mwh : (storage, years) MWh
    link_mw, link_build_mw : (links, years) MW
    connection_firm_mw, connection_curtailable_mw : (sites, years) MW at the meter
    it_mw, it_build_mw : (sites, years) MW of IT capacity energised
    supply_online_share, storage_online_share, connection_online_share, curtailable_online_share, it_online_share
        (things, chains, hours) 0-1, from when in the year the capacity serves; the connection's is of firm megawatts.
    roadmap
    binding
        The limits that cost most, dearest first.
    energy_price_usd_per_mwh : (sites, chains, hours)
        Dual of the site balance, undiscounted.
    lp, solution
        The program and its outcome; `operation` reads the hourly columns by block name.
    peak_memory_mb
    break_even
        At which cost each owned plant would just be built; empty without duals.
    unit_repair
        None where fractions of units are allowed.
    markets
        What the markets that answer the load do; None where all regions are price-takers.
    stranded
        None where it was not asked for.
    risk_change
        None where the expected cost alone counts.
    gas_pipeline_added_mmbtu_per_hour : (sites, years)
        None where no pipeline may grow.
    hedge_change
        What differs from the plan that takes every connection to come at its P50; None where this one does.
    """

    inputs: PlanInputs
    supply_mw: FloatArray
    supply_build_mw: FloatArray
    storage_mw: FloatArray
    storage_build_mw: FloatArray
    storage_mwh: FloatArray
    storage_build_mwh: FloatArray
    link_mw: FloatArray
    link_build_mw: FloatArray
    connection_firm_mw: FloatArray
    connection_curtailable_mw: FloatArray
    it_mw: FloatArray
    it_build_mw: FloatArray
    supply_online_share: FloatArray
    storage_online_share: FloatArray
    connection_online_share: FloatArray
    curtailable_online_share: FloatArray
    it_online_share: FloatArray
    roadmap: tuple[RoadmapItem, ...]
    binding: tuple[BindingLimit, ...]
    energy_price_usd_per_mwh: FloatArray
    lp: SparseLP
    solution: Solution
    peak_memory_mb: float
    break_even: tuple[BreakEven, ...] = ()
    unit_repair: UnitRepair | None = None
    markets: MarketOutcome | None = None
    stranded: Stranded | None = None
    risk_change: RiskChange | None = None
    hedge_change: tuple[ChangedCapacity, ...] | None = None
    gas_pipeline_added_mmbtu_per_hour: FloatArray | None = None
