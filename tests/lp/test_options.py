"""Options: all faults at once, word for word."""

import pytest

from firmwatt.errors import UserError
from firmwatt.lp.options import SolverOptions


def test_options_are_refused_together():
    with pytest.raises(UserError) as caught:
        SolverOptions(solver="abacus", relative_gap=2.0, threads=0, time_limit_seconds=-1.0)
    assert str(caught.value).splitlines() == [
        "solver: there is no 'abacus'. Choose one of chain, highs.",
        "relative_gap: 2.0 is not between 0 and 1. Write a fraction such as 1e-6.",
        "time_limit_seconds: -1.0 is not a time. Write seconds from 0 on.",
        "threads: 0 is below 1. Write a whole number from 1 on.",
    ]


def test_an_unknown_method_is_refused():
    with pytest.raises(UserError) as caught:
        SolverOptions(method="guess")
    assert str(caught.value) == "method: there is no 'guess'. Choose one of ipm, simplex, choose."
