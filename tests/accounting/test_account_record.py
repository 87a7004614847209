"""The object of an account."""

import json

from firmwatt.accounting.account_record import account_record, headlines
from firmwatt.accounting.metered_account import account_of_meters
from tests.accounting.meter_files import request, stamps, write_csv

CONTRACT_KEYS = {
    "scope1_t", "scope2_t", "scope3_t", "matched_mwh", "load_mwh", "cfe_score", "re100_share", "pue", "wue_l_per_kwh",
    "cost_usd", "rule_set",
}  # fmt: skip


def _kept(tmp_path):
    hours = stamps("2025-01-01", 2)
    grid = write_csv(
        tmp_path / "g.csv",
        {"timestamp": hours, "carbon_intensity_kg_per_mwh": [400, 400], "residual_kg_per_mwh": [500, 500]},
    )
    contracts = write_csv(
        tmp_path / "c.csv",
        {"timestamp": hours, "contract": ["c"] * 2, "source": ["solar"] * 2, "energy_kwh": [1500, 0]},
    )
    return account_of_meters(request(tmp_path, [1000.0] * 2, grid=grid, contracts=contracts))


def test_the_promised_keys_are_there_and_nested(tmp_path):
    record = account_record(_kept(tmp_path))
    assert set(record) >= CONTRACT_KEYS | {"findings", "reasons", "rules", "inputs", "steps", "period", "headlines"}
    assert set(record["scope2_t"]) == {"location", "market"}
    assert record["rules"]["scope2_t.market"]["rule"] == "ghgp-2015@1"
    assert "by_hour" not in record
    assert len(record["by_month"]) == 1
    json.dumps(record)


def test_what_it_says_in_a_line_each(tmp_path):
    assert headlines(_kept(tmp_path)) == (
        "Carbon-free energy covers 75.0% of the load by year and 50.0% hour by hour; what remains carries 50.0% of its "
        "location-based carbon.",
        "Scope 2 is 1 t by location and 0 t by market under ghgp-2015@1.",
    )
    assert headlines(account_of_meters(request(tmp_path, [1.0])))[0].endswith("hour by hour.")
