import pytest

from firmwatt.scenario.messages import show, suggest


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e9, "1000000000"), (1e-12, "1e-12"), (2028, "2028"), (False, "false"), ([1], "a list"), ("x" * 80, None)],
)
def test_how_values_are_shown(value: object, text: str | None) -> None:
    assert show(value) == (text or repr("x" * 57 + "..."))


def test_that_a_suggestion_is_the_nearest_or_holds_the_word_or_lists_all() -> None:
    assert suggest("ercto", ["ercot", "pjm"]) == "Did you mean 'ercot'?"
    assert suggest("crane", ["palisades_restart", "crane_restart"]) == "Did you mean 'crane_restart'?"
    assert suggest("zzz", ["a", "a", "b"]) == "Known: a, b."
    assert suggest("zzz", []) == "None is known."
    assert suggest("zzz", [str(n) for n in range(20)]).endswith("15 …")
