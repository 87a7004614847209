"""Certificates change hands, and end: transferred to another account, or retired for somebody's use."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from firmwatt.errors import UserError
from firmwatt.registry.lots import Selection, held, take_oldest
from firmwatt.registry.posting import HOLDER, RETIRED, Movement, account, moved, post


def transfer(
    connection: Connection, accounts: tuple[str, str], energy_wh: int, choice: Selection, *, opens: bool, reference: str
) -> pd.DataFrame:
    """Move certificates from one holder to another, oldest first; return what was moved.

    Parameters
    ----------
    connection
        Of `writing`.
    accounts : from, to
    energy_wh : Wh > 0
    choice
        Which certificates are meant.
    opens
        Whether the receiving account is opened where there is none.
    reference
        What the user calls it.

    Raises
    ------
    UserError
        An account is unknown, both are the same, or the first holds less.
    """
    giver, receiver = accounts
    if giver == receiver:
        raise UserError(f"{giver}: gives to itself. Name two accounts.")
    from_id = account(connection, HOLDER, giver, is_new=False)
    to_id = account(connection, HOLDER, receiver, is_new=opens)
    taken = take_oldest(held(connection, from_id, choice), energy_wh, giver, choice)
    detail = {"from": giver, "to": receiver, "energy_wh": int(taken["taken_wh"].sum())}
    post(connection, Movement("transfer", reference, moved(taken, from_id, to_id), detail=detail))
    return taken


def retire(
    connection: Connection, holder: str, beneficiary: str, energy_wh: int, choice: Selection, *, reference: str
) -> pd.DataFrame:
    """Retire certificates for somebody's use, oldest first; return what was retired.

    Parameters
    ----------
    connection
        Of `writing`.
    holder, beneficiary
        Whose certificates, and for whose use.
    energy_wh : Wh > 0
    choice
        Which certificates are meant.
    reference
        What the user calls it.

    Raises
    ------
    UserError
        The account is unknown or holds less.
    """
    from_id = account(connection, HOLDER, holder, is_new=False)
    taken = take_oldest(held(connection, from_id, choice), energy_wh, holder, choice)
    own_period = taken.assign(used_from_s=taken["starts_s"], used_to_s=taken["ends_s"])
    post_retirement(connection, own_period, (holder, beneficiary), "retire", reference)
    return taken


def post_retirement(
    connection: Connection, taken: pd.DataFrame, parties: tuple[str, str], action: str, reference: str
) -> None:
    """Post what is retired.

    Parameters
    ----------
    connection
        Of `writing`.
    taken : lot_id, taken_wh, used_from_s, used_to_s
        A lot may stand in several rows, for several uses.
    parties : holder, beneficiary
    action, reference
        What the log and the user call it.
    """
    holder, beneficiary = parties
    from_id = account(connection, HOLDER, holder, is_new=False)
    to_id = account(connection, RETIRED, beneficiary, is_new=True)
    claims = taken[["lot_id", "used_from_s", "used_to_s"]].assign(beneficiary=beneficiary, energy_wh=taken["taken_wh"])
    detail = {"holder": holder, "for": beneficiary, "energy_wh": int(taken["taken_wh"].sum())}
    by_lot = taken.groupby("lot_id", as_index=False)[["taken_wh"]].sum()
    post(connection, Movement(action, reference, moved(by_lot, from_id, to_id), claims=claims, detail=detail))
