"""Stacks: the sensible ways to power one site, each a choice of the assets that the scenario offers there.

A stack has what it is named after, and with it

- what already stands or is energised at the site, and contracts, so that any stack can keep the scenario's promises;
- the firm grid connection behind a bridge: the bridge runs until the queue is through;
- only as much firm grid beside a reactor, the earth's heat or fusion as they cannot deliver themselves;
- a small backup, at most a fifth of the megawatts, beside sun and wind on the site's own land.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from firmwatt.scenario.assets import AvailabilityKind, Delivery, StorageAsset, SupplyAsset
from firmwatt.scenario.case import Case, Site

BACKUP_SHARE = 0.2
"""Most backup beside sun and wind, as a share of the megawatts asked for: enough to last through a calm dark week."""
GAS = ("gas_turbine", "combined_cycle")
FUEL_CELLS = ("fuel_cell",)
SUN_AND_WIND = ("solar", "wind_onshore")
LATER = {
    "smr": ("smr",),
    "nuclear": ("nuclear_large", "nuclear_restart"),
    "geothermal": ("geothermal", "enhanced_geothermal"),
    "fusion": ("fusion",),
}
"""Stack → its technologies: firm and carbon-free, but years away."""
MIXTURE, RELOCATE = "mixture", "relocate_"


@dataclass(frozen=True, slots=True)
class Stack:
    """One way to power a site.

    Attributes
    ----------
    name
        `grid_firm`, `grid_curtailable`, `bridge_gas`, `bridge_fuel_cells`, `renewables_storage`, `smr`, `nuclear`,
        `geothermal`, `fusion`, `mixture`, or `relocate_` and another site's name.
    site
    supply, storage
        What may be built, with the most that may be.
    firm_mw, curtailable_mw : MW, >= 0
        Most of the grid connection; infinite for all that the grid offers.
    led_by
        Names of the assets that it is named after, where it is named after any.
    waits_for
        Those of them, and of storage, without which it delivers nothing.
    adds_up
        Whether it delivers when its megawatts add up and the first of `waits_for` is there; if not, when all of
        `waits_for` are there, since sun and storage need each other.
    lacks
        What the scenario does not offer at the site: technologies any of which would do, `storage`, `firm_grid` or
        `curtailable_grid`; empty if nothing is missing.
    """

    name: str
    site: str
    supply: tuple[SupplyAsset, ...]
    storage: tuple[StorageAsset, ...] = ()
    firm_mw: float = float("inf")
    curtailable_mw: float = 0.0
    led_by: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    adds_up: bool = True
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a scenario offers at one site; `standing` is what cannot be added to any more."""

    site: Site
    standing: tuple[SupplyAsset, ...]
    on_site: tuple[SupplyAsset, ...]
    contracts: tuple[SupplyAsset, ...]
    storage: tuple[StorageAsset, ...]

    def supply(self, lead: Iterable[SupplyAsset] = ()) -> tuple[SupplyAsset, ...]:
        """Return what a stack leads with, what stands at the site beside it, and the contracts."""
        chosen = tuple(lead)
        taken = {asset.name for asset in chosen}
        return (*chosen, *(asset for asset in self.standing if asset.name not in taken), *self.contracts)

    def of(self, technologies: tuple[str, ...]) -> tuple[SupplyAsset, ...]:
        """Return what may be built of some technologies on the site."""
        return tuple(asset for asset in self.on_site if asset.technology in technologies)


def firm_share(asset: SupplyAsset) -> float:
    """Return how much of a megawatt counts towards the megawatts asked for: availability, or credit of sun and wind."""
    return asset.availability if asset.availability_kind is AvailabilityKind.FLAT else asset.capacity_credit


def site_stacks(case: Case, site: str, asked_mw: float) -> tuple[Stack, ...]:
    """Return the stacks of a site, and moving to each other site of the scenario.

    Parameters
    ----------
    case
    site : name of a site of the case
    asked_mw : MW at the meter, > 0
    """
    offer = _offer(case, site)
    others = tuple(other.name for other in case.sites if other.name != site)
    return (
        Stack("grid_firm", site, offer.supply(), lacks=_no_grid(offer, curtailable=False)),
        Stack(
            "grid_curtailable",
            site,
            offer.supply(),
            curtailable_mw=float("inf"),
            lacks=_no_grid(offer, curtailable=True),
        ),
        _bridge(offer, "bridge_gas", GAS),
        _bridge(offer, "bridge_fuel_cells", FUEL_CELLS),
        _renewables(offer, asked_mw),
        *(
            _later(offer, name, technologies, asked_mw)
            for name, technologies in LATER.items()
            if name == "smr" or offer.of(technologies)
        ),
        _mixture(offer, MIXTURE),
        *(_mixture(_offer(case, other), f"{RELOCATE}{other}") for other in others),
    )


def standing_stack(case: Case, site: str, name: str, *, has_own_supply: bool = False) -> Stack:
    """Return what a site has with the grid alone, firm and curtailable, and with its own supply if asked for."""
    offer = _offer(case, site)
    lead, storage = (offer.on_site, offer.storage) if has_own_supply else ((), ())
    return Stack(name, site, offer.supply(lead), storage, curtailable_mw=float("inf"))


def _offer(case: Case, site: str) -> _Offer:
    own = [asset for asset in case.supply if asset.site == site]
    here = [asset for asset in own if asset.delivery is Delivery.ON_SITE]
    return _Offer(
        site=case.sites[case.site_index(site)],
        standing=tuple(replace(asset, max_mw=0.0) for asset in here if asset.existing_mw > 0.0),
        on_site=tuple(asset for asset in here if asset.max_mw > 0.0),
        contracts=tuple(asset for asset in own if asset.delivery is not Delivery.ON_SITE),
        storage=tuple(asset for asset in case.storage if asset.site == site),
    )


def _mixture(offer: _Offer, name: str) -> Stack:
    return Stack(name, offer.site.name, offer.supply(offer.on_site), offer.storage, curtailable_mw=float("inf"))


def _bridge(offer: _Offer, name: str, technologies: tuple[str, ...]) -> Stack:
    lead = offer.of(technologies)
    return Stack(
        name=name,
        site=offer.site.name,
        supply=offer.supply(lead),
        storage=offer.storage,
        led_by=tuple(asset.name for asset in lead),
        lacks=() if lead else technologies,
    )


def _later(offer: _Offer, name: str, technologies: tuple[str, ...], asked_mw: float) -> Stack:
    lead = offer.of(technologies)
    rest_mw = max(0.0, asked_mw - sum(asset.max_mw * firm_share(asset) for asset in lead))
    names = tuple(asset.name for asset in lead)
    return Stack(
        name=name,
        site=offer.site.name,
        supply=offer.supply(lead),
        storage=offer.storage,
        firm_mw=rest_mw,
        led_by=names,
        waits_for=names,
        lacks=() if lead else technologies,
    )


def _renewables(offer: _Offer, asked_mw: float) -> Stack:
    lead = tuple(asset for asset in offer.on_site if asset.availability_kind is not AvailabilityKind.FLAT)
    quickest = sorted(offer.storage, key=lambda asset: sum(step.central_years for step in asset.steps))[:1]
    left_mw = BACKUP_SHARE * asked_mw
    backup = []
    for asset in offer.of((*FUEL_CELLS, *GAS)):
        backup.append(replace(asset, max_mw=min(asset.max_mw, left_mw)))
        left_mw -= backup[-1].max_mw
    return Stack(
        name="renewables_storage",
        site=offer.site.name,
        supply=offer.supply((*lead, *(asset for asset in backup if asset.max_mw > 0.0))),
        storage=offer.storage,
        firm_mw=0.0,
        led_by=tuple(asset.name for asset in lead),
        waits_for=(*(asset.name for asset in lead), *(asset.name for asset in quickest)),
        adds_up=False,
        lacks=(() if lead else SUN_AND_WIND) if offer.storage else ("storage",),
    )


def _no_grid(offer: _Offer, *, curtailable: bool) -> tuple[str, ...]:
    link = offer.site.connection
    offered = link.curtailable_mw if curtailable else (*link.firm_mw, link.energised_mw)
    if max(offered, default=0.0) > 0.0:
        return ()
    return ("curtailable_grid",) if curtailable else ("firm_grid",)
