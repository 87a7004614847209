"""The built-in `inference-fleet`: planned end to end, its labels to 1e-9, and work that follows sun and wind."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt import study
from firmwatt.accounting.label import Ask, make_label
from firmwatt.accounting.label_place import Place
from firmwatt.accounting.workload_books import workload_books
from firmwatt.demand.network import round_trip_ms
from firmwatt.demand.request_energy import way_of_volume
from firmwatt.planning.solve import solve_plan

pytestmark = pytest.mark.slow
LAST = -1


@pytest.fixture(scope="module")
def run():
    return study.keep_books(solve_plan(study.prepare(study.load("inference-fleet", resolution="3x48"))))


@pytest.fixture(scope="module")
def books(run):
    return {each.workload: each for each in workload_books(run.dispatch)}


def test_it_stands_on_three_continents_with_three_sizes_of_models(run):
    case = run.plan.inputs.case
    assert {site.time_zone.partition("/")[0] for site in case.sites} == {"America", "Europe", "Asia"}
    assert len({work.requests.model for work in case.workloads}) == 3
    assert {work.work_class.value for work in case.workloads} == {"interactive", "batch"}


def test_label_times_requests_served_is_the_energy_of_the_plan(run, books):
    for work in run.plan.inputs.case.workloads:
        volume, each = work.requests, books[work.name]
        for index, year in enumerate(run.plan.inputs.time.planning_years):
            where = Place("pjm", "ashburn", "direct_liquid_dry_cooler", float(each.pue[index]), 0.0, 0.0, 0.0)
            label = make_label(
                Ask(
                    way_of_volume(volume),
                    volume.input_tokens,
                    volume.output_tokens,
                    "pjm",
                    year,
                    None,
                    volume.batch,
                    volume.latency_ms,
                    "direct_liquid_dry_cooler",
                    where=where,
                )
            )
            metered_wh = each.metered_mwh[:, index].sum() * 1e6
            assert label.energy_wh.value * each.requests[index] == pytest.approx(metered_wh, rel=1e-9)


def test_nearly_all_requests_are_served(books):
    for each in books.values():
        assert each.lost_mwh[LAST] < 0.02 * each.home_mwh[:, LAST].sum()


def test_work_leaves_the_dear_grid_for_the_sun_and_the_wind(run, books):
    """Tokyo has the dearest power and Texas the best sun and wind: what may go everywhere goes there."""
    case = run.plan.inputs.case
    tokyo, texas = case.site_index("tokyo"), case.site_index("texas")
    large = books["reasoning_large"]
    assert large.moved_in_mwh[tokyo, LAST] < -0.3 * large.home_mwh[tokyo, LAST]
    assert large.moved_in_mwh[texas, LAST] > 0.3 * large.home_mwh[texas, LAST]


def test_what_may_cross_no_ocean_stays_within_reach(run, books):
    """The small model's work of East Asia is served in East Asia, all of it."""
    case = run.plan.inputs.case
    east = [case.site_index(name) for name in ("haenam", "tokyo")]
    small = books["assistant_small"]
    moved = small.moved_in_mwh[east].sum(axis=0)
    assert moved == pytest.approx(0.0, abs=1e-4 * small.served_mwh.sum())
    assert abs(small.moved_in_mwh[east[0], LAST]) > 0.0
    far = round_trip_ms(case.sites[case.site_index("tokyo")], case.sites[case.site_index("virginia")])
    assert far > next(work.movable_within_ms for work in case.workloads if work.name == "assistant_small")


def test_the_queue_is_where_its_own_wind_and_sun_are_at_that_hour(run):
    """Correlation over the hours of the last year of a site's own sun and wind with the documents worked on there."""
    plan, dispatch = run.plan, run.dispatch
    case, years = plan.inputs.case, plan.inputs.time.chain_year
    is_last = years == years.max()
    queue = [index for index, pool in enumerate(plan.inputs.load.it.pools) if pool.workload == "documents_batch"]
    found = []
    for name in ("texas", "haenam", "dublin"):
        own = [index for index, asset in enumerate(case.supply) if asset.site == name]
        clean = dispatch.generation_mw[own].sum(axis=0)[is_last].ravel()
        served = dispatch.served_mw[queue, case.site_index(name)].sum(axis=0)[is_last].ravel()
        found.append(float(np.corrcoef(clean, served)[0, 1]))
    assert np.mean(found) > 0.1
    assert max(found) > 0.25
