"""The way of the interior point."""

from __future__ import annotations

import pytest

from firmwatt.lp.chain import interior
from firmwatt.lp.chain.interior import Strategy
from firmwatt.lp.chain.start import Start
from tests.lp.chain.systems import pair_of
from tests.lp.programs import chain_lp


@pytest.mark.parametrize("start", list(Start))
@pytest.mark.parametrize("clips", [True, False])
def test_gap_and_residuals_vanish(start: Start, clips: bool):
    pair = pair_of(chain_lp(2, 60))
    point = pair.begun(Strategy(start, clips, correctors=1))
    for _ in range(40):
        measure = point.measure()
        if measure.worst < 1e-8:
            break
        assert point.advance(measure)
    assert measure.worst < 1e-8
    assert (point.at.x[point.point.kind != 0] > 0.0).all()


def test_steps_that_close_leave_the_products_where_they_are():
    pair = pair_of(chain_lp(2, 60))
    point = pair.begun(Strategy(Start.SIZED, clips=False, correctors=1))
    for _ in range(8):
        assert point.advance(point.measure())
    before = point.measure()
    for _ in range(6):
        assert point.advance(point.measure(), closes=True)
    after = point.measure()
    assert after.primal_lack < 1e-9
    assert after.mean_product == pytest.approx(before.mean_product, rel=0.2)


def test_a_rest_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(interior, "_WORTH_RESTING", 0)
    gaps = []
    for rests in (False, True):
        pair = pair_of(chain_lp(2, 60))
        point = pair.begun(Strategy(Start.SIZED, clips=True, correctors=1))
        for _ in range(6):
            measure = point.measure()
            if rests:
                point.rest()
            assert point.advance(measure)
        gaps.append(point.measure())
    assert gaps[0] == gaps[1]
