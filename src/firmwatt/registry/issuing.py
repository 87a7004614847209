"""Certificates come into the ledger: one by one, or a file at once, each once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from firmwatt.errors import Fault, InputFaults
from firmwatt.registry.audit import append_audit
from firmwatt.registry.certificate_file import IDENTITY, MOST_FAULTS, CertificateFile
from firmwatt.registry.lots import kwh, stamp
from firmwatt.registry.posting import HOLDER, ISSUE, Movement, account, insert_rows, next_id, post
from firmwatt.registry.tables import FILES, LOTS

ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file of certificates.

    Attributes
    ----------
    is_known_file
        Whether a file with exactly this content had been taken in before; then nothing was changed.
    new_rows, known_rows
        Certificates that came into the ledger, and those that it held already.
    new_wh : Wh >= 0
    empty_rows
        Rows of no energy, which are no certificates.
    """

    is_known_file: bool
    new_rows: int
    known_rows: int
    new_wh: int
    empty_rows: int = 0


def take_in(connection: Connection, file: CertificateFile, action: str = "import") -> Taken:
    """Issue the certificates of a file to its accounts; what the ledger holds already is left as it is.

    Parameters
    ----------
    connection
        Of `writing`.
    file
    action
        What the log calls it.

    Raises
    ------
    InputFaults
        A certificate is known with another energy or source, or a plant's certificates overlap in time, so that the
        same generation would be counted twice. Nothing is changed.
    """
    known = connection.execute(select(FILES.c.name).where(FILES.c.content_sha256 == file.content_sha256)).scalar()
    if known is not None:
        return Taken(True, 0, len(file.rows), 0, file.empty_rows)
    rows = file.rows.assign(identity=_identities(file.rows))
    is_known = _check_known(connection, file.path, rows)
    new = rows[~is_known]
    _check_overlaps(connection, file.path, new)
    number = _issue(connection, file, new, action) if len(new) else None
    if number is None:
        append_audit(connection, action, {"file": file.path.name, "content_sha256": file.content_sha256, "rows": 0})
    insert_rows(
        connection,
        FILES,
        pd.DataFrame([{"content_sha256": file.content_sha256, "name": file.path.name, "movement_id": number}]),
    )
    return Taken(False, len(new), int(is_known.sum()), int(new["energy_wh"].sum()), file.empty_rows)


def _issue(connection: Connection, file: CertificateFile, new: pd.DataFrame, action: str) -> int:
    source = account(connection, ISSUE, ISSUER, is_new=True)
    holders = {name: account(connection, HOLDER, name, is_new=True) for name in new["account"].unique()}
    first = next_id(connection, LOTS)
    names = ["identity", "instrument", "contract", "source", "region", "starts_s", "ends_s", "energy_wh"]
    lots = new[names].assign(id=np.arange(first, first + len(new)), parent_id=None)
    debit = pd.DataFrame({"account_id": source, "lot_id": lots["id"], "energy_wh": -lots["energy_wh"]})
    credit = debit.assign(account_id=new["account"].map(holders), energy_wh=lots["energy_wh"])
    detail = {"file": file.path.name, "content_sha256": file.content_sha256, "rows": len(new)}
    entries = pd.concat([debit, credit], ignore_index=True)
    return post(connection, Movement(action, file.path.name, entries, lots=lots, detail=detail))


def _identities(rows: pd.DataFrame) -> pd.Series:
    """Return what tells each certificate from all others, as text."""
    columns = (rows[name].astype(str).tolist() for name in IDENTITY)
    return pd.Series(["|".join(parts) for parts in zip(*columns, strict=True)], index=rows.index)


def _check_known(connection: Connection, path: Path, rows: pd.DataFrame) -> pd.Series:
    """Return which certificates the ledger holds already, after checking that they say the same there."""
    names = ["identity", "source", "ends_s", "energy_wh"]
    span = LOTS.c.starts_s.between(int(rows["starts_s"].min()), int(rows["starts_s"].max()))
    query = select(*(LOTS.c[name] for name in names)).where(span, LOTS.c.region.in_(rows["region"].unique().tolist()))
    ledger = pd.DataFrame(connection.execute(query).all(), columns=names).astype({"identity": str})
    both = rows.merge(ledger, on="identity", how="left", suffixes=("", "_known"))
    is_known = both["energy_wh_known"].notna().to_numpy()
    faults = []
    for name, show in (("energy_wh", lambda wh: kwh(int(wh))), ("source", str), ("ends_s", lambda s: stamp(int(s)))):
        differs = is_known & (both[name] != both[f"{name}_known"]).to_numpy()
        for _, row in both[differs].iterrows():
            field = name.replace("energy_wh", "energy_kwh").replace("ends_s", "period")
            problem = (
                f"the ledger holds this certificate with {show(row[f'{name}_known'])}, the file says {show(row[name])}."
            )
            remedy = "A certificate never changes: mend the file, or give a serial of its own in a column certificate."
            faults.append(Fault(str(path), int(row["line"]), 1, field, problem, remedy, "FW606"))
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
    return pd.Series(is_known, index=rows.index)


def _check_overlaps(connection: Connection, path: Path, new: pd.DataFrame) -> None:
    """Raise if a plant would have certificates of periods that overlap but differ."""
    names = ["region", "contract", "starts_s", "ends_s"]
    where = (LOTS.c.contract.in_(new["contract"].unique().tolist()), LOTS.c.parent_id.is_(None))
    held = connection.execute(select(*(LOTS.c[name] for name in names)).where(*where).distinct()).all()
    known = pd.DataFrame(held, columns=names).astype({"starts_s": np.int64, "ends_s": np.int64})
    periods = pd.concat([new[[*names, "line"]], known], ignore_index=True).drop_duplicates(names)
    periods = periods.sort_values(names, kind="stable")
    by_plant = periods.groupby(["region", "contract"], sort=False)
    latest_end = by_plant["ends_s"].cummax().groupby([periods["region"], periods["contract"]]).shift()
    faults = []
    overlaps = (periods["starts_s"] < latest_end).to_numpy()
    first_of_plant = overlaps & ~periods.assign(overlaps=overlaps).duplicated(["region", "contract", "overlaps"])
    for place in np.flatnonzero(first_of_plant):
        row, before = periods.iloc[place], periods.iloc[place - 1]
        line = next((int(found) for found in (row["line"], before["line"]) if not np.isnan(found)), 0)
        problem = (
            f"'{row['contract']}' has certificates from {stamp(int(before['starts_s']))} to "
            f"{stamp(int(before['ends_s']))} and from {stamp(int(row['starts_s']))} to {stamp(int(row['ends_s']))}: "
            f"the same generation would be counted twice."
        )
        remedy = "Keep one of the two; a plant's certificates have periods that are the same or apart."
        faults.append(Fault(str(path), line, 1, "contract", problem, remedy, "FW607"))
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
