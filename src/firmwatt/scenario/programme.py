"""`Programme`: what is planned, from when, in which money, and against which weather."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Risk:
    """How much the dearest weather years count beside the mean of all.

    Attributes
    ----------
    tail_share : 0-1, > 0
        Probability of the dearest weather draws whose mean operating cost is looked at.
    weight : 0-1
        Of that mean in the objective; the rest is the expected cost.
    """

    tail_share: float
    weight: float


@dataclass(frozen=True, slots=True)
class Programme:
    """What is planned, from when, in which money.

    Attributes
    ----------
    planning_years : (years,)
    years_represented : (years,) years, >= 1
    decision_date
        The day on which every lead time starts.
    discount_rate : fraction a year, real
    weather_years
        Labels (seeds of the generator) of the weather draws.
    weather_probability : > 0, sums to 1
    sampled_periods : periods a year, or None for all hours
    period_hours : hours in each sampled period
    budget_usd : USD or None
        Limit on capital spent up to and including `budget_until_year`.
    risk
        None: the expected cost alone is the objective.
    """

    name: str
    title: str
    description: str
    planning_years: tuple[int, ...]
    years_represented: tuple[int, ...]
    decision_date: date
    discount_rate: float
    price_year: int
    weather_years: tuple[int, ...]
    weather_probability: tuple[float, ...]
    sampled_periods: int | None
    period_hours: int
    budget_usd: float | None
    budget_until_year: int | None
    parties: Mapping[str, str]
    """Role (`operator`, `capital`, `cloud`, `energy`) → name."""
    connection_luck: tuple[str, ...] = ()
    """(weather_years,) `p10`, `p50` or `p90`: the date that grid connections keep in each draw; empty: all at P50."""
    risk: Risk | None = None
    title_ko: str = ""
    description_ko: str = ""

    @property
    def risk_in_force(self) -> Risk | None:
        """Return the risk where it has a weight and the weather may turn out in more than one way."""
        has_say = self.risk is not None and self.risk.weight > 0.0 and len(self.weather_years) > 1
        return self.risk if has_say else None

    @property
    def draw_names(self) -> tuple[str, ...]:
        """Return the name of each weather draw: its seed and, where connections come by luck, their quantile.

        Names of a programme with two seeds that hedges are `1/p10`, `1/p50`, `1/p90`, `2/p10` and so on.
        """
        luck = [f"/{quantile}" for quantile in self.connection_luck] or [""] * len(self.weather_years)
        return tuple(f"{seed}{quantile}" for seed, quantile in zip(self.weather_years, luck, strict=True))
