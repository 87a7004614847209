"""What every account holds, by instrument, region, source and year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import Connection, func, select

from firmwatt.registry.lots import WH_PER_MWH, Selection
from firmwatt.registry.tables import ACCOUNTS, BALANCES, LOTS

COLUMNS = ("kind", "account", "instrument", "region", "source", "year")


def balance_table(connection: Connection, account: str | None, choice: Selection) -> pd.DataFrame:
    """Return the energy of every account that has any, in MWh.

    Parameters
    ----------
    connection
        Of `reading`.
    account
        Only accounts of this name; None takes all.
    choice
        Which certificates are meant.

    Returns
    -------
    table : kind, account, instrument, region, source, year, certificates, mwh
        `kind` is holder, store, retired, loss or spent; `year` that in which the certificate's period begins (UTC).
    """
    lot = [LOTS.c[name] for name in ("instrument", "region", "source", "starts_s")]
    query = (
        select(ACCOUNTS.c.kind, ACCOUNTS.c.name, *lot, func.count(), func.sum(BALANCES.c.energy_wh))
        .join(BALANCES, BALANCES.c.account_id == ACCOUNTS.c.id)
        .join(LOTS, LOTS.c.id == BALANCES.c.lot_id)
        .where(BALANCES.c.energy_wh > 0, *choice.conditions())
        .group_by(ACCOUNTS.c.kind, ACCOUNTS.c.name, *lot)
    )
    if account is not None:
        query = query.where(ACCOUNTS.c.name == account)
    rows = [(*row[:5], row[5], row[6], int(row[7])) for row in connection.execute(query)]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "certificates", "energy_wh"])
    starts = table["year"].to_numpy(dtype=np.int64).astype("datetime64[s]")
    years = starts.astype("datetime64[Y]").astype(np.int64) + 1970
    sums = table.assign(year=years).groupby(list(COLUMNS), as_index=False)[["certificates", "energy_wh"]].sum()
    return sums.assign(mwh=sums["energy_wh"] / WH_PER_MWH).drop(columns="energy_wh")
