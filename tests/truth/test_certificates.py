"""Granular certificates of a measured grid, from the ledger to the account and its evidence, on the command line."""

from __future__ import annotations

import gzip
import json
from csv import DictReader

import numpy as np
import pytest

from tests.accounting.meter_files import write_csv
from tests.cli.command import run
from tests.data import data_path

FLAT_KWH = 100_000
MATCHED_SHARE = {"PJM": 0.424, "ERCO": 0.444}
"""Of a flat 100 MW with as much solar in the year, of the grid's own shape of 2022 (EIA-930); NaN hours left out."""


@pytest.fixture
def said(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*words):
        assert run(*words, "--json") == 0
        return json.loads(capsys.readouterr().out)

    return call


@pytest.mark.parametrize("grid", MATCHED_SHARE)
def test_a_year_of_sun_matches_a_flat_load_as_measured(grid, tmp_path, said):
    with gzip.open(data_path(f"eia930_genmix_2022/{grid}_2022.csv.gz"), "rt") as file:
        rows = [row for row in DictReader(file) if row["SUN"] and row["avg_CI"]]
    times = [row["timestamp"] for row in rows]
    sun = np.array([float(row["SUN"]) for row in rows])
    wh = np.rint(sun / sun.sum() * len(rows) * FLAT_KWH * 1000).astype(int)
    lit = np.flatnonzero(wh > 0)
    columns = {"timestamp": [times[at] for at in lit], "contract": ["sun"] * len(lit), "source": ["solar"] * len(lit)}
    write_csv(tmp_path / "gc.csv", columns | {"energy_kwh": [f"{wh[at] / 1000:.3f}" for at in lit]})
    load = {"timestamp": times, "meter": ["dc"] * len(rows), "energy_kwh": [FLAT_KWH] * len(rows)}
    write_csv(tmp_path / "meters.csv", load)
    carbon = [float(row["avg_CI"]) for row in rows]
    write_csv(tmp_path / "grid.csv", {"timestamp": times, "carbon_intensity_kg_per_mwh": carbon})

    book = ("--database", "books.db", "--account", "dc", "--region", grid.lower())
    assert said("certificates", "import", "gc.csv", *book)["new_wh"] == wh.sum()
    matched = said("certificates", "match", "meters.csv", *book, "--out", "contracts.csv")
    assert matched["matched_share"] == pytest.approx(MATCHED_SHARE[grid], abs=0.005)
    assert matched["retired_now_kwh"] * 1000 == np.minimum(wh, FLAT_KWH * 1000).sum()
    left = said("certificates", "match", "meters.csv", *book, "--basis", "annual", "--for", "the rest of the year")
    assert left["retired_now_kwh"] * 1000 == wh.sum() - np.minimum(wh, FLAT_KWH * 1000).sum()
    assert said("certificates", "verify", "--database", "books.db")["faults"] == []

    papers = ("--pack", "evidence.zip", "--workbook", "account.xlsx", "--statement", "annex.html")
    account = said("account", "meters.csv", "--contracts", "contracts.csv", "--grid", "grid.csv", *papers)
    assert account["matched_mwh"] == pytest.approx(matched["retired_now_kwh"] / 1000)
    assert account["surplus_mwh"] == pytest.approx(0.0, abs=1e-9)
    verdict = said("account", "verify", "evidence.zip", "--sha256", account["pack_sha256"])
    assert verdict["faults"] == []
    assert verdict["cells"] > 8000 * 10
