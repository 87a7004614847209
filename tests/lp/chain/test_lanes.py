"""How chains are cut, and which are laid out together."""

from __future__ import annotations

import numpy as np

from firmwatt.lp.chain.lanes import LANES, cut


def test_chains_that_are_alike_share_groups():
    lanes = cut(np.full(6, 40), np.ones((6, 50), dtype=np.bool_), threads=2)
    assert lanes.kind_groups.tolist() == [0, lanes.groups]


def test_a_year_in_which_little_stands_has_groups_of_its_own():
    used = np.ones((3, 200), dtype=np.bool_)
    used[0, 20:] = False
    lanes = cut(np.full(3, 8760), used, threads=2)
    assert lanes.kind_groups.size == 3
    assert lanes.lane[0].max() < lanes.kind_groups[1] * LANES <= lanes.lane[1:].min()


def test_every_stage_has_a_place_of_its_own():
    length = np.array([100, 37, 64])
    used = np.random.default_rng(0).random((3, 400)) < 0.5
    lanes = cut(length, used, threads=2)
    places = [(lanes.lane[c, s], lanes.position[c, s]) for c in range(3) for s in range(length[c])]
    assert len(set(places)) == length.sum()
    assert min(lane for lane, _ in places) >= 0
    assert max(position for _, position in places) == lanes.depth - 1


def test_few_slots_more_are_no_reason_for_another_kind():
    used = np.ones((16, 100), dtype=np.bool_)
    used[:8, :5] = False
    assert cut(np.full(16, 96), used, threads=2).kind_groups.size == 2
