"""What each workload took and where: energy at home and where it was served, at the meter, and per request."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.clock import yearly_sum
from firmwatt.demand.pools import home_share
from firmwatt.demand.request_energy import it_wh_per_request
from firmwatt.operation.dispatch import Dispatch
from firmwatt.scenario.case import Workload
from firmwatt.timegrid import FloatArray

WH_PER_MWH = 1e6


@dataclass(frozen=True, slots=True, eq=False)
class WorkloadBooks:
    """One workload of a plan; arrays are (sites, years) unless said otherwise.

    Attributes
    ----------
    workload
    home_mwh : MWh of IT energy that arrived where it is at home
    served_mwh : MWh of IT energy served at each site
    metered_mwh : MWh at the meter
    lost_mwh : (years,) MWh of IT energy
    requests : (years,) served, or None where the workload is no stream of requests
    """

    workload: str
    home_mwh: FloatArray
    served_mwh: FloatArray
    metered_mwh: FloatArray
    lost_mwh: FloatArray
    requests: FloatArray | None

    @property
    def moved_in_mwh(self) -> FloatArray:
        """Return (sites, years) MWh served beyond what is at home there; negative where work left."""
        home_share = self._share_of(self.home_mwh, self.home_mwh.sum(axis=0, keepdims=True))
        return np.asarray(self.served_mwh - home_share * self.served_mwh.sum(axis=0))

    @property
    def pue(self) -> FloatArray:
        """Return (years,) energy at the meter over IT energy without a power cap, in its own hours and at its sites."""
        return self._share_of(self.metered_mwh.sum(axis=0), self.served_mwh.sum(axis=0))

    @property
    def wh_per_request(self) -> FloatArray | None:
        """Return (years,) Wh at the meter of one request, None where the workload is no stream of requests."""
        if self.requests is None:
            return None
        return self._share_of(self.metered_mwh.sum(axis=0) * WH_PER_MWH, self.requests)

    @staticmethod
    def _share_of(part: FloatArray, whole: FloatArray) -> FloatArray:
        return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0))


def workload_books(dispatch: Dispatch) -> tuple[WorkloadBooks, ...]:
    """Return the books of every workload.

    Notes
    -----
    The meter's energy of a site and hour is shared by the IT load that ran there, so that the workloads together are
    what was metered.
    """
    return tuple(_books(dispatch, work) for work in dispatch.plan.inputs.case.workloads)


def _books(dispatch: Dispatch, work: Workload) -> WorkloadBooks:
    inputs = dispatch.plan.inputs
    case, time = inputs.case, inputs.time
    members = [index for index, pool in enumerate(inputs.load.it.pools) if pool.workload == work.name]

    served = dispatch.served_mw[members].sum(axis=0)
    power = dispatch.it_power_mw
    it_mw = power.sum(axis=0)
    pue = np.divide(dispatch.metered_mw, it_mw, out=np.zeros_like(it_mw), where=it_mw > 0.0)
    arrived = yearly_sum(time, dispatch.arrived_mw[members].sum(axis=0))
    served_mwh = yearly_sum(time, served)
    return WorkloadBooks(
        workload=work.name,
        home_mwh=home_share(case, work, inputs.load.asked_it_mw) * arrived,
        served_mwh=served_mwh,
        metered_mwh=yearly_sum(time, power[members].sum(axis=0) * pue),
        lost_mwh=yearly_sum(time, dispatch.lost_mw[members].sum(axis=0)),
        requests=_requests(work, served_mwh.sum(axis=0)),
    )


def _requests(work: Workload, served_mwh: FloatArray) -> FloatArray | None:
    """Return (years,) the requests that were served: their IT energy over that of one."""
    if work.requests is None:
        return None
    return np.asarray(served_mwh * WH_PER_MWH / it_wh_per_request(work.requests))
