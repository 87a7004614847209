"""Who owns, pays for and reports what: the books of one plan, party by party."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.capital import capital_spent
from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import BoolArray, Flows, read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.operation.dispatch import Dispatch
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE

USERS = ("capital", "cloud")
"""Roles that report computing which others run for them as Scope 3."""

LEAST_USD = 1.0
"""Less is what a solver leaves of nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class PartyBooks:
    """What one party owns, pays and reports.

    Attributes
    ----------
    name
    roles
        Of `programme.parties`; `owner` for one that only owns assets.
    runs : sites whose costs it pays
    owns : things of `capital.capital_spent` that are built and whose stack it reports
    capital_usd : (years,) overnight capital of what it owns, by the year in which it comes online
    cost_usd_per_year : (years,) all costs of the sites that it runs, in one calendar year
    scope1_t, scope2_location_t, scope2_market_t, scope3_t : (years,) tonnes CO2e a year
        Scope 3 of one party is Scope 1 and 2 of another: the scopes of several parties must not be added up.
    """

    name: str
    roles: tuple[str, ...]
    runs: tuple[str, ...]
    owns: tuple[str, ...]
    capital_usd: FloatArray
    cost_usd_per_year: FloatArray
    scope1_t: FloatArray
    scope2_location_t: FloatArray
    scope2_market_t: FloatArray
    scope3_t: FloatArray


def books_by_party(dispatch: Dispatch, ledger: Ledger) -> tuple[PartyBooks, ...]:
    """Return the books of each party, those named in `programme.parties` first.

    Parameters
    ----------
    dispatch
    ledger
        Of that dispatch.

    Notes
    -----
    By operational control of the GHG Protocol (Corporate Standard, chapter 3; Scope 2 Guidance, 2015): who runs a site
    pays its costs and reports its Scope 2 and 3; a stack is Scope 1 of the plant's owner, and where that is another
    than who runs the site, Scope 2 of the site too, by location and by market alike, since its energy is bought at the
    source. The parties that give the capital or sell the computing, but do not run a site, report all of that site as
    Scope 3 (leased assets and bought services).
    """
    flows = read_flows(dispatch)
    case = flows.case
    runs = [site.party for site in case.sites]
    stacks = _stacks_t(flows)
    spent = capital_spent(flows)
    names = dict.fromkeys((*case.programme.parties.values(), *runs, *(s.owner for s in spent), *(s[1] for s in stacks)))

    def books(name: str) -> PartyBooks:
        own = np.array([runner == name for runner in runs])
        others = [t for runner, owner, t in stacks if runner == name and owner != name]
        bought = _total(others, flows.years)
        return PartyBooks(
            name=name,
            roles=tuple(role for role, party in case.programme.parties.items() if party == name) or ("owner",),
            runs=tuple(site.name for site in case.sites if site.party == name),
            owns=tuple(each.thing for each in spent if each.owner == name and each.usd.sum() > LEAST_USD),
            capital_usd=_total((each.usd for each in spent if each.owner == name), flows.years),
            cost_usd_per_year=_total(
                (cost[own].sum(axis=0) for cost in ledger.cost_usd_per_year.values()), flows.years
            ),
            scope1_t=_total((t for _, owner, t in stacks if owner == name), flows.years),
            scope2_location_t=ledger.scope2_location_t[own].sum(axis=0) + bought,
            scope2_market_t=ledger.scope2_market_t[own].sum(axis=0) + bought,
            scope3_t=ledger.scope3_t[own].sum(axis=0) + _used_t(flows, ledger, name, own),
        )

    return tuple(books(name) for name in names)


def _stacks_t(flows: Flows) -> list[tuple[str, str, FloatArray]]:
    """Return (who runs the site, who owns the plant, (years,) tonnes at the stack) of each plant on a site."""
    case = flows.case
    generated = yearly_sum(flows.time, flows.generation_where(flows.is_on_site))
    runs = {site.name: site.party for site in case.sites}
    return [
        (runs[asset.site], asset.owner or runs[asset.site], asset.emission_kg_per_mwh * mwh / KG_PER_TONNE)
        for asset, mwh, on_site in zip(case.supply, generated, flows.is_on_site, strict=True)
        if on_site
    ]


def _used_t(flows: Flows, ledger: Ledger, name: str, own: BoolArray) -> FloatArray:
    """Return (years,) all that sites run by others emit for a party that gives their capital or sells their work."""
    if name not in [party for role, party in flows.case.programme.parties.items() if role in USERS]:
        return np.zeros(flows.years)
    tonnes: FloatArray = (ledger.scope1_t + ledger.scope2_location_t + ledger.scope3_t)[~own].sum(axis=0)
    return tonnes


def _total(parts: Iterable[FloatArray], years: int) -> FloatArray:
    return sum(parts, np.zeros(years))
