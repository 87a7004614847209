"""Gaussian noise that remembers its past and knows its neighbours: the chance in the weather generator.

The noise at a place depends on the seed and the place's coordinates only, not on which other places are asked for,
so that adding a site to a scenario leaves the weather of the others as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

WAVES: Final = 192
STORM_TRACK: Final = 0.58
"""Sine of the latitude (35 degrees) beyond which westerlies order the weather."""
MEMORIES_TO_FORGET: Final = 10.0
"""After so many memories nothing is left of a start at zero (e⁻¹⁰): the year's end is the start of its beginning."""


@dataclass(frozen=True, slots=True)
class Field:
    """What kind of noise: `name` tells fields apart and seeds them.

    Attributes
    ----------
    number
        Position in the generator's list of fields; part of the seed.
    memory_hours : hours
        The correlation in time after t hours is exp(-t/memory); of a smooth field (1 + t/memory)·exp(-t/memory).
    reach_km : km
        The correlation between places falls to 1/e over this distance.
    step_hours : hours
        Drawn so often and joined by straight lines; a divisor of 24, far below the memory.
    is_smooth
        Whether it changes by slopes rather than by shocks, as the mean over a wide area does.
    stretch
        How much more a km northwards counts for each unit of the latitude's sine beyond `STORM_TRACK`: weather of the
        westerlies is alike farther east and west than north and south. 0 for a field that is alike all around.
    """

    number: int
    memory_hours: float
    reach_km: float
    step_hours: int = 1
    is_smooth: bool = False
    stretch: float = 0.0

    def correlation(self, hours: FloatArray) -> FloatArray:
        """Return the correlation of the field with itself some hours later."""
        memories = np.abs(hours) / self.memory_hours
        return np.asarray((1.0 + memories * self.is_smooth) * np.exp(-memories), dtype=np.float64)


def gaussian_field(field: Field, seed: int, positions_km: FloatArray) -> FloatArray:
    """Return (places, 8760) noise of mean 0 and variance 1, seamless from December to January.

    Parameters
    ----------
    field
    seed
        The label of the weather year.
    positions_km : (places, 3) km
        From the centre of the Earth.

    Notes
    -----
    A sum of `WAVES` plane waves with independent first-order autoregressive amplitudes:
    z(x, t) = √(1/K) Σ_k [a_k(t) cos(ω_k·x) + b_k(t) sin(ω_k·x)]. Wave numbers follow the spectral density of
    exp(−d/reach) in three dimensions, so that the covariance is exp(−d/reach)·exp(−|τ|/memory) up to about ±0.05
    (at most 0.15 between the catalogue's places);
    d is the chord, which differs from the great circle by 1 % at 3,000 km.

    References
    ----------
    Rahimi and Recht 2007, Random Features for Large-Scale Kernel Machines, NeurIPS 20.
    """
    phase = _stretched(positions_km, field.stretch) @ _wave_numbers(field.number).T / field.reach_km
    amplitudes = _amplitudes(field, seed)
    waves = np.concatenate([np.cos(phase), np.sin(phase)], axis=1) / np.sqrt(WAVES)
    drawn = np.asarray(waves.astype(np.float32) @ amplitudes, dtype=np.float64)
    return drawn if field.step_hours == 1 else _joined(drawn, field)


def _stretched(positions_km: FloatArray, stretch: float) -> FloatArray:
    """Return (places, 3) km between which the field is alike all around: moved along the Earth's axis near the poles.

    References
    ----------
    Sampson and Guttorp 1992, Journal of the American Statistical Association 87, 108 (deformation of space).
    """
    along = positions_km[:, 2]
    beyond = np.maximum(np.abs(along) / np.linalg.norm(positions_km, axis=1) - STORM_TRACK, 0.0)
    moved = positions_km.copy()
    moved[:, 2] += np.sign(along) * 0.5 * stretch * beyond**2 * np.linalg.norm(positions_km, axis=1)
    return moved


def _amplitudes(field: Field, seed: int) -> NDArray[np.float32]:
    """Return (2·waves, 8760 / step) how strong each wave is, as its year's end runs into its beginning.

    Notes
    -----
    A smooth field is a first-order process of which the shocks are one themselves (a double pole).
    """
    steps = HOURS_PER_YEAR // field.step_hours
    memory_steps = field.memory_hours / field.step_hours
    memory = np.exp(-1.0 / memory_steps)
    amplitudes = np.random.default_rng([seed, field.number]).standard_normal((2 * WAVES, steps), dtype=np.float32)
    amplitudes *= np.float32(np.sqrt(1.0 - memory**2))
    if field.is_smooth:
        amplitudes = _remembered(amplitudes, memory, memory_steps)
        amplitudes *= np.float32((1.0 - memory**2) / np.sqrt(1.0 + memory**2))
    return _remembered(amplitudes, memory, memory_steps)


def _remembered(shocks: NDArray[np.float32], memory: float, memory_steps: float) -> NDArray[np.float32]:
    """Return shocks and what is left of those before them, the year's last ones before its first."""
    one, feedback = np.ones(1, dtype=np.float32), np.array([1.0, -memory], dtype=np.float32)
    late = shocks[:, -min(shocks.shape[1], round(MEMORIES_TO_FORGET * memory_steps)) :]
    _, ended = lfilter(one, feedback, late, axis=1, zi=np.zeros((len(shocks), 1), dtype=np.float32))
    remembered, _ = lfilter(one, feedback, shocks, axis=1, zi=ended)
    return np.asarray(remembered, dtype=np.float32)


def _joined(drawn: FloatArray, field: Field) -> FloatArray:
    """Return (places, 8760) straight lines between values drawn every few hours, scaled to a variance of 1."""
    after = np.roll(drawn, -1, axis=1)
    part = np.arange(field.step_hours) / field.step_hours
    memory = float(field.correlation(np.array(float(field.step_hours))))
    variance = np.mean(part**2 + (1.0 - part) ** 2 + 2.0 * part * (1.0 - part) * memory)
    lines = drawn[:, :, None] * (1.0 - part) + after[:, :, None] * part
    return np.asarray(lines.reshape(len(drawn), -1) / np.sqrt(variance), dtype=np.float64)


@cache
def _wave_numbers(number: int) -> FloatArray:
    """Return (waves, 3) wave numbers for a reach of one, spread evenly over length and direction.

    The share of wave numbers shorter than ω is (2/π)(atan ω − ω/(1 + ω²)).
    """
    generator = np.random.default_rng(number)
    lengths = np.tan(np.linspace(0.0, np.pi / 2.0, 20_001)[:-1])
    shorter = (2.0 / np.pi) * (np.arctan(lengths) - lengths / (1.0 + lengths**2))
    length = np.interp((np.arange(WAVES) + 0.5) / WAVES, shorter, lengths)
    height = generator.permutation(2.0 * (np.arange(WAVES) + 0.5) / WAVES - 1.0)
    turn = generator.permutation(2.0 * np.pi * np.arange(WAVES) / WAVES)
    flat = np.sqrt(1.0 - height**2)
    direction = np.column_stack([flat * np.cos(turn), flat * np.sin(turn), height])
    return np.asarray(length[:, None] * direction, dtype=np.float64)
