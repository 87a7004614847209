"""The scenario file as typed, frozen records; `ScenarioFile.model_json_schema()` is the schema for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, StrictBool, StrictInt, Tag

from firmwatt.scenario import quantities as q
from firmwatt.scenario.quantities import NAMED_TAG, SINGLE_TAG, Entry
from firmwatt.scenario.schema_assets import CalendarDate, LinkEntry, StorageEntry, SupplyEntry
from firmwatt.scenario.schema_sites import SiteEntry, WorkloadEntry
from firmwatt.scenario.schema_work import CohortEntry

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NULL = {"type": "null"}


class Resolution(Entry):
    """Sampled periods of each year instead of all hours."""

    sampled_periods: Annotated[StrictInt, Field(ge=1, le=365)]
    """Periods a year."""
    period_hours: Annotated[StrictInt, Field(ge=1, le=8760)]
    """Hours in each."""


def _resolution_shape(value: Any) -> str:
    return SINGLE_TAG if isinstance(value, str) else NAMED_TAG


def _draws_shape(value: Any) -> str:
    return NAMED_TAG if isinstance(value, list | tuple) else SINGLE_TAG


class RiskEntry(Entry):
    """How much the dearest weather draws count; a plan with a single draw stays as it is."""

    tail_share: q.Chance = 0.1
    """Probability of the dearest draws of each planning year whose mean operating cost counts."""
    weight: q.Fraction = 0.5
    """Of that mean in the objective; the rest is the expected cost."""


class Parties(Entry):
    """Who does what in the programme."""

    operator: q.Text | None = None
    """Runs the sites."""
    capital: q.Text | None = None
    """Pays for the assets."""
    cloud: q.Text | None = None
    """Sells the computing."""
    energy: q.Text | None = None
    """Supplies the electricity."""


class ProgrammeEntry(Entry):
    """What is planned, from when, in which money."""

    title: q.Text
    """One line."""
    title_ko: q.Text | None = None
    """The same in Korean, for a reader of the Korean report."""
    description: q.LongText = ""
    """As many lines as you like."""
    description_ko: q.LongText = ""
    """The same in Korean."""
    planning_years: tuple[q.Year, ...] = Field(min_length=1, max_length=50)
    """Years that the plan looks at, rising."""
    years_represented: tuple[Annotated[StrictInt, Field(ge=1, le=50)], ...] | None = None
    """How many calendar years each stands for; default: until the next; the last as the one before it, at most five."""
    decision_date: CalendarDate | None = None
    """Day on which every lead time starts; default: today."""
    discount_rate: q.Rate | None = None
    """Real, a year."""
    price_year: q.Year | None = None
    """Year of the money; default 2024."""
    weather_years: Annotated[
        Annotated[tuple[q.Seed, ...], Field(min_length=1, max_length=50), Tag(NAMED_TAG)]
        | Annotated[StrictInt, Field(ge=1, le=50), Tag(SINGLE_TAG)],
        Discriminator(_draws_shape),
    ] = (1,)
    """Seeds of the built-in weather generator, one for each draw; or how many draws, with the seeds 1, 2, 3 …"""
    weather_probability: tuple[q.Chance, ...] | None = None
    """Probability of each draw, summing to 1; default: all alike."""
    risk: RiskEntry | None = None
    """How much the dearest draws count; default: not at all, so that the expected cost alone is the objective."""
    hedge_connection_delay: q.Flag = False
    """Plan for grid connections that come at P10, P50 or P90 of their dates, not at P50 alone; triples the hours."""
    resolution: Annotated[
        Annotated[Resolution, Tag(NAMED_TAG)] | Annotated[Literal["full"], Tag(SINGLE_TAG)],
        Discriminator(_resolution_shape),
    ] = Resolution(sampled_periods=4, period_hours=168)
    """`full` for every hour, or sampled periods; default: four weeks a year."""
    budget_usd: q.Usd | None = None
    """Limit on capital spent; no limit where absent."""
    budget_until_year: q.Year | None = None
    """Last year that the budget covers; default: the last planning year."""
    parties: Parties = Parties()
    """Who does what."""

    @property
    def seeds(self) -> tuple[int, ...]:
        """Return the seed of each weather draw."""
        asked = self.weather_years
        return tuple(range(1, asked + 1)) if isinstance(asked, int) else asked


GridMode = Literal["price_taker", "supply_curve"]
Outlook = Literal["low", "central", "high"]


class CurveEntry(Entry):
    """The market behind a region that answers with a supply curve."""

    demand_growth: Outlook = "central"
    """Growth of all other customers' load, of the catalogue table `grid_fleets`."""
    build_out: Outlook = "central"
    """Solar, wind and reactors that come whatever the programme does, and how much more can be built a year."""
    retirements: Outlook = "central"
    """Coal plants that close whatever the programme does; `high` closes most."""
    demand_file: Path | None = None
    """CSV or Parquet with the hourly demand of all others, relative to this file; it grows from its year on."""
    demand_area: q.Name | None = None
    """Column of `demand_file`; default: the only one."""


class RegionEntry(Entry):
    """What differs from the catalogue in a grid region."""

    mode: GridMode | None = None
    """Prices that the load does not move, or a supply curve that it does; default: that of `grid`."""
    curve: CurveEntry = CurveEntry()
    """The market behind the region; only with `supply_curve`."""
    series_file: Path | None = None
    """CSV with hourly price and intensity of your own, relative to this file."""
    mean_price_usd_per_mwh: q.UsdPerMwh | None = None
    """Mean price in the first planning year."""
    price_change_per_year: q.Change | None = None
    """Real change of the price."""
    mean_intensity_kg_per_mwh: q.KgPerMwh | None = None
    """Average, location-based."""
    intensity_change_per_year: q.Change | None = None
    """Relative change of both intensities."""
    carbon_free_share: q.Fraction | None = None
    """Share of carbon-free generation."""
    carbon_free_share_change_per_year: q.Change | None = None
    """Added to the share every year."""
    residual_intensity_kg_per_mwh: q.KgPerMwh | None = None
    """Of the residual mix, after contracts are taken out."""
    water_l_per_mwh: q.LitresPerMwh | None = None
    """Water of the region's power plants."""
    mix: dict[q.Name, q.Fraction] | None = None
    """Fuel → share of yearly generation, summing to 1."""
    parameters: dict[q.Name, q.Number] = Field(default={})
    """Further parameters of the synthesis by their name in the catalogue."""


class GridEntry(Entry):
    """What differs from the catalogue in the grid regions, by their names."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, RegionEntry]

    mode: GridMode = "price_taker"
    """For all regions that say nothing else; a region whose plants the catalogue does not know stays a price-taker."""

    def region(self, name: str) -> RegionEntry:
        """Return what differs in a region."""
        return self.__pydantic_extra__.get(name, RegionEntry())


class PolicyEntry(Entry):
    """Prices, caps and shares by year that the plan must keep."""

    carbon_price_usd_per_tonne: q.UsdPerTonneByYear = 0.0
    """On Scope 1 and location-based Scope 2."""
    carbon_cap_tonne: q.TonnesByYear | None = None
    """A year, on the same."""
    carbon_intensity_cap_kg_per_mwh: q.KgPerMwhByYear | None = None
    """Per MWh of metered load."""
    annual_carbon_free_share: q.FractionByYear | None = None
    """Of the year's load."""
    hourly_carbon_free_share: q.FractionByYear | None = None
    """Of the load, matched in the same hour."""
    re100_share: q.FractionByYear | None = None
    """Of the year's load, renewable only."""
    matching_scope: Literal["site", "region", "company"] = "region"
    """Over what clean energy and load are matched."""
    levers: tuple[q.Name, ...] = ()
    """Policy levers of the catalogue that are pulled: named factors on the length of named steps."""
    tax_credits: q.Name | None = None
    """Law of the catalogue table `tax_credits`: credits on capital or generation of owned plants in its country;
    none by default."""


class ReliabilityEntry(Entry):
    """Adequacy in the plan."""

    reserve_margin: Annotated[
        Annotated[q.Fraction, Tag(NAMED_TAG)] | Annotated[Literal["none"], Tag(SINGLE_TAG)],
        Discriminator(_resolution_shape),
    ] = "none"
    """Fraction of the site's peak that firm capacity must exceed it by; `none`: no reserve row."""
    grid_capacity_credit: q.Fraction | None = None
    """Of firm connected megawatts."""
    target_nines: Annotated[q.Number, Field(gt=0, le=9, json_schema_extra={"unit": "nines"})] | None = None
    """Nines of the hours of the worst site in the last year, 3 for 99.9 %: the margin rises until outages keep it."""
    target_lole_days_per_year: Annotated[q.Number, Field(gt=0, le=365, json_schema_extra={"unit": "d/year"})] | None = (
        None
    )
    """Most days with a shortfall of the worst site in the last year, such as 0.1."""


class SolveEntry(Entry):
    """How the plan is solved."""

    solver: Literal["chain", "highs"] | None = None
    """`chain` hands over to HiGHS what it cannot do; default: `chain` on every hour, `highs` on a sample of hours."""
    relative_gap: Annotated[q.Number, Field(gt=0, le=0.1)] = 1e-4
    """Gap asked for between plan and bound."""
    time_limit_seconds: q.Seconds | None = None
    """Stop after this time with the gap reached."""
    threads: Annotated[StrictInt, Field(ge=1, le=256)] = 2
    """Threads that the solver may use."""
    polish: StrictBool = False
    """Push the optimum to a vertex, so that fewer things run a little; takes longer."""


class ScenarioFile(Entry):
    """A whole scenario file."""

    programme: ProgrammeEntry
    """What is planned, from when, in which money."""
    sites: tuple[SiteEntry, ...] = Field(min_length=1)
    """Where computing runs."""
    workloads: tuple[WorkloadEntry, ...] = Field(min_length=1)
    """What is computed."""
    fleet: tuple[CohortEntry, ...] = ()
    """Chips by generation that workloads share by `fleet_share`."""
    supply: tuple[SupplyEntry, ...] = ()
    """What may make electricity."""
    storage: tuple[StorageEntry, ...] = ()
    """What may store it."""
    transmission: tuple[LinkEntry, ...] = ()
    """Lines of the programme's own."""
    grid: GridEntry = GridEntry()
    """What differs from the catalogue in the grid regions."""
    vendor_slots_mw_per_year: dict[q.Name, q.Megawatts] = Field(default={})
    """Technology, or `transformer` for new grid connections → megawatts a year that all sites together can buy."""
    basin_limit_m3_per_year: dict[q.Name, q.CubicMetresPerYear] = Field(default={})
    """River basin or aquifer → water that all sites in it together may draw a year."""
    policy: PolicyEntry = PolicyEntry()
    """Prices, caps and shares that the plan must keep."""
    reliability: ReliabilityEntry = ReliabilityEntry()
    """Adequacy in the plan."""
    solve: SolveEntry = SolveEntry()
    """How the plan is solved."""


def editor_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file for editors.

    Notes
    -----
    What may be left out is not required, but an empty value is a fault; so null is no choice anywhere.
    """
    schema: dict[str, Any] = _without_null(ScenarioFile.model_json_schema())
    return {"$schema": DIALECT, **schema}


def _without_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_null(part) for part in node if part != NULL]
    if not isinstance(node, dict):
        return node
    kept = {key: _without_null(part) for key, part in node.items() if not (key == "default" and _has_null(part))}
    choices = kept.get("anyOf", [])
    if len(choices) == 1:
        kept = {**choices[0], **{key: part for key, part in kept.items() if key != "anyOf"}}
    return kept


def _has_null(default: Any) -> bool:
    """Return whether a default is null or a record that holds one: the catalogue fills it in."""
    return default is None or (isinstance(default, dict) and any(_has_null(part) for part in default.values()))
