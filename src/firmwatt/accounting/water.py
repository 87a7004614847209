"""Water drawn on the sites and by the power plants behind them."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray
from firmwatt.units import KW_PER_MW, LITRES_PER_M3


def site_water_m3(flows: Flows) -> FloatArray:
    """Return (sites, years) m3 a year drawn for cooling: WUE of the hour times IT energy of the hour."""
    wue_l_per_kwh = flows.time.sample(flows.dispatch.plan.inputs.load.wue_l_per_kwh)
    it_mw = flows.dispatch.it_power_mw.sum(axis=0)
    return yearly_sum(flows.time, wue_l_per_kwh * it_mw) * KW_PER_MW / LITRES_PER_M3


def power_water_m3(flows: Flows) -> FloatArray:
    """Return (sites, years) m3 a year of on-site and physical generation, and of the grid for own purchases."""
    case = flows.case
    own = np.array([asset.water_l_per_mwh for asset in case.supply])[:, None]
    generated = yearly_sum(flows.time, flows.generation_where(~flows.is_virtual))
    grid = np.array([[case.regions[case.region_index(site.region)].water_l_per_mwh] for site in case.sites])
    purchased = yearly_sum(flows.time, flows.import_mw)
    return (flows.by_site(own * generated) + grid * purchased) / LITRES_PER_M3


HIGH_STRESS_SHARE = 0.4
"""From here on the World Resources Institute calls the stress of a basin high."""


def stressed_water_m3(case: Case, site_water_m3: FloatArray) -> FloatArray:
    """Return (sites, years) what of the water drawn on the sites comes from where stress is high.

    Parameters
    ----------
    case
    site_water_m3 : (sites, years)

    References
    ----------
    Kuzma, S. et al. (2023), Aqueduct 4.0, World Resources Institute, doi:10.46830/writn.23.00061: high from 40 % on.
    """
    is_high = [(site.water_stress_share or 0.0) >= HIGH_STRESS_SHARE for site in case.sites]
    return np.array(is_high)[:, None] * site_water_m3
