"""Conversion constants. Each name says what one unit is in the other."""

from __future__ import annotations

from typing import Final

HOURS_PER_YEAR: Final = 8760
HOURS_PER_DAY: Final = 24
HOURS_PER_WEEK: Final = 168
MONTHS_PER_YEAR: Final = 12
KW_PER_MW: Final = 1000.0
KG_PER_TONNE: Final = 1000.0
LITRES_PER_M3: Final = 1000.0
MWH_PER_MMBTU: Final = 0.29307107
KWH_PER_MWH: Final = 1000.0
G_PER_KG: Final = 1000.0
SECONDS_PER_HOUR: Final = 3600
SECONDS_PER_MINUTE: Final = 60
MINUTES_PER_HOUR: Final = 60
