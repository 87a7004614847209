"""What docs/weather.md says: an introduction to each table, and why a threshold is missed."""

from __future__ import annotations

from typing import Final

_TURBINES: Final = (
    "The set's turbines and year are not told, and all of Germany takes the one climate of the catalogue there, a "
    "good site near Frankfurt. Who plans in Germany gives a weather file, or scales the wind."
)
_SHORT_CALM: Final = (
    "Short by 21 to 31 %: a region keeps its calms for longer than the one memory that all of Germany has here; the "
    "other five regions are met."
)
_BUSES: Final = (
    "The profiles belong to wind sites, the coordinates to buses of a test system: the most distant pair (292 km) "
    "agrees best (0.84) and one 91 km apart worst (0.55), which no law of distance gives. Ours falls with distance."
)
MISSES: Final[dict[tuple[str, str], str]] = {
    ("Germany, mean of regions", "wind, capacity factor"): _TURBINES,
    ("Germany, mean of regions", "wind, 95th percentile of calm spells, h"): _SHORT_CALM,
    ("Germany, region 5", "wind, 95th percentile of calm spells, h"): _SHORT_CALM,
    ("Germany, region 1", "wind, 95th percentile of calm spells, h"): _SHORT_CALM,
    ("Germany, region 6", "wind, 95th percentile of calm spells, h"): _SHORT_CALM,
    ("RTS-GMLC", "wind, correlation at 73 km (2 pairs)"): _BUSES,
    ("RTS-GMLC", "wind, correlation at 291 km (3 pairs)"): _BUSES,
    ("RTS-GMLC", "solar, correlation at 3 km (2 pairs)"): (
        "Two pairs of plants on neighbouring buses differ more than the sky over 3 km does: plants of different "
        "build. Ours are alike in build."
    ),
    ("inzai", "humidity, autocorrelation after 24 h"): (
        "Likely the sea: the Kanto plain changes between moist sea and dry land winds within a day; ours "
        "knows no direction of the "
        "wind, and keeps its moisture for longer."
    ),
    ("ERCOT", "coldest percent: high price"): (
        "What made these hours dear in 2023 was likely gas and ice as well as load. Our price follows load, "
        "sun and wind; "
        "outages of the cold are drawn in `reliability`, not in the price."
    ),
    ("ERCOT", "hottest percent: high price"): (
        "Nearly every hour of the hottest percent of 2023 was dear, a summer of scarcity. Our "
        "years are ordinary ones, and sun takes part of their hot afternoons."
    ),
    ("PJM", "hottest percent: high price"): (
        "The hottest percent of one mild summer. Prices of PJM follow gas and congestion more than load (correlation "
        "0.4 in 2023), ours load."
    ),
    ("ERCOT", "winter peak of demand, spread between years"): (
        "The measured spread holds the freeze of 2021 and the storms of 2022 and 2024; our cold is a normal "
        "distribution without a heavier tail, and load is linear in cold."
    ),
}
TEXT: Final[dict[str, str]] = {
    "introduction": (
        "# Weather as one draw\n\n"
        "The built-in generator draws sun, wind, temperature and humidity together; demand, price, carbon, cooling "
        "and the outages of plants follow from the same hours. This page sets its years beside measured ones: **{met} "
        "of {count} thresholds are met**, and every miss is told with its reason. `python -m tools.weather` writes "
        "the page from the data; `tests/truth/test_weather.py` asserts it, misses included.\n\n"
        "How the draw is made: Gaussian fields with memory, correlated over distance ([methods](methods.md)). Wind "
        "mixes a slow field (36 h, 800 km), a quick one (7.2 h, 300 km) and one that outlasts the month; the share of "
        "the slow one is a parameter of the place, 0.8 in Germany and 0.2 in Texas. A day's temperature is tied to "
        "the wind of that day and the day before and to cloud, by correlations of the place for winter and summer: "
        "cold calm days in Germany and Britain, northers in Texas, the calm after the front on the Atlantic coast. "
        "`tools/fit_weather.py` fits these from one year a place; [the catalogue](catalogue.md) holds them with their "
        "sources.\n\n"
        "![Autocorrelation of wind power against hours](images/weather-memory.svg)\n"
    ),
    "america": (
        "## Texas and California\n\n"
        "Ten generated years beside one measured: NSRDB (sun, 2012 and a typical year) and WIND Toolkit (wind at 100 "
        "m, 2012). Capacity factors within 10 %, autocorrelation within 0.05, the 95th percentile of calm spells "
        "(wind power below a tenth) within 20 %.\n"
    ),
    "germany": (
        "## Germany\n\n"
        "The set has eight regions without coordinates, each an aggregate of many wind parks. Ours are eight squares "
        "over Germany, each the mean of five points up to 150 km apart, eight generated years. Frankfurt's wind is "
        "scaled so that a point has the capacity factor of its region: memory and calms are compared, not means. The "
        "last rows take Frankfurt's wind as it is. The slow share was fitted on this set; calms and the correlation "
        "between regions were not.\n"
    ),
    "distance": (
        "## Correlation against distance\n\n"
        "Plants of RTS-GMLC in California and Arizona; correlation of what is left without the usual day (mean of 60 "
        "days at the same hour), within 0.10.\n\n"
        "![Correlation between plants against distance](images/weather-distance.svg)\n"
    ),
    "world": (
        "## Temperature and humidity\n\n"
        "Open-Meteo, 2023, beside five generated years under the catalogue's normals: mean within 1.5 K, spread "
        "within 15 %, humidity within 0.10, autocorrelation within 0.05, the correlation of a season's daily "
        "temperature and wind within 0.2 (its standard error in one season is 0.1). 2023 was warmer than the normals. "
        "The correlations and the spread of moisture were fitted on these years.\n"
    ),
    "tails": (
        "## The coldest and hottest percent\n\n"
        "Of 88 hours of 2023: in which share was wind in its lowest quarter (mean of 24 hours), the price in its "
        "highest tenth, and both? Measured are one city's temperature and wind at 10 m (Dallas, Philadelphia, "
        "Frankfurt, Seoul) and the market's price; no set has wind power or several years of price there. Generated "
        "are ten years (Ashburn for Philadelphia). 88 hours are five to twenty days, so that one year says little: "
        "the threshold asks whether the measured year lies within the span of the generated ones, widened by 0.05.\n"
    ),
    "scarcity": (
        "## Winter scarcity in ERCOT, 2022\n\n"
        "Here wind is the whole area's output (EIA-930), demand and price are ERCOT's; no temperature of 2022 is at "
        "hand. In the highest twentieth of winter demand:\n"
    ),
    "peaks": (
        "## Peaks of demand\n\n"
        "The only measured series of several years: EIA-930 demand, 2016-2024. How much the season's peak differs "
        "between years, less a straight trend, within a factor of two. The load's slopes in heat and cold were fitted "
        "on 2023 (`tools/fit_load.py`).\n"
    ),
    "years": (
        "## From year to year\n\n"
        "Standard deviation of twenty yearly means, over the mean for wind and sun. Published: wind 3-4 % over "
        "regions of Europe and up to 6 % at a site (Met Office, EWEA 2012), below 6 % in the eastern United States "
        "(Pryor et al. 2018, doi 10.5194/wes-3-651-2018); sun 1.7-3.4 %, as the 99th percentile lies 4-8 % below the "
        "median (Clean Power Research, United States), widened by 0.2-0.6 points for the year's sample; temperature "
        "0.4-0.9 K, recalled for stations of the middle latitudes. `Measured` is the middle of the span.\n"
    ),
    "end": (
        "## What it does not claim\n\n"
        "- No trend: the normals are those of 1991-2020; a warming climate asks for other normals or a file.\n"
        "- No heavier tail than the normal distribution in temperature: a freeze as in 2021 is rarer than in nature.\n"
        "- No direction of wind, snow, ice or smoke.\n"
        "- One year a place was measured: correlations of a season have a standard error of 0.1.\n"
        "- Wind at 10 m, on which most places were fitted, remembers less than wind at 100 m does.\n"
    ),
}
