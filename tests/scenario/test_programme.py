"""`Programme`: the names of its weather draws, and when the dear ones have a say."""

from dataclasses import replace

import pytest

from firmwatt.scenario.programme import Programme, Risk
from tests import cases

PROGRAMME = cases.tiny_case().programme


def of_draws(seeds: tuple[int, ...], risk: Risk | None = None, luck: tuple[str, ...] = ()) -> Programme:
    chances = (1.0 / len(seeds),) * len(seeds)
    return replace(PROGRAMME, weather_years=seeds, weather_probability=chances, risk=risk, connection_luck=luck)


def test_draws_are_named_by_their_seed_and_the_luck_of_connections() -> None:
    assert of_draws((4, 7)).draw_names == ("4", "7")
    assert of_draws((4, 4, 4), luck=("p10", "p50", "p90")).draw_names == ("4/p10", "4/p50", "4/p90")


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        (of_draws((1, 2), Risk(0.1, 0.5)), Risk(0.1, 0.5)),
        (of_draws((1, 2), Risk(0.1, 0.0)), None),
        (of_draws((1,), Risk(0.1, 0.5)), None),
        (of_draws((1, 2)), None),
    ],
)
def test_risk_has_a_say_with_a_weight_and_several_draws(programme: Programme, expected: Risk | None) -> None:
    assert programme.risk_in_force == expected
