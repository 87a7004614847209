"""The tiles of areas: each once, none on another, shaded by megawatts."""

from __future__ import annotations

from firmwatt.report.headroom_map import SHADES, TILE_PLACES, tile_map


def test_every_tile_has_a_place_of_its_own():
    assert len(set(TILE_PLACES.values())) == len(TILE_PLACES) == 22


def test_names_of_eia_stand_where_the_operators_names_do():
    (eia,), (own,) = tile_map({"CISO": 5.0}).tiles, tile_map({"CAISO": 5.0}).tiles
    assert (eia.x, eia.y) == (own.x, own.y)


def test_unknown_areas_stand_below_and_do_not_cover_one_another():
    found = tile_map({"PJM": 4.0, **{f"mine{at}": 1.0 for at in range(12)}})
    assert len({(tile.x, tile.y) for tile in found.tiles}) == 13
    assert all(tile.x + found.tile_width <= found.width for tile in found.tiles)
    assert all(tile.y + found.tile_height <= found.height for tile in found.tiles)


def test_the_most_is_darkest_and_nothing_is_lightest():
    shades = {tile.area: tile.shade for tile in tile_map({"PJM": 100.0, "MISO": 25.0, "SPP": 0.0}).tiles}
    assert shades["PJM"] == SHADES - 1
    assert 0 < shades["MISO"] < shades["PJM"]
    assert shades["SPP"] == 0
    assert {tile.shade for tile in tile_map({"PJM": 0.0}).tiles} == {0}
