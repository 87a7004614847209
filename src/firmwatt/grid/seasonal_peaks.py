"""The peaks that an area has served, by season, and the names that areas go by.

References
----------
Norris, T. H. et al. (2025), Rethinking Load Growth, Nicholas Institute, Duke University: seasons and their exceptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray

SUMMER_PEAK_MONTHS: Final = frozenset({6, 7, 8})
WINTER_PEAK_MONTHS: Final = frozenset({12, 1, 2})
WINTER_SERVED_MONTHS: Final = frozenset({11, 12, 1, 2, 3})
"""Months whose hours are held against the winter peak; the others against the summer peak."""
PEAKS_OUTSIDE_SUMMER: Final[Mapping[str, frozenset[int]]] = {"CAISO": frozenset({5, 9})}
PEAKS_OUTSIDE_WINTER: Final[Mapping[str, frozenset[int]]] = {
    "AZPS": frozenset({11, 3}), "FPL": frozenset({11, 3}), "CAISO": frozenset({11, 3}),
}  # fmt: skip
"""Areas whose seasonal peak may fall one month outside the season (Norris et al. 2025, method)."""
OTHER_NAMES: Final[Mapping[str, str]] = {
    "CISO": "CAISO", "ERCO": "ERCOT", "SWPP": "SPP", "NYIS": "NYISO", "ISONE": "ISNE", "DUK": "DEC", "FPC": "DEF",
    "CPLE": "DEP", "SC": "SCP", "SCEG": "DESC", "BPAT": "BPA",
}  # fmt: skip
"""EIA's codes, and names of the catalogue's regions → the operators' names."""


def seasonal_peaks(area: str, demand_mw: FloatArray, month: NDArray[np.int64]) -> FloatArray:
    """Return (hours,) the highest demand of each hour's season over all years.

    Raises
    ------
    UserError
        If there is no hour in June to August, or none in December to February.
    """
    peaks = []
    for season, months in (
        ("June to August", SUMMER_PEAK_MONTHS | PEAKS_OUTSIDE_SUMMER.get(common_name(area), frozenset())),
        ("December to February", WINTER_PEAK_MONTHS | PEAKS_OUTSIDE_WINTER.get(common_name(area), frozenset())),
    ):
        inside = demand_mw[np.isin(month, list(months))]
        if inside.size == 0:
            raise UserError(f"{area}: there is no hour in {season}. Give at least one whole year of demand.")
        peaks.append(inside.max())
    served: FloatArray = np.where(np.isin(month, list(WINTER_SERVED_MONTHS)), peaks[1], peaks[0])
    return served


def served_seasons(month: NDArray[np.int64]) -> dict[str, NDArray[np.bool_]]:
    """Return season → (hours,) whether its peak is the measure of each hour."""
    is_winter = np.isin(month, list(WINTER_SERVED_MONTHS))
    return {"summer": ~is_winter, "winter": is_winter}


def common_name(area: str) -> str:
    """Return one name for all spellings of an area.

    Examples
    --------
    >>> common_name("CISO"), common_name("iso_ne"), common_name("PJM")
    ('CAISO', 'ISNE', 'PJM')
    """
    plain = area.upper().replace("_", "").replace("-", "")
    return OTHER_NAMES.get(plain, plain)
