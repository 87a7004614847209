"""`Dispatch`: what ran in every hour that the plan looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.demand.it_load import ItLoad
from firmwatt.planning.plan import Plan
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Dispatch:
    """Hourly operation in megawatts (mean of the hour). Axes (…, chains, hours) as in `TimeGrid`.

    Attributes
    ----------
    plan
    generation_mw : (supply, chains, hours)
        On-site and physical: what flows; virtual: what the contract generates.
    available_mw : (supply, chains, hours)
        Capacity × availability × online share; less generation it is curtailment.
    charge_mw, discharge_mw : (storage, chains, hours)
    state_of_charge_mwh : (storage, chains, hours) at the hour's end
    flow_forward_mw, flow_backward_mw : (links, chains, hours) sent at the sending end
    import_firm_mw, import_curtailable_mw : (sites, chains, hours)
        Own purchase from the grid at the hourly price.
    sale_mw : (sites, chains, hours)
    served_mw : (pools, sites, chains, hours) MW of IT load; 0 where the pool may not run
        Measured, as all work, by the power that chips would draw freely.
    capped_mw : (pools, sites, chains, hours)
        What of it runs on chips under a power cap.
    arrived_mw, lost_mw : (pools, chains, hours) MW of IT load
    backlog_mwh : (pools, chains, hours) at the hour's end
    metered_mw : (sites, chains, hours)
        IT power × PUE.
    matched_mw : (groups, chains, hours) or None
        Load met by clean energy of the same hour, where hourly matching is asked for.
    """

    plan: Plan
    generation_mw: FloatArray
    available_mw: FloatArray
    charge_mw: FloatArray
    discharge_mw: FloatArray
    state_of_charge_mwh: FloatArray
    flow_forward_mw: FloatArray
    flow_backward_mw: FloatArray
    import_firm_mw: FloatArray
    import_curtailable_mw: FloatArray
    sale_mw: FloatArray
    served_mw: FloatArray
    capped_mw: FloatArray
    arrived_mw: FloatArray
    lost_mw: FloatArray
    backlog_mwh: FloatArray
    metered_mw: FloatArray
    matched_mw: FloatArray | None

    @property
    def it_power_mw(self) -> FloatArray:
        """Return (pools, sites, chains, hours) the power that chips draw for the work that they serve."""
        return it_power_mw(self.plan.inputs.load.it, self.served_mw, self.capped_mw)


def it_power_mw(it_load: ItLoad, served_mw: FloatArray, capped_mw: FloatArray) -> FloatArray:
    """Return the power of served work, less what chips under a cap save.

    Parameters
    ----------
    it_load
    served_mw, capped_mw : (pools, sites, chains, hours)
    """
    saved = [0.0 if pool.throttle is None else 1.0 - pool.throttle.energy_factor for pool in it_load.pools]
    drawn: FloatArray = served_mw - np.array(saved)[:, None, None, None] * capped_mw
    return drawn
