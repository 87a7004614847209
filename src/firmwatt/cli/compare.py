"""`firmwatt compare`: what differs between two runs, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    from rich.console import Console

    from firmwatt.interop.compare import Comparison, FigureDifference

WIDTH_WITHOUT_TERMINAL = 160
MOST_ROWS = 30
ABSENT = "–"
Row = tuple[object, ...]


def compare(
    run_a: Annotated[Path, typer.Argument(help="Folder of a run that `firmwatt plan` wrote.")],
    run_b: Annotated[Path, typer.Argument(help="Folder of the run to compare it with.")],
    is_json: Annotated[bool, typer.Option("--json", help="Print everything that differs as one JSON object.")] = False,
) -> None:
    """Compare two runs: the inputs that differ, and what follows for capacities, dates, cost, carbon and power."""
    from rich.console import Console

    from firmwatt import study
    from firmwatt.interop.compare import RunSide, compare_runs

    runs = [(str(folder), study.load_run(folder)) for folder in (run_a, run_b)]
    found = compare_runs(*(RunSide(name, run.dispatch, run.ledger) for name, run in runs))
    if is_json:
        print_json("ok", as_json(found))
        return
    console = Console()
    print_comparison(found, console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL))


def as_json(found: Comparison) -> dict[str, object]:
    """Return a comparison as what JSON knows; dates are ISO text."""
    content = {name: _plain(value) for name, value in asdict(found).items()}
    return {"is_empty": found.is_empty, **content}


def print_comparison(found: Comparison, console: Console) -> None:
    """Print what differs, the reasons first; what is long is cut, and said to be."""
    console.print(f"A: {found.first}\nB: {found.second}\n", soft_wrap=True)
    if found.is_empty:
        console.print("Nothing differs.")
        return
    _table(console, "Inputs that differ", ("field", "A", "B"), _inputs(found))
    _table(console, "Total and what it is made of", ("", "A", "B", "change"), _figures(found))
    console.print(
        f"Totals may differ by {_unit('cost_usd')(found.within_gap_usd)} only because plans are solved to a gap.\n"
    )
    _table(console, "Power energised, at the meter", ("site", "year", "A", "B", "change"), _gaps(found))
    _table(console, "Capacity at each year's end", ("asset", "year", "A", "B", "change"), _capacities(found))
    _table(console, "First online", ("asset", "A", "B", "change"), _dates(found))
    _table(console, "Limits: what one more unit would save", ("limit", "A", "B"), _limits(found))


def _table(console: Console, title: str, names: Sequence[str], rows: Sequence[Row]) -> None:
    from firmwatt.cli.answer import print_table

    if not rows:
        return
    print_table(console, title, names, rows[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        console.print(f"… and {len(rows) - MOST_ROWS} more; --json has them all.\n")


def _inputs(found: Comparison) -> list[Row]:
    return [
        (i.field, _told(i.first, i.first_from_catalogue), _told(i.second, i.second_from_catalogue))
        for i in found.inputs
    ]


def _told(text: str | None, row: str) -> str:
    return ABSENT if text is None else f"{text} (catalogue: {row})" if row else text


def _figures(found: Comparison) -> list[Row]:
    return [
        (figure.name.replace("_", " "), *_pair(figure.first, figure.second, _unit(figure.group)))
        for figure in found.figures
        if not is_noise(figure, found.within_gap_usd)
    ]


def is_noise(figure: FigureDifference, within_gap_usd: float) -> bool:
    """Return whether a change is what a solver leaves of nothing: below the gap, or too small to be written."""
    change, unit = (figure.second or 0.0) - (figure.first or 0.0), _unit(figure.group)
    if figure.group == "cost_usd":
        return abs(change) <= within_gap_usd
    return unit(change) == unit(0.0)


def _gaps(found: Comparison) -> list[Row]:
    power = _unit("power")
    return [(g.site, g.year, *_pair(g.first_energised_mw, g.second_energised_mw, power)) for g in found.power_gap]


def _capacities(found: Comparison) -> list[Row]:
    """Return the rows of supply, storage, links and connections, the largest change first."""
    power = _unit("power")
    shown = [c for c in found.capacities if c.kind != "computing"]
    shown.sort(key=lambda c: -abs((c.second_mw or 0.0) - (c.first_mw or 0.0)))
    return [(c.asset, c.year, *_pair(c.first_mw, c.second_mw, power)) for c in shown]


def _dates(found: Comparison) -> list[Row]:
    rows: list[Row] = []
    for when in found.dates:
        first, second = when.first_online, when.second_online
        days = "" if first is None or second is None else f"{(second - first).days:+,d} days"
        rows.append((when.asset, first or ABSENT, second or ABSENT, days))
    return rows


def _limits(found: Comparison) -> list[Row]:
    money = _unit("cost_usd")
    return [
        (limit.words, *(f"{money(usd)} per {limit.unit}" for usd in (limit.first_usd, limit.second_usd)))
        for limit in found.limits
    ]


def _pair(first: float | None, second: float | None, unit: Callable[[float], str]) -> tuple[str, str, str]:
    texts = [ABSENT if value is None else unit(value) for value in (first, second)]
    return texts[0], texts[1], unit((second or 0.0) - (first or 0.0))


def _unit(group: str) -> Callable[[float], str]:
    """Return how the figures of a group are written."""
    from firmwatt.report import numbers

    return {
        "power": numbers.power,
        "energy_mwh": numbers.energy,
        "compute_mwh": numbers.energy,
        "emissions_t": numbers.mass,
        "water_m3": lambda volume: numbers.volume(volume).en,
        "carbon_free_share_hourly": numbers.percent,
        "carbon_free_share_annual": numbers.percent,
        "re100_share": numbers.percent,
    }.get(group, lambda usd: numbers.money(usd).en)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
