"""What does each type of contract bring to a site: how early, at what price, with which computing bent or lost.

>>> from firmwatt import contracts, study
>>> found = contracts.compare_contracts(study.load("campus"), "ashburn", 100.0)           # doctest: +SKIP
>>> [(point.terms.name, point.months_saved) for point in found.points]                   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from firmwatt import study
from firmwatt.accounting.contracts import (
    FIRM,
    ContractComparison,
    ContractPoint,
    carried_work,
    compared_contracts,
    feeds_for,
    paid_usd_per_year,
    rides_through,
)
from firmwatt.accounting.frontier import Unreachable
from firmwatt.catalog import loader as catalog
from firmwatt.errors import UserError
from firmwatt.frontier import check_question, no_date, plan_stack
from firmwatt.operation.contract_check import check_contracts
from firmwatt.planning.stack_dates import stack_dates
from firmwatt.planning.stacks import standing_stack
from firmwatt.scenario.case import Case, LoadContract
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.resolve_sites import CONTRACTS, resolve_contract
from firmwatt.scenario.schema_sites import ContractEntry
from firmwatt.study import OnProgress, StageProgress


def compare_contracts(
    case: Case,
    site: str,
    asked_mw: float,
    names: Sequence[str] = (),
    progress: OnProgress | None = None,
    *,
    has_own_supply: bool = False,
) -> ContractComparison:
    """Return what each type of contract is worth to a site that has all its megawatts under it.

    Parameters
    ----------
    case
    site : name of a site of the case
    asked_mw : MW at the meter, > 0
    names
        Types of the catalogue; none: all of them and, where it has one, the site's own.
    progress
        Called before each contract.
    has_own_supply
        Whether what the scenario offers on the site may cover the calls; the date stays that of the grid alone.

    Raises
    ------
    UserError
        The case has no such site, the catalogue no such type, or the megawatts are not above zero.

    Notes
    -----
    Firm megawatts are taken to be offered as many as asked for, and so are curtailable ones: the question is what the
    terms bring, not what this grid has left (`firmwatt headroom` tells that). Under a contract that asks for own supply
    firm megawatts are offered too, as far as own supply reaches.
    """
    check_question(case, site, asked_mw)
    points, unreachable = [], []
    for terms in _terms(case, site, names):
        if progress is not None:
            progress(StageProgress(f"Planning {terms.name.replace('_', ' ')}"))
        answer = _point(case, (site, asked_mw), terms, has_own_supply=has_own_supply)
        if isinstance(answer, Unreachable):
            unreachable.append(answer)
        else:
            points.append(answer)
    found = compared_contracts(points)
    return ContractComparison(case.programme.title, site, asked_mw, has_own_supply, found, tuple(unreachable))


def asked_mw(case: Case, site: str) -> float:
    """Return what a site asks for at its meter in the end, with its cooling where it counts IT.

    Raises
    ------
    UserError
        The case has no such site.
    """
    check_question(case, site, 1.0)
    home = case.sites[case.site_index(site)]
    if home.asked_basis == "utility":
        return home.asked_mw[-1]
    return home.asked_mw[-1] * float(study.prepare(case).load.peak_pue[case.site_index(site)])


def _terms(case: Case, site: str, names: Sequence[str]) -> Iterator[LoadContract]:
    """Yield the contracts to compare, firm megawatts first: all others are held against them."""
    known = catalog.keys(CONTRACTS)
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            remedy = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."
            raise UserError(f"--type {name}: the catalogue has no such contract. {remedy}")
    own = case.sites[case.site_index(site)].connection.contract
    for name in dict.fromkeys((FIRM, *(names or known))):
        if own is None or own.name != name:
            yield resolve_contract(ContractEntry(type=name), f"sites.{site}", Defaults(case.programme.price_year))
    if own is not None and (not names or own.name in names):
        yield own


def _point(
    case: Case, question: tuple[str, float], terms: LoadContract, *, has_own_supply: bool
) -> ContractPoint | Unreachable:
    """Return one contract with its dates, plan and figures, or why it does not deliver."""
    site, asked_mw = question
    offered = _under(case, site, asked_mw, terms)
    grid = standing_stack(offered, site, terms.name)
    dates = stack_dates(offered, grid, asked_mw)
    stack = standing_stack(offered, site, terms.name, has_own_supply=True) if has_own_supply else grid
    missing = no_date(offered, grid, dates, asked_mw)
    answer = missing or plan_stack(offered, stack, dates, asked_mw)
    if isinstance(answer, Unreachable):
        return answer
    run, figures = answer
    return ContractPoint(
        terms=terms,
        dates=dates,
        figures=figures,
        paid_usd_per_year=paid_usd_per_year(run.ledger, run.plan.inputs.time.years_represented),
        carried=carried_work(run.dispatch),
        checks=tuple(check_contracts(run.dispatch)),
        feeds=feeds_for(terms, asked_mw),
        rides_through=rides_through(terms),
    )


def _under(case: Case, site: str, asked_mw: float, terms: LoadContract) -> Case:
    """Return the case in which a site is offered all its megawatts under one contract."""
    years = len(case.programme.planning_years)
    at = case.site_index(site)
    home = case.sites[at]
    is_offered_firm = terms.name == FIRM or terms.firm_needs_own_supply
    link = replace(
        home.connection,
        firm_mw=(asked_mw if is_offered_firm else home.connection.energised_mw,) * years,
        curtailable_mw=(0.0 if terms.name == FIRM else asked_mw,) * years,
        curtailable_energy_share=0.0,
        contract=terms,
    )
    sites = tuple(replace(home, connection=link) if index == at else each for index, each in enumerate(case.sites))
    return replace(case, sites=sites)
