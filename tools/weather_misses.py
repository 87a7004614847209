"""What docs/weather.md says: an introduction to each table, and why a threshold is missed."""

from __future__ import annotations

from typing import Final

_BUSES: Final = (
    "The set's coordinates are those of buses, not of its plants: solar plants at one and the same bus agree at 0.58 "
    "to 1.00, and of the six pairs of wind plants the one 292 km apart agrees best (0.85), one 91 km apart nearly "
    "worst (0.55). No law of distance gives that; ours falls with distance."
)
MISSES: Final[dict[tuple[str, str], str]] = {
    ("Germany, mean of regions", "wind, 95th percentile of calm spells, h"): (
        "One measured year: our eight years have 47 to 75 hours each, the measured one lies among them. All eight "
        "regions by themselves are met."
    ),
    ("RTS-GMLC", "wind, correlation at 121 km (1 pairs)"): _BUSES,
    ("RTS-GMLC", "wind, correlation at 291 km (3 pairs)"): _BUSES,
    ("RTS-GMLC", "solar, correlation at 3 km (2 pairs)"): _BUSES,
    ("inzai", "humidity, autocorrelation after 24 h"): (
        "Measured is Tokyo at the bay, 40 km from Inzai, where a day's range is smaller. With the measured place's "
        "own monthly range of temperature and humidity instead of Inzai's normals ours is 0.61, which is met; "
        "without the mean day and the months the memories agree (0.17 measured, 0.16 to 0.23 ours)."
    ),
    ("ERCOT", "hottest percent: high price"): (
        "2023 had 550 hours above 35 °C in Dallas, our years have 260 in the mean: its hottest percent lay in one "
        "long time of scarcity. With the temperature of 2023 in place of ours, and our wind, sun and chance, 0.79 of "
        "these hours are dear (0.61 to 0.98 in ten years), and the threshold is met."
    ),
}
TEXT: Final[dict[str, str]] = {
    "introduction": (
        "# Weather as one draw\n\nThe built-in generator draws sun, wind, temperature and humidity together; demand, "
        "price, carbon, cooling and the outages of plants follow from the same hours. This page sets its years "
        "beside measured ones: **{met} of {count} thresholds are met**, and every miss is told with its reason. "
        "`python -m tools.weather` writes the page from the data; `tests/truth/test_weather.py` asserts it, misses "
        "included.\n\nHow the draw is made: Gaussian fields with memory, correlated over distance "
        "([methods](methods.md)). Wind mixes four fields: weather systems (18 h, 800 km) and what passes within a "
        "day (4 h, 300 km), both smooth in time, local gusts and showers (2 h, 30 km, a fifth of the variance at a "
        "site, next to nothing in a region of farms), and one that outlasts the month. The memories were chosen on "
        "eight regions of Germany, on Amarillo at 100 m and on eight cities at 10 m; the share of weather systems is "
        "a parameter of the place, 0.65 in Germany and 0.24 at Amarillo. Moisture mixes a slow and a quick field (48 "
        "and 8 h) likewise. A day's temperature is tied to the wind of that day and the day before and to cloud, by "
        "correlations of the place for winter and summer: cold calm days in Germany and Britain, northers in Texas, "
        "the calm after the front on the Atlantic coast. `tools/fit_weather.py` fits these from one year a place; "
        "[the catalogue](catalogue.md) holds them with their sources.\n\n![Autocorrelation of wind power against "
        "hours](images/weather-memory.svg)\n"
    ),
    "america": (
        "## Texas and California\n\nTen generated years beside one measured: NSRDB (sun, 2012 and a typical year) "
        "and WIND Toolkit (wind at 100 m, 2012). Capacity factors within 10 %, autocorrelation within 0.05, the 95th "
        "percentile of calm spells (wind power below a tenth) within 20 %.\n"
    ),
    "germany": (
        "## Germany\n\nThe set has eight regions without coordinates, each an aggregate of many wind parks. Ours are "
        "eight squares over Germany, each the mean of nine points 70 km apart, eight generated years. The set's "
        "output reaches 0.99 of capacity, so it holds no losses; taken is a fleet of 380 W/m2 without losses, under "
        "which the quantiles of output agree as well. Frankfurt's wind is scaled to the capacity factor of each "
        "region: memory and calms are compared, not means. The last rows take Frankfurt's wind as it is. The share "
        "of weather systems and the mean day were fitted on this set; calms and the correlation between regions were "
        "not.\n"
    ),
    "distance": (
        "## Correlation against distance\n\nPlants of RTS-GMLC in California and Arizona; correlation of what is "
        "left without the usual day (mean of 60 days at the same hour), within 0.10.\n\n![Correlation between plants "
        "against distance](images/weather-distance.svg)\n"
    ),
    "world": (
        "## Temperature and humidity\n\nOpen-Meteo, 2023, beside five generated years under the catalogue's normals: "
        "mean within 1.5 K, spread within 15 %, humidity within 0.10, autocorrelation within 0.05, the correlation "
        "of a season's daily temperature and wind within 0.2 (its standard error in one season is 0.1). 2023 was "
        "warmer than the normals. The correlations, the spread of moisture and the share of it that lasts were "
        "fitted on these years.\n"
    ),
    "tails": (
        "## The coldest and hottest percent\n\nOf 88 hours of 2023: in which share was wind in its lowest quarter "
        "(mean of 24 hours), the price in its highest tenth, and both? How closely price follows what fossil plants "
        "generate was fitted on ERCOT, PJM and CAISO (`price_fundamental_share`); these shares were not. Measured "
        "are one city's temperature and wind at 10 m (Dallas, Philadelphia, Frankfurt, Seoul) and the market's "
        "price; no set has wind power or several years of price there. Generated are twenty years with ERCOT's mix "
        "of 2023 (Ashburn for Philadelphia). 88 hours are five to twenty days, so that one year says little: the "
        "threshold asks whether the measured year lies within the span of the generated ones, widened by 0.05.\n"
    ),
    "scarcity": (
        "## Winter scarcity in ERCOT, 2022\n\nHere wind is the whole area's output (EIA-930), demand and price are "
        "ERCOT's; no temperature of 2022 is at hand. In the highest twentieth of winter demand:\n"
    ),
    "peaks": (
        "## Peaks of demand\n\nThe only measured series of several years: EIA-930 demand, 2016-2024. How much the "
        "season's peak differs between years, less a straight trend, within a factor of two. The load's slopes in "
        "heat and cold were fitted on 2023 and on the mean winter peak (`tools/fit_load.py`): in Texas, where heat "
        "is electric, load bends upwards in the cold. How much peaks differ was not fitted.\n"
    ),
    "years": (
        "## From year to year\n\nStandard deviation of twenty yearly means, over the mean for wind and sun. "
        "Published: wind 3-4 % over regions of Europe and up to 6 % at a site (Met Office, EWEA 2012), below 6 % in "
        "the eastern United States (Pryor et al. 2018, doi 10.5194/wes-3-651-2018); sun 1.7-3.4 %, as the 99th "
        "percentile lies 4-8 % below the median (Clean Power Research, United States), widened by 0.2-0.6 points for "
        "the year's sample; temperature 0.4-0.9 K, recalled for stations of the middle latitudes. `Measured` is the "
        "middle of the span.\n"
    ),
    "end": (
        "## What it does not claim\n\n- No trend: the normals are those of 1991-2020; a warming climate asks for "
        "other normals or a file.\n- No heavier tail than the normal distribution in temperature: a freeze as in "
        "2021 is rarer than in nature.\n- No direction of wind, snow, ice or smoke.\n- One year a place was "
        "measured: correlations of a season have a standard error of 0.1.\n- Wind at 10 m, on which most places were "
        "fitted, remembers less than wind at 100 m does.\n"
    ),
}
