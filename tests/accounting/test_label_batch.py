"""Labels of a table: equal to single labels, fast, and with every faulty row named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from firmwatt.accounting import label_batch
from firmwatt.accounting.label import Ask, make_label
from firmwatt.accounting.label_batch import MOST_FAULTS, QUANTITIES, RowFaults
from firmwatt.accounting.label_way import way_of
from firmwatt.errors import InputFaults

TABLE = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "model": ["llama-3.1-70b", None, "gpt-oss-20b", "llama-3.1-70b"],
        "total_parameters": [np.nan, 235e9, np.nan, np.nan],
        "active_parameters": [np.nan, 22e9, np.nan, np.nan],
        "architecture": [None, "moe", None, None],
        "chip": ["H100", "B200", None, "H100"],
        "chips": [4, 4, np.nan, 4],
        "batch": [64, 32, np.nan, 8],
        "precision": ["bf16", "fp8", None, "bf16"],
        "input_tokens": [500, 100, 0, 500],
        "output_tokens": [300, 200, 1, 300],
        "region": ["korea_capital", "pjm", None, "pjm"],
    }
)


def label_table(table, file, year):
    """Return the labels of a table as a table, its columns checked first."""
    return as_frame(labelled(pa.Table.from_pandas(table, preserve_index=False), file, year))


def labelled(table, file, year):
    columns = label_batch.column_faults(table.column_names, file, len(table))
    if columns:
        raise InputFaults(columns)
    faults = RowFaults(file, [])
    labels = label_batch.label_block(table, np.arange(2, len(table) + 2), faults, year)
    faults.check()
    return labels


def as_frame(labels):
    return pd.DataFrame({"id": labels.ids.to_pylist(), **dict(zip(QUANTITIES, labels.values, strict=True))})


def test_rows_without_a_name_are_counted_from_one():
    assert label_table(TABLE.drop(columns="id"), "in.csv", 2026)["id"].tolist() == [1, 2, 3, 4]


def test_each_row_is_the_single_label():
    found = label_table(TABLE, "in.csv", 2026)
    assert found["id"].tolist() == ["a", "b", "c", "d"]
    asks = [
        ({"model": "llama-3.1-70b", "chip": "H100", "chips": 4}, 64.0, 500.0, 300.0, "korea_capital"),
        (
            {"total_parameters": 235e9, "active_parameters": 22e9, "architecture": "moe", "chip": "B200", "chips": 4,
             "precision": "fp8"}, 32.0, 100.0, 200.0, "pjm",
        ),
        ({"model": "gpt-oss-20b"}, 64.0, 0.0, 1.0, "pjm"),
        ({"model": "llama-3.1-70b", "chip": "H100", "chips": 4}, 8.0, 500.0, 300.0, "pjm"),
    ]  # fmt: skip
    for row, (cells, batch, prompt, answer, region) in enumerate(asks):
        ask = Ask(way_of(cells), prompt, answer, region, 2026, None, batch, None, "direct_liquid_dry_cooler")
        one = make_label(ask)
        for name in ("energy_wh", "gpu_joules_per_output_token", "carbon_gco2e", "water_ml"):
            quantity = getattr(one, name)
            for end in ("value", "low", "high"):
                assert found[f"{name}_{end}"][row] == pytest.approx(getattr(quantity, end), rel=1e-12)
        assert found["itl_ms"][row] == pytest.approx(one.itl_ms, rel=1e-12)
        assert found["embodied_gco2e"][row] == pytest.approx(one.embodied_gco2e.value, rel=1e-12)


def test_an_unknown_model_is_taken_by_its_parameters():
    known = TABLE.iloc[[1]].reset_index(drop=True)
    named = known.assign(model=["nobody/knows-235b"])
    pd.testing.assert_frame_equal(label_table(named, "in.csv", 2026), label_table(known, "in.csv", 2026))


def test_every_faulty_row_is_named_with_its_line():
    bad = TABLE.assign(
        model=["lama-3.1-70b", None, "gpt-oss-20b", "llama-3.1-70b"],
        batch=[64, -1, np.nan, 8],
        output_tokens=[300, 200, 0, 300],
        region=["korea_capital", "pjm", None, "atlantis"],
    )
    with pytest.raises(InputFaults) as caught:
        label_table(bad, "in.csv", 2026)
    lines = str(caught.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["2", "3", "4", "5"]
    assert "model 'lama-3.1-70b' is not in the catalogue. Nearest: llama-3.1-70b" in lines[0]
    assert "batch: '-1.0' is not a number of at least 1." in lines[1]
    assert "output_tokens: '0' is not a number of at least 1." in lines[2]
    assert "region 'atlantis' is not in the catalogue." in lines[3]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (TABLE.drop(columns="output_tokens"), "output_tokens: the column is missing."),
        (TABLE.drop(columns=["model", "total_parameters"]), "neither model nor total_parameters is there."),
        (TABLE.iloc[:0], "it holds no request."),
    ],
)
def test_a_table_that_cannot_be_read_says_why(table, message):
    with pytest.raises(InputFaults, match=message):
        label_table(table, "in.csv", 2026)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"input_tokens": np.inf}, "in.csv:2:0 input_tokens: 'inf' is above 1e+08. [FW100]"),
        ({"batch": 1e7}, "in.csv:2:0 batch: '10000000.0' is above 1e+06. [FW100]"),
        ({"output_tokens": np.nan}, "in.csv:2:0 output_tokens: no number is given. [FW100]"),
        ({"chips": 1.5}, "in.csv:2:0 chips: chips 1.5 must be a whole number from 1 to 100,000. [FW100]"),
        ({"chips": "two"}, "in.csv:2:0 chips: chips 'two' is not a number. [FW100]"),
        ({"regoin": "pjm"}, "in.csv:1:4 regoin: no such column is read. Is it region? [FW100]"),
    ],
)
def test_what_no_request_can_be_is_refused(change, message):
    asked = {"model": "qwen3-8b", "input_tokens": 10.0, "output_tokens": 5.0} | change
    with pytest.raises(InputFaults) as caught:
        label_table(pd.DataFrame({name: [value] for name, value in asked.items()}), "in.csv", 2026)
    assert str(caught.value) == message


def test_without_a_batch_memory_bounds_it_as_in_a_single_label():
    """Gemma 3 27B on one H100 holds 42 sequences of 800 tokens beside its weights, and fewer of longer ones."""
    asked = pd.DataFrame({"model": ["gemma-3-27b"] * 3, "input_tokens": [500, 5000, 5], "output_tokens": [300, 300, 5]})
    found = label_table(asked, "in.csv", 2026)["gpu_joules_per_output_token_value"]
    for row, energy in zip(asked.itertuples(), found, strict=True):
        way = way_of({"model": row.model})
        ask = Ask(way, row.input_tokens, row.output_tokens, "pjm", 2026, None, None, None, "direct_liquid_dry_cooler")
        assert energy == pytest.approx(make_label(ask).gpu_joules_per_output_token.value, rel=1e-12)


def test_kinds_and_precisions_are_read_as_people_write_them():
    plain = TABLE.iloc[[1]].reset_index(drop=True)
    spoken = plain.assign(architecture=["MoE"], precision=["FP8 "])
    pd.testing.assert_frame_equal(label_table(spoken, "in.csv", 2026), label_table(plain, "in.csv", 2026))


def test_all_faults_of_a_row_are_told_at_once_each_by_its_field():
    row = {"model": "lama-3.1-70b", "chip": "H1000", "chips": 0, "precision": "bf17", "batch": 0, "region": "pjn"}
    sized = {"total_parameters": 7e9, "active_parameters": 9e9, "architecture": "mo"}
    table = pd.DataFrame(
        [row | {"input_tokens": -1, "output_tokens": 0}, sized | {"input_tokens": 1, "output_tokens": 1}]
    )
    with pytest.raises(InputFaults) as caught:
        label_table(table, "in.csv", 2026)
    assert [(fault.line, fault.field) for fault in caught.value.faults] == [
        *(
            (2, name)
            for name in ("batch", "chip", "chips", "input_tokens", "model", "output_tokens", "precision", "region")
        ),
        (3, "active_parameters"),
        (3, "architecture"),
    ]


def test_of_many_faults_the_first_are_told_and_all_counted():
    table = pd.DataFrame({"model": ["lama"] * 500, "input_tokens": [1] * 500, "output_tokens": [1] * 500})
    with pytest.raises(InputFaults) as caught:
        label_table(table, "in.csv", 2026)
    count, *told = caught.value.faults
    more = "at least 500 faults were found, of which the first 100 are told. Correct these and run again."
    assert str(count) == f"in.csv: {more} [FW100]"
    assert [fault.line for fault in told] == list(range(2, 2 + MOST_FAULTS))


def test_columns_may_be_there_once_and_in_any_type():
    once = pa.Table.from_pandas(TABLE, preserve_index=False)
    twice = once.append_column("model", once["model"])
    with pytest.raises(InputFaults, match=r"in\.csv:1:2 model: the column is there twice\. Leave one\."):
        labelled(twice, "in.csv", 2026)
    texts = once.set_column(
        once.column_names.index("input_tokens"),
        "input_tokens",
        once["input_tokens"].cast(pa.string()).dictionary_encode(),
    )
    assert np.array_equal(labelled(texts, "", 2026).values, labelled(once, "", 2026).values)


def test_ways_are_told_apart_by_sorting_where_a_table_of_them_would_be_too_large(monkeypatch):
    expected = label_table(TABLE, "in.csv", 2026)
    monkeypatch.setattr(label_batch, "_MOST_COMBINATIONS", 1)
    pd.testing.assert_frame_equal(label_table(TABLE, "in.csv", 2026), expected)
