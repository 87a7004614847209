"""A map of areas as tiles: where each balancing area of the contiguous United States lies, roughly, on a grid.

The places are our own arrangement, so that neighbours touch; areas that it does not know stand in a row below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from firmwatt.grid.seasonal_peaks import common_name

TILE_PLACES: Final[Mapping[str, tuple[int, int]]] = {
    "BPA": (0, 0),
    "PGE": (0, 1),
    "PACW": (0, 2),
    "PACE": (1, 1),
    "CAISO": (0, 3),
    "PSCO": (2, 2),
    "AZPS": (1, 3),
    "SRP": (1, 4),
    "SPP": (3, 2),
    "ERCOT": (3, 4),
    "MISO": (4, 2),
    "SOCO": (5, 4),
    "TVA": (5, 3),
    "PJM": (6, 2),
    "NYISO": (7, 1),
    "ISNE": (8, 0),
    "DEC": (6, 3),
    "DEP": (7, 3),
    "SCP": (7, 4),
    "DESC": (6, 4),
    "DEF": (6, 5),
    "FPL": (7, 5),
}
"""Area, as the operators name it → column and row of its tile."""
TILE_WIDTH, TILE_HEIGHT, GAP = 96, 64, 6
SHADES = 6
"""Steps of shading, the darkest for the most."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One area on the map.

    Attributes
    ----------
    x, y : pixels of its corner
    shade : 0 to `SHADES` - 1
    """

    area: str
    megawatts: float
    x: int
    y: int
    shade: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """All areas."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    tile_width: int = TILE_WIDTH
    tile_height: int = TILE_HEIGHT


def tile_map(megawatts: Mapping[str, float]) -> TileMap:
    """Return the map of areas shaded by their megawatts.

    Parameters
    ----------
    megawatts : area → MW, >= 0

    Examples
    --------
    >>> [(tile.area, tile.shade) for tile in tile_map({"PJM": 100.0, "mine": 0.0}).tiles]
    [('PJM', 5), ('mine', 0)]
    """
    most = max(megawatts.values(), default=0.0)
    known = {area: TILE_PLACES[common_name(area)] for area in megawatts if common_name(area) in TILE_PLACES}
    columns = max((column for column, _ in known.values()), default=7) + 1
    below = max((row for _, row in known.values()), default=-1) + 1
    others = [area for area in megawatts if area not in known]
    places = known | {area: (at % columns, below + at // columns) for at, area in enumerate(others)}
    rows = max((row for _, row in places.values()), default=0) + 1
    tiles = tuple(
        Tile(
            area,
            value,
            places[area][0] * (TILE_WIDTH + GAP),
            places[area][1] * (TILE_HEIGHT + GAP),
            min(SHADES - 1, int(SHADES * (value / most) ** 0.5)) if most > 0.0 else 0,
        )
        for area, value in megawatts.items()
    )
    return TileMap(tiles, columns * (TILE_WIDTH + GAP) - GAP, rows * (TILE_HEIGHT + GAP) - GAP)
