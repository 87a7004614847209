"""Numbers as lines of CSV: every one reads back to eight digits."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.interop.number_rows import lines_of

NO_IDS = np.zeros(0, np.uint8)


def written(values):
    found = lines_of(NO_IDS, np.zeros(np.shape(values)[1] + 1, np.int64), np.asarray(values, dtype=np.float64))
    return bytes(found).decode().splitlines()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (1.0, "1"), (0.1, "0.1"), (100.0, "100"), (12345678.9, "12345679"), (9.99999999999, "10"),
        (99999999.6, "1e08"), (5e-5, "0.00005"), (1.0000001e-7, "1.0000001e-07"), (1e-289, "1e-289"), (1e289, "1e289"),
        (1e-295, "0"),
    ],
)  # fmt: skip
def test_numbers_look_as_people_write_them(value, text):
    assert written([[value]]) == [f",{text}"]


def test_every_number_reads_back_to_eight_digits():
    values = 10.0 ** np.random.default_rng(3).uniform(-200.0, 200.0, (4, 5000))
    read = np.array([line.split(",")[1:] for line in written(values)], dtype=np.float64).T
    assert np.abs(read / values - 1.0).max() < 5.1e-8


def test_ids_stand_before_the_numbers():
    letters, ends = np.frombuffer("aé-1".encode(), np.uint8), np.array([0, 3, 5])
    assert bytes(lines_of(letters, ends, np.array([[1.5, 2.0]]))).decode() == "aé,1.5\n-1,2\n"
