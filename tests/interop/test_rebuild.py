"""What a rebuilt plan has, and what it has not."""

import math
from dataclasses import replace

import numpy as np

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.datasets import dispatch_dataset, plan_dataset
from firmwatt.interop.rebuild import rebuild_dispatch, rebuild_plan
from firmwatt.interop.summary import build_summary
from firmwatt.lp.solution import Solution, Status
from firmwatt.planning.model import build_model
from tests.hand import hand_case, hand_dispatch, hand_plan


def test_the_program_is_built_anew_and_the_outcome_is_kept():
    stopped = Solution(
        Status.STOPPED_FEASIBLE, "highs-ipm", None, None, None, 7.0, math.nan, math.nan, 3, 0.1, 0.2,
        fallback_reason="slow",
    )  # fmt: skip
    dispatch = hand_dispatch(hand_plan(solution=stopped))
    summary = build_summary(dispatch, build_ledger(dispatch))
    hours = dispatch_dataset(dispatch)
    plan = rebuild_plan(hand_case(), plan_dataset(dispatch.plan), hours, summary)
    assert plan.solution.status is Status.STOPPED_FEASIBLE
    assert plan.solution.primal is None
    assert math.isnan(plan.solution.dual_bound)
    assert plan.solution.fallback_reason == "slow"
    assert plan.lp.columns == build_model(dispatch.plan.inputs).lp.columns
    np.testing.assert_array_equal(rebuild_dispatch(plan, hours).metered_mw, dispatch.metered_mw)


def test_the_program_built_anew_is_the_same_program():
    dispatch = hand_dispatch(hand_plan())
    inputs = dispatch.plan.inputs
    pools = tuple(replace(pool, occupancy=1.25, must_serve=True) for pool in inputs.load.it.pools)
    inputs = replace(inputs, load=replace(inputs.load, it=replace(inputs.load.it, pools=pools)))
    dispatch = replace(dispatch, plan=replace(dispatch.plan, inputs=inputs))
    summary = build_summary(dispatch, build_ledger(dispatch))
    plan = rebuild_plan(inputs.case, plan_dataset(dispatch.plan), dispatch_dataset(dispatch), summary)
    assert plan.inputs.load.it.pools[0].must_serve
    before, after = build_model(inputs).lp, plan.lp
    assert abs(before.matrix - after.matrix).max() == 0.0
    for name in ("cost", "col_lower", "col_upper", "row_lower", "row_upper"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name))
