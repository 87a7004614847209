"""What docs/weather.md says: an introduction to each table, and why a threshold is missed."""

from __future__ import annotations

from typing import Final

MISSES: Final[dict[tuple[str, str], str]] = {
    ("ERCO and CISO", "wind, correlation at 1,793 km"): (
        "Texas and California agree more than their distance says: one law of distance serves all of America. The "
        "other five pairs are met."
    ),
    ("PJM", "winter peak of demand, spread between years"): (
        "One city (Ashburn) stands for thirteen states. Its cold snaps are those of a normal distribution; the "
        "years of the polar vortex and of the storm Elliott lie beyond, as the last section says."
    ),
    ("PJM", "coldest quarter of winter evenings: low wind"): (
        "Measured is Philadelphia at 10 m, where wind dies down on cold evenings under a stable layer; ours is "
        "Ashburn at 100 m, tied to the days of both places, and calm after the front rather than in the cold."
    ),
    ("PJM", "coldest quarter of winter evenings: high price"): (
        "The winter months of 2023 were 3.6 K warmer in Philadelphia than the normals of Ashburn: their coldest "
        "evenings were mild, and the year's dear hours fell in summer."
    ),
}
TEXT: Final[dict[str, str]] = {
    "introduction": (
        "# Weather as one draw\n\nThe built-in generator draws sun, wind, temperature and humidity together; "
        "demand, price, carbon, cooling and the outages of plants follow from the same hours. This page sets its "
        "years beside measured ones: **{met} of {count} thresholds are met**, and every miss is told with its "
        "reason. `python -m tools.weather` writes the page from the data; `tests/truth/test_weather.py` asserts "
        "it, misses included.\n\nHow the draw is made: Gaussian fields with memory, correlated over distance "
        "([methods](methods.md)). Wind mixes four fields: weather systems (17.6 h, 1,250 km) and what passes "
        "within a day (4 h, 300 km), both smooth in time and, north of the 35th parallel, alike farther east and "
        "west than north and south; local gusts and showers (2 h, 30 km, a fifth of the variance at a site, next "
        "to nothing in a region of farms), and one that outlasts the month. The memories were chosen on eight "
        "regions of Germany, on Amarillo at 100 m and on eight cities at 10 m, the distances on pairs of regions "
        "and grid areas below; the share of weather systems is a parameter of the place, 0.65 in Germany and 0.25 "
        "at Amarillo. Moisture mixes a slow and a quick field (48 and 8 h) likewise. A day's temperature is tied "
        "to the wind of that day and the day before and to cloud, by correlations of the place for winter and "
        "summer: cold calm days in Germany and Britain, northers in Texas, the calm after the front on the "
        "Atlantic coast. A part of it lasts: 1.2 K, as soil and sea remember heat and cold, so that some summers "
        "are hot from June to August. `tools/fit_weather.py` fits the ties from one year a place; [the "
        "catalogue](catalogue.md) holds them with their sources.\n\n![Autocorrelation of wind power against "
        "hours](images/weather-memory.svg)\n"
    ),
    "america": (
        "## Texas and California\n\nTen generated years beside one measured: NSRDB (sun, 2012 and a typical year) "
        "and WIND Toolkit (wind at 100 m, 2012). Capacity factors within 10 %, autocorrelation within 0.05, the "
        "95th percentile of calm spells (wind power below a tenth) within 20 %.\n"
    ),
    "germany": (
        "## Germany\n\nThe set (FINE) has eight regions, each an aggregate of many wind parks. Their borders are "
        "published beside it: ours are the points of a grid of 40 km within each, sixteen generated years. The "
        "order of the regions is confirmed by the series: where there is wind offshore there is a coast. The set's "
        "output reaches 0.99 of capacity, so it holds no losses; taken is a fleet of 380 W/m2 without losses, "
        "under which the quantiles of output agree as well. Frankfurt's wind is scaled to the capacity factor of "
        "each region: memory and calms are compared, not means. Rows `by capacity` weigh the regions, of 10,000 to "
        "65,000 km2, by the set's own capacities and take Frankfurt's wind as it is. (Their plain mean, in which "
        "the Saarland counts as much as Bavaria, has calm spells of 52.5 h measured and 65 h generated, where a "
        "fifth would allow 63.) The share of weather systems, its memory and its reach were fitted on this set; "
        "calms were not.\n"
    ),
    "distance": (
        "## Correlation against distance\n\nOf what is left without the usual day (mean of 60 days at the same "
        "hour). RTS-GMLC, California and Arizona: the coordinates of the set are those of buses. Its map shows its "
        "wind plants as groups of sites, some 40 in all; ours stand at those sites (`tools/weather_sites.yaml`), "
        "the group of each plant told by nearness and capacity. Of the sites of solar plants nothing is known: two "
        "plants at one and the same bus agree at 0.58 to 1.00, 0.78 in the mean of 18 pairs. Ours lie about their "
        "bus by chance, so far that such pairs agree as well (16 km), and the bins of other distances are judged. "
        "A bin is judged within 0.10, or within two standard errors where its pairs differ so much that it decides "
        "no better (the six pairs of wind plants).\n\nGrid areas of America: wind of 2022 (EIA-930), ours farms in "
        "the main groups of each; one measured year, so within 0.10 or two standard deviations between single "
        "generated years.\n\n![Correlation against distance](images/weather-distance.svg)\n"
    ),
    "world": (
        "## Temperature and humidity\n\nOpen-Meteo, 2023, beside five generated years under the catalogue's "
        "normals: mean within 1.5 K, spread within 15 %, humidity within 0.10, autocorrelation within 0.05, the "
        "correlation of a season's daily temperature and wind within 0.2 (its standard error in one season is "
        "0.1). 2023 was warmer than the normals. Memory of humidity is compared under the monthly means of the "
        "measured year, as that of wind is in Germany: a station in a city is drier in winter than the grid cell "
        "around it. The correlations, the spread of moisture and the share of it that lasts were fitted on these "
        "years.\n"
    ),
    "tails": (
        "## The coldest and hottest percent\n\nOf 88 hours of 2023: in which share was wind in its lowest quarter "
        "(mean of 24 hours), the price in its highest tenth, and both? How closely price follows what fossil "
        "plants generate was fitted on ERCOT, PJM and CAISO (`price_fundamental_share`); these shares were not. "
        "Measured are one city's temperature and wind at 10 m (Dallas, Philadelphia, Frankfurt, Seoul) and the "
        "market's price; no set has wind power or several years of price there. Generated are twenty years with "
        "ERCOT's mix of 2023 (Ashburn for Philadelphia). 88 hours are five to twenty days, so that one year says "
        "little: the threshold asks whether the measured year lies within the span of the generated ones, widened "
        "by 0.05. Whether such hours are dear is asked of the same years, wind, sun and chance under the "
        "temperature of 2023: it was the third hottest summer of Dallas/Fort Worth since 1898 (National Weather "
        "Service), and how often such summers come is asked below, from year to year. Under temperatures of their "
        "own the hottest percent of the twenty years in ERCOT is dear in 0.60 of its hours in the mean and in 0.78 "
        "at most, beside 0.99 in 2023.\n"
    ),
    "evenings": (
        "## Cold calm evenings\n\nThe hours from 17 to 21 of December to February, when solar is gone: of their "
        "coldest quarter (some 110 hours of 23 days), which share was calm, dear and both, as above.\n"
    ),
    "outages": (
        "## Plants out in the same hours\n\nForced outages follow the temperature of the draw by the curves of "
        "Murphy et al. 2019 ([reliability](reliability.md)), so that the cold that raises load and price takes "
        "plants too. The rate in the coldest and hottest percent over that of the year, under measured and "
        "generated temperatures (2023 of the same cities; a typical year of Leesburg for PJM); the threshold is "
        "the span of twenty years. No set of measured outages is at hand: this asks whether our cold reaches as "
        "far down the curve as nature's, not whether the curve is right.\n"
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
        "Published: wind 3-4 % over regions of Europe and up to 6 % at a site (Met Office, EWEA 2012), below 6 % "
        "in the eastern United States (Pryor et al. 2018, doi 10.5194/wes-3-651-2018); sun 1.7-3.4 %, as the 99th "
        "percentile lies 4-8 % below the median (Clean Power Research, United States), widened by 0.2-0.6 points "
        "for the year's sample; temperature 0.4-0.9 K (0.64 K in Hesse, 1974-2020, Deutscher Wetterdienst). "
        "`Measured` is the middle of the span.\n\nSummers, winters and years of temperature, forty generated ones, "
        "and how a month's departure goes with the next month's: measured are Dallas/Fort Worth 1974-2020 "
        "(National Weather Service Fort Worth, weather.gov/fwd/dmotemp, as in the R package tswge) and, for "
        "Dublin, central England 1974-2015 (HadCET, Parker et al. 1992), less a straight trend; within a quarter, "
        "as 40 years know a standard deviation to a ninth and two of them and the distance between places are "
        "compared; 0.10 for the correlation. What lasts (1.2 K) was fitted on Dallas.\n"
    ),
    "end": (
        "## What it does not claim\n\n- No trend: the normals are those of 1991-2020; a warming climate asks for "
        "other normals or a file.\n- No heavier tail than the normal distribution in temperature: a freeze as in "
        "2021 is rarer than in nature.\n- No direction of wind, snow, ice or smoke.\n- One year a place was "
        "measured: correlations of a season have a standard error of 0.1.\n- Wind at 10 m, on which most places "
        "were fitted, remembers less than wind at 100 m does.\n"
    ),
}
