"""Options of `firmwatt label` become an ask, or all their faults under their own names."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from firmwatt.accounting.generation_label import GenerationAsk
from firmwatt.accounting.label import Ask
from firmwatt.cli.label_ask import Words, asked, check_alone
from firmwatt.errors import InputFaults

NOTHING = Words(*[None] * len(fields(Words)))


def told(words):
    with pytest.raises(InputFaults) as caught:
        asked(words)
    return [str(fault) for fault in caught.value.faults]


def test_what_is_left_out_takes_its_default():
    ask = asked(replace(NOTHING, model="qwen3-8b", hour="2027-01-01T02"))
    assert isinstance(ask, Ask)
    assert (ask.input_tokens, ask.output_tokens, ask.region, ask.year, ask.hour) == (500.0, 300.0, "pjm", 2027, 2)
    image = asked(replace(NOTHING, model="flux", steps=3, year=2030))
    assert isinstance(image, GenerationAsk)
    assert (image.chip, image.steps, image.year) == ("h100_sxm", 3, 2030)


def test_an_hour_with_a_zone_is_told_in_universal_time():
    assert asked(replace(NOTHING, model="qwen3-8b", hour="2026-01-01T09:00+09:00")).hour == 0


def test_faults_of_a_run_and_of_own_rows_stand_beside_the_others(tmp_path):
    words = replace(NOTHING, model="qwen3-8b", run=tmp_path / "none", calibrate=tmp_path / "rows.csv", batch=0.0)
    found = told(words)
    assert len(found) == 3
    assert found[0] == "--batch: batch 0 must lie between 1 and 1e6. [FW100]"
    assert any(line.startswith("--run: ") for line in found)
    assert f"{tmp_path}/rows.csv: there is no such file. Name a CSV or Parquet file of requests. [FW100]" in found


def test_a_run_says_where_it_is(tmp_path):
    found = told(replace(NOTHING, model="qwen3-8b", run=tmp_path, region="pjm", plant="air_cooled_chiller"))
    assert "--region: the site of the run has its own. Leave it out. [FW100]" in found
    assert "--plant: the site of the run has its own. Leave it out. [FW100]" in found
    assert told(replace(NOTHING, model="flux", site="a"))[0].startswith("--site: only a run has sites.")


def test_a_file_of_requests_stands_alone():
    words = replace(NOTHING, batch_file=Path("in.csv"), out=Path("out.csv"), year=2027)
    check_alone(words)
    with pytest.raises(InputFaults, match="--region: a file of requests says this row by row"):
        check_alone(replace(words, region="pjm"))
