"""`firmwatt account`: carbon, water and money books of metered data or of a run, by the rules that are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from firmwatt.cli.listing import CommandList
from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    from typing import Any

    from firmwatt.accounting.account import Account, AccountRequest

FAULTY_EXIT_CODE = 2
WIDTH_WITHOUT_TERMINAL = 140
USUAL_COMMAND = "keep"


class AccountGroup(CommandList):
    """`account SOURCE` keeps an account; other words after `account` are commands of their own."""

    usual_command = USUAL_COMMAND

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the usual command before what is none of the others; a file named like one is written `./verify`."""
        is_own = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if is_own else [USUAL_COMMAND, *args])


account = typer.Typer(
    cls=AccountGroup,
    rich_markup_mode=None,
    help="Keep books of carbon, water and money that an auditor can follow: `firmwatt account SOURCE` is short for "
    "`firmwatt account keep SOURCE`.",
)


@account.command(USUAL_COMMAND)
def keep_account(
    source: Annotated[
        Path,
        typer.Argument(
            help="Meters: CSV or Parquet of timestamp, meter, energy_kwh, or Green Button XML. Or the folder of a run."
        ),
    ],
    *,
    contracts: Annotated[
        Path | None,
        typer.Option(
            "--contracts",
            help="What was bought: timestamp or period, contract, source, energy_kwh [, kind, region ...].",
        ),
    ] = None,
    certificates: Annotated[
        Path | None,
        typer.Option("--certificates", help="Certificates in the same columns: hourly, or of a period such as 2025."),
    ] = None,
    profiles: Annotated[
        Path | None,
        typer.Option(
            "--profiles", help="What plants gave: timestamp, profile, energy_kwh; certificates of a year get its hours."
        ),
    ] = None,
    grid: Annotated[
        Path | None,
        typer.Option(
            "--grid",
            help="The grid: timestamp or period, carbon_intensity_kg_per_mwh, residual_kg_per_mwh, carbon_free_share …",
        ),
    ] = None,
    tariff: Annotated[
        Path | None,
        typer.Option("--tariff", help="Charges: charge, kind (energy, demand, fixed), usd [, months, hours ...]."),
    ] = None,
    use: Annotated[
        Path | None,
        typer.Option("--use", help="Who used it: timestamp or period, consumer, use [, queries]: shares the account."),
    ] = None,
    assets: Annotated[
        Path | None,
        typer.Option(
            "--assets", help="Machines and buildings: asset, kind, count, embodied_kg, lifetime_years: embodied carbon."
        ),
    ] = None,
    site_data: Annotated[
        Path | None,
        typer.Option(
            "--site-data", help="The site: field, value, such as floor area, installed power, set points, traffic."
        ),
    ] = None,
    rules: Annotated[str, typer.Option("--rules", help="Rule set, such as ghgp-draft-2025, or a .toml file.")] = (
        "ghgp-2015"
    ),
    time_zone: Annotated[
        str | None, typer.Option("--time-zone", help="Of times without an offset and of the calendar; UTC if left out.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Region of the catalogue that lends what the grid file lacks.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Planning year of a run; its whole horizon if left out.")
    ] = None,
    gaps: Annotated[
        Literal["drop", "interpolate", "previous_week", "refuse"], typer.Option("--gaps", help="Missing hours.")
    ] = "drop",
    duplicates: Annotated[
        Literal["last", "first", "sum", "refuse"],
        typer.Option("--duplicates", help="Readings of one interval that differ."),
    ] = "last",
    negatives: Annotated[
        Literal["gap", "zero", "keep", "refuse"], typer.Option("--negatives", help="Readings below zero.")
    ] = "gap",
    stuck: Annotated[
        Literal["keep", "gap", "refuse"], typer.Option("--stuck", help="Readings that stand still for a day.")
    ] = "keep",
    unit_jumps: Annotated[
        Literal["keep", "gap", "rescale", "refuse"],
        typer.Option("--unit-jumps", help="Readings a thousand times off, as of kW for MW."),
    ] = "keep",
    exemption: Annotated[
        bool, typer.Option("--exemption", help="Make use of an exemption of the rule set for small loads.")
    ] = False,
    functional_units: Annotated[
        float | None, typer.Option("--functional-units", min=0.0, help="How many queries or tokens the load served.")
    ] = None,
    unit_name: Annotated[str, typer.Option("--unit-name", help="What they are.")] = "query",
    out: Annotated[
        Path | None, typer.Option("--out", help="A .json file, or a folder for the account and its tables.")
    ] = None,
    tables: Annotated[
        Literal["parquet", "csv"], typer.Option("--tables", help="Form of the tables of a folder.")
    ] = "parquet",
    against: Annotated[
        str | None,
        typer.Option("--against", help="Pledge of the catalogue to compare with, such as pledge:google-2030[@REPORT]."),
    ] = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option(
            "--beside", metavar="<path>", help="Another run for the same load, set beside this one; repeatable."
        ),
    ] = None,
    statement: Annotated[Path | None, typer.Option("--statement", help="HTML statement, fit for an annex.")] = None,
    language: Annotated[
        Literal["en", "ko"] | None, typer.Option("--lang", help="Language in which the statement opens.")
    ] = None,
    workbook: Annotated[
        Path | None, typer.Option("--workbook", help="XLSX: a sheet for each view, figures as formulas.")
    ] = None,
    pack: Annotated[
        Path | None, typer.Option("--pack", help="ZIP with all inputs, which `firmwatt account verify` makes again.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print the formula of each figure.")] = False,
    is_json: Annotated[bool, typer.Option("--json", help="Print the account as one JSON object.")] = False,
) -> None:
    """Account for metered data or a run: Scopes 1 to 3, hourly match, RE100, EU figures, water, cost."""
    from firmwatt.accounting.account import AccountRequest, Treatments
    from firmwatt.accounting.account_record import account_record
    from firmwatt.cli.account_papers import compared, print_papers, write_papers
    from firmwatt.interop.account_files import write_account

    request = AccountRequest(
        meters=source,
        contracts=contracts,
        certificates=certificates,
        profiles=profiles,
        grid=grid,
        tariff=tariff,
        use=use,
        assets=assets,
        site_data=site_data,
        rules=rules,
        time_zone=time_zone,
        region=region,
        treatments=Treatments(gaps, duplicates, negatives, stuck, unit_jumps),
        use_exemption=exemption,
        functional_units=functional_units,
        unit_name=unit_name,
        year=year,
    )
    kept = account_of(request)
    found = compared(request, kept, against, beside or [])
    told = write_papers(request, kept, found, (statement, workbook, pack), language)
    if out is not None:
        write_account(kept, out, tables)
    if is_json:
        print_json("ok", account_record(kept) | told)
    else:
        _print_account(kept, is_explained=explain)
        print_papers(told, found)


@account.command("verify")
def verify_account(
    pack: Annotated[Path, typer.Argument(help="Pack that `firmwatt account --pack` wrote.")],
    *,
    noted_sha256: Annotated[
        str | None, typer.Option("--sha256", help="Hash of the pack that was noted when it was written.")
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make every figure of an assurance pack again from its inputs, and say what differs."""
    from dataclasses import asdict

    from firmwatt.interop.pack_check import verify_pack

    verdict = verify_pack(pack, account_of, noted_sha256)
    if is_json:
        print_json("error" if verdict.faults else "ok", asdict(verdict))
    else:
        for sentence in (*verdict.faults, *verdict.notes):
            typer.echo(sentence, err=True)
        found = f"{len(verdict.faults)} faults" if verdict.faults else "all as in the pack"
        typer.echo(
            f"{pack}: {verdict.figures} figures and {verdict.cells} cells of tables made again from {verdict.files} "
            f"files: {found}. SHA-256 {verdict.sha256}."
        )
    if verdict.faults:
        raise typer.Exit(FAULTY_EXIT_CODE)


def account_of(request: AccountRequest) -> Account:
    """Return the account of a run or of meters."""
    if request.meters.is_dir():
        from firmwatt import study
        from firmwatt.accounting.run_account import account_of_run

        run = study.load_run(request.meters)
        return account_of_run(run.dispatch, run.ledger, request)
    from firmwatt.accounting.metered_account import account_of_meters

    return account_of_meters(request)


def _print_account(kept: Account, *, is_explained: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    from firmwatt.accounting.account_record import headlines
    from firmwatt.report.account_statement import figure_name, figure_unit, figure_value

    console = Console()
    console = console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL)
    listing = Table(
        title=f"{kept.source}, {kept.start_utc} to {kept.end_utc}, rules {kept.rule_set}", title_justify="left"
    )
    listing.add_column("Figure", no_wrap=True)
    listing.add_column("Value", justify="right")
    for name in ("Unit", "Rule"):
        listing.add_column(name, no_wrap=True)
    listing.add_column("Formula" if is_explained else "Note", overflow="fold")
    for figure in kept.figures.values():
        note = figure.formula if is_explained else figure.reason
        listing.add_row(figure_name(figure.name).en, figure_value(figure), figure_unit(figure), figure.rule, note)
    console.print(listing)
    for line in headlines(kept):
        console.print(line, markup=False, highlight=False)
    console.print(f"{kept.dropped_hours} of {kept.hours} hours are left out of every figure.", markup=False)
    for found in kept.findings:
        console.print(f"{found.kind} ({found.where}): {found.message} {found.treatment}", markup=False, highlight=False)
