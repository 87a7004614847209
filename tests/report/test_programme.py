"""The programme: gap, target year, names, orders."""

import numpy as np
import pytest

from firmwatt.report.programme import (
    MOST_BARS,
    Gap,
    asset_label,
    capacity_rows,
    largest_bars,
    programme_gap,
    roadmap_bars,
)
from tests.report.fabricated import fabricate


def gap(asked: list[float], energised: list[float]) -> Gap:
    years = tuple(range(2027, 2027 + len(asked)))
    return Gap(years, ("home",), np.array([asked]), np.array([energised]))


def test_megawatts_are_those_at_the_meter() -> None:
    found = programme_gap(fabricate(["Solo"]).plan)
    np.testing.assert_allclose(found.asked_mw, [[400.0, 700.0, 1000.0, 1000.0]])
    np.testing.assert_allclose(found.energised_mw, [[220.0, 490.0, 850.0, 1000.0]])


@pytest.mark.parametrize(
    ("asked", "energised", "target", "complete"),
    [
        ([100.0, 200.0, 200.0], [50.0, 150.0, 200.0], 1, 2029),
        ([100.0, 200.0], [100.0, 200.0], 1, 2028),
        ([100.0, 200.0], [50.0, 199.0], 1, None),
        ([100.0, 200.0], [50.0, 199.99], 1, 2028),
        ([0.0, 0.0], [0.0, 0.0], 0, 2027),
    ],
)
def test_target_and_complete_year(
    asked: list[float], energised: list[float], target: int, complete: int | None
) -> None:
    found = gap(asked, energised)
    assert found.target_index == target
    assert found.complete_year == complete


def test_orders_stand_by_date_and_the_largest_are_drawn() -> None:
    bars = roadmap_bars(fabricate([f"site_{k}" for k in range(8)]).plan)
    assert [bar.order_by for bar in bars] == sorted(bar.order_by for bar in bars)
    drawn = largest_bars(bars, 2045)
    assert len(drawn) == MOST_BARS
    assert min(bar.mw for bar in drawn) >= sorted(bar.mw for bar in bars)[len(bars) - MOST_BARS]
    assert largest_bars((), 2045) == ()
    assert {bar.online.year for bar in largest_bars(bars, 2028)} == {2027, 2028}


def test_orders_are_named_by_site_and_thing() -> None:
    labels = {bar.label.ko for bar in roadmap_bars(fabricate(["north_field"]).plan)}
    assert {"North Field · 가스터빈", "North Field · 계통 접속", "North Field · 데이터센터(IT)"} <= labels


def test_assets_with_names_of_their_own_keep_them() -> None:
    assert asset_label("west/solar_farm").ko == "West · Solar Farm"
    assert asset_label("CraneRestart").en == "CraneRestart"


def test_capacities_leave_out_what_is_never_there() -> None:
    labels = [label.en for label, _, _ in capacity_rows(fabricate(["Solo"]).plan)]
    assert labels[:2] == ["Solo · Data centre (IT)", "Solo · Grid connection"]
    assert capacity_rows(fabricate(["Solo"], scale=0.0).plan) == []
