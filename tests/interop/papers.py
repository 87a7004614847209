"""A small metered account to write papers of: two days of one meter, a contract and a grid with all factors."""

from __future__ import annotations

from pathlib import Path

from firmwatt.accounting.account import Account, AccountRequest
from firmwatt.accounting.metered_account import account_of_meters

HOURS = [f"2025-06-{day:02d}T{hour:02d}:00Z" for day in (1, 2) for hour in range(24)]


def request_in(folder: Path, load_kwh: float = 50_000.0) -> AccountRequest:
    """Write the files of the account into a folder and return the request."""
    meters, contracts, grid = (folder / name for name in ("meters.csv", "contracts.csv", "grid.csv"))
    meters.write_text(
        "timestamp,meter,energy_kwh\n" + "".join(f"{time},main,{load_kwh + i}\n" for i, time in enumerate(HOURS))
    )
    contracts.write_text(
        "timestamp,contract,source,energy_kwh,commissioned\n"
        + "".join(f"{time},sunny,solar,{9_000 * max(0, 10 - abs(i % 24 - 12))},2022\n" for i, time in enumerate(HOURS))
    )
    header = "timestamp,carbon_intensity_kg_per_mwh,residual_kg_per_mwh,carbon_free_share,marginal_kg_per_mwh"
    grid.write_text(
        f"{header},water_l_per_mwh,price_usd_per_mwh\n"
        + "".join(f"{time},{300 + i},{450 + i},0.4,{500 + i},1000,{40 + i}\n" for i, time in enumerate(HOURS))
    )
    return AccountRequest(meters=meters, contracts=contracts, grid=grid)


def account_in(folder: Path) -> tuple[AccountRequest, Account]:
    """Return the request and its account."""
    request = request_in(folder)
    return request, account_of_meters(request)
