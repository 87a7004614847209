"""Progress in a terminal and elsewhere."""

import io

from rich.console import Console

from firmwatt import study
from firmwatt.cli.progress import shown_progress
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
