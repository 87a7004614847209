"""The world's chips by maker: Epoch AI's counts × our rated power within their own 5th to 95th percentile."""

from __future__ import annotations

import pandas as pd
import pytest

from firmwatt.catalog import loader
from tests.data import data_path

CHIPS = {
    "A100": ("a100_80gb",),
    "H100": ("h100_sxm",),
    "A800": ("a800_sxm",),
    "H800": ("h800_sxm",),
    "H20": ("h20_hgx",),
    "B200": ("b200", "gb200_nvl72"),
    "B300": ("gb300_nvl72",),
    "Instinct MI300A": ("mi300a",),
    "Instinct MI250X": ("mi250x",),
    "Instinct MI300X": ("mi300x",),
    "Instinct MI308X": ("mi308x",),
    "Instinct MI325X": ("mi325x",),
    "Instinct MI350X": ("mi350x",),
    "Instinct MI355X": ("mi355x",),
    "TPU v4": ("tpu_v4",),
    "TPU v4i": ("tpu_v4i",),
    "TPU v5e": ("tpu_v5e",),
    "TPU v5p": ("tpu_v5p",),
    "TPU v6e": ("tpu_v6e",),
    "TPU v7": ("tpu_v7",),
    "Trainium1": ("trainium1",),
    "Trainium2": ("trainium2",),
}
"""Their name → ours; the count of a name that covers two boards is taken half and half."""


def rated_mw(counts: pd.Series) -> float:
    """Return the rated megawatts of (chip type → count)."""
    watts = {
        name: sum(loader.get("chips", chip, "tdp_w").number for chip in chips) / len(chips)
        for name, chips in CHIPS.items()
    }
    return sum(float(count) * watts[name] for name, count in counts.items()) / 1e6


@pytest.mark.parametrize("maker", ["nvidia", "amd", "tpu", "trainium"])
def test_counts_times_our_rated_power_lie_in_the_files_interval(maker):
    folder = data_path("epoch_chip_counts/csv_export")
    by_chip = pd.read_csv(folder / f"{maker}_cumulative_by_chip.csv")
    units = next(name for name in ("Number of units (median)", "Number of Units") if name in by_chip)
    totals = pd.read_csv(folder / f"{maker}_cumulative_totals.csv")
    last = pd.to_datetime(totals["End date"]).max()
    total = totals[pd.to_datetime(totals["End date"]) == last].iloc[0]
    counts = by_chip[pd.to_datetime(by_chip["End date"]) == last].set_index("Chip type")[units]
    mw = rated_mw(counts)
    assert total["Power in MW (5th percentile)"] <= mw <= total["Power in MW (95th percentile)"]
    assert mw == pytest.approx(total["Power in MW (median)"], rel=0.12)


def test_the_growth_that_ships_is_that_of_the_files():
    """Rated power sold in 2025 over that sold in 2024, all four makers."""
    folder = data_path("epoch_chip_counts/csv_export")
    stock = dict.fromkeys(("12/31/2023", "12/31/2024", "12/31/2025"), 0.0)
    for maker in ("nvidia", "amd", "tpu", "trainium"):
        totals = pd.read_csv(folder / f"{maker}_cumulative_totals.csv").set_index("End date")
        for day in stock:
            stock[day] += float(totals["Power in MW (median)"].get(day, 0.0))
    first, second, third = stock.values()
    shipped = loader.get("fleet", "purchases", "growth_until_2025_per_year").number
    assert (third - second) / (second - first) - 1.0 == pytest.approx(shipped, abs=0.02)


def test_a_hundred_thousand_h100_draw_what_xai_was_seen_to_need():
    """Colossus 1 in September 2024 by Epoch's timeline: 100,000 H100 and 181 MW at the meter, nameplate and cooling."""
    rows = pd.read_csv(data_path("epoch_chip_counts/data_inputs/xai_datacenter_timelines.csv"))
    row = rows[(rows["Date"] == "2024-09-02") & (rows["Data center"] == "xAI Colossus 1")].iloc[0]
    nameplate_mw = row["H100 equivalents"] * loader.get("chips", "h100_sxm", "system_kw").number / 1000.0
    assert 1.0 < row["Power (MW)"] / nameplate_mw < 1.5
