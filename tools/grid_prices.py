"""Hold the supply curves of ERCOT and PJM against measured prices, and draw the picture of `docs/grid.md`.

`python -m tools.grid_prices FOLDER` reads the measured series in FOLDER (hourly demand and generation of EIA-930,
hourly market prices, shares of low-carbon power), which the project does not hold, writes `docs/images/grid-prices.svg`
and prints the table that `docs/grid.md` shows. The curve is that of the catalogue: its steps, heat rates and
availabilities, at the gas price of the month. What wind, sun, water and reactors gave is measured, since the question
is the curve.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from firmwatt.catalog import loader as catalog
from firmwatt.grid.curve_series import maintenance_factor
from firmwatt.planning.merit_order import merit_order
from firmwatt.scenario.resolve_curve import FORGONE, LOST, NO_LIMIT_MW
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import HOURS_PER_YEAR

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "grid-prices.svg"
HENRY_HUB_USD_PER_MMBTU = {
    2022: (4.38, 4.69, 4.90, 6.60, 8.14, 7.70, 7.28, 8.81, 7.88, 5.66, 5.45, 5.53),
    2023: (3.27, 2.38, 2.31, 2.16, 2.15, 2.18, 2.55, 2.58, 2.64, 2.98, 2.71, 2.52),
}
"""EIA, Henry Hub natural gas spot price by month (recalled, not read again)."""
NET_EXPORTS_MW = 4400.0
"""What PJM sends to its neighbours in the mean of 2023, EIA-930 interchange (recalled and rounded, not read again)."""
MOST_USD_PER_MWH = 300.0
"""Above this, prices are those of scarce hours: reserves, congestion, offers; the curve has no such step."""
LEAST_USD_PER_MWH = 5.0
PRICES = "world_price_carbon_weather_2023/electricity_prices/standardized/{0}/{1}/{0}_electricity_prices_{1}.csv.gz"
SHARES = "world_price_carbon_weather_2023/carbon_intensity/{0}/2023/{0}_2023_hourly.csv.gz"
WIDTH, HEIGHT, LEFT, TOP, GAP = 880, 300, 56, 34, 60
COLOURS = {"measured": "#b2653b", "curve": "#25648f"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measured prices beside those of the curve.

    Attributes
    ----------
    measured, curve : (hours,) USD/MWh in the order of time
    hour, month : (hours,) UTC hour of the day, 0-23, and month, 1-12
    """

    name: str
    measured: FloatArray
    curve: FloatArray
    hour: IntArray
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

    def profile(self, series: FloatArray) -> FloatArray:
        """Return (4, 24) the median price by season and hour of the day."""
        season = self.month % 12 // 3
        return np.array([[np.median(series[(season == s) & (self.hour == h)]) for h in range(24)] for s in range(4)])


def compare(folder: Path, market: str, demand_year: int) -> Comparison:
    """Return a market's measured prices beside the curve's.

    Parameters
    ----------
    folder
    market : `ercot` (2022) or `pjm` (2023; no measured price of 2022 is at hand)
    demand_year

    Notes
    -----
    EIA-930 stamps the end of the hour, the prices its beginning. The clock of PJM's price file runs ahead by the local
    offset from UTC (5 hours in winter, 4 in summer): with it taken back, and only then, each month's prices follow the
    demand of their own hour, as ERCOT's do; the file's label `UTC` is not believed.
    """
    demand = pd.read_parquet(folder / "eia930_demand_22ba/ba22_2016_2024.parquet")[market.upper()]
    demand.index = pd.DatetimeIndex(demand.index) - pd.Timedelta(hours=1)
    zone = {"ercot": "US-TEX-ERCO", "pjm": "US-MIDA-PJM"}[market]
    price = _read(folder / PRICES.format(zone, demand_year), "Price (USD/MWh)")
    if market == "pjm":
        labels = pd.DatetimeIndex(price.index)
        local = labels.tz_localize("UTC").tz_convert("America/New_York").tz_localize(None)
        price.index = labels + (local - labels)
        price = price[~price.index.duplicated()]
        share = _read(folder / SHARES.format(zone), "Low Carbon Percentage") / 100.0
        table = pd.DataFrame({"price": price, "demand": demand, "share": share}).dropna()
        clean = table["share"] * table["demand"]
        table["demand"] += NET_EXPORTS_MW
    else:
        mix = pd.read_csv(folder / f"eia930_genmix_2022/ERCO_{demand_year}.csv.gz")
        mix.index = pd.to_datetime(mix["timestamp"]).dt.tz_localize(None) - pd.Timedelta(hours=1)
        table = pd.DataFrame({"price": price, "demand": demand}).join(mix[["WND", "SUN", "NUC", "WAT"]]).dropna()
        clean = table[["WND", "SUN", "NUC", "WAT"]].sum(axis=1)
    stamps = table.index.to_numpy().astype("datetime64[h]")
    month = stamps.astype("datetime64[M]").astype(np.int64) % 12
    hour_of_year = (stamps - np.datetime64(f"{demand_year}-01-01", "h")).astype(np.int64)
    gas = np.array(HENRY_HUB_USD_PER_MMBTU[demand_year])[month] + _basis(market)
    factor = maintenance_factor()[np.clip(hour_of_year, 0, HOURS_PER_YEAR - 1)]
    curve = curve_price(market, table["demand"].to_numpy(float), clean.to_numpy(float), gas, factor)
    hour = stamps.astype(np.int64) % 24
    return Comparison(f"{market.upper()} {demand_year}", table["price"].to_numpy(float), curve, hour, month + 1)


def curve_price(
    market: str, demand_mw: FloatArray, clean_mw: FloatArray, gas_usd_per_mmbtu: FloatArray, factor: FloatArray
) -> FloatArray:
    """Return (hours,) USD/MWh that the catalogue's steps of a market ask, month by month at its gas price."""
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
        price[at] = merit_order(demand_mw[at], clean_mw[at], steps)[0]
    return price


def _basis(market: str) -> float:
    """Return USD/MMBtu by which the market's gas differs from Henry Hub in the catalogue."""
    return catalog.get("grid_fleets", market, "gas_price_usd_per_mmbtu").number - 3.2


def _read(path: Path, column: str) -> pd.Series:
    table = pd.read_csv(path)
    stamps = pd.to_datetime(table["Datetime (UTC)"]).dt.tz_localize(None)
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
        "| Market | Measured | Curve | rank in the month | rank | season × hour | log | to 300 USD/MWh | all |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for each in comparisons:
        means = (f"{each.measured.mean():.1f}", f"{each.curve.mean():.1f}")
        cells = (each.name, *means, *(f"{each.correlation(kind):.2f}" for kind in kinds))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Compare, draw and print the table."""
    folder = Path(sys.argv[1])
    comparisons = [compare(folder, "ercot", 2022), compare(folder, "pjm", 2023)]
    PICTURE.write_text(draw(comparisons), encoding="utf-8")
    sys.stdout.write(table(comparisons) + "\n")


if __name__ == "__main__":
    main()
