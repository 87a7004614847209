"""Progress of a study on stderr: a live line in a terminal, one plain line a stage elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from firmwatt.study import OnProgress, StageProgress


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

    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, left="")

        def show(now: StageProgress) -> None:
            step = "" if now.solver is None else f": iteration {now.solver.iteration}"
            left = "" if now.seconds_left is None else f"about {now.seconds_left:.0f} s left"
            progress.update(task, description=f"{now.stage}{step}", left=left)

        yield show
