"""Files of requests: whatever people's programs write is read, and every fault is told with its line."""

from __future__ import annotations

import gzip
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from firmwatt.accounting.label_batch import QUANTITIES
from firmwatt.errors import InputFaults
from firmwatt.interop import label_files
from firmwatt.interop.label_files import label_file, read_requests

HEADER = (
    "id,model,total_parameters,active_parameters,architecture,chip,chips,batch,precision,input_tokens,output_tokens"
)
HEADER += ",region"
ROW = "{id},llama-3.1-70b,,,,H100,4,64,bf16,500,300,pjm"


def labelled(tmp_path, text, name="in.csv"):
    """Return the labels of a file that holds a text."""
    source = tmp_path / name
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = tmp_path / "out.csv"
    label_file(source, out, 2026)
    return pd.read_csv(out, dtype={"id": str}, keep_default_na=False)


@pytest.fixture
def plain(tmp_path):
    return labelled(tmp_path, f"{HEADER}\n{ROW.format(id='001')}\n")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\r\n{ROW.format(id='001')}\r\n",
        f"\ufeff{HEADER}\n{ROW.format(id='001')}\n",
        f"{HEADER}\n{ROW.format(id='001')}",
        f"{HEADER}\n\n\n{ROW.format(id='001')}\n\n",
        f"{HEADER},note\n{ROW.format(id='001')},whatever\n",
        f"{HEADER}\n{ROW.format(id='001')}\n".replace(",", ";"),
        f"{HEADER}\n{ROW.format(id='001')}\n".replace(",", "\t"),
        f"{HEADER.upper()}\n{ROW.format(id='001').replace(',', ', ')}\n",
        gzip.compress(f"{HEADER}\n{ROW.format(id='001')}\n".encode()),
        "model,id,output_tokens,input_tokens,batch,chips\nmeta-llama/Llama-3.1-70B-Instruct,001,300,500,64,4.0\n",
    ],
    ids=[
        "crlf",
        "mark",
        "no end",
        "empty lines",
        "more columns",
        "semicolons",
        "tabs",
        "capitals",
        "gzip",
        "few columns",
    ],
)
def test_files_as_programs_write_them_are_read(tmp_path, plain, text):
    found = labelled(tmp_path, text, "in.csv.gz" if isinstance(text, bytes) else "in.csv")
    pd.testing.assert_frame_equal(found, plain)
    assert found["id"].tolist() == ["001"]


def test_ids_come_back_as_they_were_given(tmp_path):
    ids = ["007", "a,b", 'say "x"', "", "é"]
    rows = [ROW.format(id='"' + name.replace('"', '""') + '"') for name in ids]
    assert labelled(tmp_path, "\n".join([HEADER, *rows]))["id"].tolist() == ids
    without = "\n".join([HEADER.removeprefix("id,"), *(ROW.removeprefix("{id},") for _ in range(3))])
    assert labelled(tmp_path, without)["id"].tolist() == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["in.csv: its first line is empty. Write a CSV with a header, in UTF-8, or Parquet. [FW100]"]),
        (HEADER, ["in.csv:1:0: it holds no request. Write at least one line below the header. [FW100]"]),
        (f"{HEADER}\n\n", ["in.csv:1:0: it holds no request. Write at least one line below the header. [FW100]"]),
        (
            "id,modle,input_tokens,output_tokens\n1,qwen3-8b,1,1\n",
            [
                "in.csv:1:0 model: neither model nor total_parameters is there. Add one of them. [FW100]",
                "in.csv:1:2 modle: no such column is read. Is it model? [FW100]",
            ],
        ),
        (
            "id,model,input_tokens,output_tokens\n\n1,qwen3-8b,1\n\n2,qwen3-8b,-1,0\n3,qwen3-8x,1,1\n",
            [
                "in.csv:3:0: it has 3 cells, the header has 4. Write as many, or quote commas. [FW100]",
                "in.csv:5:3 input_tokens: '-1' is not a number of at least 0. [FW100]",
                "in.csv:5:4 output_tokens: '0' is not a number of at least 1. [FW100]",
                "in.csv:6:2 model: model 'qwen3-8x' is not in the catalogue. Nearest: qwen3-8b, qwen3-4b, qwen3-vl-8b. "
                "Or give --total-parameters, --active-parameters and --architecture. [FW100]",
            ],
        ),
        (
            "id,model,input_tokens,output_tokens\n1,qwen3-8b,1,1\n".encode("utf-16"),
            [
                "in.csv: it cannot be read ('utf-8' codec can't decode byte 0xff in position 0: invalid start byte). "
                "Write a CSV with a header, in UTF-8, or Parquet. [FW100]"
            ],
        ),
    ],
)
def test_every_fault_is_told_at_once_and_nothing_is_written(tmp_path, text, faults):
    with pytest.raises(InputFaults) as caught:
        labelled(tmp_path, text)
    assert [str(fault).removeprefix(f"{tmp_path}/") for fault in caught.value.faults] == faults
    assert not (tmp_path / "out.csv").exists()


def test_a_file_of_another_kind_is_refused(tmp_path):
    source = tmp_path / "in.parquet"
    source.write_bytes(b"no parquet")
    with pytest.raises(InputFaults, match=r"it cannot be read \(Parquet magic bytes not found in footer"):
        label_file(source, tmp_path / "out.csv")
    with pytest.raises(InputFaults, match=r"'\.xlsx' is no kind of file for labels\. Write \.csv or \.parquet\."):
        label_file(source, tmp_path / "out.xlsx")


def test_blocks_formats_and_ways_of_writing_agree(tmp_path, monkeypatch):
    rng, count = np.random.default_rng(5), 40_000
    table = pd.DataFrame(
        {
            "id": [f"r{number}" for number in range(count)],
            "model": rng.choice(["llama-3.1-8b", "gpt-oss-120b", "qwen3-30b-a3b"], count),
            "chips": rng.choice([2, 4], count),
            "batch": rng.choice([np.nan, 8, 64], count),
            "input_tokens": rng.integers(0, 3000, count),
            "output_tokens": rng.integers(1, 900, count),
            "region": rng.choice(["pjm", None], count),
        }
    )
    table.to_csv(tmp_path / "in.csv", index=False)
    table.to_parquet(tmp_path / "in.parquet", index=False)
    assert label_file(tmp_path / "in.parquet", tmp_path / "out.parquet", 2026) == count
    exact = pd.read_parquet(tmp_path / "out.parquet")
    assert list(exact) == ["id", *QUANTITIES]
    for block, few in ((1 << 16, 0), (1 << 24, count)):
        monkeypatch.setattr(label_files, "_BLOCK_BYTES", block)
        monkeypatch.setattr(label_files, "FEW_LABELS", few)
        text = io.BytesIO()
        assert label_file(tmp_path / "in.csv", text, 2026) == count
        found = pd.read_csv(io.BytesIO(text.getvalue()))
        pd.testing.assert_frame_equal(found, exact, rtol=1e-7)


def test_all_requests_of_a_file_are_read_at_once_with_their_lines(tmp_path):
    source = tmp_path / "own.csv"
    source.write_text("model,input_tokens,output_tokens,joules_per_output_token,other\n\nqwen3-8b,1,2,0.5,x\n")
    rows = read_requests(source)
    assert rows.table.column_names == ["model", "input_tokens", "output_tokens", "joules_per_output_token"]
    assert isinstance(rows.table, pa.Table)
    assert rows.lines.tolist() == [2]
