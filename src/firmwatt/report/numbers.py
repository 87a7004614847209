"""Numbers as a reader wants them: units that fit, three or four digits, thousands separators."""

from __future__ import annotations

import math

from firmwatt.report.text import Text, same, say

MW_PER_GW = 1e3
MWH_PER_GWH, MWH_PER_TWH = 1e3, 1e6
LEAST_MWH = 0.05
LEAST_MW, LEAST_AMOUNT = 1e-3, 1e-3
"""Energy, power, tonnes or cubic metres below these are what a solver leaves of nothing."""
NOTHING = "–"
GLUE = "\u00a0"
"""No line breaks between a number and its unit."""
MONEY_SCALES = (
    ("trillions", 1e12, 1e12, 1e12),
    ("billions", 1e9, 1e9, 1e8),
    ("hundred_millions", 1e8, 1e6, 1e8),
    ("millions", 1e6, 1e6, 1e4),
    ("ones", 0.0, 1.0, 1.0),
)
"""Words, from how many dollars on, dollars in one unit of the English and of the Korean word."""


def number(value: float) -> str:
    """Return a number with three or four digits that count and thousands separators.

    Examples
    --------
    >>> [number(value) for value in (0.0, 0.01234, 1.5, 42.19, 1234.5, -7.0)]
    ['0', '0.012', '1.5', '42.2', '1,234', '−7']
    """
    if not math.isfinite(value):
        return NOTHING
    size = float(f"{abs(value):.4g}") if abs(value) >= 1e4 else abs(value)
    if size < 5e-7:
        return "0"
    digits = (
        0 if size >= 99.95 else 1 if size >= 9.995 else 2 if size >= 0.0995 else 3 - math.ceil(math.log10(size)) - 1
    )
    text = f"{size:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 else text


def percent(share: float) -> str:
    r"""Return a share 0-1 as a percentage; what is not quite all is never written as 100 %.

    Examples
    --------
    >>> percent(0.4567), percent(1.0), percent(0.9999), percent(0.0)
    ('45.7\xa0%', '100\xa0%', '99.9\xa0%', '0\xa0%')
    """
    if not math.isfinite(share):
        return NOTHING
    if 0.9995 <= share < 1.0 - 1e-6:
        return f"99.9{GLUE}%"
    if 1e-6 < share < 5e-4:
        return f"<{GLUE}0.1{GLUE}%"
    share = 0.0 if abs(share) < 5e-4 else share
    text = f"{100.0 * share:.1f}".removesuffix(".0")
    return f"{text}{GLUE}%".replace("-", "−")


def power(mw: float) -> str:
    r"""Return megawatts, or gigawatts from a thousand on.

    Examples
    --------
    >>> power(250.0), power(7204.0)
    ('250\xa0MW', '7.2\xa0GW')
    """
    return f"{number(mw / MW_PER_GW)}{GLUE}GW" if abs(mw) >= MW_PER_GW else f"{_settled(mw, LEAST_MW)}{GLUE}MW"


def energy(mwh: float) -> str:
    r"""Return megawatt-hours in MWh, GWh or TWh.

    Examples
    --------
    >>> energy(1234567.0)
    '1.23\xa0TWh'
    """
    if abs(mwh) >= MWH_PER_TWH:
        return f"{number(mwh / MWH_PER_TWH)}{GLUE}TWh"
    if abs(mwh) >= MWH_PER_GWH:
        return f"{number(mwh / MWH_PER_GWH)}{GLUE}GWh"
    return f"{_settled(mwh, LEAST_MWH)}{GLUE}MWh"


def mass(tonnes: float) -> str:
    r"""Return tonnes in t, kt or Mt.

    Examples
    --------
    >>> mass(2_500_000.0), mass(0.0016)
    ('2.5\xa0Mt', '<\xa00.1\xa0t')
    """
    if abs(tonnes) >= 1e6:
        return f"{number(tonnes / 1e6)}{GLUE}Mt"
    return f"{number(tonnes / 1e3)}{GLUE}kt" if abs(tonnes) >= 1e4 else f"{_amount(tonnes)}{GLUE}t"


def volume(cubic_metres: float) -> Text:
    """Return cubic metres, in millions where they are many."""
    if abs(cubic_metres) >= 1e6:
        return say("unit.million_m3", value=number(cubic_metres / 1e6), korean=number(cubic_metres / 1e4))
    return same(f"{_amount(cubic_metres)}{GLUE}m³")


def money(usd: float) -> Text:
    r"""Return dollars: in millions, billions or trillions in English, in 억 or 조 in Korean; no cents of a single one.

    Examples
    --------
    >>> money(12_340_000_000.0)
    Text(en='USD\xa012.3\xa0billion', ko='123억\xa0달러')
    """
    usd = float(round(usd)) if abs(usd) < 1.0 else usd
    words, _, english, korean = next(scale for scale in MONEY_SCALES if abs(usd) >= scale[1])
    return say(f"money.{words}", english=number(usd / english), korean=number(usd / korean))


def unit_cost(usd_per_mwh: float) -> Text:
    """Return a price per megawatt-hour."""
    return say("unit.usd_per_mwh", value=number(usd_per_mwh))


def _settled(value: float, least: float) -> str:
    return number(0.0 if abs(value) < least else value)


def _amount(value: float) -> str:
    """Return a number that speaks of tenths at the least."""
    return f"<{GLUE}0.1" if LEAST_AMOUNT <= abs(value) < 0.05 else _settled(value, LEAST_AMOUNT)
