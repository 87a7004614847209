"""A line of the programme's own between two sites of one synchronous grid.

Equations
---------
For link l in chain-hour h, both directions sent separately, with `o` the online share:

- `forward[l, h] + backward[l, h] <= existing + o · (installed - existing)`
- what arrives is `(1 - loss) ×` what is sent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.capacity import CapacityColumns, CapacityTerms, add_capacity
from firmwatt.planning.frame import LOOSE, Frame


@dataclass(frozen=True, slots=True)
class LinkColumns:
    """Columns of all links.

    Attributes
    ----------
    capacity
        Installed MW.
    forward, backward : (links, chains, hours) positions, MW at the sending end
    """

    capacity: CapacityColumns
    forward: Positions
    backward: Positions


def add_links(frame: Frame) -> LinkColumns:
    """Add capacity and flows of every link of the case."""
    links, builder = frame.case.links, frame.builder
    share = frame.yearly_share(frame.online.link)
    value = [
        frame.capital_value(link.overnight_cost_usd_per_kw, link.lifetime_years, link.construction_years, share[i])
        for i, link in enumerate(links)
    ]
    most = np.array([[link.max_mw] for link in links]).reshape(-1, 1)
    existing = np.array([link.existing_mw for link in links])
    terms = CapacityTerms(
        names=tuple(link.name for link in links),
        dim="link",
        existing=existing,
        lifetime_years=np.array([link.lifetime_years for link in links]),
        build_value_usd=np.array(value).reshape(share.shape),
        standing_value_usd=np.zeros((len(links), len(frame.years))),
        build_upper=np.where(share > 0.0, most, 0.0),
        installed_upper=most + existing[:, None],
    )
    capacity = add_capacity(frame, "link_mw", terms)
    names = {"link": terms.names}
    most_flow = LOOSE * (most + existing[:, None])[..., None]
    forward = builder.stage_columns("flow_forward_mw", names, upper=most_flow)
    backward = builder.stage_columns("flow_backward_mw", names, upper=most_flow)
    online = frame.online.link
    rows = builder.stage_rows("link_limit", names, upper=(1.0 - online) * existing[:, None, None])
    builder.put(rows, forward, 1.0)
    builder.put(rows, backward, 1.0)
    builder.put(rows, frame.columns_by_chain(capacity.installed), -online)
    return LinkColumns(capacity, forward, backward)
