"""The longest path through steps that overlap, for one set of lengths or for many draws of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from firmwatt.errors import UserError
from firmwatt.scenario.assets import LeadStep
from firmwatt.timegrid import FloatArray

NO_WAIT: Mapping[str, float] = {}


def longest_path_years(
    steps: Sequence[LeadStep],
    length_of: Callable[[LeadStep], float | FloatArray],
    not_before_years: Mapping[str, float] = NO_WAIT,
) -> FloatArray:
    """Return when the last step is done, in years after the first may start.

    Parameters
    ----------
    steps
        In any order; each starts when all steps that it names in `after` are done.
    length_of : years, a number or (draws,)
    not_before_years
        Step → earliest start, such as the year of a vendor's slot.

    Returns
    -------
    () or (draws,) years, >= 0

    Raises
    ------
    UserError
        A step waits for one that is not there, or steps wait for each other.

    Examples
    --------
    >>> permit, procure = LeadStep("permit", 1, 2, 4), LeadStep("procure", 1, 3, 5)
    >>> steps = [permit, procure, LeadStep("build", 1, 2, 3, after=("permit", "procure"))]
    >>> float(longest_path_years(steps, lambda step: step.central_years))
    5.0
    >>> float(longest_path_years(steps, lambda step: step.central_years, {"procure": 2.0}))
    7.0
    """
    waiting = {step.name: step for step in steps}
    done: dict[str, FloatArray] = {}
    while waiting:
        ready = [step for step in waiting.values() if all(name in done for name in step.after)]
        if not ready:
            raise UserError(f"steps: {sorted(waiting)} wait for each other or for a step that is not listed.")
        for step in ready:
            start = latest([np.asarray(not_before_years.get(step.name, 0.0)), *(done[name] for name in step.after)])
            done[step.name] = start + length_of(step)
            del waiting[step.name]
    return latest(list(done.values()))


def latest(moments: Sequence[FloatArray]) -> FloatArray:
    """Return the latest of some moments, draw by draw; 0 where there are none."""
    found = np.asarray(0.0)
    for moment in moments:
        found = np.maximum(found, moment)
    return found
