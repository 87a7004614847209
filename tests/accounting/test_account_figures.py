"""Reasons and notes of single figures; their values are in test_metered_account.py."""

from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.account_figures import data_centre_use
from firmwatt.accounting.metered.files import read_files
from firmwatt.accounting.metered_account import account_of_meters
from firmwatt.accounting.rule_sets import load_rules
from firmwatt.accounting.views.claims import claim_purchases
from tests.accounting.meter_files import request, stamps, write_csv


def test_the_factor_of_the_rest_is_told(tmp_path):
    grid = write_csv(
        tmp_path / "g.csv",
        {
            "timestamp": stamps("2025-01-01", 2),
            "carbon_intensity_kg_per_mwh": [300, 300],
            "carbon_free_share": [0.4, 0.4],
        },
    )
    kept = account_of_meters(request(tmp_path, [1000.0] * 2, grid=grid))
    assert kept.figures["scope2_t.market"].reason == "what nothing claims takes the average factor"
    draft = account_of_meters(request(tmp_path, [1000.0] * 2, grid=grid, rules="ghgp-draft-2025"))
    assert draft.figures["scope2_t.market"].reason == (
        "what nothing claims takes the fossil factor, average / (1 - carbon-free share)"
    )
    assert round(draft.value("scope2_t.market"), 9) == 1.0


def test_scope_3_says_what_it_leaves_out(tmp_path):
    grid = write_csv(tmp_path / "g.csv", {"period": ["2025"], "carbon_intensity_kg_per_mwh": [300]})
    kept = account_of_meters(request(tmp_path, [1000.0], grid=grid))
    assert kept.figures["scope3_t"].reason == (
        "left out: embodied equipment: no file of assets; embodied buildings: no file of assets; upstream fuel: "
        "no meter of fuel and no plant on the site; upstream purchased: the grid file has no upstream_kg_per_mwh for "
        "what nothing claims"
    )


def test_pue_comes_from_hours_in_which_both_were_read(tmp_path):
    meters = write_csv(
        tmp_path / "m.csv",
        {"timestamp": [*stamps("2025-01-01", 4), *stamps("2025-01-01", 2), "2025-01-01T03:00Z"],
         "meter": ["dc"] * 4 + ["it_a"] * 3, "energy_kwh": [1200, 1300, 9999, 1400, 1000, 1000, 1000]},
    )  # fmt: skip
    files = read_files(AccountRequest(meters))
    use = data_centre_use(files, claim_purchases(files.hours, load_rules("eu-2024-1364").matching))
    assert (use.facility_with_it_mwh, use.it_with_facility_mwh) == (3.9, 3.0)


def test_guarantees_and_contracts_are_told_apart(tmp_path):
    bought = {"timestamp": stamps("2025-01-01", 2), "source": ["wind"] * 2}
    contracts = write_csv(tmp_path / "c.csv", {**bought, "contract": ["ppa"] * 2, "energy_kwh": [300, 300]})
    certificates = write_csv(tmp_path / "r.csv", {**bought, "contract": ["go"] * 2, "energy_kwh": [100, 100]})
    files = read_files(request(tmp_path, [1000.0] * 2, contracts=contracts, certificates=certificates))
    use = data_centre_use(files, claim_purchases(files.hours, load_rules("eu-2024-1364").matching))
    assert (use.contracts_mwh, use.guarantees_mwh) == (0.6, 0.2)
