"""Training runs: from parameters and tokens, chips and weeks, or megawatts to duration, energy and swings of power."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from firmwatt.catalog import loader
from firmwatt.demand.inference_serving import chip_key
from firmwatt.errors import UserError
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_WEEK, KW_PER_MW

TABLE: Final = "training"
FLOP_PER_PARAMETER_AND_TOKEN: Final = 6.0
"""Two for the forward pass, four for the backward pass (Kaplan et al. 2020, arXiv 2001.08361, section 2.1)."""
MINUTES_PER_HOUR: Final = 60.0
FLOP_PER_PFLOP, SECONDS_PER_HOUR = 1e15, 3600.0
LIMITS: Final = {
    "parameters": (1e5, 1e17),
    "tokens": (1e3, 1e20),
    "chips": (1.0, 1e9),
    "it_mw": (1e-4, 1e6),
    "weeks": (1e-3, 5200.0),
    "model_flops_utilisation": (0.001, 1.0),
}
"""What is asked → least and most that it may be."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 10th and 90th percentile."""

    value: float
    low: float
    high: float

    def scaled(self, factor: float) -> Estimate:
        """Return the estimate in another unit."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class TrainingAsk:
    """What is known of a run: two of its work, its size and its length.

    Attributes
    ----------
    chip
        Key of the table `chips`, or its beginning.
    parameters, tokens : together the work
        Parameters that each token uses: the active ones of a mixture.
    chips, it_mw : one of them, the size
        IT megawatts at nameplate: chips times their share of server and network.
    weeks : the length, interruptions included
    model_flops_utilisation : 0-1 or None for the catalogue's
    """

    chip: str
    parameters: float | None = None
    tokens: float | None = None
    chips: float | None = None
    it_mw: float | None = None
    weeks: float | None = None
    model_flops_utilisation: float | None = None


@dataclass(frozen=True, slots=True)
class Swing:
    """How the power of a run moves within seconds and at its pauses, IT megawatts.

    Attributes
    ----------
    peak_mw, low_mw, idle_mw
        Compute phase, exchange phase, checkpoint or pause.
    peak_to_mean
        Peak over the mean of the whole run: by so much the connection is larger than the energy suggests.
    ramp_mw_per_second
        From exchange to compute phase, or from full power to a checkpoint: the steeper of the two.
    checkpoints_per_day
    """

    peak_mw: float
    low_mw: float
    idle_mw: float
    peak_to_mean: float
    ramp_mw_per_second: Estimate
    checkpoints_per_day: float


@dataclass(frozen=True, slots=True)
class Restart:
    """What one pause of a run costs beyond the pause itself.

    Attributes
    ----------
    lost_minutes
        Until the run computes at full speed again.
    unplanned_lost_minutes
        With half a checkpoint's interval of work that is done once more.
    it_mwh
        Drawn by waiting machines while they start.
    lost_share
        Lost time over the length of a typical pause: what a plan adds to the value of paused computing.
    """

    lost_minutes: Estimate
    unplanned_lost_minutes: float
    it_mwh: float
    lost_share: float


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A run as it draws power; intervals are 10th to 90th percentile.

    Attributes
    ----------
    chip
    flop : FLOP of the finished model
    chips
    weeks : interruptions included
    chip_hours : hours of all chips, interruptions included
    nameplate_mw, mean_mw : IT megawatts of all machines at their limit, and over the whole run
    it_mwh : IT energy of the whole run
    swing, restart
    """

    chip: str
    flop: Estimate
    chips: Estimate
    weeks: Estimate
    chip_hours: Estimate
    nameplate_mw: Estimate
    mean_mw: Estimate
    it_mwh: Estimate
    swing: Swing
    restart: Restart


def training_run(ask: TrainingAsk) -> TrainingRun:
    """Return a run of which two of work, size and length are known.

    Parameters
    ----------
    ask

    Raises
    ------
    UserError
        If not exactly two are known, a number is out of its range, or the chip is unknown.

    Notes
    -----
    6 · parameters · tokens = chips · peak rate · utilisation · share of the time that computes · hours. A chip draws
    its share of a server at the running power share while it computes and at the idle share in the rest of the time.
    The factors are taken as independent: squares of logarithms add.

    Examples
    --------
    >>> run = training_run(TrainingAsk("H100", parameters=405e9, tokens=15.6e12, chips=16384))
    >>> round(run.weeks.value, 1), round(run.mean_mw.value, 1)
    (10.5, 14.8)
    """
    chip = _check(ask)
    peak_flop_per_hour = loader.get("chips", chip, "bf16_pflops").number * FLOP_PER_PFLOP * SECONDS_PER_HOUR
    system_kw = loader.get("chips", chip, "system_kw").number
    given = ask.model_flops_utilisation
    utilisation = _row("model_flops_utilisation") if given is None else Estimate(given, given, given)
    speed = _product(utilisation, _row("effective_time_share")).scaled(peak_flop_per_hour)
    size = _given_chips(ask, system_kw)
    if ask.parameters is not None and ask.tokens is not None:
        flop = _sure(FLOP_PER_PARAMETER_AND_TOKEN * ask.parameters * ask.tokens)
        chip_hours = _quotient(flop, speed)
    else:
        chip_hours = _sure((size or 0.0) * (ask.weeks or 0.0) * HOURS_PER_WEEK)
        flop = _product(chip_hours, speed)
    chips = _sure(size) if size is not None else chip_hours.scaled(1.0 / ((ask.weeks or 0.0) * HOURS_PER_WEEK))
    weeks = _sure(ask.weeks) if ask.weeks is not None else chip_hours.scaled(1.0 / (chips.value * HOURS_PER_WEEK))
    nameplate_mw = chips.scaled(system_kw / KW_PER_MW)
    mean_share = mean_power_share()
    return TrainingRun(
        chip=chip,
        flop=flop,
        chips=chips,
        weeks=weeks,
        chip_hours=chip_hours,
        nameplate_mw=nameplate_mw,
        mean_mw=_product(nameplate_mw, mean_share),
        it_mwh=_product(chip_hours.scaled(system_kw / KW_PER_MW), mean_share),
        swing=power_swing(nameplate_mw.value),
        restart=_restart(nameplate_mw.value),
    )


def mean_power_share() -> Estimate:
    """Return the mean power of a run over the nameplate of its machines, restarts included."""
    computing, idle = _row("effective_time_share").value, _row("idle_power_share")
    running = _row("running_power_share")

    def mean(at_work: float, waiting: float) -> float:
        return computing * at_work + (1.0 - computing) * waiting

    return Estimate(mean(running.value, idle.value), mean(running.low, idle.low), mean(running.high, idle.high))


def power_swing(nameplate_mw: float) -> Swing:
    """Return the swings of a run on machines of so many IT megawatts at nameplate."""
    peak = _row("compute_power_share").value * nameplate_mw
    low = _row("exchange_power_share").value * nameplate_mw
    idle = _row("idle_power_share").value * nameplate_mw
    seconds = _row("swing_seconds")
    drop = peak - idle
    return Swing(
        peak_mw=peak,
        low_mw=low,
        idle_mw=idle,
        peak_to_mean=peak / (mean_power_share().value * nameplate_mw),
        ramp_mw_per_second=Estimate(drop / seconds.value, drop / seconds.high, drop / seconds.low),
        checkpoints_per_day=HOURS_PER_DAY * MINUTES_PER_HOUR / _row("checkpoint_interval_minutes").value,
    )


def _restart(nameplate_mw: float) -> Restart:
    start = _row("restart_minutes")
    hours = start.value / MINUTES_PER_HOUR
    return Restart(
        lost_minutes=start,
        unplanned_lost_minutes=start.value + _row("checkpoint_interval_minutes").value / 2.0,
        it_mwh=_row("idle_power_share").value * nameplate_mw * hours,
        lost_share=hours / loader.get(TABLE, "default", "pause_hours").number,
    )


def _given_chips(ask: TrainingAsk, system_kw: float) -> float | None:
    return ask.chips if ask.it_mw is None else ask.it_mw * KW_PER_MW / system_kw


def _row(parameter: str) -> Estimate:
    row = loader.get(TABLE, "default", parameter)
    low = row.number if row.low is None else row.low
    return Estimate(row.number, low, row.number if row.high is None else row.high)


def _sure(value: float) -> Estimate:
    return Estimate(value, value, value)


def _product(first: Estimate, second: Estimate) -> Estimate:
    """Return the product of two independent positive estimates."""
    value = first.value * second.value
    below = math.hypot(math.log(first.low / first.value), math.log(second.low / second.value))
    above = math.hypot(math.log(first.high / first.value), math.log(second.high / second.value))
    return Estimate(value, value * math.exp(-below), value * math.exp(above))


def _quotient(first: Estimate, second: Estimate) -> Estimate:
    """Return the quotient of two independent positive estimates."""
    return _product(first, Estimate(1.0 / second.value, 1.0 / second.high, 1.0 / second.low))


def _check(ask: TrainingAsk) -> str:
    """Return the key of the chip after checking all that is asked."""
    faults, chip = [], ""
    try:
        chip = chip_key(ask.chip)
    except UserError as error:
        faults.append(str(error))
    for name, (least, most) in LIMITS.items():
        value = getattr(ask, name)
        if value is not None and not least <= value <= most:
            faults.append(f"{name.replace('_', ' ')} {value:g} must lie between {least:g} and {most:g}.")
    if (ask.parameters is None) != (ask.tokens is None):
        faults.append("parameters and tokens belong together. Give both, or neither.")
    if ask.chips is not None and ask.it_mw is not None:
        faults.append("chips and megawatts exclude each other. Give one of them.")
    known = [ask.parameters is not None or ask.tokens is not None, ask.chips is not None or ask.it_mw is not None]
    if sum((*known, ask.weeks is not None)) != 2:
        faults.append("a run needs two of three: parameters with tokens, chips or megawatts, and weeks.")
    if faults:
        raise UserError(" ".join(faults))
    return chip
