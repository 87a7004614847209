"""Figures carry the rule set of their view."""

from firmwatt.accounting.account_book import MEASURED, AccountBook
from firmwatt.accounting.rule_sets import load_rules, rules_by_view


def test_writing():
    book = AccountBook(rules_by_view(load_rules("ghgp-2015")))
    book.write("load_mwh", 1.0, "MWh", None)
    book.write("scope2_t.market", None, "t CO2e", "scope2", "no factor")
    book.write("scope3_parts_t.grid_losses", 2.0, "t CO2e", "scope3")
    book.write("pue", 1.2, "1", "data_centre")
    assert book.figures["load_mwh"].rule == MEASURED
    assert book.figures["scope2_t.market"].reason == "no factor"
    assert book.figures["scope2_t.market"].formula.endswith("claims by year and region")
    assert book.rule_sets == ("ghgp-2015@1", "eu-2024-1364@1")
