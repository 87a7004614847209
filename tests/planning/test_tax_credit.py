"""What a tax credit leaves to pay, by the dates of the law."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from firmwatt.planning.tax_credit import capital_kept_share
from firmwatt.scenario.assets import LeadStep
from firmwatt.scenario.tax_credits import tax_credit
from tests.cases import battery, supply_asset

DECISION = date(2026, 1, 1)
YEARS = (2026, 2027, 2028, 2030, 2034, 2036, 2038)


def asset(technology: str, lead_years: float = 1.0, construction_years: float = 1.0):
    step = LeadStep("build", lead_years, lead_years, lead_years)
    made = supply_asset(f"a/{technology}", "a", technology=technology, steps=(step,), earliest_year=2026)
    return replace(made, construction_years=construction_years, tax_credit=tax_credit("us_2025", technology, 2025))


def test_sun_gets_it_if_begun_by_july_2026_or_online_by_the_end_of_2027() -> None:
    kept = capital_kept_share(asset("solar"), DECISION, YEARS)
    np.testing.assert_allclose(kept, [0.7, 0.7, 1.0, 1.0, 1.0, 1.0, 1.0])
    slow = capital_kept_share(asset("solar", construction_years=2.0), DECISION, YEARS)
    np.testing.assert_allclose(slow[:3], [0.7, 0.7, 0.7])  # begun in January 2026


def test_reactors_and_stores_phase_down_with_the_start_of_construction() -> None:
    kept = capital_kept_share(asset("smr", construction_years=2.0), DECISION, YEARS)
    np.testing.assert_allclose(kept, [0.7, 0.7, 0.7, 0.7, 0.7, 1 - 0.3 * 0.75, 1.0], atol=1e-12)
    store = replace(
        battery("a"), construction_years=0.5, steps=(), tax_credit=tax_credit("us_2025", "battery_4h", 2025)
    )
    assert capital_kept_share(store, DECISION, (2030,))[0] == pytest.approx(0.7)


def test_gas_and_laws_that_give_nothing_leave_everything_to_pay() -> None:
    np.testing.assert_array_equal(capital_kept_share(asset("combined_cycle"), DECISION, YEARS), 1.0)
