"""Write the outlines that maps of sites are drawn on: `python -m tools.make_borders WORLD.json STATES.json`.

Both are TopoJSON files: `countries-50m.json` of the npm package world-atlas (Natural Earth 1:50m, public domain) and
`states-10m.json` of us-atlas (cartographic boundaries of the US Census Bureau, public domain).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely  # type: ignore[import-untyped]

OUT = Path(__file__).parents[1] / "src" / "firmwatt" / "report" / "static" / "borders.json"
COUNTRY_TOLERANCE_DEG, STATE_TOLERANCE_DEG, LEAST_AREA_DEG2 = 0.04, 0.03, 0.02
STEPS_PER_DEGREE = 100
SOURCE = "Natural Earth 1:50m admin 0 (world-atlas 2.0.2) and US Census Bureau states (us-atlas 3.0.1); public domain"


def arcs_deg(topology: dict[str, Any]) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    """Return the arcs of a quantised topology as (points, 2) longitudes and latitudes in degrees."""
    scale, translate = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def rings(topology: dict[str, Any], name: str) -> Iterator[shapely.Polygon]:
    """Yield the outer rings of an object of a topology."""
    arcs = arcs_deg(topology)
    for shape in topology["objects"][name]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs"), None: []}[shape.get("type")]
        for polygon in polygons:
            parts = [arcs[k] if k >= 0 else arcs[~k][::-1] for k in polygon[0]]
            yield shapely.Polygon(np.concatenate(parts))


def outlines(polygons: Iterator[shapely.Polygon], tolerance_deg: float) -> list[list[int]]:
    """Return rings as flat whole hundredths of a degree: the first point, then the steps from each to the next."""
    kept = []
    for polygon in polygons:
        simple = polygon.simplify(tolerance_deg)
        if simple.area < LEAST_AREA_DEG2:
            continue
        points = np.rint(np.array(simple.exterior.coords)[:-1] * STEPS_PER_DEGREE).astype(int)
        kept.append(np.diff(points, axis=0, prepend=np.zeros((1, 2), int)).ravel().tolist())
    return kept


def main() -> None:
    """Read both topologies and write the file of outlines."""
    world, states = (json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:3])
    record = {
        "source": SOURCE,
        "steps_per_degree": STEPS_PER_DEGREE,
        "countries": outlines(rings(world, "countries"), COUNTRY_TOLERANCE_DEG),
        "states": outlines(rings(states, "states"), STATE_TOLERANCE_DEG),
    }
    OUT.write_text(json.dumps(record, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
