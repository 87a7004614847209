"""Books of the weather draws: what each year costs to run in each of them, and what the dearest mean for the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import Flows, flows_of_draw
from firmwatt.accounting.running import running_costs
from firmwatt.finance import risk_adjustment_usd, tail_mean, value_at_risk
from firmwatt.timegrid import FloatArray

USUAL_TAIL_SHARE = 0.1
"""Share of the dearest draws that is told where the programme asks for none."""


@dataclass(frozen=True, slots=True, eq=False)
class WeatherBooks:
    """The weather draws of a plan; all money is that of one calendar year, undiscounted.

    Attributes
    ----------
    draws : names
    probability : (draws,) sums to 1
    tail_share : 0-1
    weight : 0-1
        Of the tail in the objective, 0 where the expected cost alone counts.
    cost_usd : kind → (years, draws)
        What the hours cost; what is built and stands costs the same in every draw.
    lost_mwh : (years, draws) MWh of IT energy
    import_mwh : (years, draws) MWh bought from the grid
    expected_usd, value_at_risk_usd, tail_mean_usd : (years,) of the operating cost
    adjustment_usd
        What the objective adds to the expected cost, present value over the horizon.
    """

    draws: tuple[str, ...]
    probability: FloatArray
    tail_share: float
    weight: float
    cost_usd: Mapping[str, FloatArray]
    lost_mwh: FloatArray
    import_mwh: FloatArray
    expected_usd: FloatArray
    value_at_risk_usd: FloatArray
    tail_mean_usd: FloatArray
    adjustment_usd: float

    @property
    def operating_usd(self) -> FloatArray:
        """Return (years, draws) the operating cost of all kinds."""
        return np.asarray(np.sum(list(self.cost_usd.values()), axis=0), dtype=np.float64)

    @property
    def in_tail(self) -> FloatArray:
        """Return (years, draws) the share of each draw's probability that belongs to the dearest ones, 0-1."""
        order = np.argsort(-self.operating_usd, axis=1, kind="stable")
        chance = self.probability[order]
        dearer = np.cumsum(chance, axis=1) - chance
        share = np.clip((self.tail_share - dearer) / chance, 0.0, 1.0)
        found = np.empty_like(share)
        np.put_along_axis(found, order, share, axis=1)
        return found


def weather_books(flows: Flows, factors: FloatArray) -> WeatherBooks | None:
    """Return the books of the weather draws, None where there is but one.

    Parameters
    ----------
    flows
    factors : (years,)
        Present value of 1 USD in each calendar year.
    """
    programme = flows.case.programme
    if len(programme.weather_years) == 1:
        return None
    risk, asked = programme.risk_in_force, programme.risk
    tail_share = USUAL_TAIL_SHARE if asked is None else asked.tail_share
    weight = 0.0 if risk is None else risk.weight
    chance = np.array(programme.weather_probability)
    each = [flows_of_draw(flows, draw) for draw in range(len(chance))]
    by_draw = [running_costs(own) for own in each]
    cost = {kind: np.stack([costs[kind].sum(axis=0) for costs in by_draw], axis=1) for kind in by_draw[0]}
    operating = np.sum(list(cost.values()), axis=0)
    expected, tail = operating @ chance, tail_mean(operating, chance, tail_share)
    return WeatherBooks(
        draws=programme.draw_names,
        probability=chance,
        tail_share=tail_share,
        weight=weight,
        cost_usd=cost,
        lost_mwh=np.stack([yearly_sum(own.time, flows.dispatch.lost_mw).sum(axis=0) for own in each], axis=1),
        import_mwh=np.stack([yearly_sum(own.time, flows.import_mw).sum(axis=0) for own in each], axis=1),
        expected_usd=expected,
        value_at_risk_usd=value_at_risk(operating, chance, tail_share),
        tail_mean_usd=tail,
        adjustment_usd=risk_adjustment_usd(tail, expected, factors, weight),
    )
