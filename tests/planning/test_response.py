"""What the grid pays, as a credit on what is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.planning.response import response_credit_usd_per_mwh
from tests.cases import tiny_case
from tests.planning.contracts import contract
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def inputs():
    return simple_inputs(tiny_case())


def with_contract(inputs, terms):
    sites = tuple(replace(site, connection=replace(site.connection, contract=terms)) for site in inputs.case.sites)
    return replace(inputs, case=replace(inputs.case, sites=sites))


def test_the_credit_pays_the_sum_of_both_payments(inputs):
    time = inputs.time
    terms = contract(payment_usd_per_mw_year=50_000.0, payment_usd_per_mwh=200.0)
    shape = (len(inputs.case.sites), time.chains, time.period_hours)
    called = np.zeros(shape)
    called[..., :3] = 1.0
    credit = response_credit_usd_per_mwh(with_contract(inputs, terms), called, np.ones(shape))
    weight = time.chain_hour_weight[:, None]
    drawn = 10.0 * (1.0 - called) * weight  # ten megawatts outside the calls
    hours = (called * weight)[0, time.chain_year == 0].sum()
    paid = credit[0, 0] * drawn[0, time.chain_year == 0].sum()
    assert paid == pytest.approx(10.0 * (50_000.0 + 200.0 * hours))


def test_half_a_year_online_earns_half_the_yearly_payment(inputs):
    time = inputs.time
    shape = (len(inputs.case.sites), time.chains, time.period_hours)
    online = np.full(shape, 0.5)
    terms = contract(payment_usd_per_mw_year=50_000.0)
    credit = response_credit_usd_per_mwh(with_contract(inputs, terms), np.zeros(shape), online)
    paid = credit[0, 0] * (10.0 * online * time.chain_hour_weight[:, None])[0, time.chain_year == 0].sum()
    assert paid == pytest.approx(10.0 * 25_000.0)


def test_nothing_without_a_contract_or_without_an_hour_to_draw(inputs):
    shape = (len(inputs.case.sites), inputs.time.chains, inputs.time.period_hours)
    assert not response_credit_usd_per_mwh(inputs, np.zeros(shape), np.ones(shape)).any()
    terms = contract(payment_usd_per_mw_year=50_000.0)
    assert not response_credit_usd_per_mwh(with_contract(inputs, terms), np.ones(shape), np.ones(shape)).any()
