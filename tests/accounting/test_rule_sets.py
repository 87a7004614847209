"""Rule sets are files: those that ship load whole, a new one is one file, a broken one says what is wrong."""

import pytest

from firmwatt.accounting.energy_source import SOURCES
from firmwatt.accounting.metered_account import account_of_meters
from firmwatt.accounting.rule_sets import FOLDER, USUAL, load_rules, rule_keys, rule_path, rules_by_view
from firmwatt.catalog import loader
from firmwatt.errors import InputFaults, UserError
from tests.accounting.meter_files import request, stamps, write_csv

HOUSE = """
key = "house"
version = 3
title = "Monthly matching of a house"
status = "house rule"
effective_from = 2026-01-01
governs = ["scope2"]
sources = ["Board minutes of 3 March 2026"]
[matching]
period = "month"
fallback = ["average"]
[formulas]
"scope2_t.market" = "by month"
"""


def test_the_rule_sets_that_ship():
    assert rule_keys() == ("cfe-hourly", "eu-2024-1364", "ghgp-2015", "ghgp-draft-2025", "re100-2025", "sci-1.1")
    for key in rule_keys():
        rules = load_rules(key)
        assert rules.key == key
        assert rules.formulas
        assert all(len(source) > 30 for source in rules.sources)
    assert load_rules("ghgp-draft-2025").status == "draft"
    assert all(view in load_rules(key).governs for view, key in USUAL.items())


def test_the_sources_of_re100_are_rows_of_the_catalogue_and_leave_nuclear_out():
    renewable = load_rules("re100-2025").renewable
    assert set(renewable.sources) <= set(loader.keys(SOURCES))
    assert not {"nuclear", "smr", "fusion"} & set(renewable.sources)
    assert (renewable.age_limit_years, renewable.age_exempt_share) == (15, 0.15)


def test_the_draft_never_falls_back_on_the_average():
    matching = load_rules("ghgp-draft-2025").matching
    assert matching.period == "hour"
    assert "average" not in matching.fallback
    assert load_rules("ghgp-2015").matching.fallback[-1] == "average"


def test_a_new_rule_set_is_one_file(tmp_path):
    path = tmp_path / "house.toml"
    path.write_text(HOUSE)
    grid = write_csv(
        tmp_path / "grid.csv",
        {"timestamp": stamps("2025-01-01", 48), "carbon_intensity_kg_per_mwh": [400.0] * 48},
    )
    contracts = write_csv(
        tmp_path / "c.csv", {"period": ["2025-01"], "contract": ["go"], "source": ["wind"], "energy_kwh": [24000]}
    )
    kept = account_of_meters(request(tmp_path, [1000.0] * 48, rules=str(path), grid=grid, contracts=contracts))
    assert kept.rule_set == "house"
    assert kept.figures["scope2_t.market"].rule == "house@3"
    assert kept.figures["scope2_t.market"].formula == "by month"
    assert kept.value("scope2_t.market") == pytest.approx(24 * 0.4)
    assert kept.figures["cfe_score"].rule == "cfe-hourly@1"
    assert kept.inputs[-1].role == "rules"


def test_a_chosen_rule_set_governs_its_views_only():
    rules = rules_by_view(load_rules("ghgp-draft-2025"))
    assert rules["scope2"].key == "ghgp-draft-2025"
    assert rules["renewable"].key == "re100-2025"


def test_an_unknown_rule_set():
    with pytest.raises(UserError) as raised:
        rule_path("ghgp-2016")
    assert str(raised.value) == (
        "rule set 'ghgp-2016' is unknown. Nearest: ghgp-2015, ghgp-draft-2025. Or give the path of a .toml file."
    )
    assert rule_path("cfe-hourly") == FOLDER / "cfe-hourly.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HOUSE.replace('period = "month"', 'period = "week"'),
            "matching.period: input should be 'hour', 'month' or 'year'. "
            "See docs/account.md for the fields of a rule set. [FW656]",
        ),
        (
            HOUSE.replace('["scope2"]', '["scope1", "scope2"]'),
            "warming: is missing for a view that it governs. See docs/account.md for the fields of a rule set. [FW656]",
        ),
        (HOUSE.replace("version = 3", "version 3"), "it is no TOML"),
    ],
)
def test_a_broken_rule_set(tmp_path, text, message):
    path = tmp_path / "broken.toml"
    path.write_text(text)
    with pytest.raises(InputFaults) as raised:
        load_rules(str(path))
    assert message in str(raised.value)


def test_a_rule_set_that_is_not_there(tmp_path):
    with pytest.raises(InputFaults) as raised:
        load_rules(str(tmp_path / "none.toml"))
    assert str(raised.value) == f"{tmp_path}/none.toml: there is no such file. Check the path. [FW655]"
