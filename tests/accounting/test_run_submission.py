"""The rows of the European database for each site and year of a run."""

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.run_submission import submission_table
from tests.accounting.two_sites import two_site_dispatch


def test_indicators_follow_from_the_ledger():
    dispatch = two_site_dispatch()
    ledger = build_ledger(dispatch)
    table = submission_table(read_flows(dispatch), ledger)
    year = ledger.planning_years[-1]
    rows = table[table["year"] == year]
    energy = rows[rows["symbol"] == "E_DC"]["value"].sum()
    assert energy == pytest.approx(1000.0 * ledger.energy_mwh["metered"][-1], rel=1e-12)
    it = rows[rows["symbol"] == "E_IT"]["value"].sum()
    assert it == pytest.approx(1000.0 * ledger.energy_mwh["it"][-1], rel=1e-12)
    for site in dispatch.plan.inputs.case.sites:
        own = rows[rows["site"] == site.name].set_index("symbol")["value"]
        assert own["PUE"] == pytest.approx(own["E_DC"] / own["E_IT"], rel=1e-12)
        assert 0.0 <= own["REF"] <= 1.0
    assert (rows[rows["value"].isna() & (rows["text"] == "")]["reason"] != "").all()
