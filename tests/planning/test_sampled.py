"""Series at the hours that the plan looks at."""

from firmwatt.planning.sampled import sampled_series
from tests.cases import two_site_case
from tests.worlds import simple_inputs


def test_each_site_sees_its_region_at_the_sampled_hours() -> None:
    inputs = simple_inputs(two_site_case())
    series, time = sampled_series(inputs), inputs.time
    assert series.price_usd_per_mwh.shape == (2, time.chains, time.period_hours)
    hour = time.period_start_hour[1] + 5
    assert series.price_usd_per_mwh[0, 1, 5] == inputs.grid.price_usd_per_mwh[0, 0, 0, hour]
    assert series.arrivals_mw[0, 1, 5] == inputs.load.it.pools[0].arrivals_mw[0, hour]
    assert series.pue.shape == series.price_usd_per_mwh.shape
