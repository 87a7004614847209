"""`firmwatt fleet` as a user calls it."""

from __future__ import annotations

import json

import pytest

from firmwatt.cli import app as cli


def run(*arguments) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main([*map(str, arguments)])
    return end.value.code


def test_a_megawatt_now_and_in_2030(capsys):
    assert run("fleet", "--year", "2026", "--year", "2030", "--json") == 0
    years = json.loads(capsys.readouterr().out)["years"]
    served = [years[year]["requests_per_drawn_mw"]["value"] for year in ("2026", "2030")]
    assert served[0] < served[1]
    assert years["2026"]["fleet"]["connected_mw"] == 1.0


def test_the_table_names_requests_and_chips(capsys):
    assert run("fleet", "--year", "2026", "--mw", "100") == 0
    out = capsys.readouterr().out
    for word in ("a megawatt drawn all year at the meter serves", "100 MW connected", "gb200_nvl72", "Wh of IT"):
        assert word in out


def test_requests_become_chips_and_megawatts(tmp_path, capsys):
    out = tmp_path / "fleet.json"
    words = ("--requests-per-year", "1e12", "--model", "gpt-oss-120b", "--mix", "H100=0.5,B200=0.5")
    assert run("fleet", *words, "--inference-share", "0.6", "--out", out) == 0
    (answer,) = json.loads(out.read_text(encoding="utf-8"))["years"].values()  # the mix says it for every year
    fleet = answer["fleet"]
    assert fleet["requests_per_year"]["value"] == pytest.approx(1e12)
    assert fleet["chips"] > 1000.0
    assert f"The object is in {out}." in capsys.readouterr().err


def test_all_faults_are_told_at_once_under_their_options(capsys):
    assert run("fleet", "--model", "gpt-oss-20b", "--total-parameters", "3e9") == 2
    told = "--total-parameters: --model and --total-parameters exclude each other. Give one of them. [FW100]\n"
    assert capsys.readouterr().err == told
    faulty = {
        "--model": "lama", "--input": -5, "--output": 0, "--batch": -3, "--mix": "H100=0.5,B200=0.7", "--mw": -3,
        "--busy-share": 4, "--region": "xx", "--plant": "yy",
    }  # fmt: skip
    assert run("fleet", *(word for pair in faulty.items() for word in pair)) == 2
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == sorted(faulty)
    assert run("fleet", "--year", 1900) == 2
    assert capsys.readouterr().err.startswith("--year: year 1900 is outside 2020 to 2030. Choose one of them")
