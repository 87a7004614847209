"""`account_of_run`: the account of a planned run, its figures those of the ledger, hourly rules on the same hours."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from firmwatt.accounting.account import Account, AccountRequest, InputFile
from firmwatt.accounting.account_book import AccountBook
from firmwatt.accounting.clock import sum_by_site, yearly_sum
from firmwatt.accounting.flows import Flows, read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.matching import matched_mw, matching_groups
from firmwatt.accounting.metered.table_file import file_sha256
from firmwatt.accounting.rule_sets import RuleSet, load_rules, rule_path, rules_by_view
from firmwatt.accounting.run_claims import market_based_t
from firmwatt.accounting.run_embodied import BeyondLedger, beyond_ledger
from firmwatt.accounting.run_tables import run_tables
from firmwatt.accounting.views.software import software_intensity_g
from firmwatt.errors import UserError
from firmwatt.operation.dispatch import Dispatch
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR, KG_PER_TONNE, KWH_PER_MWH, LITRES_PER_M3

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
        If the rule set is unknown, the run has no such year, or files of metered data stand beside it.

    Notes
    -----
    Scopes 1 and 3 are the ledger's; what no plan knows of them stands beside, under `scope1_beyond_ledger_t` and
    `scope3_beyond_ledger_t`, and the sums of both under `scope1_with_views_t` and `scope3_with_views_t`. Sums over
    the horizon weigh each planning year by the calendar years that it stands for, as `summary.json` does.
    Cost over the horizon is the present value, of one year its undiscounted cost. Under rules other than
    `ghgp-2015` the market-based figure is made anew from the same hours: physical contracts keep the rate of their
    plant, carbon-free virtual contracts claim purchases of their region in the window of the rule.
    """
    _refuse_files(request)
    chosen = load_rules(request.rules)
    rules = rules_by_view(chosen)
    flows, years = read_flows(dispatch), _years(ledger, dispatch, request.year)
    warming = rules["scope1"].warming
    assert warming is not None  # a rule set that governs this view has it
    beyond = beyond_ledger(flows, warming)
    book = AccountBook(rules)
    _write_energy(book, flows, ledger, years)
    _write_emissions(book, flows, ledger, years, rules["scope2"])
    _write_beyond(book, beyond, years)
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
        tables=run_tables(flows, ledger, beyond),
        findings=(),
        inputs=_inputs(request),
        steps=_steps(dispatch, years, chosen),
    )


def _refuse_files(request: AccountRequest) -> None:
    """Raise where something is given that a run would leave unread."""
    files = (
        "contracts",
        "certificates",
        "profiles",
        "grid",
        "tariff",
        "use",
        "assets",
        "site_data",
        "region",
        "time_zone",
    )
    given = [f"--{name.replace('_', '-')}" for name in files if getattr(request, name) is not None]
    if given:
        words = f"{', '.join(given)} {'goes' if len(given) == 1 else 'go'} with metered data"
        raise UserError(f"{request.meters} is a run, and {words}: a run has its own contracts and grid. Leave it out.")


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
    left_out = "the ledger's: supply of fuel and making of plants; scope3_beyond_ledger_t holds other parts"
    book.write(
        "scope1_t", years.total(ledger.scope1_t), "t CO2e", "scope1", "the ledger's: carbon dioxide at the stack"
    )
    book.write("scope2_t.location", years.total(ledger.scope2_location_t), "t CO2e", "scope2")
    book.write("scope2_t.market", years.total(market), "t CO2e", "scope2")
    book.write("scope3_t", years.total(ledger.scope3_t), "t CO2e", "scope3", left_out)


def _write_beyond(book: AccountBook, beyond: BeyondLedger, years: YearsOf) -> None:
    """Write the parts of Scope 3 that the ledger leaves out, and Scope 3 with them."""
    catalogue = "by the catalogue's carbon of making a kW, over the lifetimes of the plan"
    parts = {
        "embodied_equipment": (years.total(beyond.embodied_chips_t), catalogue),
        "embodied_buildings": (years.total(beyond.embodied_buildings_t), catalogue),
        "grid_losses": (years.total(beyond.grid_losses_t), "by the catalogue's share of losses"),
        "upstream_purchased": (years.total(beyond.upstream_purchased_t), "fuels of the grid, by its average intensity"),
    }
    for name, (tonnes, note) in parts.items():
        book.write(f"scope3_beyond_ledger_t.{name}", tonnes, "t CO2e", "scope3", note)
    burnt = "turbines and backup generators on the site, by their fuel"
    for name, gas in (("methane_slip", beyond.methane_slip_t), ("nitrous_oxide", beyond.nitrous_oxide_t)):
        book.write(f"scope1_beyond_ledger_t.{name}", years.total(gas), "t CO2e", "scope1", burnt)
    scope1, scope3 = (book.figures[f"{scope}_t"].value or 0.0 for scope in ("scope1", "scope3"))
    book.write("scope1_with_views_t", scope1 + years.total(beyond.scope1_t), "t CO2e", "scope1")
    book.write("scope3_with_views_t", scope3 + years.total(beyond.scope3_t), "t CO2e", "scope3")


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
    left, whole = _residual_t(flows)
    book.write("residual.carbon_t", years.total(left), "t CO2e", "carbon_free")
    share = years.total(left) / years.total(whole) if years.total(whole) > 0.0 else None
    book.write(
        "residual.carbon_share", share, "1", "carbon_free", "" if share is not None else "the grid emits nothing"
    )
    book.write("re100_share", years.mean(ledger.re100_share, load), "1", "renewable", "plants of a plan are young")
    book.write("ref", years.mean(ledger.re100_share, load), "1", "data_centre")
    _write_consequential(book, flows, years)


def _residual_t(flows: Flows) -> tuple[FloatArray, FloatArray]:
    """Return (years,) tonnes at the grid's average of load that no clean energy of the hour meets, and of all load.

    Notes
    -----
    What a group lacks in an hour is spread over its sites as they draw.
    """
    no_grid = replace(flows, carbon_free_share=np.zeros_like(flows.carbon_free_share))
    groups = matching_groups(flows.case)
    matched, metered = matched_mw(no_grid, groups), flows.dispatch.metered_mw
    load = sum_by_site(metered, groups, len(matched))
    unmet = np.divide(load - matched, load, out=np.zeros_like(load), where=load > 0.0)[groups]
    kg = flows.average_intensity_kg_per_mwh * metered
    left, whole = (yearly_sum(flows.time, each).sum(axis=0) / KG_PER_TONNE for each in (unmet * kg, kg))
    return left, whole


def _write_consequential(book: AccountBook, flows: Flows, years: YearsOf) -> None:
    """Write what purchases cause and what contracts avoid by marginal factors, apart from every scope."""
    marginal = flows.marginal_intensity_kg_per_mwh
    contracted = flows.generation_where(flows.is_virtual | flows.is_physical) * marginal[flows.supply_site]
    label = "consequential, by marginal factors: no part of any scope"
    for name, kg in (
        ("avoided_by_instruments_t", yearly_sum(flows.time, contracted)),
        ("caused_by_purchases_t", yearly_sum(flows.time, marginal * (flows.import_mw + flows.physical_mw))),
    ):
        book.write(f"consequential.{name}", years.total(kg) / KG_PER_TONNE, "t CO2e", None, label)


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
    embodied = book.figures["scope3_beyond_ledger_t.embodied_equipment"].value or 0.0
    value = None if units is None else software_intensity_g(location * KG_PER_TONNE, embodied * KG_PER_TONNE, units)
    why = "no --functional-units" if units is None else ""
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
