"""The parts of a scenario file that describe what may be built: supply, storage and lines."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from firmwatt.scenario import quantities as q
from firmwatt.scenario.assets import Delivery
from firmwatt.scenario.quantities import Entry

CalendarDate = Annotated[date, Field(strict=True, ge=date(2000, 1, 1))]
Gain = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=1e4, json_schema_extra={"unit": "times"})]


class AssetSteps(Entry):
    """Lengths of the steps of an asset; build follows permit and procure, connect runs beside them."""

    permit_years: q.StepYears | None = None
    """Permits."""
    procure_years: q.StepYears | None = None
    """Waiting for the vendor's slot."""
    build_years: q.StepYears | None = None
    """Building."""
    connect_years: q.StepYears | None = None
    """The generator's own grid queue; none by default behind the meter."""
    pipeline_years: q.StepYears | None = None
    """A firm gas pipeline to the site, permitted and built beside the plant; only gas behind the meter has it."""


class Delay(Entry):
    """Years added to an announced date."""

    low: q.Years
    """P10."""
    central: q.Years
    """P50."""
    high: q.Years
    """P90."""


class PlacedEntry(Entry):
    """What supply and storage share."""

    name: q.Name | None = None
    """Unique name; default `site/technology`, or the deal's."""
    site: q.Name | None = None
    """The site that it serves."""
    sites: tuple[q.Name, ...] | None = Field(default=None, min_length=1)
    """Several sites instead: one asset of the same data is made for each."""
    owner: q.Text | None = None
    """Who owns it and reports its stack; default: who runs the site."""
    earliest_year: q.Year | None = None
    """First year in which it may come online, whatever the lead time."""
    existing_mw: q.Megawatts = 0.0
    """What stands on the decision date."""
    build_limit_mw_per_year: q.Megawatts | None = None
    """Most that may be added in a year; no limit where absent."""
    steps: AssetSteps = AssetSteps()
    """Lengths of permit, procure, build and connect."""
    construction_years: q.Years | None = None
    """Years over which capital is spent before completion, for the interest."""
    lifetime_years: q.Lifetime | None = None
    """Life."""
    fixed_om_usd_per_kw_year: q.UsdPerKwYear | None = None
    """Fixed operation and maintenance."""
    land_acre_per_mw: q.AcresPerMw | None = None
    """Land."""


class SupplyEntry(PlacedEntry):
    """Something that makes electricity: a technology for a site, or an announced deal of the catalogue."""

    technology: q.Name | None = None
    """Key of the catalogue table `technologies`. Or `deal`."""
    deal: q.Name | None = None
    """Key of the catalogue table `deals`: technology, megawatts, date, delay and probability come from it."""
    delivery: Delivery | None = None
    """`on_site` (default of a technology), `physical` (through the grid connection) or `virtual` (default of a deal:
    money and matching only)."""
    max_mw: q.Megawatts | None = None
    """Most that may be built on top of `existing_mw`; default of a deal: its megawatts."""
    min_mw: q.Megawatts = 0.0
    """What must be built by its first possible year."""
    latest_year: q.Year | None = None
    """Last year in which it may come online."""
    fixed_online: CalendarDate | None = None
    """Announced date; it replaces the lead time."""
    online_delay_years: Delay | None = None
    """Delay of the announced date."""
    probability: q.Fraction | None = None
    """Chance that it comes at all; its megawatts count that much."""
    run_hours_limit_per_year: q.RunHours | None = None
    """Hours a year at full load that its air permit allows, as NOx permits of turbines do; default: no limit."""
    minimum_load_share: q.Fraction = 0.0
    """Share of what is available of it that must run in every hour; fractions of units, no starts and stops."""
    unit_mw: q.PositiveMegawatts | None = None
    """Size of one unit."""
    availability: q.Fraction | None = None
    """Mean share of capacity that is there, for technologies without weather."""
    overnight_cost_usd_per_kw: q.UsdPerKw | None = None
    """Capital cost without interest during construction."""
    plasma_gain: Gain | None = None
    """Gain Q of a fusion plant's plasma. Costs a kW and the size of a unit, given or the catalogue's, are meant at the
    catalogue's gain; at another the plant keeps another share of its gross power for itself."""
    variable_om_usd_per_mwh: q.UsdPerMwh | None = None
    """Variable operation and maintenance, with a reactor's waste and the way of captured carbon underground."""
    heat_rate_mmbtu_per_mwh: q.MmbtuPerMwh | None = None
    """Fuel for a MWh."""
    fuel_cost_usd_per_mmbtu: q.UsdPerMmbtuByYear | None = None
    """Fuel price by year, as steps."""
    strike_usd_per_mwh: q.UsdPerMwh | None = None
    """Contract price of each MWh, of a delivered one of each that is taken; the asset's own costs are not paid. With
    `minimum_load_share: 1` all that a delivered contract produces must be taken, as most for sun and wind ask."""
    emission_kg_per_mwh: q.KgPerMwh | None = None
    """CO2 at the stack."""
    upstream_kg_per_mwh: q.KgPerMwh | None = None
    """CO2e of fuel supply and materials."""
    water_l_per_mwh: q.LitresPerMwh | None = None
    """Water."""
    capacity_credit: q.Fraction | None = None
    """Share of capacity counted in the reserve row."""


class StorageEntry(PlacedEntry):
    """Something that takes electricity and gives it back later."""

    technology: q.Name
    """Key of the catalogue table `storage`."""
    max_mw: q.Megawatts
    """Most power that may be built on top of `existing_mw`."""
    existing_mwh: q.MegawattHours = 0.0
    """Energy that stands on the decision date."""
    charge_efficiency: q.Efficiency | None = None
    """From the site's bus into the store."""
    discharge_efficiency: q.Efficiency | None = None
    """From the store to the site's bus."""
    self_discharge_per_hour: q.Fraction | None = None
    """Share of the level lost in an hour."""
    power_cost_usd_per_kw: q.UsdPerKw | None = None
    """Capital cost of power."""
    energy_cost_usd_per_kwh: q.UsdPerKwh | None = None
    """Capital cost of energy."""
    wear_cost_usd_per_mwh: q.UsdPerMwh | None = None
    """Cost of a MWh discharged."""
    least_duration_hours: q.Hours | None = None
    """Least MWh per MW."""
    most_duration_hours: q.Hours | None = None
    """Most MWh per MW."""
    capacity_credit_by_hours: dict[Annotated[q.WholeHours, Field(ge=1)], q.Fraction] | None = Field(
        default=None, min_length=1
    )
    """Hours of duration → share of power counted in the reserve row."""


class LinkEntry(Entry):
    """A line of the programme's own between two sites of one synchronous grid."""

    name: q.Name | None = None
    """Unique name; default `from_site-to_site`."""
    from_site: q.Name
    """One end."""
    to_site: q.Name
    """The other end."""
    owner: q.Text | None = None
    """Who owns it; default: who runs the site at its first end."""
    max_mw: q.Megawatts
    """Most that may be built on top of `existing_mw`."""
    existing_mw: q.Megawatts = 0.0
    """What stands on the decision date."""
    length_km: q.Kilometres | None = None
    """Length; default: the great circle."""
    loss_share: q.Fraction | None = None
    """Share of the energy lost on the way."""
    overnight_cost_usd_per_kw: q.UsdPerKw | None = None
    """Capital cost of the whole length."""
    lifetime_years: q.Lifetime | None = None
    """Life."""
    construction_years: q.Years | None = None
    """Years over which capital is spent, for the interest."""
    steps: AssetSteps = AssetSteps()
    """Lengths of permit, procure, build and connect."""


def asset_names(entry: SupplyEntry | StorageEntry) -> list[tuple[str, str]]:
    """Return (site, name) for each asset that an entry makes.

    Notes
    -----
    Without a name of its own an asset is called `site/technology`, a deal as in the catalogue; a name that serves
    several sites is put behind each.
    """
    given = entry.name or (entry.deal if isinstance(entry, SupplyEntry) else None)
    sites = entry.sites or ((entry.site,) if entry.site else ())
    if given is None or len(sites) > 1:
        return [(site, f"{site}/{given or entry.technology}") for site in sites]
    return [(site, given) for site in sites]


def link_name(entry: LinkEntry) -> str:
    """Return the name of a line, given or made of its ends."""
    return entry.name or f"{entry.from_site}-{entry.to_site}"
