"""`firmwatt plan`: from a scenario to a run folder and its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firmwatt.cli.language import Language
from firmwatt.cli.output import print_json
from firmwatt.errors import UserError

STOPPED_EARLY_EXIT_CODE = 4
WIDTH_WITHOUT_TERMINAL = 160
GRID = typer.Option("--grid", help="price_taker, or supply_curve: grids that answer the load; else the scenario's.")
RESOLUTION = typer.Option(
    "--resolution", help="full for every hour, or periods a year and hours in each: 4x168 for four weeks."
)


def plan_scenario(
    scenario: Annotated[str, typer.Argument(help="Name of a built-in scenario, or a scenario file.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the run; runs/NAME if left out.")] = None,
    *,
    is_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
    solver: Annotated[str | None, typer.Option("--solver", help="chain or highs, instead of the scenario's.")] = None,
    gap: Annotated[
        float | None, typer.Option("--gap", help="Relative gap to reach, such as 1e-4, instead of the scenario's.")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", help="Seconds after which the solver stops with what it has.")
    ] = None,
    polish: Annotated[
        bool | None, typer.Option("--polish/--no-polish", help="Push the optimum to a vertex; takes longer.")
    ] = None,
    whole_units: Annotated[
        bool, typer.Option("--whole-units", help="Build whole reactors and turbines, and tell what that costs.")
    ] = False,
    grid: Annotated[str | None, GRID] = None,
    resolution: Annotated[str | None, RESOLUTION] = None,
    low_path: Annotated[
        float | None,
        typer.Option("--low-path", help="Tell what is stranded if only this share of the work comes, such as 0.56."),
    ] = None,
    check_sample: Annotated[
        bool,
        typer.Option("--check-sample", help="Run the capacities on every hour, and tell how far off the sample was."),
    ] = False,
    lang: Annotated[
        Language | None, typer.Option("--lang", help="Language that the report opens in; the reader's if left out.")
    ] = None,
) -> None:
    """Plan a programme: what to build, contract and connect by when, and what it costs, emits and lacks."""
    from rich.console import Console

    from firmwatt import study
    from firmwatt.cli.answer import print_answer
    from firmwatt.cli.progress import shown_progress
    from firmwatt.lp.solution import Status

    messages = Console(stderr=True, highlight=False)
    with shown_progress(messages) as progress:
        check_low_path(low_path)
        case = study.with_solver(study.load(scenario, grid, resolution), solver, gap, time_limit, polish=polish)
        folder = out or Path("runs") / case.programme.name
        study.check_folder(folder)
        run = study.plan(case, progress, whole_units=whole_units, low_share=low_path, check_sample=check_sample)
        study.save_run(run, folder, lang)
    if is_json:
        print_json(str(run.summary["status"]), run.summary)
    else:
        console = Console(highlight=False)
        if not console.is_terminal:
            console.width = WIDTH_WITHOUT_TERMINAL
        print_answer(run, console)
    messages.print(f"The run is in {folder}; open {folder / 'report.html'} in a browser.", soft_wrap=True)
    if run.plan.solution.status is Status.STOPPED_FEASIBLE:
        raise typer.Exit(STOPPED_EARLY_EXIT_CODE)


def check_low_path(share: float | None) -> None:
    """Raise if a share of the work is none.

    Raises
    ------
    UserError
        It is not above 0 and at most 1.
    """
    if share is not None and not 0.0 < share <= 1.0:
        raise UserError(f"--low-path {share:g}: is not above 0 and at most 1. Write a fraction such as 0.56.")
