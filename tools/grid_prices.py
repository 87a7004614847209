"""Hold the supply curves of ERCOT and PJM against measured prices, and draw the picture of `docs/grid.md`.

`python -m tools.grid_prices FOLDER` reads the measured series in FOLDER (hourly demand and generation of EIA-930,
hourly market prices, shares of low-carbon power), which the project does not hold, writes `docs/images/grid-prices.svg`
and prints the table that `docs/grid.md` shows; PJM's prices of 2022 are looked at where the folder has them. The curve
is that of the catalogue: its steps, heat rates, availabilities and demand for plants that stand ready, at the gas price
of the month. What wind, sun, water and reactors gave is measured, since the question is the curve.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import brentq, isotonic_regression

from firmwatt.catalog import loader as catalog
from firmwatt.grid.curve_series import maintenance_factor
from firmwatt.planning.merit_order import merit_order
from firmwatt.planning.operating_reserve import with_reserves
from firmwatt.scenario.resolve_curve import FORGONE, LOST, NO_LIMIT_MW, changed_values
from firmwatt.scenario.supply_curve import ReserveDemand
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import HOURS_PER_YEAR

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "grid-prices.svg"
NET_EXPORTS_MW = {2022: 5000.0, 2023: 4400.0}
"""What PJM sends to its neighbours in the mean of a year: 2022 what EIA-930 has generated beyond the demand, 2023 its
interchange (recalled and rounded, not read again)."""
ERCOT_EVENTS = ((5, 12, 15), (12, 22, 25))
"""Days of 2022 whose prices came from plants that failed: six tripped before 13 May, and the winter storm Elliott."""
PJM_EVENTS = ((6, 13, 14), (8, 8, 9), (12, 23, 26))
"""Days of 2022 with the dearest hours of Dominion's zone: June, August, and Elliott, when some 46 GW failed."""
MOST_USD_PER_MWH = 300.0
"""Above this, prices are those of scarce hours: reserves, congestion, offers; the curve has no such step."""
LEAST_USD_PER_MWH = 5.0
PRICES = "world_price_carbon_weather_2023/electricity_prices/standardized/{0}/{1}/{0}_electricity_prices_{1}.csv.gz"
UNTOUCHED = "world_price_carbon_weather_2023/electricity_prices/processed/{0}/{1}/{0}_electricity_prices_{1}.csv.gz"
"""As they came from the market, in UTC: read where they are there, before their clock was moved and hours mixed."""
MIXES = "eia930_genmix_2022/{0}_{1}.csv.gz"
SHARES = "world_price_carbon_weather_2023/carbon_intensity/{0}/2023/{0}_2023_hourly.csv.gz"
WIDTH, HEIGHT, LEFT, TOP, GAP = 880, 300, 56, 34, 60
ZONES = {"ercot": "US-TEX-ERCO", "pjm": "US-MIDA-PJM", "caiso": "US-CAL-CISO"}
BALANCING = {"ercot": "ERCO", "pjm": "PJM", "caiso": "CISO"}
"""Names of EIA-930's balancing authorities."""
RUN_AHEAD = {"pjm": "America/New_York", "caiso": "America/Los_Angeles"}
"""Markets whose price files run ahead of UTC by their own local offset: stamps in UTC without a zone were taken for
local time when the files were made."""
FITTED = {"ercot": (2022, 2023), "pjm": (2023,), "caiso": (2023,)}
COLOURS = {"measured": "#b2653b", "curve": "#25648f"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measured prices beside those of the curve.

    Attributes
    ----------
    measured, curve : (hours,) USD/MWh in the order of time
    strain_mw : (hours,) MW
        Demand less what is carbon-free, over the availability of plants in the month.
    hour, day, month : (hours,) UTC hour of the day, 0-23, day of the month, and month, 1-12
    """

    name: str
    measured: FloatArray
    curve: FloatArray
    strain_mw: FloatArray
    hour: IntArray
    day: IntArray
    month: IntArray

    def correlation(self, kind: str) -> float:
        """Return a correlation.

        `all` hours, `usual` (prices held to 300 USD/MWh), `log` of prices, `rank` of the year, `month` (rank among the
        hours of the same month, which leaves the price of gas out) or `shape` (median by season and hour of the day).
        """
        pairs = {
            "all": (self.measured, self.curve),
            "usual": tuple(np.minimum(series, MOST_USD_PER_MWH) for series in (self.measured, self.curve)),
            "log": tuple(np.log(np.maximum(series, LEAST_USD_PER_MWH)) for series in (self.measured, self.curve)),
            "rank": tuple(pd.Series(series).rank().to_numpy() for series in (self.measured, self.curve)),
            "month": tuple(
                pd.Series(series).groupby(self.month).rank(pct=True).to_numpy()
                for series in (self.measured, self.curve)
            ),
            "shape": tuple(self.profile(series).ravel() for series in (self.measured, self.curve)),
        }
        measured, curve = pairs[kind]
        return float(np.corrcoef(measured, curve)[0, 1])

    def most_possible(self) -> float:
        """Return the correlation over all hours of that rising function of the strain which fits these hours best.

        No price of scarcity, reserves or offers that rises with what the curve knows reaches more.
        """
        order = np.argsort(self.strain_mw, kind="stable")
        best = np.empty(len(order))
        best[order] = isotonic_regression(self.measured[order]).x
        return float(np.corrcoef(self.measured, best)[0, 1])

    def without(self, days: Sequence[tuple[int, int, int]]) -> Comparison:
        """Return the comparison without some days: month, first and last day of each run of them."""
        is_out = np.zeros(len(self.month), dtype=np.bool_)
        for month, first, last in days:
            is_out |= (self.month == month) & (self.day >= first) & (self.day <= last)
        kept = {
            name: getattr(self, name)[~is_out] for name in ("measured", "curve", "strain_mw", "hour", "day", "month")
        }
        return replace(self, name=f"{self.name} without its events", **kept)

    def profile(self, series: FloatArray) -> FloatArray:
        """Return (4, 24) the median price by season and hour of the day."""
        season = self.month % 12 // 3
        return np.array([[np.median(series[(season == s) & (self.hour == h)]) for h in range(24)] for s in range(4)])


def market_hours(folder: Path, market: str, year: int, *, is_clock_set: bool = True) -> pd.DataFrame:
    """Return hours, UTC, with price (USD/MWh), demand and what of it is carbon-free (MW).

    Parameters
    ----------
    folder
    market : key of `ZONES`
    year
    is_clock_set
        Whether the offset of `RUN_AHEAD` is taken back.

    Notes
    -----
    EIA-930 stamps the end of the hour, the prices its beginning. The clock of the price files of PJM and CAISO runs
    ahead by the local offset from UTC (PJM: 5 hours in winter, 4 in summer): with it taken back, and only then, each
    month's prices follow the demand of their own hour, as ERCOT's do; the files' label `UTC` is not believed.
    """
    demand = pd.read_parquet(folder / "eia930_demand_22ba/ba22_2016_2024.parquet")[market.upper()]
    demand.index = pd.DatetimeIndex(demand.index) - pd.Timedelta(hours=1)
    untouched = folder / UNTOUCHED.format(ZONES[market], year)
    price = _read(untouched if untouched.exists() else folder / PRICES.format(ZONES[market], year), "Price (USD/MWh)")
    if market in RUN_AHEAD and is_clock_set and not untouched.exists():
        labels = pd.DatetimeIndex(price.index)
        local = labels.tz_localize("UTC").tz_convert(RUN_AHEAD[market]).tz_localize(None)
        price.index = labels + (local - labels)
        price = price[~price.index.duplicated()]
    table = pd.DataFrame({"price": price, "demand": demand})
    mix_file = folder / MIXES.format(BALANCING[market], year)
    if mix_file.exists():
        mix = pd.read_csv(mix_file)
        mix.index = pd.to_datetime(mix["timestamp"]).dt.tz_localize(None) - pd.Timedelta(hours=1)
        table["clean"] = mix[["WND", "SUN", "NUC", "WAT"]].sum(axis=1, skipna=False)
    else:
        table["clean"] = _read(folder / SHARES.format(ZONES[market]), "Low Carbon Percentage") / 100.0 * demand
    return table.dropna()


def closeness(table: pd.DataFrame) -> tuple[float, float]:
    """Return the rank correlation of price and what fossil plants generate: over the year, and within its months."""
    ranked = pd.DataFrame({"price": table["price"], "fossil": table["demand"] - table["clean"]})
    in_month = ranked.groupby(pd.DatetimeIndex(table.index).month).rank(pct=True)
    year, month = (float(one["price"].corr(one["fossil"])) for one in (ranked.rank(), in_month))
    return year, month


def fundamental_share(rank_correlation: float) -> float:
    """Return the share of the variance of log price that fossil output explains, if both were normal.

    References
    ----------
    `price_fundamental_share` of the table `regions`; Pearson's r = 2 sin(πρ/6) of a rank correlation ρ.
    """
    return float((2.0 * np.sin(np.pi * rank_correlation / 6.0)) ** 2)


def compare(folder: Path, market: str, demand_year: int, spread_mw: float | None = None) -> Comparison:
    """Return a market's measured prices beside the curve's.

    Parameters
    ----------
    folder
    market : `ercot` or `pjm`
    demand_year
    spread_mw : of the demand for plants that stand ready; None: that of the catalogue
    """
    table = market_hours(folder, market, demand_year)
    clean = table["clean"]
    if market == "pjm":
        table["demand"] += NET_EXPORTS_MW[demand_year]
    stamps = table.index.to_numpy().astype("datetime64[h]")
    month = stamps.astype("datetime64[M]").astype(np.int64) % 12
    hour_of_year = (stamps - np.datetime64(f"{demand_year}-01-01", "h")).astype(np.int64)
    gas = henry_hub_usd_per_mmbtu(demand_year)[month] + _basis(market)
    factor = maintenance_factor()[np.clip(hour_of_year, 0, HOURS_PER_YEAR - 1)]
    hours = (table["demand"].to_numpy(float), clean.to_numpy(float), gas, factor)
    curve = curve_price(market, hours, reserve_demand(market, demand_year, spread_mw))
    hour = stamps.astype(np.int64) % 24
    day = (stamps.astype("datetime64[D]") - stamps.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    name = f"{market.upper()} {demand_year}"
    strain = (table["demand"] - clean).to_numpy(float) / factor
    return Comparison(name, table["price"].to_numpy(float), curve, strain, hour, day + 1, month + 1)


def curve_price(
    market: str, hours: tuple[FloatArray, FloatArray, FloatArray, FloatArray], demand: ReserveDemand | None
) -> FloatArray:
    """Return (hours,) USD/MWh that the catalogue's steps of a market ask, month by month at its gas price.

    Parameters
    ----------
    market
    hours
        Demand and what of it is carbon-free (MW), price of gas (USD/MMBtu), and availability over the year's mean.
    demand
        For plants that stand ready.
    """
    demand_mw, clean_mw, gas_usd_per_mmbtu, factor = hours
    fleet = catalog.group("grid_fleets", market)
    price = np.empty(len(demand_mw))
    for gas in np.unique(gas_usd_per_mmbtu):
        at = gas_usd_per_mmbtu == gas
        steps = []
        for name in catalog.keys("grid_steps"):
            step = catalog.group("grid_steps", name)
            capacity = NO_LIMIT_MW if name == LOST else fleet[f"{name}_mw"].number
            if name in FORGONE:
                cost = step["price_usd_per_mwh"].number
            else:
                fuel = gas if step["fuel"].text == "gas" else fleet[f"{step['fuel'].text}_price_usd_per_mmbtu"].number
                cost = step["heat_rate_mmbtu_per_mwh"].number * fuel + step["variable_om_usd_per_mwh"].number
            most = capacity * np.minimum(step["availability"].number * factor[at], 1.0)
            steps.append((cost, step["emission_kg_per_mwh"].number, name not in FORGONE, most))
        price[at] = merit_order(demand_mw[at], clean_mw[at], with_reserves(steps, demand, 0))[0]
    return price


def reserve_demand(market: str, year: int, spread_mw: float | None = None) -> ReserveDemand | None:
    """Return the catalogue's demand for plants that stand ready in a year, or one with another spread."""
    fleet = catalog.group("grid_fleets", market)
    if "reserve_held_mw" not in fleet:
        return None
    battery, change = fleet["reserve_battery_mw"], fleet["reserve_battery_change_mw_per_year"].number
    return ReserveDemand(
        held_mw=fleet["reserve_held_mw"].number,
        mean_mw=fleet["reserve_mean_mw"].number,
        spread_mw=fleet["reserve_spread_mw"].number if spread_mw is None else spread_mw,
        price_usd_per_mwh=catalog.get("grid_steps", LOST, "price_usd_per_mwh").number,
        battery_mw=changed_values(battery.number, change, battery.source_year, (year,)),
    )


def fitted_spread_mw(folder: Path) -> float:
    """Return the spread with which the mean of ERCOT's prices of 2023 is met; no hour of 2022 is looked at."""

    def excess(spread_mw: float) -> float:
        found = compare(folder, "ercot", 2023, spread_mw)
        return float(found.curve.mean() - found.measured.mean())

    return float(brentq(excess, 1000.0, 15_000.0, xtol=20.0))


def henry_hub_usd_per_mmbtu(year: int) -> FloatArray:
    """Return (12,) the price of gas at Henry Hub by month."""
    rows = catalog.group("published", "henry_hub")
    return np.array([rows[f"price_{year}_{month:02d}_usd_per_mmbtu"].number for month in range(1, 13)])


def _basis(market: str) -> float:
    """Return USD/MMBtu by which the market's gas differs from Henry Hub in the catalogue."""
    return catalog.get("grid_fleets", market, "gas_price_usd_per_mmbtu").number - 3.2


def _read(path: Path, column: str) -> pd.Series:
    table = pd.read_csv(path)
    stamps = pd.to_datetime(table.iloc[:, 0]).dt.tz_localize(None)
    return pd.Series(table[column].to_numpy(dtype=float), index=pd.DatetimeIndex(stamps))


def draw(comparisons: list[Comparison]) -> str:
    """Return the picture: median price by season and hour, measured and of the curve, one panel for each market."""
    width = (WIDTH - LEFT - GAP) / len(comparisons)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for place, each in enumerate(comparisons):
        left = LEFT + place * (width + GAP / 2)
        parts += _panel(each, left, width - GAP / 2)
    for place, (name, colour) in enumerate(COLOURS.items()):
        x = LEFT + 130 * place
        parts.append(f'<rect x="{x}" y="{HEIGHT - 16}" width="18" height="4" fill="{colour}"/>')
        parts.append(f'<text x="{x + 24}" y="{HEIGHT - 10}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _panel(each: Comparison, left: float, width: float) -> list[str]:
    profiles = {"measured": each.profile(each.measured), "curve": each.profile(each.curve)}
    most = max(20.0, *(float(profile.max()) for profile in profiles.values())) * 1.05
    bottom = HEIGHT - 50

    def y(value: float) -> float:
        return bottom - (bottom - TOP) * value / most

    parts = [f'<text x="{left:.0f}" y="18" font-weight="bold">{each.name}, USD/MWh</text>']
    for tick in np.arange(0.0, most, 20.0 if most < 130 else 40.0):
        parts.append(
            f'<line x1="{left:.1f}" x2="{left + width:.1f}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="#ddd"/>'
        )
        parts.append(f'<text x="{left - 6:.1f}" y="{y(tick) + 4:.1f}" text-anchor="end" fill="#555">{tick:.0f}</text>')
    for season, name in enumerate(("Dec–Feb", "Mar–May", "Jun–Aug", "Sep–Nov")):
        start = left + width * season / 4
        parts.append(
            f'<text x="{start + width / 8:.1f}" y="{bottom + 16}" text-anchor="middle" fill="#555">{name}</text>'
        )
        for kind, profile in profiles.items():
            points = " ".join(
                f"{start + width / 4 * (h + 0.5) / 24:.1f},{y(profile[season, h]):.1f}" for h in range(24)
            )
            parts.append(f'<polyline points="{points}" fill="none" stroke="{COLOURS[kind]}" stroke-width="2"/>')
    return parts


def table(comparisons: list[Comparison]) -> str:
    """Return the table of `docs/grid.md`."""
    kinds = ("month", "rank", "shape", "log", "usual", "all")
    lines = [
        "| Market | Measured | Curve | rank in the month | rank | season × hour | log | to 300 USD/MWh | all | most |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for each in comparisons:
        means = (f"{each.measured.mean():.1f}", f"{each.curve.mean():.1f}")
        cells = (each.name, *means, *(f"{each.correlation(kind):.2f}" for kind in kinds), f"{each.most_possible():.2f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Compare, draw and print the table."""
    folder = Path(sys.argv[1])
    has_2022 = (folder / UNTOUCHED.format(ZONES["pjm"], 2022)).exists()
    texas, pjm = compare(folder, "ercot", 2022), compare(folder, "pjm", 2022 if has_2022 else 2023)
    PICTURE.write_text(draw([texas, pjm]), encoding="utf-8")
    sys.stdout.write(f"ercot: reserve_spread_mw {fitted_spread_mw(folder):.0f}\n")
    for market, years in FITTED.items():
        ranks = [closeness(market_hours(folder, market, year))[0] for year in years]
        share = fundamental_share(float(np.mean(ranks)))
        sys.stdout.write(f"{market}: price_fundamental_share {share:.2f}\n")
    rows = [texas, texas.without(ERCOT_EVENTS), compare(folder, "ercot", 2023)]
    rows += [pjm, pjm.without(PJM_EVENTS), compare(folder, "pjm", 2023)] if has_2022 else [pjm]
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
