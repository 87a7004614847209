"""Meters, instruments and grid on one clock: regions, hours that lack something, plants on the site."""

import numpy as np
import pytest

from firmwatt.accounting.account import AccountRequest, Treatments
from firmwatt.accounting.metered.assemble import load_kind, regions_of
from firmwatt.accounting.metered.files import read_files
from firmwatt.errors import UserError
from tests.accounting.meter_files import request, stamps, write_csv

AVERAGE = "carbon_intensity_kg_per_mwh"


def _meters(tmp_path, **columns):
    rows = len(columns["meter"])
    table = {"timestamp": ["2025-01-01T00:00Z"] * rows, "energy_kwh": [1000.0] * rows}
    return write_csv(tmp_path / "m.csv", table | columns)


def _contract(tmp_path, energy=(1000.0,), **columns):
    rows = len(energy)
    table = {"timestamp": stamps("2025-01-01", rows), "contract": ["c"] * rows, "source": ["solar"] * rows}
    return write_csv(tmp_path / "c.csv", table | {"energy_kwh": energy} | columns)


def _grid(tmp_path, values, **columns):
    return write_csv(tmp_path / "g.csv", {"timestamp": stamps("2025-01-01", len(values)), AVERAGE: values, **columns})


def test_hours_that_lack_a_factor_or_the_energy_of_a_contract_are_left_out_and_counted(tmp_path):
    asked = request(
        tmp_path, [1000.0] * 4, grid=_grid(tmp_path, [1.0, None, 3.0, 4.0]),
        contracts=_contract(tmp_path, [500.0, 500.0, None, 500.0]),
    )  # fmt: skip
    files = read_files(asked)
    assert files.hours.is_kept.tolist() == [[True, False, False, True]]
    assert files.hours.load_mwh.tolist() == [[1.0, 0.0, 0.0, 1.0]]
    assert files.hours.instruments[0].hourly_mwh.tolist() == [0.5, 0.0, 0.0, 0.5]
    (found,) = [f for f in files.findings if f.kind == "dropped_hours"]
    assert found.message == f"2 of 4 hours lack something ({AVERAGE} 1, c 1)."


def test_plants_on_the_site_lessen_purchases_and_their_excess_is_exported(tmp_path):
    path = write_csv(
        tmp_path / "m.csv",
        {"timestamp": stamps("2025-01-01", 2) * 2, "meter": ["dc", "dc", "on_site_solar", "on_site_solar"],
         "energy_kwh": [1000, 1000, 400, 1500]},
    )  # fmt: skip
    hours = read_files(AccountRequest(path)).hours
    assert hours.purchased_mwh.tolist() == [[0.6, 0.0]]
    assert hours.exported_mwh.tolist() == [[0.0, 0.5]]
    assert hours.on_site_mwh(is_carbon_free=True).tolist() == [[0.4, 1.5]]
    assert hours.on_site_mwh(is_carbon_free=False).sum() == 0.0


def test_a_store_charges_from_the_grid_and_spares_a_purchase_later(tmp_path):
    meters = ["dc"] * 2 + ["battery_charge"] * 2 + ["storage_discharge"] * 2
    energy = [1000, 1000, 500, 0, 0, 450]
    path = write_csv(
        tmp_path / "m.csv", {"timestamp": stamps("2025-01-01", 2) * 3, "meter": meters, "energy_kwh": energy}
    )
    hours = read_files(AccountRequest(path)).hours
    assert hours.purchased_mwh.tolist() == [[1.5, 0.55]]
    assert hours.load_mwh.tolist() == [[1.0, 1.0]]


def test_a_contract_behind_the_meter_is_a_plant_on_the_site(tmp_path):
    hours = read_files(request(tmp_path, [1000.0], contracts=_contract(tmp_path, [300.0], kind=["on_site"]))).hours
    assert hours.instruments == ()
    assert hours.purchased_mwh.tolist() == [[0.7]]


def test_certificates_of_a_contract_prove_the_same_energy(tmp_path):
    certificates = write_csv(
        tmp_path / "go.csv", {"period": ["2025"], "contract": ["c"], "source": ["solar"], "energy_kwh": [300.0]}
    )
    files = read_files(request(tmp_path, [1000.0], contracts=_contract(tmp_path, [300.0]), certificates=certificates))
    assert [each.kind for each in files.hours.instruments] == ["contract"]
    assert "proven_twice" in [f.kind for f in files.findings]


def test_regions_keep_to_themselves(tmp_path):
    meters = _meters(tmp_path, meter=["a", "b", "it_a"], region=["north", "south", "north"])
    contracts = _contract(tmp_path, region=["south"])
    grid = write_csv(
        tmp_path / "g.csv",
        {"timestamp": ["2025-01-01T00:00Z"] * 2, "region": ["south", "north"], AVERAGE: [100.0, 500.0]},
    )
    files = read_files(AccountRequest(meters, contracts=contracts, grid=grid))
    assert regions_of(files.clean.meters) == files.hours.regions == ("north", "south")
    assert files.hours.instrument_region.tolist() == [1]
    assert files.hours.factors[AVERAGE].tolist() == [[500.0], [100.0]]


def test_it_alone_is_the_load(tmp_path):
    files = read_files(AccountRequest(_meters(tmp_path, meter=["it_a"])))
    assert load_kind(files.clean.meters) == "it"
    assert files.hours.load_mwh.sum() == 1.0
    assert "no_facility_meter" in [f.kind for f in files.findings]


def test_messages(tmp_path):
    meters = _meters(tmp_path, meter=["a", "b"], region=["north", "south"])
    with pytest.raises(UserError) as raised:
        read_files(AccountRequest(meters, contracts=_contract(tmp_path)))
    assert str(raised.value) == "contract c names no region. The load is in north, south."
    with pytest.raises(UserError) as raised:
        read_files(AccountRequest(meters, contracts=_contract(tmp_path, region=["west"])))
    assert str(raised.value) == "contract c names 'west', where no load is. The load is in north, south."
    lost = _meters(tmp_path, meter=["a", "it_b"], region=["north", "south"])
    with pytest.raises(UserError) as raised:
        read_files(AccountRequest(lost))
    assert str(raised.value) == "meter it_b names 'south', where no load is. The load is in north."
    with pytest.raises(UserError) as raised:
        read_files(request(tmp_path, [1.0], grid=_grid(tmp_path, [1.0]), contracts=_contract(tmp_path, [None])))
    assert str(raised.value) == (
        "no hour is left: each lacks load, a grid factor or the energy of a contract. See the files."
    )


def test_a_column_without_any_value_is_no_column(tmp_path):
    grid = _grid(tmp_path, [1.0], residual_kg_per_mwh=[None])
    assert set(read_files(request(tmp_path, [1.0], grid=grid)).hours.factors) == {AVERAGE}
    assert np.isfinite(read_files(request(tmp_path, [1.0], grid=grid)).hours.load_mwh).all()


def test_peaks_follow_what_was_done_to_the_hour(tmp_path):
    kwh = [100.0] * 40 + [100_000.0] * 8 + [100.0] * 40
    kwh[5] = 160.0
    times = stamps("2025-01-01", len(kwh), 15)
    meters = write_csv(tmp_path / "m.csv", {"timestamp": times, "meter": ["dc"] * len(kwh), "energy_kwh": kwh})
    peaks = {rule: read_files(AccountRequest(meters, treatments=Treatments(unit_jumps=rule))).peak_mw
             for rule in ("keep", "rescale", "gap")}  # fmt: skip
    assert [float(each.max()) for each in peaks.values()] == pytest.approx([400.0, 0.64, 0.64])
    assert peaks["rescale"][0, 10] == pytest.approx(0.4)
    assert peaks["gap"][0, 10] == 0.0


def test_contracts_that_name_a_region_where_meters_name_none(tmp_path):
    files = read_files(request(tmp_path, [1000.0], contracts=_contract(tmp_path, region=["pjm"])))
    (found,) = [f for f in files.findings if f.kind == "region_unknown"]
    assert found.message == "Contracts name the regions pjm, the meters none."
