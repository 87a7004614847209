"""A site's connection to the grid as a load: firm and curtailable megawatts, purchase at the hourly price, sale.

Equations
---------
For site s in chain-hour h, with `o` the share of time that new megawatts are energised, and c the share of the hour for
which the grid calls on curtailable ones by their contract:

- `import_firm[s, h] + physical[s, h] <= energised + o · (firm[s, y] - energised)`
- `import_curtailable[s, h] <= o · (1 - c) · curtailable[s, y]`; a contract may let `o` come before the network upgrade
- energy drawn through curtailable megawatts earns what the contract pays (`response`)
- a firm megawatt pays its capacity price, every new megawatt its annuity and the interest on its collateral, every MWh
  the price, or that of a tariff, and the delivery charge
- `sale[s, h] <= sale limit`, and no more than the firm connection.

The energy that the grid may withhold from curtailable megawatts is a row of its own (`curtailable_energy`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmwatt.finance import annual_capital_cost_usd_per_mw
from firmwatt.lp.model import Positions
from firmwatt.planning.capacity import CapacityColumns, CapacityTerms, add_capacity
from firmwatt.planning.frame import LOOSE, Frame
from firmwatt.planning.response import curtailable_price_usd_per_mw_year, response_credit_usd_per_mwh
from firmwatt.planning.tariff import purchase_price_usd_per_mwh
from firmwatt.scenario.case import LoadConnection
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE, KW_PER_MW


@dataclass(frozen=True, slots=True)
class ConnectionColumns:
    """Columns of all connections.

    Attributes
    ----------
    firm, curtailable
        Connected MW at the meter.
    import_firm, import_curtailable, sale : (sites, chains, hours) positions
    """

    firm: CapacityColumns
    curtailable: CapacityColumns
    import_firm: Positions
    import_curtailable: Positions
    sale: Positions


def connection_annuity_usd_per_mw(link: LoadConnection, discount_rate: float) -> float:
    """Return what a new megawatt costs a year; plan and books both ask here.

    Notes
    -----
    The annuity of substation and line, and the interest on the collateral, which is given back: a dollar held from the
    first day to the last costs as much as a yearly payment of its interest.
    """
    works = annual_capital_cost_usd_per_mw(link.capital_cost_usd_per_kw, discount_rate, link.lifetime_years, 0.0)
    return works + KW_PER_MW * link.collateral_usd_per_kw * discount_rate


def add_connections(frame: Frame) -> ConnectionColumns:
    """Add connected megawatts, purchase and sale of every site."""
    sites, builder = frame.case.sites, frame.builder
    names = {"site": frame.site_names}
    price = frame.given_price_usd_per_mwh
    charge = np.array([site.connection.delivery_charge_usd_per_mwh for site in sites])[:, None, None]
    carbon = frame.by_chain(np.asarray(frame.case.policy.carbon_price_usd_per_tonne)) / KG_PER_TONNE
    paid = purchase_price_usd_per_mwh(frame.inputs, price)
    bought = (paid + charge + carbon * frame.series.average_intensity_kg_per_mwh) * frame.hour_value
    firm, curtailable = _add_capacities(frame)
    most_firm = LOOSE * np.maximum([site.connection.firm_mw for site in sites], firm.existing[:, None])
    most_curtailable = LOOSE * frame.by_chain(np.array([site.connection.curtailable_mw for site in sites]))
    import_firm = builder.stage_columns("import_firm_mw", names, cost=bought, upper=frame.by_chain(most_firm))
    earned = frame.by_chain(_response_credit(frame)) * frame.hour_value
    import_curtailable = builder.stage_columns(
        "import_curtailable_mw", names, cost=bought - earned, upper=most_curtailable
    )
    sale_limit = np.array([site.sale_limit_mw for site in sites])[:, None, None]
    sale = builder.stage_columns("sale_mw", names, cost=-price * frame.hour_value, upper=sale_limit)

    online = frame.online.connection
    waiting = (1.0 - online) * firm.existing[:, None, None]
    uncalled = frame.online.curtailable * (1.0 - frame.series.called_share)
    for name, columns, capacity, share in (
        ("import_firm_limit", import_firm, firm, online),
        ("import_curtailable_limit", import_curtailable, curtailable, uncalled),
        ("sale_limit", sale, firm, online),
    ):
        rows = builder.stage_rows(name, names, upper=waiting if capacity is firm else 0.0)
        builder.put(rows, columns, 1.0)
        builder.put(rows, frame.columns_by_chain(capacity.installed), -share)
    return ConnectionColumns(firm, curtailable, import_firm, import_curtailable, sale)


def _response_credit(frame: Frame) -> FloatArray:
    return response_credit_usd_per_mwh(frame.inputs, frame.series.called_share, frame.online.curtailable)


def _add_capacities(frame: Frame) -> tuple[CapacityColumns, CapacityColumns]:
    sites, phi, rate = frame.case.sites, frame.present_value, frame.case.programme.discount_rate
    share = frame.yearly_share(frame.online.connection)
    annuity = np.array([[connection_annuity_usd_per_mw(site.connection, rate)] for site in sites])
    price = frame.given_capacity_price_usd_per_mw_year
    energised = np.array([site.connection.energised_mw for site in sites])
    waiting = price * (1.0 - share) - annuity * share
    frame.builder.objective_offset += float((phi * waiting * energised[:, None]).sum())
    firm_most = np.array([site.connection.firm_mw for site in sites])
    curtailable_most = np.array([site.connection.curtailable_mw for site in sites])
    firm_terms = _terms(frame, (energised, firm_most), phi * share * (annuity + price), share > 0.0)
    firm = add_capacity(frame, "connection_firm_mw", firm_terms)
    early, none = frame.yearly_share(frame.online.curtailable), np.zeros(len(sites))
    curtailable_terms = _terms(
        frame,
        (none, curtailable_most),
        phi * early * (annuity + curtailable_price_usd_per_mw_year(frame.case)),
        early > 0.0,
    )
    curtailable = add_capacity(frame, "connection_curtailable_mw", curtailable_terms)
    return firm, curtailable


def _terms(
    frame: Frame, megawatts: tuple[FloatArray, FloatArray], standing: FloatArray, is_open: NDArray[np.bool_]
) -> CapacityTerms:
    existing, most_mw = megawatts
    return CapacityTerms(
        names=frame.site_names,
        dim="site",
        existing=existing,
        lifetime_years=np.full(len(existing), np.inf),
        build_value_usd=np.zeros_like(standing),
        standing_value_usd=standing,
        build_upper=np.where(is_open, most_mw.max(axis=1, keepdims=True), 0.0),
        installed_upper=np.maximum(most_mw, existing[:, None]),
    )
