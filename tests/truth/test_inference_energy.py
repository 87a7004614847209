"""The inference model against measured rows of families that its fit never saw (ML.ENERGY benchmark)."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from firmwatt.catalog import loader
from firmwatt.demand.inference_fit import Efficiencies, efficiencies
from tests.data import data_path
from tools.fit_inference import (
    Parameters,
    errors,
    fit_rows,
    interval_factors,
    left_out,
    predict,
    reference_serving,
    text_rows,
)

CHIPS = ("h100_sxm", "b200")


@pytest.fixture(scope="module")
def rows():
    return text_rows(data_path("llm_energy_mlenergy").parent)


@pytest.fixture(scope="module")
def named(rows):
    return left_out(rows, rows.family)


@pytest.mark.parametrize("chip", CHIPS)
def test_left_out_families_are_met_within_ten_per_cent(rows, named, chip):
    """Median error at most 10 %, nine of ten rows within a factor 1.4; measured 4.6 and 6.9 %, 1.14 and 1.16."""
    own = named[rows.chip == chip]
    assert np.median(np.abs(np.expm1(own))) <= 0.10
    assert np.exp(np.quantile(np.abs(own), 0.9)) <= 1.4


def test_no_family_is_far_off(rows, named):
    found = pd.Series(np.abs(np.expm1(named))).groupby([rows.chip, rows.family]).median()
    assert found.max() <= 0.2


@pytest.mark.parametrize("chip", CHIPS)
def test_sizes_and_kinds_that_no_row_shows_are_met_within_fifteen_per_cent(rows, chip):
    """All models of a size class left out: 4.9 and 7.0 %; of a kind (dense, mixture, hybrid): 12.6 and 11.5 %."""
    size = np.digitize([way.model.total_parameters for way in rows.way], [10e9, 25e9, 60e9, 200e9])
    kind = np.array([bool(way.model.routed_parameters) + 2 * bool(way.model.state_values) for way in rows.way])
    for groups, most in ((size, 0.10), (kind, 0.15)):
        own = left_out(rows, groups)[rows.chip == chip]
        assert np.median(np.abs(np.expm1(own))) <= most


@pytest.mark.parametrize("chip", CHIPS)
def test_the_interval_holds_most_left_out_rows_and_is_narrow(rows, named, chip):
    """Each family's rows against the interval that the other families' errors give: 85 to 95 % inside."""
    own = rows.chip == chip
    held = []
    for family in sorted(set(rows.family[own])):
        inside = own & (rows.family == family)
        low, high = np.log(interval_factors(named[own & ~inside]))
        held.extend((low <= -named[inside]) & (-named[inside] <= high))
    assert 0.85 <= np.mean(held) <= 0.95
    low, high = interval_factors(named[own])
    assert high / low <= 3.0


def test_parameters_alone_give_a_useful_answer(rows):
    """Only total and active parameters known, family left out: 8 % on the H100, 19 % on the B200."""
    sized = text_rows(data_path("llm_energy_mlenergy").parent, is_typical=True)
    error = np.abs(np.expm1(left_out(rows, rows.family, sized)))
    assert np.median(error[rows.chip == "h100_sxm"]) <= 0.12
    assert np.median(error[rows.chip == "b200"]) <= 0.25


def test_batch_8_to_256_divides_energy_as_measured(rows, named):
    """Energy per token at batch 8 over that at 256, for each left-out pair, within 25 %.

    One pair of 24 misses: Llama 3.1 8B on the B200, whose measured step jumps from 11 to 28 ms between batch 64 and
    128 at half the power, which no property of the model explains.
    """
    predicted = rows.energy_j * np.exp(named)
    table = pd.DataFrame(
        {
            "key": rows.table["model_id"]
            + " "
            + rows.chip
            + " "
            + rows.task
            + " "
            + rows.table["num_gpus"].astype(str),
            "most": rows.table["max_num_seqs"].to_numpy(),
            "measured": rows.energy_j,
            "predicted": predicted,
        }
    )
    means = table.groupby(["key", "most"]).mean().unstack("most")
    pairs = means[[("measured", 8), ("measured", 256), ("predicted", 8), ("predicted", 256)]].dropna()
    measured = pairs["measured", 8] / pairs["measured", 256]
    ratio = (pairs["predicted", 8] / pairs["predicted", 256]) / measured
    assert len(pairs) == 24
    assert np.median(np.abs(ratio - 1.0)) <= 0.12
    assert [key for key in ratio.index if abs(ratio[key] - 1.0) > 0.25] == [
        "meta-llama/Llama-3.1-8B-Instruct b200 lm-arena-chat 1"
    ]


def test_time_between_tokens_follows_the_measured_median(rows):
    parameters = Parameters(sorted(set(rows.chip)))
    vector = fit_rows(rows, parameters)
    _, _, decode = predict(reference_serving(rows), rows, parameters.unpack(vector))
    miss = np.abs(np.log(decode / rows.table["median_itl_ms"].to_numpy(float)))
    assert np.median(miss) <= 0.12


def test_the_catalogue_holds_what_the_fit_gives(rows):
    parameters = Parameters(sorted(set(rows.chip)))
    vector = fit_rows(rows, parameters)
    fitted, chips, _ = parameters.unpack(vector)
    stored = efficiencies()
    for field in fields(Efficiencies):
        assert getattr(stored, field.name) == pytest.approx(getattr(fitted, field.name), rel=0.03), field.name
    for field in ("bandwidth_factor", "span_factor"):
        assert loader.get("inference_fit", "b200", field).number == pytest.approx(
            getattr(chips["b200"], field), rel=0.03
        )
    assert np.median(np.abs(np.expm1(errors(rows, parameters, vector)))) <= 0.08
