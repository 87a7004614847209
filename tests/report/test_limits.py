"""What binds: one line a kind, Korean where there is a wording."""

from firmwatt.planning.plan import BindingLimit
from firmwatt.report.limits import limit_lines, limit_words


def limit(name: str, value: float, words: str = "It binds.") -> BindingLimit:
    return BindingLimit(name, value, "MW", words)


def test_the_dearest_of_each_kind_stands_for_the_others() -> None:
    lines = limit_lines(
        (
            limit("land[site=a, year=2030]", 5.0, "Land a."),
            limit("budget", 7.0, "Budget."),
            limit("land[site=b, year=2030]", 9.0, "Land b."),
        )
    )
    assert [line.words.en for line in lines] == ["Land b.", "Budget."]
    assert lines[0].others is not None
    assert lines[0].others.en == "and 1 more like it"
    assert lines[1].others is None


def test_units_are_said_in_korean_where_they_differ() -> None:
    line = limit_lines((BindingLimit("budget", 2e6, "million USD", "The budget on capital is used up."),))[0]
    assert line.value.en.replace("\u00a0", " ") == "USD 2 million per million USD"
    assert line.value.ko.replace("\u00a0", " ") == "백만 달러당 200만 달러"


def test_a_kind_without_korean_words_stays_english() -> None:
    assert limit_words(limit("odd[x=1]", 1.0, "Odd.")).ko == "Odd."


def test_a_name_that_lacks_a_gap_stays_english() -> None:
    assert limit_words(limit("land[year=2030]", 1.0, "Land.")).ko == "Land."
    assert limit_words(limit("???", 1.0, "Strange.")).ko == "Strange."
