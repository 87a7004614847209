"""Grid factors: what a file holds, and nothing else."""

import numpy as np
import pytest

from firmwatt.accounting.metered.clock import make_calendar
from firmwatt.accounting.metered.grid_factors import (
    AVERAGE,
    RESIDUAL,
    SHARE,
    UPSTREAM,
    WATER,
    lend_factors,
    read_grid_factors,
    with_fuel_supply,
)
from firmwatt.catalog import loader
from firmwatt.errors import InputFaults, UserError
from tests.accounting.meter_files import YEAR_2025, stamps, write_csv

CALENDAR = make_calendar(YEAR_2025, 24, "UTC")


def _read(path, regions=("",), calendar=CALENDAR):
    return read_grid_factors(path, regions, calendar, None)


def _file(tmp_path, **columns):
    rows = len(next(iter(columns.values())))
    return write_csv(tmp_path / "g.csv", {"timestamp": stamps("2025-01-01", rows), **columns})


def test_only_what_the_file_holds(tmp_path):
    found = _read(_file(tmp_path, carbon_intensity_kg_per_mwh=[400.0, None]))
    assert set(found.columns) == {AVERAGE}
    assert found.columns[AVERAGE][0, 0] == 400.0
    assert np.isnan(found.columns[AVERAGE][0, 1:]).all()
    assert [f.message for f in found.findings] == [f"There is no column {RESIDUAL}.", f"There is no column {SHARE}."]
    assert _read(None).columns == {}


def test_our_own_series_files_have_other_names(tmp_path):
    found = _read(_file(tmp_path, average_intensity_kg_per_mwh=[400.0], marginal_intensity_kg_per_mwh=[600.0]))
    assert set(found.columns) == {AVERAGE, "marginal_kg_per_mwh"}


def test_factors_of_a_year_and_of_months(tmp_path):
    path = write_csv(tmp_path / "g.csv", {"period": ["2025"], AVERAGE: [300.0]})
    assert (_read(path).columns[AVERAGE] == 300.0).all()
    two_months = make_calendar(YEAR_2025, (31 + 28) * 24, "UTC")
    path = write_csv(tmp_path / "g.csv", {"period": ["2025-01", "2025-02"], AVERAGE: [300.0, 200.0]})
    assert _read(path, calendar=two_months).columns[AVERAGE].mean() == pytest.approx((31 * 300 + 28 * 200) / 59)


def test_hours_and_periods_in_one_file(tmp_path):
    path = write_csv(
        tmp_path / "g.csv",
        {"timestamp": ["2025-01-01T00:00Z", None], "period": [None, "2025.0"], AVERAGE: [100.0, None],
         RESIDUAL: [None, 450.0]},
    )  # fmt: skip
    found = _read(path).columns
    assert found[AVERAGE][0, 0] == 100.0
    assert (found[RESIDUAL] == 450.0).all()


def test_quarter_hours_are_averaged(tmp_path):
    path = write_csv(tmp_path / "g.csv", {"timestamp": stamps("2025-01-01", 4, 15), AVERAGE: [1, 2, 3, 6]})
    assert _read(path).columns[AVERAGE][0, 0] == 3.0


def test_regions(tmp_path):
    path = _file(tmp_path, region=["north", "south", "west"], carbon_intensity_kg_per_mwh=[1, 2, 3])
    found = _read(path, ("south", "north")).columns[AVERAGE]
    assert found.shape == (2, 24)
    assert (found[0, 1], found[1, 0]) == (2.0, 1.0)
    with pytest.raises(UserError) as raised:
        _read(path, ("south", "norht"))
    assert str(raised.value) == (
        f"{path}: it has nothing for the region 'norht' of the meters. Nearest: north. Add its rows."
    )
    with pytest.raises(UserError) as raised:
        _read(path)
    assert str(raised.value) == f"{path}: it names several regions, the meters none. Add the column region there."
    with pytest.raises(UserError) as raised:
        _read(_file(tmp_path, carbon_intensity_kg_per_mwh=[1]), ("a", "b"))
    assert str(raised.value) == f"{path}: there is no column region, but the meters name a, b. Add it."


def test_the_catalogue_lends_on_request_and_that_is_told(tmp_path):
    plain = _read(_file(tmp_path, carbon_intensity_kg_per_mwh=[400.0] * 24))
    assert lend_factors(plain, None, 1, 24) is plain
    lent = lend_factors(plain, "pjm", 1, 24)
    residual = loader.get("regions", "pjm", "residual_intensity_kg_per_mwh").number
    assert (lent.columns[RESIDUAL] == residual).all()
    assert WATER in lent.columns
    assert (lent.columns[SHARE] == loader.get("regions", "pjm", "carbon_free_share").number).all()
    assert (lent.columns[AVERAGE] == 400.0).all()
    year = loader.get("regions", "pjm", "residual_intensity_kg_per_mwh").source_year
    assert f"{RESIDUAL} is {residual:g}, the catalogue's yearly value of pjm ({year})." in {
        each.message for each in lent.findings
    }
    assert "missing_column" not in {each.kind for each in lent.findings}
    nothing = lend_factors(_read(None), "pjm", 2, 24)
    assert nothing.columns[AVERAGE].shape == (2, 24)
    with pytest.raises(UserError) as raised:
        lend_factors(plain, "pmj", 1, 24)
    assert str(raised.value).startswith("--region 'pmj' is unknown. Nearest: pjm")


def test_messages(tmp_path):
    with pytest.raises(InputFaults) as raised:
        _read(_file(tmp_path, carbon_free_share=[45.0], carbon_intensity_kg_per_mwh=[-3.0]))
    assert str(raised.value) == (
        f"{tmp_path}/g.csv:2:1 carbon_free_share: 45 lies outside 0 to 1. Write a fraction such as 0.42. [FW653]\n"
        f"{tmp_path}/g.csv:2:1 carbon_intensity_kg_per_mwh: -3 lies outside 0 to 2000. "
        "Correct it, or leave it empty. [FW653]"
    )
    with pytest.raises(UserError) as raised:
        _read(write_csv(tmp_path / "g.csv", {"timestamp": ["2024-01-01T00:00Z"], AVERAGE: [1.0]}))
    assert str(raised.value) == (
        f"{tmp_path}/g.csv: no value falls in the hours of the meters, 2025-01-01T00Z to 2025-01-01T23Z. "
        "Give that period."
    )
    with pytest.raises(InputFaults) as raised:
        _read(_file(tmp_path, price=[1.0]))
    assert f"{tmp_path}/g.csv:1:1: it has no factor. Known columns are {AVERAGE}," in str(raised.value)
    with pytest.raises(InputFaults) as raised:
        _read(write_csv(tmp_path / "g.csv", {AVERAGE: [1.0]}))
    assert "neither timestamp nor period is there." in str(raised.value)
    with pytest.raises(InputFaults) as raised:
        _read(write_csv(tmp_path / "g.csv", {"period": ["soon"], AVERAGE: [1.0]}))
    assert str(raised.value) == (
        f"{tmp_path}/g.csv:2:1 period: 'soon' is no period. Write a year or month such as 2025-03. [FW652]"
    )


def test_hours_that_stand_twice_are_told_and_their_mean_taken(tmp_path):
    hours = ["2025-01-01T00:00Z", "2025-01-01T01:00Z", "2025-01-01T00:00Z"]
    found = _read(_file(tmp_path, timestamp=hours, **{AVERAGE: [300.0, 200.0, 500.0]}))
    assert found.columns[AVERAGE][0, :2].tolist() == [400.0, 200.0]
    told = [(each.count, each.message, each.treatment) for each in found.findings if each.kind == "duplicate"]
    assert told == [(1, "1 rows repeat a time of their region.", "The mean was taken.")]


def test_the_supply_of_fuels_follows_where_the_file_lacks_it(tmp_path):
    found = with_fuel_supply(_read(_file(tmp_path, **{AVERAGE: [400.0, 400.0], SHARE: [0.0, 0.6]})))
    assert found.columns[UPSTREAM][0, :2] == pytest.approx([400 * 13.05 / 53.06, 400 * 57 / 955])
    assert np.isnan(found.columns[UPSTREAM][0, 2:]).all()
    assert found.findings[-1].message == (
        f"There is no column {UPSTREAM}: 61.1 on average follow from {AVERAGE} and {SHARE}."
    )
    only = _read(_file(tmp_path, **{AVERAGE: [400.0]}))
    assert with_fuel_supply(only) is only
    own = _read(_file(tmp_path, **{AVERAGE: [400.0], SHARE: [0.0], UPSTREAM: [7.0]}))
    assert with_fuel_supply(own) is own
