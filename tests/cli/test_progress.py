"""Progress in a terminal and elsewhere."""

import io

from rich.console import Console

from firmwatt import study
from firmwatt.cli.progress import shown_progress, shown_solve
from firmwatt.lp.options import Progress

SOLVING = [
    study.StageProgress(study.PREPARING),
    study.StageProgress(study.SOLVING),
    study.StageProgress(study.SOLVING, Progress(12, 1.0, 0.9, 3.0), seconds_left=7.4),
]


def told(*, is_terminal: bool) -> str:
    console = Console(file=io.StringIO(), force_terminal=is_terminal, width=120)
    with shown_progress(console) as progress:
        for now in SOLVING:
            progress(now)
    return console.file.getvalue()


def test_outside_a_terminal_each_stage_is_one_line():
    assert told(is_terminal=False) == "Making weather, load and grid …\nBuilding and solving the plan …\n"


def test_a_terminal_shows_iterations_and_the_time_left():
    text = told(is_terminal=True)
    assert "Building and solving the plan: iteration 12" in text
    assert "about 7 s left" in text
    assert "objective 1, dual objective 0.9, gap 1.0e-01" in text
    assert "Building and solving the plan: iteration" not in told(is_terminal=False)


def test_a_solve_is_shown_in_a_terminal_alone():
    terminal, pipe = (Console(file=io.StringIO(), force_terminal=force, width=120) for force in (True, False))
    with shown_solve(pipe, 1e-6) as nothing:
        assert nothing is None
    with shown_solve(terminal, 1e-6) as tell:
        for i in range(6):
            tell(Progress(i, 1.0, 1.0 - 10.0**-i, float(i), dual_bound=0.5))
    assert "Solving: iteration 5, objective 1, bound 0.5, gap 1.0e-05" in terminal.file.getvalue()
    assert "about 1 s left" in terminal.file.getvalue()
