"""Emissions of a plan or account beside what a company promised and reported, scope by scope, report by report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Final
from zoneinfo import ZoneInfo

from firmwatt.accounting.account import Account
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.run_embodied import BeyondLedger
from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.units import HOURS_PER_DAY

PLEDGES: Final = "pledges"
REPORTED: Final = "reported_emissions"
PREFIX: Final = "pledge:"
TONNES_PER_MILLION: Final = 1e6
BOUNDARY: Final = (
    "As companies report, Scope 1 counts methane and nitrous oxide too, and Scope 3 fuel and energy (category 3) and "
    "chips, buildings and plants (category 2); these are spread over their lifetimes, where a company counts them in "
    "the year in which it buys them. Of the other thirteen categories of Scope 3, which a pledge covers too, nothing "
    "stands here."
)
"""What a path counts of that which a pledge covers."""
SCOPES: Final = ("scope1", "scope2_location", "scope2_market", "scope3", "total")
"""In the order in which they are told; `total` has Scope 2 by market. Pledges count that; the same share by location is
what a critic would ask."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """What a company promised.

    Attributes
    ----------
    key, company, title
    target_year
    base_year
        None where the pledge names none: then the first year of the report is taken.
    reduction : scope → 0-1 of the base year's emissions, by the target year
        `scope1`, `scope2`, `scope3` or `total`, as far as the pledge covers them.
    source, confidence
    """

    key: str
    company: str
    title: str
    target_year: int
    base_year: int | None
    reduction: Mapping[str, float]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What a company reported of one scope in one report.

    Attributes
    ----------
    company, vintage, scope
        `vintage` is the last year that the report covers; `scope` one of `SCOPES`, or `total`.
    boundary
    emissions_t : year → tonnes CO2e
    source, confidence
    """

    company: str
    vintage: int
    scope: str
    boundary: str
    emissions_t: Mapping[int, float]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ScopePath:
    """One scope of a path beside a pledge.

    Attributes
    ----------
    scope
    plan_t : year → tonnes CO2e a year
    promised_t : year → tonnes CO2e a year
        What the pledge allows the whole company, on a straight line from the base year; empty where the report lacks
        the base year.
    reported : report of the same vintage, or None where it does not tell this scope
    above : years in which the plan alone emits more than the whole company may
    lacking : `not_covered` by the pledge, `not_told` by the report, `no_base` year in it; empty where they compare
    reason : the same as a sentence
    """

    scope: str
    plan_t: Mapping[int, float]
    promised_t: Mapping[int, float]
    reported: Reported | None
    above: tuple[int, ...] = ()
    lacking: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A plan as one of several ways to meet the same load.

    Attributes
    ----------
    name
    path : scope → year → tonnes CO2e a year
    last_year
        Of the plan.
    hourly_share : 0-1
        Of the load of the last year that clean energy of the same hour meets.
    lost_share : 0-1
        Of the computing of all years that is not served.
    total_usd : USD
        Present value of all costs, lost computing among them.
    """

    name: str
    path: Mapping[str, Mapping[int, float]]
    last_year: int
    hourly_share: float
    lost_share: float
    total_usd: float


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A path beside a pledge.

    Attributes
    ----------
    pledge
    vintage
        The one report from which every reported figure comes; None where the catalogue holds none.
    scopes
    ways
        The plan itself and others for the same load, where they are compared.
    missing_hours
        Of the calendar year, where an account lacks some: its emissions are those of the others.
    left_out
        What the Scope 3 of an account lacks of `BOUNDARY`.
    """

    pledge: Pledge
    vintage: int | None
    scopes: tuple[ScopePath, ...]
    ways: tuple[Way, ...] = ()
    missing_hours: int = 0
    left_out: str = ""


def find_pledge(text: str) -> tuple[Pledge, int | None]:
    """Return the pledge and the report's vintage that a text names, such as `pledge:google-2030@2025`.

    Raises
    ------
    UserError
        There is no such pledge or report.

    Examples
    --------
    >>> pledge, vintage = find_pledge("pledge:google-2030")
    >>> pledge.company, pledge.target_year, pledge.base_year, pledge.reduction["scope2"], vintage
    ('google', 2030, 2019, 0.5, None)
    """
    name, _, year = text.removeprefix(PREFIX).partition("@")
    known = loader.keys(PLEDGES)
    if not text.startswith(PREFIX) or name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        remedy = f"Did you mean {PREFIX}{near[0]}?" if near else f"Write {PREFIX} and one of {', '.join(known)}."
        raise UserError(f"--against: '{text}' is no pledge. {remedy}")
    pledge = _pledge(name)
    vintages = sorted({each.vintage for each in reported_emissions(pledge.company)})
    if year and (not year.isdecimal() or int(year) not in vintages):
        listed = ", ".join(map(str, vintages))
        raise UserError(
            f"--against: there is no report of {pledge.company} of vintage '{year}'. Write one of {listed}."
        )
    return pledge, int(year) if year else None


def reported_emissions(company: str) -> tuple[Reported, ...]:
    """Return every series that a company reported, by report and scope, in the order of the catalogue."""
    found = []
    for key in loader.keys(REPORTED):
        rows = loader.group(REPORTED, key)
        if rows["company"].text != company:
            continue
        values = {
            int(name.split("_")[1]): row.number * TONNES_PER_MILLION
            for name, row in rows.items()
            if name.startswith("emissions_")
        }
        first = rows["company"]
        found.append(
            Reported(
                company=company,
                vintage=int(rows["report_vintage"].number),
                scope=key.split("/")[-1],
                boundary=rows["boundary"].text,
                emissions_t=dict(sorted(values.items())),
                source=f"{first.source} ({first.source_year})",
                confidence=first.confidence,
            )
        )
    return tuple(found)


def compare_with_pledge(path: Mapping[str, Mapping[int, float]], pledge: Pledge, vintage: int | None) -> Trajectory:
    """Return a path beside a pledge, every reported figure from one report.

    Parameters
    ----------
    path : scope → year → tonnes CO2e a year
        As `plan_path` or `account_path` gives it.
    pledge
    vintage
        Of the report; None takes the newest that tells most scopes of the base year.

    Notes
    -----
    `promised(y) = base · (1 - reduction · (y - base year) / (target year - base year))`, and the target's value from
    then on: removals are no reduction. Companies restate: a base of one report and a value of another give false
    growth, so one report gives both, or there is no comparison.
    """
    known = reported_emissions(pledge.company)
    chosen = _vintage(known, pledge) if vintage is None else vintage
    of_report = {each.scope: each for each in known if each.vintage == chosen}
    scopes = tuple(_scope_path(scope, path.get(scope, {}), pledge, of_report.get(scope), chosen) for scope in SCOPES)
    return Trajectory(pledge, chosen, scopes)


def plan_path(ledger: Ledger, beyond: BeyondLedger) -> dict[str, dict[int, float]]:
    """Return scope → year → tonnes CO2e of a plan, all sites together, for each planning year, within `BOUNDARY`."""
    by_scope = {
        "scope1": ledger.scope1_t + beyond.scope1_t,
        "scope2_location": ledger.scope2_location_t,
        "scope2_market": ledger.scope2_market_t,
        "scope3": ledger.scope3_t + beyond.scope3_t,
    }
    return _with_total(
        {
            scope: dict(zip(ledger.planning_years, series.sum(axis=0).tolist(), strict=True))
            for scope, series in by_scope.items()
        }
    )


def way_of(name: str, ledger: Ledger, beyond: BeyondLedger) -> Way:
    """Return a plan as one of several ways."""
    lost, arrived = (float(ledger.compute_mwh[each].sum()) for each in ("lost", "arrived"))
    return Way(
        name=name,
        path=plan_path(ledger, beyond),
        last_year=ledger.planning_years[-1],
        hourly_share=float(ledger.carbon_free_share_hourly[-1]),
        lost_share=lost / arrived if arrived else 0.0,
        total_usd=ledger.total_usd,
    )


def account_path(account: Account) -> dict[str, dict[int, float]]:
    """Return scope → year → tonnes CO2e of an account of one calendar year; what is unknown is absent.

    Raises
    ------
    UserError
        The account reaches over more than one calendar year.
    """
    first, last = _years(account)
    if first != last:
        raise UserError(
            f"--against: {account.source} reaches from {first} to {last}, a pledge counts calendar years. "
            f"Give the meters of one year."
        )
    names = {"scope1": "scope1_t", "scope2_location": "scope2_t.location", "scope2_market": "scope2_t.market"}
    names["scope3"] = "scope3_t"
    return _with_total(
        {scope: {first: value} for scope, name in names.items() if (value := account.value(name)) is not None}
    )


def missing_hours(account: Account) -> int:
    """Return how many hours of its calendar year an account lacks."""
    year, _ = _years(account)
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days * HOURS_PER_DAY - account.hours + account.dropped_hours


def _years(account: Account) -> tuple[int, int]:
    """Return the calendar years of the first and the last hour of an account, by its own time zone."""
    zone = ZoneInfo(account.time_zone)
    start, end = (datetime.fromisoformat(text) for text in (account.start_utc, account.end_utc))
    return start.astimezone(zone).year, (end - timedelta(hours=1)).astimezone(zone).year


def _with_total(path: dict[str, dict[int, float]]) -> dict[str, dict[int, float]]:
    """Return the path with the sum of Scope 1, market-based Scope 2 and Scope 3, where all are known."""
    parts = [path[scope] for scope in ("scope1", "scope2_market", "scope3") if scope in path]
    if len(parts) < 3:
        return path
    return path | {"total": {year: sum(part[year] for part in parts) for year in parts[0]}}


def trajectory_record(found: Trajectory) -> dict[str, object]:
    """Return a trajectory as JSON knows it."""
    return {
        "pledge": found.pledge.key,
        "title": found.pledge.title,
        "report_vintage": found.vintage,
        "missing_hours": found.missing_hours,
        "boundary": BOUNDARY,
        "left_out": found.left_out,
        "scopes": [
            {
                "scope": each.scope,
                "plan_t": {str(year): value for year, value in each.plan_t.items()},
                "promised_t": {str(year): value for year, value in each.promised_t.items()},
                "reported_t": {} if each.reported is None else _by_text(each.reported.emissions_t),
                "reported_boundary": "" if each.reported is None else each.reported.boundary,
                "years_above": list(each.above),
                "reason": each.reason,
            }
            for each in found.scopes
        ],
        "ways": [
            {
                "name": way.name,
                "total_usd": way.total_usd,
                "carbon_free_share_hourly": way.hourly_share,
                "lost_compute_share": way.lost_share,
                "emissions_t": {scope: _by_text(values) for scope, values in way.path.items()},
            }
            for way in found.ways
        ],
    }


def _by_text(values: Mapping[int, float]) -> dict[str, float]:
    return {str(year): value for year, value in values.items()}


def _pledge(key: str) -> Pledge:
    rows = loader.group(PLEDGES, key)
    base = rows.get("base_year")
    return Pledge(
        key=key,
        company=rows["company"].text,
        title=rows["title"].text,
        target_year=int(rows["target_year"].number),
        base_year=None if base is None else int(base.number),
        reduction={
            name.removesuffix("_reduction"): row.number for name, row in rows.items() if name.endswith("_reduction")
        },
        source=f"{rows['title'].source} ({rows['title'].source_year})",
        confidence=rows["title"].confidence,
    )


def _vintage(known: tuple[Reported, ...], pledge: Pledge) -> int | None:
    """Return the report that tells most scopes of the base year; of those that tell as many, the newest."""
    told: dict[int, int] = {}
    for each in known:
        has_base = pledge.base_year is None or pledge.base_year in each.emissions_t
        told[each.vintage] = told.get(each.vintage, 0) + (has_base and each.scope in SCOPES)
    return max(told, key=lambda vintage: (told[vintage], vintage), default=None)


def _scope_path(
    scope: str, plan_t: Mapping[int, float], pledge: Pledge, reported: Reported | None, vintage: int | None
) -> ScopePath:
    reduction = pledge.reduction.get(scope.split("_", maxsplit=1)[0])
    if reduction is None:
        reason = f"{pledge.key} does not cover this scope."
        return ScopePath(scope, plan_t, {}, reported, lacking="not_covered", reason=reason)
    if reported is None:
        told = "The catalogue holds no report" if vintage is None else f"The report of vintage {vintage} does not tell"
        return ScopePath(scope, plan_t, {}, None, lacking="not_told", reason=f"{told} this scope of {pledge.company}.")
    base_year = pledge.base_year or min(reported.emissions_t)
    base_t = reported.emissions_t.get(base_year)
    if base_t is None:
        reason = f"The report of vintage {vintage} does not tell {base_year}; another report would mix definitions."
        return ScopePath(scope, plan_t, {}, reported, lacking="no_base", reason=reason)
    years = sorted({base_year, pledge.target_year, *(year for year in plan_t if year >= base_year)})
    span = max(pledge.target_year - base_year, 1)
    promised = {y: base_t * (1.0 - reduction * min((y - base_year) / span, 1.0)) for y in years}
    above = tuple(year for year, value in plan_t.items() if year in promised and value > promised[year])
    return ScopePath(scope, plan_t, promised, reported, above)
