"""Varied scenarios: words of the command line, combinations, and texts with a value put at a path."""

from __future__ import annotations

from itertools import pairwise

import pytest

from firmwatt.errors import InputFaults, UserError
from firmwatt.scenario.loader import load_text, source_text
from firmwatt.scenario.vary import Variation, parse_variation, points_of, set_values, varied_text


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("a.b=1,2,5", (1, 2, 5)),
        ("a.b=0.5:0.9:3", (0.5, 0.7, 0.9)),
        ("a.b=5:8", (5, 6, 7, 8)),
        ("a.b=0.0:1", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("a.b=base,fast", ("base", "fast")),
        ("a.b=true,none,1e3:2e3:2", (True, "none", 1000.0, 2000.0)),
        ("a.b=-2:-1", (-2, -1)),
        ("a.b='x,y',z", ("x,y", "z")),
    ],
)
def test_values_are_scalars_and_ranges(words, values):
    assert parse_variation(words) == Variation("a.b", values)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "supply.smr",
            "--vary supply.smr: is not PATH=VALUES. Write for instance supply.smr.max_mw=100,200 or "
            "supply.smr.max_mw=100:200:5.",
        ),
        (
            "=5",
            "--vary =5: is not PATH=VALUES. Write for instance supply.smr.max_mw=100,200 or "
            "supply.smr.max_mw=100:200:5.",
        ),
        ("a=9:5", "--vary a=9:5: 9:5 goes down. Write the lower end first."),
        ("a=1:2:1", "--vary a=1:2:1: 1:2:1 has 1 points. Write 2 or more."),
        ("a=[", "--vary a=[: '[' is no value. Write a number, a word, true or false."),
    ],
)
def test_words_that_mean_nothing_are_told(words, message):
    with pytest.raises(UserError) as error:
        parse_variation(words)
    assert str(error.value) == message


def test_neighbours_differ_in_one_value():
    points = points_of([Variation("a", (1, 2, 3)), Variation("b", (4, 5)), Variation("c", ("x", "y", "z"))])
    assert len(set(points)) == len(points) == 18
    assert all(sum(x != y for x, y in zip(one, two, strict=True)) == 1 for one, two in pairwise(points))


def test_combinations_have_their_limits():
    with pytest.raises(UserError, match=r"^--vary a: is given twice\. Write all its values behind one\.$"):
        points_of([Variation("a", (1,)), Variation("a", (2,))])
    with pytest.raises(
        UserError, match=r"^--vary: 1,000,000 combinations are more than 100,000\. Vary fewer values\.$"
    ):
        points_of([Variation(name, tuple(range(100))) for name in "abc"])


TEXT = """\
programme: {title: t}  # kept
supply:
  - {technology: smr, max_mw: 80}
  - {name: east, technology: solar, max_mw: 150}
  - {name: west, technology: solar, max_mw: 50}
policy:
  carbon_price_usd_per_tonne: {2030: 20}
"""


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        ("supply.smr.max_mw", 90, "  - {technology: smr, max_mw: 90}"),
        ("supply.west.max_mw", 0.5, "  - {name: west, technology: solar, max_mw: 0.5}"),
        ("supply[1].max_mw", 7, "  - {name: east, technology: solar, max_mw: 7}"),
        ("policy.carbon_price_usd_per_tonne.2030", 99, "  carbon_price_usd_per_tonne: {2030: 99}"),
        ("policy.matching_scope", "site", "  matching_scope: site"),
        ("solve.relative_gap", 0.001, "  relative_gap: 0.001"),
    ],
)
def test_a_value_is_put_at_its_path_and_the_rest_stays(path, value, line):
    text = varied_text(TEXT, [(path, value)])
    assert line in text.splitlines()
    assert "# kept" in text
    assert len(set(text.splitlines()) - set(TEXT.splitlines())) <= 2


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("supply.solar.max_mw", "2 entries have technology: solar. Give them names, or write a position such as [1]."),
        ("supply.smrr.max_mw", "there is no entry 'smrr'. Did you mean 'smr'?"),
        ("supply.smr.max_mw.x", "leads into a value. Shorten the path."),
        (
            "programme.title.x.y",
            "programme.title.x does not exist, since what stands before it is a value. Shorten the path.",
        ),
        ("supply..max_mw", "is no path. Write keys with dots between, such as supply.smr.max_mw."),
    ],
)
def test_paths_that_lead_nowhere_are_told(path, message):
    with pytest.raises(UserError) as error:
        varied_text(TEXT, [(path, 1)])
    assert str(error.value) == f"--vary {path}: {message}"


def test_a_varied_scenario_is_checked_like_any_other():
    text = varied_text(source_text("campus"), [("supply.smr.max_mw", 120), ("programme.discount_rate", 0.05)])
    case = load_text(text, "campus", "campus varied")
    assert case.programme.name == "campus"
    assert case.programme.discount_rate == 0.05
    assert next(asset for asset in case.supply if asset.technology == "smr").max_mw == 120.0
    with pytest.raises(InputFaults, match=r"campus varied:\d+:\d+ supply\[5\]\.max_mww"):
        load_text(varied_text(source_text("campus"), [("supply.smr.max_mww", 1)]), "campus", "campus varied")


def test_variants_of_a_built_in_scenario_are_set_in_words():
    """The ways of docs/scenarios.md, each a scenario that is read without fault."""
    text = source_text("hyperscaler-netzero")
    yearly = set_values(text, ["policy.hourly_carbon_free_share=0", "policy.annual_carbon_free_share={2030: 1.0}"])
    case = load_text(yearly, "hyperscaler-netzero", "annual")
    assert max(case.policy.hourly_carbon_free_share) == 0.0
    assert max(case.policy.annual_carbon_free_share) == 1.0
    stiff = load_text(set_values(text, ["workloads.batch.movable_share=0"]), "hyperscaler-netzero", "stiff")
    assert next(work for work in stiff.workloads if work.name == "batch").movable_share == 0.0
    assert set_values(text, []) == text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("supply.smr.max_mw=1,2", "--set supply.smr.max_mw=1,2: is 2 values. Write one."),
        ("supply.smr", "--set supply.smr: is not PATH=VALUES. Write for instance supply.smr.max_mw=100,200 or "
         "supply.smr.max_mw=100:200:5."),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_told(words, message):
    with pytest.raises(UserError) as raised:
        set_values(TEXT, [words])
    assert str(raised.value) == message
