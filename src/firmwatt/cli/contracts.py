"""`firmwatt contracts`: what each type of contract brings to a site in time, money and computing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import json_object, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from firmwatt.accounting.contracts import CarriedWork, ContractComparison, ContractPoint

WIDTH_WITHOUT_TERMINAL = 180


def show_contracts(
    scenario: Annotated[str, typer.Argument(help="Name of a built-in scenario, or a scenario file.")],
    *,
    site: Annotated[str, typer.Option("--site", help="Name of a site of the scenario.")],
    mw: Annotated[
        float | None,
        typer.Option("--mw", help="Megawatts at its meter; what the site asks for in the end if left out."),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="<str>", help="Type of contract, as `firmwatt catalog contracts` lists them; repeatable."
        ),
    ] = None,
    has_own_supply: Annotated[
        bool, typer.Option("--own-supply", help="Let plants and stores that the site may build cover the calls.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="File for the JSON object of --json.")] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Compare types of contract for a load: waiting, money, computing that waits or is lost, and who carries it."""
    from rich.console import Console

    from firmwatt import contracts, study
    from firmwatt.cli.progress import shown_progress
    from firmwatt.interop.contracts_record import contracts_record
    from firmwatt.interop.replace import replaced_file

    case = study.load(scenario)
    with shown_progress(Console(stderr=True)) as progress:
        asked = contracts.asked_mw(case, site) if mw is None else mw
        found = contracts.compare_contracts(
            case, site, asked, tuple(kinds or ()), progress, has_own_supply=has_own_supply
        )
    record = contracts_record(found)
    if out is not None:
        with replaced_file(out) as new:
            new.write_text(json_object("ok", record) + "\n", encoding="utf-8")
    if is_json:
        print_json("ok", record)
        return
    console = Console()
    _print(found, console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL))


def _print(found: ContractComparison, console: Console) -> None:
    from rich.table import Table

    title = f"{found.asked_mw:,g} MW at {found.site} under each type of contract"
    shown = Table(title=title, title_justify="left", box=None, header_style="dim")
    names = ("contract", "P50", "months saved", "worth USD", "USD/MWh", "paid USD a year", "hours", "events", "notice",
             "computing lost", "who carries it (GWh IT a year)", "kept")  # fmt: skip
    for name in names:
        shown.add_column(name, justify="left" if name in {"contract", names[-2]} else "right")
    for point in found.points:
        shown.add_row(*_row(point))
    console.print(shown)
    for each in found.unreachable:
        console.print(f"{each.stack.replace('_', ' ')}: {each.reason}")
    console.print(
        "Saved against firm megawatts; worth is the computing of those months less its power. The grid calls in its "
        "dearest hours, as often as the contract lets it. ~ waits or goes elsewhere, x is lost."
    )


def _row(point: ContractPoint) -> tuple[str, ...]:
    calls = point.checks[-1].calls if point.checks else None
    breaches = dict.fromkeys(breach for check in point.checks for breach in check.breaches)
    return (
        point.terms.name.replace("_", " "),
        "" if point.dates.p50 is None else point.dates.p50.isoformat(),
        "" if point.months_saved is None else f"{point.months_saved:.0f}",
        "" if point.value_gained_usd is None else f"{point.value_gained_usd / 1e6:,.0f} million",
        f"{point.figures.cost_usd_per_mwh:.1f}",
        f"{point.paid_usd_per_year:,.0f}",
        "" if calls is None else f"{calls.hours_per_year:.0f}",
        "" if calls is None else f"{calls.events_per_year:.0f}",
        f"{point.terms.notice_minutes:,.0f} min",
        f"{100.0 * point.figures.lost_compute_share:.2f} %",
        ", ".join(_carried(name, work) for name, work in point.carried.items() if work.moved_mwh + work.lost_mwh > 1.0),
        f"not {', '.join(breaches)}" if breaches else "yes",
    )


def _carried(name: str, work: CarriedWork) -> str:
    parts = ((work.moved_mwh, "~"), (work.lost_mwh, "x"))
    return f"{name} " + " ".join(f"{mark}{mwh / 1e3:.2f}" for mwh, mark in parts if mwh > 1.0)
