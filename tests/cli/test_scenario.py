import json
from pathlib import Path

import pytest

from firmwatt.scenario.loader import BUILTIN_FOLDER
from tests.cli.command import run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_that_new_writes_the_starter_and_check_accepts_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", "mine.yaml") == 0
    assert "Next: `firmwatt check mine.yaml`" in capsys.readouterr().err
    assert (folder / "mine.yaml").read_bytes() == (BUILTIN_FOLDER / "campus.yaml").read_bytes()
    assert [path.name for path in folder.iterdir()] == ["mine.yaml"]
    assert run("check", "mine.yaml") == 0
    assert "planning years: [2028, 2029, 2030, 2035]" in capsys.readouterr().out


def test_that_new_copies_any_builtin_scenario(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", "mine.yaml", "--from", "hyperscaler-netzero") == 0
    assert (folder / "mine.yaml").read_bytes() == (BUILTIN_FOLDER / "hyperscaler-netzero.yaml").read_bytes()
    capsys.readouterr()
    assert run("new", "other.yaml", "--from", "hyperscaler-netzro") == 2
    message = "There is no built-in scenario 'hyperscaler-netzro'. Did you mean 'hyperscaler-netzero'? [FW101]\n"
    assert capsys.readouterr().err == f"hyperscaler-netzro: {message}"
    assert not (folder / "other.yaml").exists()


def test_that_new_sets_what_it_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", "stiff.yaml", "--from", "hyperscaler-netzero", "--set", "workloads.batch.movable_share=0") == 0
    mine = (folder / "stiff.yaml").read_text(encoding="utf-8").splitlines()
    theirs = (BUILTIN_FOLDER / "hyperscaler-netzero.yaml").read_text(encoding="utf-8").splitlines()
    changed = [new.split("#")[0].strip() for new, old in zip(mine, theirs, strict=True) if new != old]
    assert changed == ["movable_share: 0"]
    capsys.readouterr()
    assert run("new", "other.yaml", "--set", "workloads.btch.share=0") == 2
    assert capsys.readouterr().err.startswith("--set workloads.btch.share: there is no entry 'btch'.")
    assert not (folder / "other.yaml").exists()


def test_that_new_overwrites_only_with_force(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mine.yaml").write_text("mine")
    assert run("new", "mine.yaml") == 2
    message = "mine.yaml: The file exists. Choose another name, or add --force. [FW111]\n"
    assert capsys.readouterr().err == message
    assert (folder / "mine.yaml").read_text() == "mine"
    assert run("new", "mine.yaml", "--force", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"schema_version": 1, "status": "ok", "file": "mine.yaml"}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (".", ".: This is a folder. Give the path of a file. [FW102]"),
        (
            "no/mine.yaml",
            ("no/mine.yaml: The file cannot be written: no such folder. Give a folder that exists. [FW112]"),
        ),
    ],
)
def test_the_messages_of_a_place_that_cannot_be_written(
    path: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", path) == 2
    assert capsys.readouterr().err == f"{message}\n"


def test_that_check_prints_every_fault_and_its_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (BUILTIN_FOLDER / "campus.yaml").read_text(encoding="utf-8")
    text = text.replace("    place: ashburn ", "    place: ashbrn ").replace("share: 0.5\n", "share: 50\n")
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    assert run("check", "mine.yaml", "--json") == 2
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert answer["status"] == "error"
    assert [fault["code"] for fault in answer["faults"]] == ["FW150", "FW128"]
    assert len(err.splitlines()) == 2


def test_that_check_as_json_says_what_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "stargate", "--json") == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert (answer["schema_version"], answer["status"], answer["sites"]) == (1, "ok", 7)
    assert answer["asked_mw_at_the_end"] == 10_000.0
    assert err.startswith("No fault.")


def test_that_the_schema_is_printed_or_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    printed = json.loads(capsys.readouterr().out)
    assert "programme" in printed["properties"]
    assert run("schema", "--out", "schema.json") == 0
    assert json.loads((folder / "schema.json").read_text(encoding="utf-8")) == printed
    capsys.readouterr()
    assert run("schema", "--json") == 0
    assert json.loads(capsys.readouterr().out)["schema"] == printed


def test_that_check_writes_the_defaults_with_their_sources(folder: Path) -> None:
    assert run("check", "campus", "--out", "defaults.json") == 0
    answer = json.loads((folder / "defaults.json").read_text(encoding="utf-8"))
    assert answer["scenario"] == "campus"
    assert len(answer["defaults"]) == answer["defaults_from_the_catalogue"]
    assert all(default["source"] for default in answer["defaults"])


def test_that_check_looks_into_the_files_of_a_scenario(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (BUILTIN_FOLDER / "campus.yaml").read_text(encoding="utf-8")
    text = text.replace("    place: ashburn ", "    weather_file: air.json\n    place: ashburn ")
    (folder / "mine.yaml").write_text(f"{text}grid:\n  pjm: {{series_file: prices.csv}}\n", encoding="utf-8")
    (folder / "air.json").write_text('{"hourly": {}, "latitude": 1}')
    (folder / "prices.csv").write_text("price_usd_per_mwh\n1\n")
    assert run("check", "mine.yaml") == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["air.json", "prices.csv:1:1"]


def test_that_check_finds_a_site_without_a_climate(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (BUILTIN_FOLDER / "campus.yaml").read_text(encoding="utf-8")
    place = "    latitude_deg: -33.0\n    longitude_deg: 18.0\n    place: ashburn "
    (folder / "mine.yaml").write_text(text.replace("    place: ashburn ", place), encoding="utf-8")
    assert run("check", "mine.yaml") == 2
    assert "km away" in capsys.readouterr().err
