"""One figure of ours beside a published one, and why some of ours lie elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.catalog.loader import Row

INSIDE, TOLERANCE = "inside", 0.1

_STAFF = (
    "The published share counts staff as cost, a third of it or more, and training alone; ours counts chips, building "
    "and power only, and machines that serve as well as train."
)
REASONS = {
    (
        "lcoe_usd_per_mwh",
        "nuclear_large",
    ): "Ours is what EIA expects of the next plant, over 60 years at a real 6 %, and at "
    "its high end what Vogtle cost. Lazard takes 9,000-15,000 USD/kW over 40 years and a higher return, see below. "
    "NREL's ATB of 2024 has 5,750 USD/kW of 2022 for a series, which nobody has built.",
    ("lcoe_usd_per_mwh", "hydro"): "Published means are Asia's. What is left to dam in the United States is small and "
    "dear; no built-in scenario builds any.",
    (
        "lcoe_usd_per_mwh",
        "geothermal",
    ): "Ours is a good field at the ATB's cost of 2030 and a real 6 %; Lazard's cost is of today, at a higher return.",
    ("capacity_factor", "geothermal"): "The fleet's mean counts fields in decline; a new plant holds 0.9.",
    ("lead_time_years", "solar"): "Ours stands for a project bought with its place in the queue (an assumption): the "
    "median from request to operation lies near our P90. Write `connect_years: 5` where there is no place.",
    (
        "in_a_plan",
        "stargate/solar/capacity_factor",
    ): "Energy thrown away counts, and a sixth of its fields stand in Wisconsin; the fleet stands where the sun is.",
    (
        "in_a_plan",
        "stargate/wind_onshore/capacity_factor",
    ): "New turbines at windy sites of the plan's own choice, beside a fleet of all ages.",
    (
        "in_a_plan",
        "stargate/gas",
    ): "Turbines in open cycle and fuel cells, which are there first, take more gas than the "
    "combined cycle that the published figure is of.",
    (
        "in_a_plan",
        "stargate/building_share",
    ): "Bills of builders (Cushman & Wakefield), with all that is mechanical and "
    "electrical; McKinsey counts that as energy and cooling.",
    ("in_a_plan", "stargate/power_share"): "Plants, stores, lines and connections of the programme's own alone: "
    "two thirds of the energy are bought, from plants that are others' capital; cooling and distribution are the "
    "building's.",
    ("energy_share", "programme"): _STAFF,
    ("in_a_plan", "stargate/energy_share"): _STAFF,
}
"""Why our figure is not inside the published range, by parameter and key; each miss has one."""
IN_A_PLAN = "in_a_plan"


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of ours beside a published one.

    Attributes
    ----------
    low, high
        Our own span; alike where there is none.
    """

    key: str
    parameter: str
    low: float
    value: float
    high: float
    published: Row

    @property
    def verdict(self) -> str:
        """Return `inside` where our central value meets the published range, `in part` where only our span does.

        A single published value is met within a tenth.
        """
        row = self.published
        least = row.number * (1.0 - TOLERANCE) if row.low is None else row.low
        most = row.number * (1.0 + TOLERANCE) if row.high is None else row.high
        if least <= self.value <= most:
            return INSIDE
        return "in part" if self.low <= most and self.high >= least else "**outside**"

    @property
    def reason(self) -> str:
        """Return why it misses; empty where it does not."""
        return REASONS.get((self.parameter, self.key), "")
