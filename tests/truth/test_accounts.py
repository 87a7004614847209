"""Accounts against measured grids and published cases, from files through the command line."""

from __future__ import annotations

import gzip
import json
from csv import DictReader

import numpy as np
import pytest

from benchmarks.account import account_once, write_inputs
from tests.accounting.meter_files import write_csv
from tests.cli.command import run
from tests.data import data_path

FLAT_KWH = 100_000.0

GRIDS = {
    # grid: (NaN hours, matched energy, carbon of the rest over all location-based carbon, hours fully matched)
    "PJM": (23, 0.424, 0.574, 0.361),
    "ERCO": (0, 0.444, 0.555, 0.389),
    "MISO": (3, 0.459, 0.532, 0.386),
    "SOCO": (0, 0.425, 0.588, 0.365),
    "CISO": (3, 0.449, 0.660, 0.407),
}
"""Flat 100 MW with as much solar in the year, of the grid's own shape of 2022: EIA-930."""


def _number(cell: str) -> float:
    return float(cell) if cell else np.nan


def _rows(grid: str) -> list[dict[str, str]]:
    with gzip.open(data_path(f"eia930_genmix_2022/{grid}_2022.csv.gz"), "rt") as file:
        return list(DictReader(file))


@pytest.mark.parametrize("grid", GRIDS)
def test_a_flat_load_with_as_much_solar_in_the_year(grid, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = _rows(grid)
    times = [row["timestamp"] for row in rows]
    sun, carbon = (np.array([_number(row[name]) for row in rows]) for name in ("SUN", "avg_CI"))
    known = np.isfinite(sun) & np.isfinite(carbon)
    solar_kwh = sun / sun[known].mean() * FLAT_KWH
    write_csv(
        tmp_path / "meters.csv", {"timestamp": times, "meter": ["dc"] * len(rows), "energy_kwh": [FLAT_KWH] * len(rows)}
    )
    write_csv(
        tmp_path / "contracts.csv",
        {
            "timestamp": times,
            "contract": ["sun"] * len(rows),
            "source": ["solar"] * len(rows),
            "energy_kwh": solar_kwh.tolist(),
        },
    )
    write_csv(tmp_path / "grid.csv", {"timestamp": times, "carbon_intensity_kg_per_mwh": carbon.tolist()})
    words = (
        "account",
        "meters.csv",
        "--contracts",
        "contracts.csv",
        "--grid",
        "grid.csv",
        "--rules",
        "ghgp-2015",
        "--json",
    )
    assert run(*words) == 0
    found = json.loads(capsys.readouterr().out)
    dropped, matched, carbon_share, full = GRIDS[grid]
    assert found["period"]["dropped_hours"] == dropped == int((~known).sum())
    assert found["load_mwh"] == pytest.approx(100.0 * (8760 - dropped))
    assert found["annual_matched_share"] == pytest.approx(1.0)
    assert found["matched_share"] == pytest.approx(matched, abs=0.005)
    assert found["residual"]["carbon_share"] == pytest.approx(carbon_share, abs=0.005)
    assert found["fully_matched_share"] == pytest.approx(full, abs=0.005)
    assert found["scope2_t"]["market"] == pytest.approx(0.0, abs=1e-3)
    # Told again with nothing of ours: sums of the measured columns.
    own = np.minimum(solar_kwh[known], FLAT_KWH)
    assert found["matched_mwh"] == pytest.approx(own.sum() / 1000.0)
    assert found["scope2_t"]["location"] == pytest.approx(100.0 * carbon[known].sum() / 1000.0)


def test_marginal_factors_of_avert_stand_apart_from_every_scope(tmp_path, capsys, monkeypatch):
    """EPA's hourly marginal rates of 2023 (pounds per kWh) say what the same solar avoids; no scope moves."""
    monkeypatch.chdir(tmp_path)
    with gzip.open(
        data_path("avert_marginal_co2/AVERT_2023_CO2_lb_per_kwh.csv.gz"), "rt", encoding="utf-8-sig"
    ) as file:
        kg_per_mwh = [float(row["MIDA"]) * 453.59237 for row in DictReader(file)]
    hours = len(kg_per_mwh)
    times = [f"{np.datetime64('2023-01-01T00') + at}:00Z" for at in range(hours)]
    sun = np.clip(np.sin((np.arange(hours) % 24 - 6) / 12 * np.pi), 0.0, None) * 3e5
    write_csv(tmp_path / "m.csv", {"timestamp": times, "meter": ["dc"] * hours, "energy_kwh": [FLAT_KWH] * hours})
    write_csv(
        tmp_path / "c.csv",
        {"timestamp": times, "contract": ["sun"] * hours, "source": ["solar"] * hours, "energy_kwh": sun.tolist()},
    )
    write_csv(
        tmp_path / "g.csv",
        {"timestamp": times, "carbon_intensity_kg_per_mwh": [350] * hours, "marginal_kg_per_mwh": kg_per_mwh},
    )
    assert run("account", "m.csv", "--contracts", "c.csv", "--grid", "g.csv", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    avoided = float((sun * np.array(kg_per_mwh)).sum()) / 1e6
    assert found["consequential"]["avoided_by_instruments_t"] == pytest.approx(avoided)
    assert found["scope2_t"]["location"] == pytest.approx(876_000 * 0.35)
    assert found["reasons"]["consequential.avoided_by_instruments_t"].endswith("no part of any scope")


def test_the_score_that_google_publishes_is_the_grid_share_where_nothing_is_contracted(tmp_path, capsys, monkeypatch):
    """A load without contracts scores the grid's own carbon-free share, whatever its level."""
    monkeypatch.chdir(tmp_path)
    with data_path("google_region_carbon/2024.csv").open(encoding="utf-8-sig") as file:
        regions = [row for row in DictReader(file) if row["Google CFE"]]
    for row in regions[:3]:
        share = float(row["Google CFE"])
        write_csv(tmp_path / "m.csv", {"timestamp": ["2024-01-01T00:00Z"], "meter": ["dc"], "energy_kwh": [1000]})
        write_csv(
            tmp_path / "g.csv",
            {"period": ["2024"], "carbon_free_share": [share],
             "carbon_intensity_kg_per_mwh": [row["Grid carbon intensity (gCO2eq / kWh)"]]},
        )  # fmt: skip
        assert run("account", "m.csv", "--grid", "g.csv", "--json") == 0
        found = json.loads(capsys.readouterr().out)
        assert found["cfe_score"] == pytest.approx(share)
        assert found["scope2_t"]["location"] == pytest.approx(
            float(row["Grid carbon intensity (gCO2eq / kWh)"]) / 1000.0
        )


@pytest.mark.slow
def test_a_million_meter_hours_in_five_seconds(tmp_path):
    found = account_once(*write_inputs(tmp_path, 115, "csv"))
    assert found["seconds"] < 5.0
    assert found["load_mwh"] == pytest.approx(115 * 8760, rel=1e-3)


def test_a_published_example_of_both_scope_2_figures(tmp_path, capsys, monkeypatch):
    """1,000,000 kWh at 0.20 kg/kWh are 200 t; certificates of 600,000 kWh and a residual mix of 0.45 leave 180 t.

    https://tools.gera.services/scope2-market-vs-location-based, example.
    """
    monkeypatch.chdir(tmp_path)
    hours = 8760
    times = [f"{np.datetime64('2025-01-01T00') + at}:00Z" for at in range(hours)]
    write_csv(tmp_path / "m.csv", {"timestamp": times, "meter": ["dc"] * hours, "energy_kwh": [1e6 / hours] * hours})
    write_csv(tmp_path / "c.csv", {"period": [2025], "contract": ["eac"], "source": ["wind"], "energy_kwh": [600_000]})
    write_csv(
        tmp_path / "g.csv", {"period": [2025], "carbon_intensity_kg_per_mwh": [200], "residual_kg_per_mwh": [450]}
    )
    assert run("account", "m.csv", "--certificates", "c.csv", "--grid", "g.csv", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["scope2_t"]["location"] == pytest.approx(200.0)
    assert found["scope2_t"]["market"] == pytest.approx(180.0)
    assert found["re100_share"] == pytest.approx(0.6)
    assert found["matched_mwh"] == 0.0


@pytest.mark.parametrize(
    ("young", "old", "share"),
    [(0, 15, 0.15), (35, 15, 0.50), (35, 50, 0.50), (85, 15, 1.0), (0, 100, 0.15)],
)
def test_the_age_limit_as_a_trader_explains_it(young, old, share, tmp_path, capsys, monkeypatch):
    """Of 50 % bought, 15 % are exempt and 35 % must be young; of 100 %, 85 % must be.

    https://stxgroup.com/strive/latest-news/re100-new-technical-criteria/
    """
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "m.csv", {"timestamp": ["2025-06-01T00:00Z"], "meter": ["dc"], "energy_kwh": [100_000]})
    write_csv(
        tmp_path / "c.csv",
        {"period": [2025, 2025], "contract": ["new", "old"], "source": ["wind", "hydro"],
         "energy_kwh": [young * 1000, old * 1000], "commissioned": [2020, 1990]},
    )  # fmt: skip
    assert run("account", "m.csv", "--certificates", "c.csv", "--rules", "re100-2025", "--json") == 0
    assert json.loads(capsys.readouterr().out)["re100_share"] == pytest.approx(share)
