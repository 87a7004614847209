"""Values by year as steps over the planning years."""

from __future__ import annotations

from collections.abc import Mapping

from firmwatt.scenario.quantities import ByYear


def step_value(value: ByYear, year: int) -> float:
    """Return the value of the latest year given up to a year; 0 before the first.

    Examples
    --------
    >>> step_value({2027: 100, 2030: 250}, 2029), step_value({2027: 100}, 2026), step_value(7, 2026)
    (100.0, 0.0, 7.0)
    """
    if not isinstance(value, Mapping):
        return float(value)
    given = [known for known in value if known <= year]
    return float(value[max(given)]) if given else 0.0


def step_values(value: ByYear, years: tuple[int, ...]) -> tuple[float, ...]:
    """Return (years,) the steps of a value."""
    return tuple(step_value(value, year) for year in years)


def optional_steps(value: ByYear | None, years: tuple[int, ...]) -> tuple[float, ...] | None:
    """Return (years,) the steps of a value, or None where there is none."""
    return None if value is None else step_values(value, years)


def grown_values(
    value: ByYear, growth_per_year: float, years: tuple[int, ...], saturation_multiple: float | None = None
) -> tuple[float, ...]:
    """Return (years,) the steps of a value, each grown from the year that it was given for.

    Notes
    -----
    `v(y) = v(g) × (1 + growth)**(y − g)` with g the latest year given up to y; a single number counts from the
    first planning year. With a ceiling of M times the value growth is logistic: `v(g) × M / (1 + (M − 1) × (1 +
    growth)**(g − y))`.

    Examples
    --------
    >>> [round(v, 3) for v in grown_values({2026: 100, 2028: 200}, 0.1, (2026, 2027, 2028, 2029))]
    [100.0, 110.0, 200.0, 220.0]
    >>> [round(v) for v in grown_values(100, 1.0, (2026, 2028, 2030, 2040), 5.0)]
    [100, 250, 400, 500]
    """
    given = sorted(value) if isinstance(value, Mapping) else [years[0]]

    def factor(passed: int) -> float:
        if saturation_multiple is None:
            return float((1.0 + growth_per_year) ** passed)
        return float(saturation_multiple / (1.0 + (saturation_multiple - 1.0) * (1.0 + growth_per_year) ** -passed))

    since = {year: max((g for g in given if g <= year), default=year) for year in years}
    return tuple(step_value(value, year) * factor(year - since[year]) for year in years)
