"""A fleet of chips of several generations: requests a year → chips → megawatts, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from firmwatt.catalog import loader
from firmwatt.demand.inference_fit import measured_chips
from firmwatt.demand.inference_serving import chip_key
from firmwatt.demand.request_energy import it_wh_per_chip_joule, serve_volume
from firmwatt.errors import UserError
from firmwatt.scenario.work import RequestVolume
from firmwatt.units import HOURS_PER_YEAR, KW_PER_MW

TABLE: Final = "fleet"
FIRST_YEAR, LAST_YEAR = 2020, 2030
"""Years whose purchases the catalogue knows or expects."""
WH_PER_MWH, SECONDS_PER_HOUR = 1e6, 3600.0


@dataclass(frozen=True, slots=True)
class Range:
    """A value with the ends of the 90 % interval of the chips' energy."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FleetAsk:
    """What a fleet is asked.

    Attributes
    ----------
    volume
        The request; its chip and its number a year are those of the fleet.
    mix : chip → share of the fleet's power at nameplate, sums to 1
    pue : >= 1
    inference_share : 0-1
        Share of the fleet's chips that serve requests.
    busy_share : 0-1
        Share of the time that a serving chip is at work.
    """

    volume: RequestVolume
    mix: dict[str, float]
    pue: float
    inference_share: float
    busy_share: float


@dataclass(frozen=True, slots=True)
class ChipRow:
    """One generation of a fleet.

    Attributes
    ----------
    power_share : of the nameplate power
    it_wh_per_request : Wh, hosts and stand-by included
    request_share : of the requests
    is_measured
        Whether measured rows stand behind its energy.
    """

    chip: str
    power_share: float
    it_wh_per_request: Range
    request_share: float
    is_measured: bool


@dataclass(frozen=True, slots=True)
class Served:
    """What a fleet of one connected megawatt does; every figure scales with the megawatts.

    Attributes
    ----------
    requests_per_drawn_mw : requests a year that a megawatt drawn all year at the meter serves, all for requests
    requests_per_connected_mw : requests a year of a megawatt at the meter that machines at nameplate could draw
    drawn_share : mean power over nameplate
    chips_per_connected_mw : chips
    throughput_busy_share
        Share of the time at work that the chips' own speed implies: a check of `busy_share`.
    output_tokens : of one request
    chips : by generation
    """

    requests_per_drawn_mw: Range
    requests_per_connected_mw: Range
    drawn_share: float
    chips_per_connected_mw: float
    throughput_busy_share: float
    output_tokens: float
    chips: tuple[ChipRow, ...]


def typical_mix(year: int) -> dict[str, float]:
    """Return chip → share of the rated power of a fleet that bought as the world did.

    Raises
    ------
    UserError
        If the year is out of range.

    Notes
    -----
    Megawatts bought grow by the catalogue's rate; each year's are those of its leading generation; they run for the
    catalogue's life of servers.

    Examples
    --------
    >>> max(typical_mix(2030), key=typical_mix(2030).get)
    'rubin'
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(f"year {year} is outside {FIRST_YEAR} to {LAST_YEAR}. Choose one of them, or give a mix.")
    lifetime = loader.get("compute", "default", "it_lifetime_years").number
    bought = 1.0
    standing: dict[str, float] = {}
    for each in range(FIRST_YEAR, year + 1):
        if each > FIRST_YEAR:
            era = "growth_until_2025_per_year" if each <= 2025 else "growth_after_2025_per_year"
            bought *= 1.0 + loader.get(TABLE, "purchases", era).number
        if year < each + lifetime:
            chip = loader.get(TABLE, "purchases", f"chip_{each}").text
            standing[chip] = standing.get(chip, 0.0) + bought
    return {chip: mw / sum(standing.values()) for chip, mw in standing.items()}


def given_mix(text: str) -> dict[str, float]:
    """Return the mix that a text such as `H100=0.4,GB200=0.6` describes; shares are of power and sum to 1.

    Raises
    ------
    UserError
        With everything that is wrong.
    """
    mix, faults = {}, []
    for part in text.split(","):
        name, _, share = part.partition("=")
        try:
            mix[chip_key(name.strip())] = float(share)
        except ValueError:
            faults.append(f"mix '{part}' is no chip and share. Write such as H100=0.4,GB200=0.6.")
        except UserError as error:
            faults.append(str(error))
    if not faults and (abs(sum(mix.values()) - 1.0) > 1e-6 or min(mix.values()) < 0.0):
        faults.append(f"the shares of the mix sum to {sum(mix.values()):g}. Mend them so that they sum to 1.")
    if faults:
        raise UserError(" ".join(faults))
    return mix


def default_share(parameter: str) -> float:
    """Return a share of the table `fleet`."""
    return loader.get(TABLE, "default", parameter).number


@dataclass(frozen=True, slots=True)
class FleetSize:
    """A fleet of some size.

    Attributes
    ----------
    connected_mw : MW at the meter that its machines at nameplate could draw
    drawn_mw : MW at the meter, mean of the year, of all its chips
    chips
    requests_per_year
    """

    connected_mw: float
    drawn_mw: float
    chips: float
    requests_per_year: Range
    output_tokens_per_year: Range


def check_size(*sizes: float | None) -> None:
    """Raise if several sizes are given, or one is not above 0.

    Raises
    ------
    UserError
    """
    given = [value for value in sizes if value is not None]
    if len(given) > 1:
        raise UserError("megawatts, chips, requests and tokens exclude each other. Give one of them.")
    if given and not 0.0 < given[0] <= 1e20:
        raise UserError(f"a fleet of {given[0]:g} is none. Give a number above 0.")


def size_fleet(
    served: Served,
    connected_mw: float | None = None,
    chips: float | None = None,
    requests: float | None = None,
    output_tokens: float | None = None,
) -> FleetSize:
    """Return a fleet of so many megawatts, chips, requests or output tokens a year.

    Parameters
    ----------
    served
        What one connected megawatt does.
    connected_mw, chips, requests, output_tokens
        At most one of them; without any, one megawatt.

    Raises
    ------
    UserError
        If several are given, or one is not above 0.
    """
    check_size(connected_mw, chips, requests, output_tokens)
    if chips is not None:
        connected_mw = chips / served.chips_per_connected_mw
    elif requests is not None:
        connected_mw = requests / served.requests_per_connected_mw.value
    elif output_tokens is not None:
        connected_mw = output_tokens / served.output_tokens / served.requests_per_connected_mw.value
    mw = 1.0 if connected_mw is None else connected_mw
    each = served.requests_per_connected_mw
    yearly = Range(mw * each.value, mw * each.low, mw * each.high)
    per_request = served.output_tokens
    return FleetSize(
        connected_mw=mw,
        drawn_mw=mw * served.drawn_share,
        chips=mw * served.chips_per_connected_mw,
        requests_per_year=yearly,
        output_tokens_per_year=Range(*(end * per_request for end in (yearly.value, yearly.low, yearly.high))),
    )


def serve_fleet(ask: FleetAsk) -> Served:
    """Return what a fleet serves.

    Parameters
    ----------
    ask

    Raises
    ------
    UserError
        If a share is out of range, or the request cannot be served on a chip of the mix.

    Notes
    -----
    Energy is shared among generations as nameplate power is. A MWh at the meter is 1/PUE MWh of IT, and each
    generation turns its part into requests at its own Wh, that of `firmwatt label`. A machine draws the running share
    of its nameplate at work and the idle share in the rest of the time; the fleet's other chips draw as much for other
    work.
    """
    faults = share_faults(ask.inference_share, ask.busy_share)
    if faults:
        raise UserError(" ".join(message for _, message in faults))
    rows, chip_seconds, chips = [], 0.0, 0.0
    for chip, share in ask.mix.items():
        served = serve_volume(replace(ask.volume, chip=chip, chips=None))
        wh = [float(each[0]) * ask.volume.output_tokens * it_wh_per_chip_joule() for each in
              (served.joules_per_output_token, served.low, served.high)]  # fmt: skip
        rows.append((chip, share, Range(*wh)))
        chips += share * KW_PER_MW / loader.get("chips", chip, "system_kw").number
        chip_seconds += share / wh[0] * float(served.chip_seconds[0])
    per_mwh = [WH_PER_MWH * sum(share / getattr(wh, end) for _, share, wh in rows) for end in ("value", "high", "low")]
    running, idle = default_share("running_power_share"), default_share("idle_power_share")
    drawn_share = ask.busy_share * running + (1.0 - ask.busy_share) * idle
    drawn = Range(*(HOURS_PER_YEAR / ask.pue * each for each in per_mwh))
    used = drawn_share * ask.inference_share
    chips_per_mw = chips / ask.pue
    seconds_at_work = HOURS_PER_YEAR / ask.pue * drawn_share * WH_PER_MWH * chip_seconds
    return Served(
        requests_per_drawn_mw=drawn,
        requests_per_connected_mw=Range(drawn.value * used, drawn.low * used, drawn.high * used),
        drawn_share=drawn_share,
        chips_per_connected_mw=chips_per_mw,
        throughput_busy_share=seconds_at_work / (chips_per_mw * HOURS_PER_YEAR * SECONDS_PER_HOUR),
        output_tokens=ask.volume.output_tokens,
        chips=tuple(
            ChipRow(chip, share, wh, share / wh.value * WH_PER_MWH / per_mwh[0], chip in measured_chips())
            for chip, share, wh in rows
        ),
    )


def share_faults(inference_share: float, busy_share: float) -> list[tuple[str, str]]:
    """Return what is wrong with the shares of a fleet: field and message of each fault."""
    shares = (("inference_share", inference_share), ("busy_share", busy_share))
    return [
        (name, f"{name.replace('_', ' ')} {share:g} must be a share above 0 and at most 1.")
        for name, share in shares
        if not 0.0 < share <= 1.0
    ]
