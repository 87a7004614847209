"""Progress of a study or a solve on stderr: a live line in a terminal, one plain line a stage elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from firmwatt.lp.options import Progress
    from firmwatt.study import OnProgress, StageProgress

_FEASIBLE = 1e-6  # residual from which a point no longer counts as on its way


@contextmanager
def shown_progress(console: Console) -> Iterator[OnProgress]:
    """Give the function that a study calls with its progress."""
    if not console.is_terminal:
        said: list[str] = []

        def say_stage(now: StageProgress) -> None:
            if now.stage not in said:
                said.append(now.stage)
                console.print(f"{now.stage} …")

        yield say_stage
        return

    with _live_line(console) as tell:

        def show(now: StageProgress) -> None:
            step = "" if now.solver is None else f": {solver_words(now.solver)}"
            tell(f"{now.stage}{step}", now.seconds_left)

        yield show


@contextmanager
def shown_solve(console: Console, relative_gap: float) -> Iterator[Callable[[Progress], None] | None]:
    """Give the function that a solver calls with its progress; None outside a terminal, where nobody looks on."""
    if not console.is_terminal:
        yield None
        return

    from firmwatt.lp.time_left import TimeLeft

    seconds_left = TimeLeft(relative_gap)
    with _live_line(console) as tell:
        yield lambda now: tell(f"Solving: {solver_words(now)}", seconds_left(now))


def solver_words(now: Progress) -> str:
    """Return in words where a solver stands: iteration, objective and the bound below it, and their gap.

    Examples
    --------
    >>> from firmwatt.lp.options import Progress
    >>> solver_words(Progress(12, 1.25e9, 1.2e9, 3.0, dual_bound=1.19e9, infeasibility=1e-8))
    'iteration 12, objective 1.25e+09, bound 1.19e+09, gap 4.0e-02'
    >>> solver_words(Progress(3, 1.25e9, 1.2e9, 1.0, infeasibility=0.5))
    'iteration 3, objective 1.25e+09 (not feasible yet), dual objective 1.2e+09, gap 4.0e-02'
    """
    words = [f"iteration {now.iteration}"]
    if not math.isnan(now.primal_objective):
        is_on_its_way = now.infeasibility > _FEASIBLE
        words.append(f"objective {now.primal_objective:.6g}{' (not feasible yet)' if is_on_its_way else ''}")
    if not math.isnan(now.dual_bound):
        words.append(f"bound {now.dual_bound:.6g}")
    elif not math.isnan(now.dual_objective):
        words.append(f"dual objective {now.dual_objective:.6g}")
    if not math.isnan(now.relative_gap):
        words.append(f"gap {now.relative_gap:.1e}")
    return ", ".join(words)


@contextmanager
def _live_line(console: Console) -> Iterator[Callable[[str, float | None], None]]:
    """Give the function that shows a description and the seconds that are left."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, left="")

        def tell(description: str, seconds_left: float | None) -> None:
            left = "" if seconds_left is None else f"about {seconds_left:.0f} s left"
            progress.update(task, description=description, left=left)

        yield tell
