"""`firmwatt label` as a user calls it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from firmwatt.cli import app as cli

REQUESTS = "id,model,chip,chips,batch,precision,input_tokens,output_tokens,region\n"


def run(*arguments) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main([*map(str, arguments)])
    return end.value.code


def test_a_label_says_watt_hours_grams_and_millilitres(capsys):
    assert run("label", "--model", "llama-3.1-70b", "--chip", "H100", "--region", "korea_capital") == 0
    out = capsys.readouterr().out
    for word in ("Wh", "gCO2e", "mL", "90 % interval", "web search", "LED lamp", "inference-"):
        assert word in out


def test_json_is_one_object(capsys):
    parameters = ("--total-parameters", "235e9", "--active-parameters", "22e9", "--architecture", "moe")
    assert run("label", *parameters, "--chip", "B200", "--hour", "2026-07-01T15", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "ok"
    assert found["chip"] == "b200"
    assert found["hour"] == 181 * 24 + 15
    assert found["energy_wh"]["low"] < found["energy_wh"]["value"] < found["energy_wh"]["high"]


@pytest.mark.parametrize(("suffix", "start"), [("svg", "<svg"), ("html", "<!doctype html>")])
def test_a_card_is_written(tmp_path, capsys, suffix, start):
    card = tmp_path / f"card.{suffix}"
    assert run("label", "--model", "gpt-oss-20b", "--lang", "ko", "--out", card) == 0
    assert card.read_text(encoding="utf-8").startswith(start)
    assert "전력" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_of_requests_becomes_a_file_of_labels(tmp_path, capsys, kind):
    requests, labels = tmp_path / "in.csv", tmp_path / f"out.{kind}"
    requests.write_text(REQUESTS + "7,llama-3.1-70b,H100,4,64,bf16,500,300,pjm\n8,gpt-oss-20b,B200,,,,9,99,\n")
    assert run("label", "--batch-file", requests, "--out", labels, "--json") == 0
    assert json.loads(capsys.readouterr().out)["requests"] == 2
    found = pd.read_csv(labels) if kind == "csv" else pd.read_parquet(labels)
    assert found["id"].astype(str).tolist() == ["7", "8"]
    assert (found["energy_wh_low"] < found["energy_wh_value"]).all()


def test_without_out_the_labels_go_to_stdout(tmp_path, capsys):
    requests = tmp_path / "in.csv"
    requests.write_text(REQUESTS + "7,llama-3.1-70b,H100,4,64,bf16,500,300,pjm\n")
    assert run("label", "--batch-file", requests) == 0
    assert capsys.readouterr().out.startswith("id,energy_wh_value,energy_wh_low,energy_wh_high,gpu_joules_per_output")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "--model: neither model nor total_parameters is given. Give one of them. [FW100]"),
        (
            ("--model", "gpt-oss-20b", "--total-parameters", "1e9"),
            "--total-parameters: --model and --total-parameters exclude each other. Give one. [FW100]",
        ),
        (
            ("--model", "gpt-oss-20b", "--architecture", "moe"),
            "--architecture: it goes with --total-parameters: the model has its own. Leave it out. [FW100]",
        ),
        (("--model", "gpt-oss-21b"), "--model: model 'gpt-oss-21b' is not in the catalogue. Nearest: gpt-oss-20b"),
        (("--model", "gpt-oss-20b", "--chip", "H1000"), "--chip: chip 'H1000' is not in the catalogue. Nearest: "),
        (("--model", "gpt-oss-20b", "--hour", "noon"), "--hour: hour 'noon' is no time."),
        (("--model", "gpt-oss-20b", "--site", "a"), "--site: only a run has sites. Give --run, or leave it out."),
        (("--model", "gpt-oss-20b", "--steps", "3"), "--steps: only images and videos are made in steps."),
        (
            ("--model", "hunyuanvideo2"),
            "--model: image or video model 'hunyuanvideo2' is not in the catalogue. "
            "Nearest: hunyuanvideo, hunyuan-video, hunyuan-dit. [FW100]",
        ),
        (("--model", "flux", "--power-cap", "0.7"), "--power-cap: images and videos have no such thing. Leave it out."),
        (("--model", "gpt-oss-20b", "--out", "card.png"), "--out: '.png' is no kind of card. Write .svg or .html."),
        (
            ("--batch-file", "none.csv", "--chip", "H100"),
            "--chip: a file of requests says this row by row. Leave it out. [FW100]",
        ),
        (("--batch-file", "none.csv"), "none.csv: there is no such file."),
        (("--batch-file", "in.csv", "--json"), "--out: the labels of a file are no JSON object. Name a file for them."),
    ],
)
def test_bad_input_is_a_message_and_exit_code_two(capsys, arguments, message):
    assert run("label", *arguments) == 2
    told = capsys.readouterr()
    assert told.err.startswith(message)
    assert not told.out.startswith("id,")


def test_an_image_model_gets_the_label_of_an_image(capsys):
    assert run("label", "--model", "FLUX.1-dev", "--chip", "B200", "--steps", "28", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["medium"] == "image"
    assert found["steps"] == 28
    assert run("label", "--model", "wan-2.1-14b") == 0
    assert "Energy of one video" in capsys.readouterr().out
    assert run("label", "--model", "wan-2.1-14b", "--lang", "ko", "--region", "korea_capital") == 0
    told = capsys.readouterr().out
    assert "영상 하나의 에너지, 832 × 480, 81프레임" in told
    assert "한국 수도권" in told


def test_contracts_of_ones_own_give_market_based_carbon(capsys):
    assert run("label", "--model", "gpt-oss-20b", "--market-intensity", "50", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["carbon_market_gco2e"]["value"] == pytest.approx(0.05 * found["energy_wh"]["value"])
    assert run("label", "--model", "gpt-oss-20b", "--market-intensity", "-1") == 2
    assert "market intensity -1 kg/MWh must lie between 0 and 3000." in capsys.readouterr().err


def test_all_faults_of_the_options_are_told_at_once(capsys):
    faulty = {
        "--model": "lama", "--chip": "H1000", "--chips": "0", "--input": "-3", "--output": "0", "--batch": "0",
        "--power-cap": "3", "--region": "xx", "--plant": "yy", "--hour": "noon", "--year": "1999",
        "--precision": "bf17", "--out": "x.png", "--market-intensity": "-1", "--steps": "2",
    }  # fmt: skip
    assert run("label", *(word for pair in faulty.items() for word in pair)) == 2
    told = [line.split(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert told == sorted(faulty)
    images = ("--model", "flux", "--chip", "H1000", "--steps", "0", "--region", "xx", "--lang", "ko")
    assert run("label", *images) == 2
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == ["--chip", "--region", "--steps"]


def test_own_rows_calibrate_a_chip(tmp_path, capsys):
    rows = tmp_path / "own.csv"
    rows.write_text(REQUESTS.replace("region", "joules_per_output_token") + "1,gpt-oss-20b,A100,1,64,fp4,300,400,0.4\n")
    assert run("label", "--model", "gpt-oss-20b", "--chip", "A100", "--calibrate", rows, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["notes"][0].startswith("Calibrated on 1 rows of one's own: energy times ")


def test_a_measurement_that_is_none_is_told_by_its_place(tmp_path, capsys):
    own = tmp_path / "own.csv"
    own.write_text("model,chip,input_tokens,output_tokens,joules_per_output_token\nqwen3-8b,H100,1,1,none\n")
    assert run("label", "--model", "qwen3-8b", "--calibrate", own) == 2
    told = "own.csv:2:5 joules_per_output_token: 'none' is not a number of at least 1e-06. [FW100]\n"
    assert capsys.readouterr().err == told
