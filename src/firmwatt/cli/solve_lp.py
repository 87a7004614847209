"""`firmwatt solve-lp FILE.npz`: solve a stored linear program and say how it ended."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from firmwatt.cli.output import print_json
from firmwatt.errors import UserError

if TYPE_CHECKING:
    from firmwatt.lp.solution import Solution

_EXIT_CODES = {
    "OPTIMAL": 0,
    "UNBOUNDED": 2,
    "INFEASIBLE": 3,
    "INFEASIBLE_OR_UNBOUNDED": 3,
    "STOPPED_FEASIBLE": 4,
    "STOPPED_NO_POINT": 4,
    "FAILED": 1,
    "INTERRUPTED": 130,
}


def solve_lp(
    file: Annotated[Path, typer.Argument(help="Linear program as .npz; docs/solver.md lists its arrays.")],
    *,
    solver: Annotated[str, typer.Option("--solver", help="highs or chain.")] = "highs",
    method: Annotated[
        Literal["ipm", "simplex", "choose"], typer.Option("--method", help="Method of the solver.")
    ] = "ipm",
    gap: Annotated[float, typer.Option("--gap", help="Certified relative gap asked for, 0-1.")] = 1e-6,
    polish: Annotated[bool, typer.Option("--polish", help="Push the optimum to a vertex; takes longer.")] = False,
    threads: Annotated[int | None, typer.Option("--threads", help="Threads that the solver may use.")] = None,
    time_limit: Annotated[float | None, typer.Option("--time-limit", help="Stop after so many seconds.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File .npz for the point and its duals.")] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout, words on stderr.")] = False,
) -> None:
    """Solve a stored linear program; the exit code says how it ended. Ctrl-C stops with the best point so far."""
    from rich.console import Console

    from firmwatt.cli.progress import shown_solve
    from firmwatt.interop.replace import replaced_file
    from firmwatt.lp.options import SolverOptions
    from firmwatt.lp.solve import solve
    from firmwatt.lp.storage import load_lp, save_solution

    if out is not None and out.resolve() == file.resolve():
        raise UserError(f"{out}: is the program itself. Give the point another name.")
    place = nullcontext() if out is None else replaced_file(out)  # asked for first: a long solve must find its place
    with place as unfinished, shown_solve(Console(stderr=True), gap) as progress:
        options = SolverOptions(
            solver=solver,
            method=method,
            polish=polish,
            relative_gap=gap,
            time_limit_seconds=time_limit,
            threads=threads,
            progress=progress,
        )
        solution = solve(load_lp(file), options)
        if unfinished is not None:
            save_solution(solution, unfinished)
    typer.echo(_words(solution), err=is_json)
    if is_json:
        print_json(solution.status.name.lower(), _content(solution))
    raise typer.Exit(_EXIT_CODES[solution.status.name])


def _content(solution: Solution) -> dict[str, object]:
    return {
        "advice": solution.status.value,
        "solver": solution.solver,
        "fallback_reason": solution.fallback_reason,
        "message": solution.message,
        "objective": solution.primal_objective,
        "dual_bound": solution.dual_bound,
        "gap": solution.relative_gap,
        "row_violation": solution.row_violation,
        "iterations": solution.iterations,
        "seconds": {"build": solution.build_seconds, "solve": solution.solve_seconds},
        "reasons": list(solution.reasons),
    }


def _words(solution: Solution) -> str:
    lines = [f"{solution.status.name.lower().replace('_', ' ')}: {solution.status.value}"]
    if solution.message:
        lines.append(f"what happened: {solution.message}")
    if solution.fallback_reason:
        lines.append(f"fallback: {solution.fallback_reason}")
    if solution.primal is not None:
        lines.append(f"objective: {solution.primal_objective:.10g}")
        lines.append(
            f"certified gap: {solution.relative_gap:.2e} (no point costs less than {solution.dual_bound:.10g})"
        )
    lines += [f"reason: {reason}" for reason in solution.reasons]
    lines.append(f"{solution.solver}, {solution.iterations} iterations, {solution.solve_seconds:.2f} s")
    return "\n".join(lines)
