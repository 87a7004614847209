"""One market, two years, a few hours: the whole command against a program written again in SciPy.

Nothing of `firmwatt.planning` or `firmwatt.accounting` stands on the other side: rows of the catalogue, what sun and
wind give and what the programme draws are read; supply, prices, bills, carbon and what is stranded are found anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from scipy.optimize import OptimizeResult, linprog

from firmwatt.catalog import loader as catalog
from firmwatt.timegrid import FloatArray
from tests.cli.command import run

YEARS, BASE, RATE, LOW = (2030, 2034), 2026, 0.07, 0.5
STANDS_FOR = (4, 4)
SCENARIO = f"""\
programme:
  title: One market, two years
  planning_years: [2030, 2034]
  decision_date: {BASE}-01-01
  discount_rate: {RATE}
  price_year: 2024
  weather_years: [1]
  resolution: {{sampled_periods: 2, period_hours: 12}}
sites:
  - name: ashburn
    place: ashburn
    asked_mw: 6000
    asked_basis: utility
    connection:
      firm_mw: 6000
      steps: {{study_years: 0.5, upgrade_years: 0.5, transformer_years: 1.0, ramp_years: 0.5}}
      capital_cost_usd_per_kw: 200
      lifetime_years: 40
      collateral_usd_per_kw: 0
      delivery_charge_usd_per_mwh: 0
workloads:
  - {{name: models, class: training, share: 1.0}}
grid:
  mode: supply_curve
  pjm: {{curve: {{demand_file: own.csv, demand_growth: high, retirements: high}}}}
solve: {{relative_gap: 1.0e-9, solver: highs}}
"""
MAINTENANCE = (1.07, 1.05, 0.87, 0.82, 0.92, 1.07, 1.10, 1.10, 1.05, 0.94, 0.95, 1.06)
STEPS = ("coal", "gas_efficient", "gas_middle", "gas_older", "gas_peaking", "oil", "demand_response", "lost_load")
ADDED = ("combined_cycle", "gas_turbine", "solar", "wind_onshore")
FORGONE = ("demand_response", "lost_load")
Name = tuple[str, int, int, int]
"""Of a column: kind, year, thing and hour."""
TRANCHES = ((0.015, 0.125), (0.015, 0.375), (0.015, 0.625), (0.015, 0.875), (np.inf, 1.0))
CONNECTION_USD_PER_MW = 200_000 * RATE / (1.0 - (1.0 + RATE) ** -40)


def demand() -> FloatArray:
    """Return the demand of 2025, MW."""
    hour = np.arange(8760)
    day, season = np.sin(2 * np.pi * (hour % 24 - 9) / 24), np.cos(2 * np.pi * (hour / 24 - 200) / 182.5)
    return np.asarray((101_000 + 17_000 * day + 14_000 * season + 2_500 * np.sin(0.7 * hour)).round(1))


@dataclass(frozen=True)
class Told:
    """What the command told."""

    summary: dict[str, Any]
    plan: xr.Dataset
    hours: xr.Dataset


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("market")
    (folder / "two.yaml").write_text(SCENARIO, encoding="utf-8")
    stamps = pd.date_range("2025-01-01", periods=8760, freq="h").strftime("%Y-%m-%dT%H:%M")
    pd.DataFrame({"timestamp": stamps, "mine": demand()}).to_csv(folder / "own.csv", index=False)
    out = folder / "run"
    assert run("plan", folder / "two.yaml", "--low-path", LOW, "--out", out, "--json") == 0
    return Told(
        json.loads((out / "summary.json").read_text(encoding="utf-8")), _data(out, "plan"), _data(out, "dispatch")
    )


def _data(folder: Path, name: str) -> xr.Dataset:
    with xr.open_dataset(folder / f"{name}.nc") as data:
        return data.load()


def fleet(parameter: str, outlook: str = "central") -> float:
    """Return a figure of PJM."""
    row = catalog.get("grid_fleets", "pjm", parameter)
    value = {"low": row.low, "high": row.high}.get(outlook)
    return row.number if value is None else value


def technology(name: str, parameter: str) -> float:
    """Return a figure of a plant in money of 2024."""
    return catalog.get("technologies", name, parameter).in_price_year(2024).number


class Market:
    """PJM written again: columns, rows and what they say of everybody's money and carbon."""

    def __init__(self, told: Told) -> None:
        self.at = (told.hours.attrs["period_start_hour"][:, None] + np.arange(12)).ravel()
        growth = 1.0 + fleet("demand_growth_per_year", "high")
        self.background = np.array([demand()[self.at] * growth ** (year - 2025) for year in YEARS])
        self.peak = np.array([demand().max() * growth ** (year - 2025) for year in YEARS])
        self.clean = told.plan["market_clean_mw"].to_numpy()[0, :, 0, self.at].T
        month = pd.date_range("2025-01-01", periods=8760, freq="h").month.to_numpy()[self.at] - 1
        self.mended = np.array(MAINTENANCE)[month]
        self.weight = np.repeat([182 * 24 / 12, 183 * 24 / 12], 12)  # of both halves of the year, half a day
        self.worth = np.array(
            [sum((1 + RATE) ** (BASE - y - k) for k in range(n)) for y, n in zip(YEARS, STANDS_FOR, strict=True)]
        )
        self.shares = [
            np.minimum(technology(name, "availability") * self.mended, 1.0)
            if name in ADDED[:2]
            else told.plan[f"market_{name.removesuffix('_onshore')}_share"].to_numpy()[0, 0, self.at]
            for name in ADDED
        ]

    def step(self, name: str, year: int) -> tuple[FloatArray, float, float, float]:
        """Return what a step can give by hour, its cost, its carbon and its credited megawatts."""
        row = catalog.group("grid_steps", name)
        if name == "lost_load":
            mw = 1e6
        elif name == "coal":
            base = catalog.get("grid_fleets", "pjm", "coal_mw").source_year
            mw = max(fleet("coal_mw") + fleet("coal_change_mw_per_year", "low") * (year - base), 0.0)
        else:
            mw = fleet(f"{name}_mw")
        most = mw * np.minimum(row["availability"].number * self.mended, 1.0)
        credit, carbon = mw * row["capacity_credit"].number, row["emission_kg_per_mwh"].number
        if name in FORGONE:
            return most, row["price_usd_per_mwh"].number, carbon, credit
        fuel = fleet(f"{row['fuel'].text}_price_usd_per_mmbtu")
        cost = row["heat_rate_mmbtu_per_mwh"].number * fuel + row["variable_om_usd_per_mwh"].number
        return most, cost, carbon, credit

    def running(self, name: str) -> float:
        """Return what a megawatt-hour of an addition costs."""
        fuel = fleet("gas_price_usd_per_mmbtu") if name in ADDED[:2] else 0.0
        return technology(name, "heat_rate_mmbtu_per_mwh") * fuel + technology(name, "variable_om_usd_per_mwh")

    def yearly(self, name: str) -> tuple[float, float]:
        """Return the annuity and the fixed cost of a megawatt of an addition, USD a year."""
        built, life = technology(name, "construction_years"), technology(name, "lifetime_years")
        interest = ((1 + RATE) ** built - 1) / (built * np.log(1 + RATE)) if built else 1.0
        annuity = 1000 * technology(name, "overnight_cost_usd_per_kw") * interest * RATE / (1 - (1 + RATE) ** -life)
        return annuity, 1000 * technology(name, "fixed_om_usd_per_kw_year")

    def price_cap(self, year: int) -> float:
        """Return the most that capacity may cost in a year."""
        capped = year <= fleet("collar_last_year")
        return fleet("collar_price_usd_per_mw_year" if capped else "shortage_price_usd_per_mw_year")

    def solve(self, drawn: FloatArray, firm: FloatArray, built: FloatArray | None = None) -> State:
        """Return the cheapest supply of everybody, with at least what is `built` (additions, years)."""
        columns = [each for y in range(2) for each in self.columns(y, built)]
        place = {name: i for i, (name, _, _, _) in enumerate(columns)}
        rows = self.rows(place, drawn, firm)
        matrix = np.zeros((len(rows), len(columns)))
        for i, (row, _) in enumerate(rows):
            matrix[i, list(row)] = list(row.values())
        least = np.array([at_least for _, at_least in rows])
        bounds = [(low, high) for _, _, low, high in columns]
        found = linprog([usd for _, usd, _, _ in columns], A_ub=-matrix, b_ub=-least, bounds=bounds, method="highs")
        assert found.status == 0
        return State(self, found, place, drawn, firm)

    def columns(self, y: int, built: FloatArray | None) -> Iterator[tuple[Name, float, float, float]]:
        """Yield name, cost and bounds of what a year decides."""
        year, worth = YEARS[y], self.worth[y]
        for k, name in enumerate(STEPS):
            most, usd, _, _ = self.step(name, year)
            yield from ((("step", y, k, h), usd * self.weight[h] * worth, 0.0, most[h]) for h in range(24))
        for k, name in enumerate(ADDED[:2]):
            usd = self.running(name)
            yield from ((("run", y, k, h), usd * self.weight[h] * worth, 0.0, np.inf) for h in range(24))
        for k, name in enumerate(ADDED):
            years = 1 if y == 0 else year - YEARS[y - 1]
            most_built = 0.0 if year < self.first_year(name) else years * fleet(f"{name}_build_mw_per_year")
            least = 0.0 if built is None else min(built[k, y], most_built)
            yield ("build", y, k, 0), sum(self.yearly(name)) * self.worth[y:].sum(), least, most_built
        margin = (1.0 + fleet("reserve_margin")) * self.peak[y]
        for k, (width, share) in enumerate(TRANCHES):
            yield ("short", y, k, 0), share * self.price_cap(year) * worth, 0.0, width * margin

    def rows(self, place: dict[Name, int], drawn: FloatArray, firm: FloatArray) -> list[tuple[dict[int, float], float]]:
        """Return the rows, each with what it must reach: balances, margins, what additions can run."""
        balances, margins, runs = [], [], []
        over = 1.0 + fleet("reserve_margin")
        for y, year in enumerate(YEARS):
            for h in range(24):
                row = {place["step", y, k, h]: 1.0 for k in range(len(STEPS))}
                row |= {place["run", y, k, h]: 1.0 for k in range(2)}
                row |= {place["build", v, k, 0]: self.shares[k][h] for k in (2, 3) for v in range(y + 1)}
                balances.append((row, self.background[y, h] + drawn[y, h] - self.clean[y, h]))
                for k in range(2):
                    row = {place["build", v, k, 0]: self.shares[k][h] for v in range(y + 1)}
                    runs.append((row | {place["run", y, k, h]: -1.0}, 0.0))
            row = {place["short", y, k, 0]: 1.0 for k in range(len(TRANCHES))}
            credits = [technology(name, "capacity_credit") for name in ADDED]
            row |= {place["build", v, k, 0]: credit for k, credit in enumerate(credits) for v in range(y + 1)}
            margins.append((row, over * (1.045 * self.peak[y] + firm[y]) - self.credited(year)))
        return balances + margins + runs

    def first_year(self, name: str) -> int:
        """Return the first year at whose beginning an addition that is decided now can stand."""
        chains = (("permit", "build"), ("procure", "build"), ("connect",))
        lead = max(sum(technology(name, f"step_{step}_years") for step in chain) for chain in chains)
        return int(np.ceil(BASE + lead))

    def credited(self, year: int) -> float:
        """Return the credited megawatts that stand whatever is decided."""
        base = catalog.get("grid_fleets", "pjm", "clean_firm_mw").source_year
        clean = fleet("clean_firm_mw") + fleet("clean_firm_change_mw_per_year") * (year - base)
        return clean + sum(self.step(name, year)[3] for name in STEPS)


class State:
    """What the market does, with the programme or without it, by year."""

    def __init__(
        self, market: Market, found: OptimizeResult, place: dict[Name, int], drawn: FloatArray, firm: FloatArray
    ) -> None:
        x, dual = found.x, -found.ineqlin.marginals
        self.market, self.total_usd, self.drawn, self.firm = market, float(found.fun), drawn, firm
        self.price = dual[:48].reshape(2, 24) / (market.weight * market.worth[:, None])
        self.capacity_price = dual[48:50] / market.worth
        self.build = np.array([[x[place["build", y, k, 0]] for y in range(2)] for k in range(len(ADDED))])
        self.average, self.marginal, self.emission_t, self.plants = (np.zeros(2) for _ in range(4))
        for y, year in enumerate(YEARS):
            runs = [
                (usd, carbon, np.array([x[place["step", y, k, h]] for h in range(24)]), name in FORGONE)
                for k, name in enumerate(STEPS)
                for _, usd, carbon, _ in (market.step(name, year),)
            ]
            runs += [
                (market.running(name), technology(name, "emission_kg_per_mwh"),
                 np.array([x[place["run", y, k, h]] for h in range(24)]), False)
                for k, name in enumerate(ADDED[:2])
            ]  # fmt: skip
            served = market.background[y] + drawn[y] - sum(mw for _, _, mw, forgone in runs if forgone)
            carbon_kg = sum(rate * mw for _, rate, mw, _ in runs)
            self.average[y] = (carbon_kg / served) @ market.weight / 8760
            self.emission_t[y] = carbon_kg @ market.weight / 1000
            for h in range(24):
                on = [(usd, rate) for usd, rate, mw, forgone in runs if mw[h] > 1.0 and not forgone]
                self.marginal[y] += max(on)[1] * market.weight[h] / 8760 if on else 0.0
            self.plants[y] = sum(usd * mw @ market.weight for usd, _, mw, _ in runs)
            self.plants[y] += sum(
                sum(market.yearly(name)) * self.build[k, : y + 1].sum() for k, name in enumerate(ADDED)
            )
            self.plants[y] += sum(
                share * market.price_cap(year) * x[place["short", y, k, 0]] for k, (_, share) in enumerate(TRANCHES)
            )

    @property
    def others_usd(self) -> FloatArray:
        """Return (years,) bills of other customers: their hours, and the credited megawatts that are paid for them."""
        asked = 1.045 * (1.0 + fleet("reserve_margin")) * self.market.peak
        return np.asarray((self.price * self.market.background) @ self.market.weight + self.capacity_price * asked)

    @property
    def bill_usd(self) -> FloatArray:
        """Return (years,) bills of the programme."""
        energy = (self.price * self.drawn) @ self.market.weight
        return np.asarray(energy + self.capacity_price * (1.0 + fleet("reserve_margin")) * self.firm)


@pytest.fixture(scope="module")
def states(told: Told) -> tuple[State, State]:
    market = Market(told)
    drawn = told.hours["import_firm_mw"].to_numpy()[0, :, 0]
    return market.solve(drawn, firm_mw(told)), market.solve(np.zeros((2, 24)), np.zeros(2))


def firm_mw(told: Told) -> FloatArray:
    """Return (years,) the programme's firm megawatts."""
    return np.array([each["mw"] for each in told.summary["capacity_mw"] if each["kind"] == "connection"])


def told_of(told: Told, name: str, state: str = "") -> FloatArray:
    """Return (years,) a figure of the summary's markets."""
    return np.array([(each[state] if state else each)[name] for each in told.summary["markets"]])


def test_prices_carbon_and_money_are_those_of_the_program_written_again(
    told: Told, states: tuple[State, State]
) -> None:
    assert (firm_mw(told) > 1000.0).all()
    for state, name in zip(states, ("with", "without"), strict=True):
        for figure, expected in (
            ("price_usd_per_mwh", state.price @ state.market.weight / 8760),
            ("capacity_price_usd_per_mw_year", state.capacity_price),
            ("average_kg_per_mwh", state.average),
            ("marginal_kg_per_mwh", state.marginal),
            ("emission_t", state.emission_t),
            ("others_usd", state.others_usd),
            ("plants_usd", state.plants),
        ):
            np.testing.assert_allclose(told_of(told, figure, name), expected, rtol=1e-6, atol=1e-6, err_msg=figure)
        bill = state.bill_usd
        np.testing.assert_allclose(told_of(told, "owners_usd", name), bill + state.others_usd - state.plants, rtol=1e-6)
        background = state.market.background
        paid = (state.price * background) @ state.market.weight / (background @ state.market.weight)
        np.testing.assert_allclose(told_of(told, "paid_price_usd_per_mwh", name), paid, rtol=1e-6)


def test_bills_and_what_a_megawatt_hour_adds_follow_from_both(told: Told, states: tuple[State, State]) -> None:
    planned, without = states
    energy = planned.drawn @ planned.market.weight
    expected = {
        "drawn_mwh": energy,
        "programme_bill_usd": planned.bill_usd,
        "other_bills_change_usd": planned.others_usd - without.others_usd,
        "long_run_usd_per_mwh": (planned.plants - without.plants) / energy,
        "long_run_kg_per_mwh": 1000 * (planned.emission_t - without.emission_t) / energy,
    }
    for name, values in expected.items():
        np.testing.assert_allclose(told_of(told, name), values, rtol=2e-5, atol=50.0, err_msg=name)
    rent = planned.bill_usd + planned.others_usd - planned.plants - (without.others_usd - without.plants)
    np.testing.assert_allclose(told_of(told, "owners_change_usd"), rent, rtol=2e-5)
    assert (expected["other_bills_change_usd"] > 0.0).all()


def test_the_sum_of_bills_is_what_the_plants_cost_and_what_each_of_them_earns(states: tuple[State, State]) -> None:
    for state in states:
        market, owned = state.market, np.zeros(2)
        for y, year in enumerate(YEARS):
            for name in STEPS:
                most, cost, _, credit = market.step(name, year)
                owned[y] += (np.maximum(state.price[y] - cost, 0.0) * most) @ market.weight
                owned[y] += state.capacity_price[y] * credit
            owned[y] += (state.price[y] * market.clean[y]) @ market.weight
            steady = market.credited(year) - sum(market.step(name, year)[3] for name in STEPS)
            owned[y] += state.capacity_price[y] * steady
            margin = (1.0 + fleet("reserve_margin")) * market.peak[y]
            for width, share in TRANCHES[:-1]:
                owned[y] += max(state.capacity_price[y] - share * market.price_cap(year), 0.0) * width * margin
            added = state.build[:, : y + 1].sum(axis=1)
            for k, name in enumerate(ADDED):
                rent = np.maximum(state.price[y] - market.running(name), 0.0) * market.shares[k]
                earned = rent @ market.weight + state.capacity_price[y] * technology(name, "capacity_credit")
                owned[y] += (earned - sum(market.yearly(name))) * added[k]
        np.testing.assert_allclose(owned, state.bill_usd + state.others_usd - state.plants, rtol=1e-7)


def test_what_is_stranded_is_what_hindsight_would_not_have_built(told: Told, states: tuple[State, State]) -> None:
    planned, _ = states
    market, firm = planned.market, firm_mw(told)
    half, less = LOW * planned.drawn, LOW * firm
    held, free = market.solve(half, firm, planned.build), market.solve(half, less)
    connection = CONNECTION_USD_PER_MW * (firm - less) @ market.worth
    stranded = told.summary["stranded"]
    assert stranded["cost_usd"] == pytest.approx(held.total_usd - free.total_usd + connection, rel=1e-3)
    idle = {(each["name"], each["year"]): each["mw"] for each in stranded["idle"]}
    for y, year in enumerate(YEARS):
        assert idle["ashburn", year] == pytest.approx(firm[y] - less[y], rel=1e-4)
        for k, name in enumerate(ADDED):
            more = (planned.build - free.build)[k, : y + 1].sum()
            assert idle.get((f"pjm/{name}", year), 0.0) == pytest.approx(max(more, 0.0), abs=2.0)
    assert any(kind.startswith("pjm/") for kind, _ in idle)
