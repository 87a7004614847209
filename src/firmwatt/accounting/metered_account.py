"""`account_of_meters`: the account of metered data, from files to figures and tables."""

from __future__ import annotations

from collections.abc import Mapping

from firmwatt.accounting.account import Account, AccountRequest, Finding, InputFile
from firmwatt.accounting.account_book import AccountBook
from firmwatt.accounting.account_figures import (
    data_centre_use,
    write_costs,
    write_data_centre,
    write_energy,
    write_matching,
    write_scope3,
    write_scopes,
    write_software,
    write_water,
)
from firmwatt.accounting.account_tables import account_tables
from firmwatt.accounting.account_views import Views, compute_views
from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.metered.files import read_files
from firmwatt.accounting.metered.grid_factors import AVERAGE, LOSS
from firmwatt.accounting.metered.quality import CleanHours
from firmwatt.accounting.metered.site_data import SiteData
from firmwatt.accounting.metered.table_file import file_sha256
from firmwatt.accounting.rule_sets import RuleSet, View, load_rules, rule_path, rules_by_view
from firmwatt.accounting.views.claims import claim_purchases
from firmwatt.accounting.views.data_centre import DataCentreUse
from firmwatt.accounting.views.money import electricity_costs
from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.units import KW_PER_MW, KWH_PER_MWH


def account_of_meters(request: AccountRequest) -> Account:
    """Return the account of metered data.

    Raises
    ------
    UserError
        If a year is asked for, a file cannot be read or holds faults, files do not fit each other, a rule set is
        unknown, or something was found that the user refuses.
    """
    if request.year is not None:
        raise UserError(f"--year {request.year} goes with a run; metered data are accounted as they are. Leave it out.")
    chosen = load_rules(request.rules)
    rules = rules_by_view(chosen)
    files = read_files(request, rules["scope2"].matching.profiles)
    hours = files.hours
    views = compute_views(hours, fuel_mwh(files.clean), rules, is_exempt=request.use_exemption)
    costs = electricity_costs(hours, () if files.tariff is None else files.tariff.charges, files.peak_mw)
    use = data_centre_use(files, claim_purchases(hours, rules["data_centre"].matching))
    book = AccountBook(rules)
    write_energy(book, files)
    write_scopes(book, hours, views)
    write_scope3(book, files, views)
    write_matching(book, hours, views)
    write_data_centre(book, use)
    write_water(book, use, views)
    write_software(book, request, views)
    write_costs(book, costs, float(hours.load_mwh.sum()))
    stamps = hours.calendar.stamps
    return Account(
        source=str(request.meters),
        rule_set=chosen.key,
        rule_sets=book.rule_sets,
        start_utc=f"{stamps[0]}:00Z",
        end_utc=f"{stamps[-1] + 1}:00Z",
        time_zone=hours.calendar.time_zone,
        hours=hours.calendar.hours,
        dropped_hours=int((~hours.is_kept).all(axis=0).sum()),
        figures=book.figures,
        tables=account_tables(files, views, costs, use, book.figures),
        findings=(*files.findings, *_told(hours, views, rules), *_small(use, files.site_data, rules["data_centre"])),
        inputs=files.inputs + _rule_file(request.rules),
        steps=(*files.steps, *_rule_steps(chosen, book)),
    )


def fuel_mwh(clean: CleanHours) -> dict[str, float]:
    """Return fuel → MWh of its heating value burnt on the site."""
    found: dict[str, float] = {}
    for meter, amount in zip(clean.meters, clean.amount, strict=True):
        if meter.kind == "fuel":
            found[meter.source] = found.get(meter.source, 0.0) + float(amount.sum()) / KWH_PER_MWH
    return found


def _told(hours: DispatchHours, views: Views, rules: Mapping[View, RuleSet]) -> list[Finding]:
    """Return what the views took for granted."""
    findings = _hourless(hours, views, rules["scope2"])
    rule = rules["renewable"].renewable
    ageless = [each.name for each in hours.instruments if each.source.is_renewable and each.commissioned_year is None]
    if ageless and rule is not None and rule.age_limit_years is not None:
        message = f"The commissioning year of {len(ageless)} renewable instruments is not given (column commissioned)."
        told = f"Counted as younger than {rule.age_limit_years} years."
        findings.append(Finding("age_unknown", "contracts", len(ageless), message, told))
    if LOSS not in hours.factors and AVERAGE in hours.factors:
        share = loader.get("accounting", "default", "grid_loss_share").number
        message = f"There is no column {LOSS}: grid losses of {share:g} are the catalogue's."
        findings.append(Finding("lent", "catalogue: accounting", 1, message, "Used for all hours."))
    unused = float(views.claims.available_mwh.sum() - views.claims.claimed_mwh.sum())
    if unused > 1e-9 * max(float(views.claims.available_mwh.sum()), 1.0):
        message = f"{unused:g} MWh of contracts and certificates meet no purchase in their window."
        findings.append(
            Finding("unclaimed_instruments", "contracts", len(hours.instruments), message, "Worth nothing.")
        )
    longer = sum(int((each.periods[:, 1] > hours.calendar.hours).any()) for each in hours.instruments)
    longer += sum(int((each.periods[:, 0] < 0).any()) for each in hours.instruments)
    if longer:
        message = f"{longer} certificates or contracts have a period that reaches beyond the meters."
        findings.append(Finding("longer_period", "contracts", longer, message, "Counted in full."))
    return findings


def _hourless(hours: DispatchHours, views: Views, rules: RuleSet) -> list[Finding]:
    """Note certificates of months and years that a rule of hours lets claim nothing."""
    pairs = zip(hours.instruments, views.claims.matched_by, strict=True)
    without = [each.name for each, period in pairs
               if period == "hour" and len(each.periods) and each.profiled_mwh is None]  # fmt: skip
    if not without:
        return []
    message = f"Certificates of a month or year have no hour under {rules.name}: {', '.join(without[:5])}."
    ways = {"plant": "the contract's own name", "kind": "the contract's or the source's name"}
    way = ways.get(rules.matching.profiles)
    hint = "" if way is None else f" A profile of {way} (--profiles) gives them hours."
    return [Finding("no_hour", "certificates", len(without), message, f"They claim nothing in Scope 2.{hint}")]


def _small(use: DataCentreUse, site: SiteData | None, rules: RuleSet) -> tuple[Finding, ...]:
    """Note a data centre that is below the size from which the rule set asks for a report."""
    least_kw = 0.0 if rules.data_centre is None else rules.data_centre.least_it_power_kw
    installed_kw = None if site is None else site.numbers.get("installed_it_power_kw")
    known_kw = None if use.peak_it_mw is None else use.peak_it_mw * KW_PER_MW
    known_kw = known_kw if installed_kw is None else installed_kw
    if known_kw is None or known_kw >= least_kw:
        return ()
    peak = f"{'The highest hourly mean of IT' if installed_kw is None else 'Installed IT power'} is {known_kw:g} kW"
    message = f"{peak}, below the {least_kw:g} kW of installed power from which {rules.key} asks for a report."
    return (Finding("below_threshold", "rules", 1, message, "The figures are given all the same."),)


def _rule_file(name: str) -> tuple[InputFile, ...]:
    path = rule_path(name)
    return (InputFile("rules", name, file_sha256(path), 0),)


def _rule_steps(chosen: RuleSet, book: AccountBook) -> tuple[str, ...]:
    draft = "" if chosen.status == "in force" else f" It is a {chosen.status}."
    sets = {rules.name: rules.title for rules in book.rules.values() if rules.name in book.rule_sets}
    return (f"Rule set {chosen.name}: {chosen.title}.{draft}", *(f"{name}: {title}." for name, title in sets.items()))
