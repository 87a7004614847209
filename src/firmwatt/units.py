"""Conversion constants. Each name says what one unit is in the other."""

from __future__ import annotations

from typing import Final

HOURS_PER_YEAR: Final = 8760
HOURS_PER_DAY: Final = 24
HOURS_PER_WEEK: Final = 168
DAYS_PER_YEAR: Final = 365.25
KW_PER_MW: Final = 1000.0
KG_PER_TONNE: Final = 1000.0
LITRES_PER_M3: Final = 1000.0
BTU_PER_KWH: Final = 3412.14163
"""One kilowatt-hour of heat in British thermal units (International Table)."""
MMBTU_PER_MWH_PER_BTU_PER_KWH: Final = 1e-3
"""A heat rate of 1 Btu/kWh is 0.001 MMBtu/MWh."""
