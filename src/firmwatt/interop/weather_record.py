"""The weather draws of a plan in `summary.json` and as a table."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from firmwatt.accounting.weather_years import WeatherBooks
from firmwatt.planning.plan import RiskChange

Summary = dict[str, object]


def weather_record(books: WeatherBooks | None, change: RiskChange | None) -> Summary | None:
    """Return what each draw costs to run, and what the dearest mean; None where there is but one draw.

    Money of `by_year` is that of one calendar year; `adjustment_usd` and `change` are present values.
    """
    if books is None:
        return None
    names = ("expected_usd", "value_at_risk_usd", "tail_mean_usd")
    return {
        "draws": list(books.draws),
        "probability": books.probability.tolist(),
        "tail_share": books.tail_share,
        "weight": books.weight,
        "adjustment_usd": books.adjustment_usd,
        "by_year": [
            {
                "operating_usd": books.operating_usd[place].tolist(),
                "lost_mwh": books.lost_mwh[place].tolist(),
                "import_mwh": books.import_mwh[place].tolist(),
                "share_in_tail": books.in_tail[place].tolist(),
                **{name: float(getattr(books, name)[place]) for name in names},
            }
            for place in range(len(books.expected_usd))
        ],
        "change": None if change is None else asdict(change),
    }


def weather_table(years: tuple[int, ...], books: WeatherBooks) -> pd.DataFrame:
    """Return one row for each planning year and weather draw."""
    return pd.DataFrame(
        {
            "year": np.repeat(years, len(books.draws)),
            "draw": list(books.draws) * len(years),
            "probability": np.tile(books.probability, len(years)),
            "operating_usd": books.operating_usd.ravel(),
            "lost_mwh": books.lost_mwh.ravel(),
            "import_mwh": books.import_mwh.ravel(),
            "share_in_tail": books.in_tail.ravel(),
        }
    )
