"""`account_of_run`: the account of a planned run, its figures those of the ledger, hourly rules on the same hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from firmwatt.accounting.account import Account, AccountRequest, InputFile
from firmwatt.accounting.account_book import AccountBook
from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.energy_source import EnergySource
from firmwatt.accounting.flows import Flows, read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.matching import matched_mw, matching_groups
from firmwatt.accounting.metered.clock import Calendar
from firmwatt.accounting.metered.grid_factors import AVERAGE, RESIDUAL, SHARE
from firmwatt.accounting.metered.instruments import Instrument
from firmwatt.accounting.metered.table_file import file_sha256
from firmwatt.accounting.rule_sets import RuleSet, load_rules, rule_path, rules_by_view
from firmwatt.accounting.run_tables import run_tables
from firmwatt.accounting.views.claims import claim_purchases
from firmwatt.accounting.views.scope2 import market_based
from firmwatt.accounting.views.software import software_intensity_g
from firmwatt.errors import UserError
from firmwatt.operation.dispatch import Dispatch
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR, KG_PER_TONNE, KWH_PER_MWH, LITRES_PER_M3

if TYPE_CHECKING:
    from firmwatt.scenario.assets import SupplyAsset

LEDGER_RULES = "ghgp-2015"
"""The rule set by which the ledger itself keeps Scope 2."""


@dataclass(frozen=True, slots=True, eq=False)
class YearsOf:
    """The planning years that an account covers.

    Attributes
    ----------
    names : (years,) all planning years
    weight : (years,)
        Calendar years that each stands for; of a single year 1, and 0 for the others.
    """

    names: tuple[int, ...]
    weight: FloatArray

    def total(self, yearly: FloatArray) -> float:
        """Return the sum over things and years of figures (..., years)."""
        return float((yearly * self.weight).sum())

    def mean(self, share: FloatArray, energy: FloatArray) -> float | None:
        """Return the mean of a yearly share, weighted by energy."""
        weight = self.weight * energy
        return float((share * weight).sum() / weight.sum()) if weight.sum() > 0.0 else None


def account_of_run(dispatch: Dispatch, ledger: Ledger, request: AccountRequest) -> Account:
    """Return the account of a run, of its whole horizon or of one planning year.

    Parameters
    ----------
    dispatch, ledger
        Of one run.
    request
        `meters` is the folder; `rules`, `year` and `functional_units` count.

    Raises
    ------
    UserError
        If the rule set is unknown, or the run has no such year.

    Notes
    -----
    Sums over the horizon weigh each planning year by the calendar years that it stands for, as `summary.json` does.
    Cost over the horizon is the present value, of one year its undiscounted cost. Under rules other than
    `ghgp-2015` the market-based figure is made anew from the same hours: physical contracts keep the rate of their
    plant, carbon-free virtual contracts claim purchases of their region in the window of the rule.
    """
    chosen = load_rules(request.rules)
    rules = rules_by_view(chosen)
    flows, years = read_flows(dispatch), _years(ledger, dispatch, request.year)
    book = AccountBook(rules)
    _write_energy(book, flows, ledger, years)
    _write_emissions(book, flows, ledger, years, rules["scope2"])
    _write_matching(book, flows, ledger, years)
    _write_site(book, ledger, years)
    _write_software(book, request)
    _write_costs(book, ledger, years, request.year)
    covered = [name for name, weight in zip(years.names, years.weight, strict=True) if weight > 0.0]
    last = covered[-1] + int(years.weight[years.names.index(covered[-1])])
    return Account(
        source=str(request.meters),
        rule_set=chosen.key,
        rule_sets=book.rule_sets,
        start_utc=f"{covered[0]}-01-01T00:00Z",
        end_utc=f"{last}-01-01T00:00Z",
        time_zone="UTC",
        hours=int(years.weight.sum()) * HOURS_PER_YEAR,
        dropped_hours=0,
        figures=book.figures,
        tables=run_tables(flows, ledger),
        findings=(),
        inputs=_inputs(request),
        steps=_steps(dispatch, years, chosen),
    )


def run_hours(flows: Flows, year: int) -> DispatchHours:
    """Return the purchases of one planning year with its virtual contracts, as claims are made on them.

    Parameters
    ----------
    flows
    year
        Place of the planning year.

    Notes
    -----
    Energies are those of one calendar year: megawatts times the hours that each hour looked at stands for. Physical
    contracts are left out: they deliver, and no other may claim what they deliver.
    """
    case, time = flows.case, flows.time
    chains = np.flatnonzero(time.chain_year == year)
    weight = time.chain_hour_weight[chains][:, None]
    hours = len(chains) * time.period_hours
    regions = tuple(region.name for region in case.regions)
    of_site = np.array([case.region_index(site.region) for site in case.sites])

    def by_region(site_mw: FloatArray) -> FloatArray:
        total = np.zeros((len(regions), hours))
        np.add.at(total, of_site, (site_mw[:, chains] * weight).reshape(len(of_site), hours))
        return total

    claims = [(at, asset) for at, asset in enumerate(case.supply) if flows.is_virtual[at] and asset.is_carbon_free]
    generated = [(flows.dispatch.generation_mw[at, chains] * weight).ravel() for at, _ in claims]
    factors = {AVERAGE: flows.average_intensity_kg_per_mwh, SHARE: flows.carbon_free_share}
    first = {int(region): site for site, region in reversed(list(enumerate(of_site)))}
    columns = {
        name: np.array(
            [values[first[at], chains].ravel() if at in first else np.zeros(hours) for at in range(len(regions))]
        )
        for name, values in factors.items()
    }
    residual = np.array([region.residual_intensity_kg_per_mwh[year] for region in case.regions])
    purchased = by_region(flows.import_mw)
    name = time.planning_years[year]
    label = np.full(hours, name, dtype=np.int64)
    month = np.tile(np.minimum(time.hour_of_year * 12 // HOURS_PER_YEAR, 11).ravel(), len(chains) // time.periods)
    return DispatchHours(
        calendar=Calendar(0, hours, "UTC", label, name * 12 + month),
        regions=regions,
        is_kept=np.ones((len(regions), hours), dtype=bool),
        load_mwh=by_region(flows.dispatch.metered_mw),
        on_site=(),
        purchased_mwh=purchased,
        exported_mwh=by_region(flows.dispatch.sale_mw),
        factors=columns | {RESIDUAL: np.repeat(residual[:, None], hours, axis=1)},
        instruments=tuple(_instrument(asset, mwh) for (_, asset), mwh in zip(claims, generated, strict=True)),
        instrument_region=of_site[flows.supply_site[[at for at, _ in claims]]]
        if claims
        else np.zeros(0, dtype=np.int64),
    )


def market_based_t(flows: Flows, rules: RuleSet) -> FloatArray:
    """Return (years,) t of Scope 2 by market under a rule set, of one calendar year each."""
    stack = np.array([asset.emission_kg_per_mwh for asset in flows.case.supply])[:, None]
    physical = (stack * yearly_sum(flows.time, flows.generation_where(flows.is_physical))).sum(axis=0)
    own = np.zeros(flows.years)
    for year in range(flows.years):
        hours = run_hours(flows, year)
        found = market_based(hours, claim_purchases(hours, rules.matching), rules.matching.fallback)
        unclaimed = 0.0 if found.unclaimed_kg is None else float(found.unclaimed_kg.sum())
        own[year] = float(found.claimed_kg.sum()) + unclaimed
    return np.asarray((physical + own) / KG_PER_TONNE, dtype=np.float64)


def _instrument(asset: SupplyAsset, mwh: FloatArray) -> Instrument:
    source = EnergySource(
        asset.technology,
        asset.is_carbon_free,
        asset.is_renewable,
        0.0,
        asset.upstream_kg_per_mwh,
        asset.water_l_per_mwh,
    )
    none = np.zeros((0, 2), dtype=np.int64)
    return Instrument(asset.name, source, "virtual", "", None, None, 0.0, None, mwh, none, np.zeros(0))


def _years(ledger: Ledger, dispatch: Dispatch, year: int | None) -> YearsOf:
    names = ledger.planning_years
    if year is None:
        stands_for = dispatch.plan.inputs.case.programme.years_represented
        return YearsOf(names, np.array(stands_for, dtype=np.float64))
    if year not in names:
        raise UserError(f"--year {year} is not in the run. It has {', '.join(map(str, names))}.")
    return YearsOf(names, (np.array(names) == year).astype(np.float64))


def _write_energy(book: AccountBook, flows: Flows, ledger: Ledger, years: YearsOf) -> None:
    energy = ledger.energy_mwh
    generated = sum((value for name, value in energy.items() if name.startswith("generation/")), np.zeros(flows.years))
    physical = yearly_sum(flows.time, flows.physical_mw).sum(axis=0)
    book.write("load_mwh", years.total(energy["metered"]), "MWh", None)
    book.write("it_mwh", years.total(energy["it"]), "MWh", None)
    book.write("on_site_mwh", years.total(generated - physical), "MWh", None)
    book.write("purchased_mwh", years.total(energy["grid_import"] + physical), "MWh", None)
    book.write("exported_mwh", years.total(energy["sale"]), "MWh", None)


def _write_emissions(book: AccountBook, flows: Flows, ledger: Ledger, years: YearsOf, rules: RuleSet) -> None:
    is_ledger = rules.key == LEDGER_RULES
    market = ledger.scope2_market_t if is_ledger else market_based_t(flows, rules)
    left_out = "left out: making of chips and buildings, upstream of grid energy, grid losses"
    book.write("scope1_t", years.total(ledger.scope1_t), "t CO2e", "scope1", "methane slip is not planned")
    book.write("scope2_t.location", years.total(ledger.scope2_location_t), "t CO2e", "scope2")
    book.write("scope2_t.market", years.total(market), "t CO2e", "scope2")
    book.write("scope3_t", years.total(ledger.scope3_t), "t CO2e", "scope3", left_out)


def _write_matching(book: AccountBook, flows: Flows, ledger: Ledger, years: YearsOf) -> None:
    """Write shares as the ledger has them, and energy matched without the grid's own share."""
    load = ledger.energy_mwh["metered"]
    no_grid = replace(flows, carbon_free_share=np.zeros_like(flows.carbon_free_share))
    matched = yearly_sum(flows.time, matched_mw(no_grid, matching_groups(flows.case))).sum(axis=0)
    book.write("matched_mwh", years.total(matched), "MWh", "carbon_free")
    book.write("matched_share", years.mean(matched / np.maximum(load, 1e-300), load), "1", "carbon_free")
    book.write("cfe_score", years.mean(ledger.carbon_free_share_hourly, load), "1", "carbon_free")
    book.write("annual_matched_share", years.mean(ledger.carbon_free_share_annual, load), "1", "carbon_free",
               "with the grid's own carbon-free share of purchases")  # fmt: skip
    book.write("residual.energy_mwh", years.total(load - matched), "MWh", "carbon_free")
    book.write("re100_share", years.mean(ledger.re100_share, load), "1", "renewable", "plants of a plan are young")


def _write_site(book: AccountBook, ledger: Ledger, years: YearsOf) -> None:
    load, it = (years.total(ledger.energy_mwh[name]) for name in ("metered", "it"))
    site = years.total(ledger.water_site_m3)
    book.write("pue", load / it if it > 0.0 else None, "1", "data_centre")
    wue = site * LITRES_PER_M3 / (it * KWH_PER_MWH) if it > 0.0 else None
    book.write("wue_l_per_kwh", wue, "l/kWh", "data_centre")
    reused = ledger.energy_mwh.get("heat_reuse")
    erf = None if reused is None else years.total(reused) / load
    book.write("erf", erf, "1", "data_centre", "no site hands heat over" if erf is None else "")
    book.write("water_m3.site", site, "m3", None)
    book.write("water_m3.plants", years.total(ledger.water_power_m3), "m3", None)


def _write_software(book: AccountBook, request: AccountRequest) -> None:
    location = book.figures["scope2_t.location"].value or 0.0
    units = request.functional_units
    value = None if units is None else software_intensity_g(location * KG_PER_TONNE, 0.0, units)
    why = "no --functional-units" if units is None else "without M: a run has no file of assets"
    book.write("sci_g_per_unit", value, f"g CO2e per {request.unit_name}", "software", why)


def _write_costs(book: AccountBook, ledger: Ledger, years: YearsOf, year: int | None) -> None:
    """Write present values over the horizon, or what one year costs."""
    factor = ledger.present_value_factor if year is None else years.weight
    note = "present value over the horizon, capital and lost computing included" if year is None else "undiscounted"
    kinds = {kind: float((cost * factor).sum()) for kind, cost in ledger.cost_usd_per_year.items()}
    book.write("cost_usd", ledger.total_usd if year is None else sum(kinds.values()), "USD", None, note)
    for kind, usd in kinds.items():
        book.write(f"cost_parts_usd.{kind}", usd, "USD", None)


def _inputs(request: AccountRequest) -> tuple[InputFile, ...]:
    files = ("provenance.json", "summary.json", "plan.nc", "dispatch.nc")
    found = [InputFile("run", str(request.meters / name), file_sha256(request.meters / name), 0)
             for name in files if (request.meters / name).is_file()]  # fmt: skip
    return (*found, InputFile("rules", request.rules, file_sha256(rule_path(request.rules)), 0))


def _steps(dispatch: Dispatch, years: YearsOf, rules: RuleSet) -> tuple[str, ...]:
    covered = ", ".join(
        f"{name} x {weight:g}" for name, weight in zip(years.names, years.weight, strict=True) if weight
    )
    return (
        f"The run of the scenario {dispatch.plan.inputs.case.programme.name} was read and its books kept anew.",
        f"Planning years were weighed by the calendar years that they stand for: {covered}.",
        f"Rule set {rules.name}: {rules.title}.",
    )
