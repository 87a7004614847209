"""Tables of numbers as lines of CSV, several times as quickly as by the usual writers."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba import njit, uint32
from numpy.typing import NDArray

from firmwatt.timegrid import FloatArray, IntArray

ByteArray = NDArray[np.uint8]

MOST_LETTERS: Final = 18
"""Of one number, with the comma before it."""
_LARGEST_POWER: Final = 300
_TENS: Final = np.array([float(f"1e{power}") for power in range(-_LARGEST_POWER, _LARGEST_POWER + 1)])
_FOURS: Final = (
    np.frombuffer("".join(f"{number:04d}" for number in range(10_000)).encode(), np.uint8).reshape(-1, 4).copy()
)
_COMMA, _POINT, _ZERO, _MINUS, _LINE, _TIMES_TEN = (ord(letter) for letter in ",.0-\ne")


def lines_of(ids: ByteArray, ends: IntArray, values: FloatArray) -> ByteArray:
    r"""Return lines of an id and numbers of eight significant digits, with commas between.

    Parameters
    ----------
    ids
        The letters of all ids, one after the other.
    ends : (rows + 1,)
        Where each id begins, and the last one ends.
    values : (columns, rows), >= 0, below 1e290
        What is smaller than 1e-290 is written as 0.

    Examples
    --------
    >>> values = np.array([[0.25], [1e-7 / 3.0], [12345678.9]])
    >>> bytes(lines_of(np.frombuffer(b"a-1", np.uint8), np.array([0, 3]), values))
    b'a-1,0.25,3.3333333e-08,12345679\n'
    """
    out = np.empty(int(ends[-1] - ends[0]) + values.shape[1] * (1 + values.shape[0] * MOST_LETTERS), np.uint8)
    return out[: _write(ids.copy(), ends, values, _TENS, _FOURS, out)]


@njit(nogil=True, inline="always")
def _put_power(power: int, at: int, out: ByteArray) -> int:
    """Write a power of ten at a place and return the place behind it."""
    out[at] = _TIMES_TEN
    at += 1
    if power < 0:
        out[at] = _MINUS
        at += 1
    size = abs(power)
    if size >= 100:
        out[at] = _ZERO + size // 100
        at += 1
    out[at] = _ZERO + size // 10 % 10
    out[at + 1] = _ZERO + size % 10
    return at + 2


@njit(nogil=True, inline="always")
def _put(value: float, at: int, tens: FloatArray, fours: ByteArray, out: ByteArray) -> int:
    """Write a number at a place and return the place behind it: digits are looked up by four, then comes the point."""
    if not value > 1e-290:
        out[at] = _ZERO
        return at + 1
    power = ((math.frexp(value)[1] - 1) * 1233) >> 12
    if value >= tens[power + 1 + _LARGEST_POWER]:
        power += 1
    digits = uint32(value * tens[7 - power + _LARGEST_POWER] + 0.5)
    if digits >= 100_000_000:
        digits = uint32(10_000_000)
        power += 1
    lead = power if -6 < power < 8 else 0
    first, point = at + 1, at + 1
    if lead < 0:
        first -= lead
        for place in range(at, first):
            out[place] = _ZERO
    else:
        point += lead
    high = digits // uint32(10_000)
    low = digits - high * uint32(10_000)
    for place in range(4):
        out[first + place] = fours[high, place]
        out[first + 4 + place] = fours[low, place]
    for place in range(at, point if lead >= 0 else at):
        out[place] = out[place + 1]
    out[point] = _POINT
    at = first + 8
    while out[at - 1] == _ZERO:
        at -= 1
    if at == point + 1:
        at = point
    return at if power == lead else _put_power(power, at, out)


@njit("int64(uint8[::1], int64[::1], float64[:,::1], float64[::1], uint8[:,::1], uint8[::1])", nogil=True, cache=True)
def _write(
    ids: ByteArray, ends: IntArray, values: FloatArray, tens: FloatArray, fours: ByteArray, out: ByteArray
) -> int:
    """Fill `out` with lines and return how much of it."""
    at = 0
    for row in range(values.shape[1]):
        for letter in range(ends[row], ends[row + 1]):
            out[at] = ids[letter]
            at += 1
        for column in range(values.shape[0]):
            out[at] = _COMMA
            at = _put(values[column, row], at + 1, tens, fours, out)
        out[at] = _LINE
        at += 1
    return at
