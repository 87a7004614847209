"""What holds for every account: parts add up, contracts leave location alone, hours never beat years."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.accounting.account_tables import by_month
from firmwatt.accounting.account_views import compute_views
from firmwatt.accounting.metered.grid_factors import AVERAGE, RESIDUAL, SHARE
from firmwatt.accounting.rule_sets import Matching, load_rules, rules_by_view
from firmwatt.accounting.views.claims import claim_purchases
from firmwatt.accounting.views.matching import match_carbon_free
from firmwatt.accounting.views.scope2 import market_based
from tests.accounting.meter_files import dispatch_hours, instrument

HOURS = 12
RULES = {key: rules_by_view(load_rules(key)) for key in ("ghgp-2015", "ghgp-draft-2025")}
mwh = st.floats(0.0, 100.0, allow_subnormal=False)
series = st.lists(mwh, min_size=HOURS, max_size=HOURS)
SOURCES = ("solar", "wind", "nuclear", "hydro", "gas", "biomass")


@st.composite
def instruments(draw, most=4):
    """Return a few contracts and certificates, hourly or of the year."""
    found = []
    for at in range(draw(st.integers(0, most))):
        is_hourly = draw(st.booleans())
        found.append(
            instrument(
                draw(st.sampled_from(SOURCES)), draw(series) if is_hourly else [0.0] * HOURS,
                kind=draw(st.sampled_from(["contract", "certificate", "supplier", "virtual"])),
                emission=draw(st.floats(0.0, 300.0)), name=f"i{at}",
                periods=[] if is_hourly else [(0, 8760, draw(st.floats(0.0, 1000.0)))],
            )
        )  # fmt: skip
    return found


@st.composite
def dispatches(draw):
    """Return half a day with contracts, a plant on the site and a grid."""
    share = np.array(draw(series)) / 100.0
    return dispatch_hours(
        draw(series), instruments=draw(instruments()), on_site=[("solar", draw(series))],
        store=draw(st.none() | st.tuples(series, series)),
        **{AVERAGE: np.array(draw(series)) * 8, RESIDUAL: 400.0 + np.array(draw(series)) * 4, SHARE: share},
    )  # fmt: skip


def _market_kg(hours, matching):
    found = market_based(hours, claim_purchases(hours, matching), ("residual",))
    return float(found.claimed_kg.sum() + found.unclaimed_kg.sum())


@given(dispatches(), st.sampled_from(sorted(RULES)))
def test_energy_adds_up(hours, key):
    claims = claim_purchases(hours, RULES[key]["scope2"].matching)
    load, made = hours.load_mwh, hours.on_site_mwh()
    out, into = load + hours.charge_mwh + hours.exported_mwh, made + hours.discharge_mwh + hours.purchased_mwh
    np.testing.assert_allclose(out, into, rtol=1e-9, atol=1e-9)
    claimed = claims.claimed_mwh.sum(axis=0, keepdims=True)
    np.testing.assert_allclose(claimed + claims.unclaimed_mwh, hours.purchased_mwh, rtol=1e-9, atol=1e-9)
    assert (claims.claimed_mwh.sum(axis=1) <= claims.available_mwh + 1e-6).all()
    assert (claims.unclaimed_mwh >= 0.0).all()


@given(dispatches(), st.sampled_from(sorted(RULES)))
def test_months_add_up_to_the_account(hours, key):
    views = compute_views(hours, {}, RULES[key], is_exempt=False)
    table = by_month(hours, views)
    assert table["scope2_market_t"].sum() == pytest.approx(views.market_kg / 1000.0, abs=1e-6)
    assert table["scope2_location_t"].sum() == pytest.approx(views.location_kg.sum() / 1000.0, abs=1e-6)
    assert table["matched_mwh"].sum() == pytest.approx(views.carbon_free.matched_mwh.sum(), abs=1e-6)


@given(dispatches(), instruments(), st.sampled_from(sorted(RULES)))
def test_location_does_not_depend_on_contracts(hours, others, key):
    changed = replace(hours, instruments=tuple(others), instrument_region=np.zeros(len(others), dtype=np.int64))
    first, second = (compute_views(each, {}, RULES[key], is_exempt=False) for each in (hours, changed))
    assert np.array_equal(first.location_kg, second.location_kg)


@given(dispatches())
def test_hours_never_match_more_than_years(hours):
    found = match_carbon_free(hours)
    assert found.matched_mwh.sum() <= found.annual_matched_mwh + 1e-6
    assert found.matched_mwh.sum() <= found.score_mwh.sum() + 1e-6 <= hours.load_mwh.sum() + 2e-6


@given(dispatches())
def test_hours_never_claim_more_than_years(hours):
    by_hour, by_year = (claim_purchases(hours, Matching(period=each)).unclaimed_mwh.sum() for each in ("hour", "year"))
    assert by_year <= by_hour + 1e-6


@given(dispatches(), series, st.floats(0.0, 399.0), st.sampled_from(["certificate", "contract"]),
       st.sampled_from(["hour", "year"]))  # fmt: skip
def test_more_certificates_cleaner_than_the_residual_never_raise_market_based_emissions(
    hours, more, factor, kind, period
):
    new = instrument("wind", more, kind=kind, emission=factor, name="new")
    region = np.zeros(len(hours.instruments) + 1, dtype=np.int64)
    richer = replace(hours, instruments=(*hours.instruments, new), instrument_region=region)
    matching = Matching(period=period)
    before, after = (_market_kg(each, matching) for each in (hours, richer))
    assert after <= before + 1e-6 * max(before, 1.0)


@given(dispatches(), st.integers(1, HOURS - 1))
def test_hourly_rules_of_parts_of_a_period_sum_to_the_whole(hours, cut):
    """Under hourly matching, accounts of two parts of the time and of the whole agree."""
    hourly = replace(hours, instruments=tuple(each for each in hours.instruments if each.hourly_mwh.any()))
    hourly = replace(hourly, instrument_region=np.zeros(len(hourly.instruments), dtype=np.int64))
    whole = _market_kg(hourly, Matching(period="hour"))
    parts = sum(
        _market_kg(_part(hourly, chosen), Matching(period="hour")) for chosen in (slice(0, cut), slice(cut, None))
    )
    assert parts == pytest.approx(whole, rel=1e-9, abs=1e-9)


def _part(hours, chosen):
    count = len(range(HOURS)[chosen])
    start = hours.calendar.first_hour + (chosen.start or 0)
    pieces = [replace(each, hourly_mwh=each.hourly_mwh[chosen]) for each in hours.instruments]
    return dispatch_hours(
        hours.load_mwh[0, chosen], instruments=pieces, start=start,
        on_site=[(source.key, made[0, chosen]) for source, made in hours.on_site],
        store=(hours.charge_mwh[0, chosen], hours.discharge_mwh[0, chosen]),
        **{name: values[0, chosen] for name, values in hours.factors.items()},
    ) if count else hours  # fmt: skip
