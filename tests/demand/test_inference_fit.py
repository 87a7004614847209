"""The fitted numbers: physical, complete, and lent to chips that have none."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from firmwatt.catalog import loader
from firmwatt.demand.inference_fit import ChipFit, chip_fit, efficiencies, measured_chips, method_version


def test_shares_of_a_peak_stay_below_it():
    fit = efficiencies()
    shares = {field.name: getattr(fit, field.name) for field in fields(fit) if field.name.endswith("_share")}
    assert all(0.2 < value < 1.0 for value in shares.values()), shares


def test_the_reference_chip_has_factors_of_one():
    factors = [field.name for field in fields(ChipFit) if field.name.endswith("_factor")]
    assert all(getattr(chip_fit("h100_sxm"), name) == 1.0 for name in factors)


def test_each_measured_chip_states_its_error():
    assert measured_chips() == ("h100_sxm", "b200")
    for chip in measured_chips():
        assert loader.get("inference_fit", chip, "median_error_share").number <= 0.10
        assert loader.get("inference_fit", chip, "p90_error_factor").number <= 1.4


def test_a_chip_without_rows_takes_what_lies_between_the_measured_ones_by_memory_rate():
    slow, fast = chip_fit("h100_sxm"), chip_fit("b200")
    middle = chip_fit("h200_sxm")
    share = np.log(4.8 / 3.35) / np.log(8.0 / 3.35)
    for field in fields(ChipFit):
        ends = [getattr(fit, field.name) for fit in (slow, fast)]
        assert getattr(middle, field.name) == pytest.approx(ends[0] ** (1.0 - share) * ends[1] ** share)
        assert getattr(chip_fit("a100_80gb"), field.name) == pytest.approx(ends[0])
        assert getattr(chip_fit("gb300_nvl72"), field.name) == pytest.approx(ends[1])


def test_the_method_has_a_version_and_a_date():
    assert method_version().startswith("inference-1.")
    assert "(20" in method_version()
