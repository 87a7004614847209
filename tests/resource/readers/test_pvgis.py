from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from firmwatt.errors import InputFaults
from firmwatt.resource.readers.pvgis import COLUMNS, read_pvgis
from firmwatt.timegrid import utc_stamps

TITLES = ["time(UTC)", *(title for title, _ in COLUMNS.values())]
VALUES = [12.5, 80.0, 99_000.0, 100.0, 200.0, 50.0, 3.0]
STAMPS = [str(stamp).replace("-", "").replace("T", ":") + "00" for stamp in utc_stamps(2019)]


def as_csv(path: Path, stamps: list[str]) -> Path:
    head = "Latitude (decimal degrees): 50.1\nElevation (m): 110\nmonth,year\n1,2019\n"
    rows = [",".join([stamp, *map(str, VALUES)]) for stamp in stamps]
    path.write_text(head + ",".join(TITLES) + "\n" + "\n".join(rows) + "\n\nT2m: 2-m air temperature\n")
    return path


def test_both_forms_give_the_same(tmp_path: Path) -> None:
    rows = [dict(zip(TITLES, [stamp, *VALUES], strict=True)) for stamp in STAMPS]
    file = tmp_path / "p.json"
    file.write_text(json.dumps({"inputs": {}, "outputs": {"tmy_hourly": rows}}))
    for weather in (read_pvgis(file), read_pvgis(as_csv(tmp_path / "p.csv", STAMPS))):
        assert weather.series["relative_humidity"] == pytest.approx(np.full(8760, 0.8))
        assert weather.series["temperature_c"][0] == 12.5


def test_broken_files_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("month,year\n")
    with pytest.raises(InputFaults, match=r"no line begins with 'time\(UTC\)'"):
        read_pvgis(file)
    file.write_text("time(UTC),T2m\n20190101:0000,3\n")
    with pytest.raises(InputFaults, match="there is no column RH, SP"):
        read_pvgis(file)
    file.write_text('{"outputs": {"hourly": []}}')
    with pytest.raises(InputFaults, match="it is no PVGIS answer"):
        read_pvgis(file)
    with pytest.raises(InputFaults, match=r"p\.csv:6:1 time\(UTC\): 'noon' is no time"):
        read_pvgis(as_csv(file, ["noon"]))
