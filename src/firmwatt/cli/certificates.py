"""`firmwatt certificates`: a ledger of certificates of origin in which none is used twice."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.listing import CommandList
from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    import pandas as pd

    from firmwatt.registry.issuing import Taken
    from firmwatt.registry.lots import Selection
    from firmwatt.registry.matching import HourlyLoad, Matched

FAULTY_EXIT_CODE = 2
WIDTH_WITHOUT_TERMINAL = 160

certificates = typer.Typer(
    cls=CommandList,
    rich_markup_mode=None,
    help="Keep certificates of origin in a ledger in which none is used twice.",
)

Database = Annotated[str, typer.Option("--database", help="SQLite file, or URL such as postgresql://user@host/name.")]
IsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the rows to this CSV or Parquet file.")]
Instrument = Annotated[str | None, typer.Option("--instrument", help="go, rec, k-rec, i-rec or gc (granular).")]
Region = Annotated[str | None, typer.Option("--region", help="Grid region of the certificates, such as pjm.")]
Source = Annotated[str | None, typer.Option("--source", help="Such as solar or wind.")]
Contract = Annotated[str | None, typer.Option("--contract", help="Plant or contract of the certificates.")]
Vintage = Annotated[str | None, typer.Option("--vintage", help="Year or month of generation, such as 2025 or 2025-03.")]
Account = Annotated[str, typer.Option("--account", help="Who holds the certificates.")]
EnergyMwh = Annotated[float, typer.Option("--mwh", help="Energy of the certificates, in MWh.")]
Reference = Annotated[str, typer.Option("--reference", help="What you call it; the ledger keeps it.")]


class Basis(StrEnum):
    """Within what time a certificate serves a load."""

    HOURLY = "hourly"
    ANNUAL = "annual"


@certificates.command("issue")
def issue_certificate(
    *,
    database: Database,
    account: Account,
    contract: Annotated[str, typer.Option("--contract", help="Plant or contract that generated it.")],
    source: Annotated[str, typer.Option("--source", help="Such as solar or wind.")],
    region: Annotated[str, typer.Option("--region", help="Grid region, such as pjm.")],
    energy_mwh: EnergyMwh,
    period: Annotated[
        str | None, typer.Option("--period", help="Year or month of generation, with --instrument.")
    ] = None,
    hour: Annotated[
        str | None, typer.Option("--hour", help="Start of the hour of generation (UTC): a granular certificate.")
    ] = None,
    instrument: Annotated[
        str | None, typer.Option("--instrument", help="go, rec, k-rec or i-rec, with --period.")
    ] = None,
    certificate: Annotated[str, typer.Option("--certificate", help="Serial that tells it from others alike.")] = "",
    is_json: IsJson = False,
) -> None:
    """Issue one certificate to an account; the same one again changes nothing."""
    from firmwatt.registry.certificate_file import single_certificate
    from firmwatt.registry.database import writing
    from firmwatt.registry.issuing import take_in

    words = {
        "contract": contract, "source": source, "region": region, "account": account, "certificate": certificate,
        "period": period, "timestamp": hour, "instrument": instrument, "energy_kwh": f"{energy_mwh * 1000:.6f}",
    }  # fmt: skip
    file = single_certificate({name: word for name, word in words.items() if word is not None})
    with writing(database) as connection:
        taken = take_in(connection, file, "issue")
    _tell_taken(taken, is_json)


@certificates.command("import")
def import_certificates(
    path: Annotated[Path, typer.Argument(help="CSV or Parquet: timestamp or period, contract, source, energy_kwh.")],
    *,
    database: Database,
    account: Annotated[str | None, typer.Option("--account", help="Who receives them, where no column says.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="Grid region, where no column says.")] = None,
    instrument: Annotated[
        str | None, typer.Option("--instrument", help="go, rec, k-rec, i-rec or gc, where no column says.")
    ] = None,
    is_json: IsJson = False,
) -> None:
    """Take in a file of certificates: all of it or nothing, and the same file again changes nothing."""
    from firmwatt.registry.certificate_file import read_certificates
    from firmwatt.registry.database import writing
    from firmwatt.registry.issuing import take_in

    file = read_certificates(path, {"account": account, "region": region, "instrument": instrument})
    with writing(database) as connection:
        taken = take_in(connection, file)
    _tell_taken(taken, is_json)


@certificates.command("transfer")
def transfer_certificates(
    *,
    database: Database,
    giver: Annotated[str, typer.Option("--from", help="Who gives.")],
    receiver: Annotated[str, typer.Option("--to", help="Who receives.")],
    energy_mwh: EnergyMwh,
    opens: Annotated[bool, typer.Option("--new-account", help="Open the receiving account if there is none.")] = False,
    instrument: Instrument = None,
    region: Region = None,
    source: Source = None,
    contract: Contract = None,
    vintage: Vintage = None,
    reference: Reference = "",
    is_json: IsJson = False,
) -> None:
    """Move certificates to another account, the oldest first."""
    from firmwatt.registry.database import writing
    from firmwatt.registry.lots import energy_wh
    from firmwatt.registry.movements import transfer

    choice, asked = _selection(instrument, region, source, contract, vintage), energy_wh(energy_mwh)
    with writing(database, may_start=False) as connection:
        moved = transfer(connection, (giver, receiver), asked, choice, opens=opens, reference=reference)
    _tell_moved(moved, f"{giver} gave {receiver}", is_json)


@certificates.command("retire")
def retire_certificates(
    *,
    database: Database,
    account: Account,
    energy_mwh: EnergyMwh,
    beneficiary: Annotated[
        str | None, typer.Option("--for", help="For whose use; the account's own if left out.")
    ] = None,
    instrument: Instrument = None,
    region: Region = None,
    source: Source = None,
    contract: Contract = None,
    vintage: Vintage = None,
    reference: Reference = "",
    is_json: IsJson = False,
) -> None:
    """Retire certificates for somebody's use, the oldest first; nobody can use them again."""
    from firmwatt.registry.database import writing
    from firmwatt.registry.lots import energy_wh
    from firmwatt.registry.movements import retire

    choice, asked = _selection(instrument, region, source, contract, vintage), energy_wh(energy_mwh)
    with writing(database, may_start=False) as connection:
        retired = retire(connection, account, beneficiary or account, asked, choice, reference=reference)
    _tell_moved(retired, f"{account} retired for {beneficiary or account}", is_json)


@certificates.command("match")
def match_certificates(
    load: Annotated[Path, typer.Argument(help="Run folder, or CSV or Parquet of meters: timestamp, energy_kwh.")],
    *,
    database: Database,
    account: Account,
    basis: Annotated[
        Basis, typer.Option("--basis", help="hourly: each in its own hour; annual: in its year.")
    ] = Basis.HOURLY,
    region: Annotated[
        str | None, typer.Option("--region", help="Grid region of the load; a run knows its own.")
    ] = None,
    beneficiary: Annotated[str | None, typer.Option("--for", help="Whose load; the site or file if left out.")] = None,
    site: Annotated[str | None, typer.Option("--site", help="Site of the run.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Planning year of the run; the first if left out.")] = None,
    source: Source = None,
    instrument: Instrument = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the contract rows that `firmwatt account --contracts` reads.")
    ] = None,
    is_json: IsJson = False,
) -> None:
    """Retire certificates against a load, hour by hour: same region, same hour, the oldest first."""
    from firmwatt.registry.database import writing
    from firmwatt.registry.matching import match

    asked = _load(load, region, beneficiary, site, year)
    choice = _selection(instrument, None, source, None, None)
    with writing(database, may_start=False) as connection:
        matched = match(connection, account, asked, basis.value, choice)
    if out is not None:
        _write(matched.contracts, out)
    _tell_matched(matched, asked, is_json)


@certificates.command("store")
def store_certificates(
    path: Annotated[Path, typer.Argument(help="CSV or Parquet: timestamp, charge_kwh, discharge_kwh.")],
    *,
    database: Database,
    account: Account,
    store: Annotated[str, typer.Option("--store", help="Name of the store.")],
    region: Annotated[str, typer.Option("--region", help="Grid region of the store.")],
    efficiency: Annotated[str, typer.Option("--efficiency", help="Energy given over energy taken, such as 0.86.")],
    is_json: IsJson = False,
) -> None:
    """Pass granular certificates through a store: taken when it charges, issued anew when it gives, losses booked."""
    from dataclasses import asdict

    from firmwatt.registry.database import writing
    from firmwatt.registry.lots import kwh
    from firmwatt.registry.store import exact_fraction, pass_through, read_store_hours

    hours, share = read_store_hours(path, store, region), exact_fraction(efficiency)
    with writing(database, may_start=False) as connection:
        stored = pass_through(connection, account, hours, share)
    if is_json:
        print_json("ok", asdict(stored))
        return
    if stored.is_known_file:
        typer.echo(f"{path}: was taken in before. Nothing was changed.")
    else:
        typer.echo(
            f"{store}: {kwh(stored.charged_wh)} went in, {kwh(stored.discharged_wh)} were issued anew, "
            f"{kwh(stored.lost_wh)} were lost, {kwh(stored.left_wh)} are inside."
        )


@certificates.command("balance")
def show_balance(
    *,
    database: Database,
    account: Annotated[str | None, typer.Option("--account", help="One account; all if left out.")] = None,
    instrument: Instrument = None,
    region: Region = None,
    source: Source = None,
    vintage: Vintage = None,
    out: Out = None,
    is_json: IsJson = False,
) -> None:
    """Show what every account holds, has retired or lost, by instrument, region, source and year."""
    from firmwatt.registry.balances import balance_table
    from firmwatt.registry.database import reading

    with reading(database) as connection:
        table = balance_table(connection, account, _selection(instrument, region, source, None, vintage))
    if out is not None:
        _write(table, out)
    if is_json:
        print_json("ok", {"balances": table.to_dict("records")})
    else:
        _print_table(table)


@certificates.command("log")
def show_log(*, database: Database, out: Out = None, is_json: IsJson = False) -> None:
    """Show the audit log: every action, its time, and the hash that binds it to the one before."""
    import pandas as pd

    from firmwatt.registry.audit import log_rows
    from firmwatt.registry.database import reading

    with reading(database) as connection:
        rows = log_rows(connection)
    if out is not None:
        _write(pd.DataFrame(rows), out)
    if is_json:
        print_json("ok", {"rows": rows})
        return
    for row in rows:
        typer.echo(f"{row['sequence']} {row['recorded_at']} {row['action']} {row['detail']} {row['sha256']}")


@certificates.command("verify")
def verify_certificates(
    *,
    database: Database,
    noted_head: Annotated[
        str | None,
        typer.Option("--head", help="Hash that an earlier call printed: nothing before it may have changed."),
    ] = None,
    is_json: IsJson = False,
) -> None:
    """Check the whole ledger: the chain of its log, the hash of every movement, and double entry."""
    from dataclasses import asdict

    from firmwatt.registry.database import reading
    from firmwatt.registry.verify import verify_ledger

    with reading(database) as connection:
        verdict = verify_ledger(connection, noted_head)
    if is_json:
        print_json("error" if verdict.faults else "ok", asdict(verdict))
    else:
        for fault in verdict.faults:
            typer.echo(fault, err=True)
        found = f"{len(verdict.faults)} faults" if verdict.faults else "everything holds"
        typer.echo(
            f"{verdict.movements} movements, {verdict.lots} lots and {verdict.audit_rows} audit rows: {found}. "
            f"Head {verdict.head_sha256}."
        )
    if verdict.faults:
        raise typer.Exit(FAULTY_EXIT_CODE)


def _load(path: Path, region: str | None, beneficiary: str | None, site: str | None, year: int | None) -> HourlyLoad:
    """Return the load of a run folder or a meter file."""
    from firmwatt import study
    from firmwatt.errors import UserError
    from firmwatt.registry.load import load_of_meters, load_of_run

    if path.is_dir():
        return load_of_run(study.load_run(path).dispatch, site, year, beneficiary)
    if region is None:
        raise UserError(f"{path}: --region is missing. Name the grid region of the load, such as pjm.")
    return load_of_meters(path, region, beneficiary or path.stem)


def _selection(
    instrument: str | None, region: str | None, source: str | None, contract: str | None, vintage: str | None
) -> Selection:
    from firmwatt.registry.lots import Selection, vintage_span

    from_s, to_s = (None, None) if vintage is None else vintage_span(vintage)
    return Selection(instrument, contract, source, region, from_s, to_s)


def _tell_taken(taken: Taken, is_json: bool) -> None:
    from dataclasses import asdict

    from firmwatt.registry.lots import kwh

    if is_json:
        print_json("ok", asdict(taken))
    elif taken.is_known_file or not taken.new_rows:
        typer.echo(f"The ledger held all {taken.known_rows} certificates already. Nothing was changed.")
    else:
        typer.echo(f"{taken.new_rows} certificates of {kwh(taken.new_wh)} came in; {taken.known_rows} were known.")
    if not is_json and taken.empty_rows:
        typer.echo(f"{taken.empty_rows} rows have no energy and are no certificates.")


def _tell_moved(moved: pd.DataFrame, what: str, is_json: bool) -> None:
    from firmwatt.registry.lots import kwh, moved_rows

    if is_json:
        print_json("ok", {"energy_wh": int(moved["taken_wh"].sum()), "certificates": moved_rows(moved)})
    else:
        typer.echo(f"{what} {kwh(int(moved['taken_wh'].sum()))} of {len(moved)} certificates.")


def _tell_matched(matched: Matched, load: HourlyLoad, is_json: bool) -> None:
    from firmwatt.registry.lots import kwh

    if is_json:
        print_json("ok", matched.record() | {"beneficiary": load.beneficiary, "region": load.region})
        return
    typer.echo(
        f"{load.beneficiary}: {kwh(matched.new_wh)} were retired now and {kwh(matched.before_wh)} before, "
        f"{100 * matched.matched_share:.1f} % of {kwh(matched.load_wh)} in {matched.hours} hours"
        + (f", {matched.full_hours} of them in full." if matched.full_hours is not None else ".")
    )


def _print_table(table: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, header_style="dim")
    for name in table:
        shown.add_column(str(name), justify="right" if name in {"certificates", "mwh"} else "left")
    for row in table.itertuples(index=False):
        shown.add_row(*(f"{value:,.3f}" if isinstance(value, float) else str(value) for value in row))
    console = Console()
    (console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL)).print(shown)


def _write(table: pd.DataFrame, path: Path) -> None:
    from firmwatt.interop.replace import replaced_file

    with replaced_file(path) as new:
        if path.suffix == ".parquet":
            table.to_parquet(new, index=False)
        else:
            table.to_csv(new, index=False)
