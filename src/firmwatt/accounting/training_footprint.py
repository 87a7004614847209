"""What a training run costs in a region: electricity at the meter, carbon, water, and the connection that it needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from firmwatt.accounting.label_place import Place, place, typical_year
from firmwatt.demand.training import Estimate, TrainingRun
from firmwatt.units import KG_PER_TONNE, KW_PER_MW, LITRES_PER_M3

DAYS_PER_WEEK = 7.0


@dataclass(frozen=True, slots=True)
class TrainingFootprint:
    """A run in a region; intervals are 10th to 90th percentile of the run's own, the region's figures taken as sure.

    Attributes
    ----------
    run, where
    energy_mwh : MWh at the meter
    carbon_t : t CO2e of the electricity, location-based
    water_m3 : on site and at power plants
    connection_mw : MW at the meter
        Peak of the swings in the hottest hour of a typical year.
    """

    run: TrainingRun
    where: Place
    energy_mwh: Estimate
    carbon_t: Estimate
    water_m3: Estimate
    connection_mw: float


def training_footprint(run: TrainingRun, region: str, year: int, plant: str) -> TrainingFootprint:
    """Return what a run costs in a region.

    Parameters
    ----------
    run
    region, plant
        Keys of the tables `regions` and `cooling`.
    year
        Of the grid's intensity.

    Raises
    ------
    UserError
        If region or plant is unknown.
    """
    where = place(region, year, None, plant)
    energy = run.it_mwh.scaled(where.pue)
    litres_per_it_mwh = where.wue_l_per_kwh * KW_PER_MW + where.pue * where.water_l_per_mwh
    hourly_pue, _ = typical_year(where.climate_place, plant)
    return TrainingFootprint(
        run=run,
        where=where,
        energy_mwh=energy,
        carbon_t=energy.scaled(where.intensity_kg_per_mwh / KG_PER_TONNE),
        water_m3=run.it_mwh.scaled(litres_per_it_mwh / LITRES_PER_M3),
        connection_mw=run.swing.peak_mw * float(hourly_pue.max()),
    )


def training_record(found: TrainingFootprint) -> dict[str, object]:
    """Return the footprint as the object that `firmwatt training --json` prints."""
    run, where = found.run, found.where
    return {
        "chip": run.chip,
        "flop": asdict(run.flop),
        "chips": asdict(run.chips),
        "duration_days": asdict(run.weeks.scaled(DAYS_PER_WEEK)),
        "chip_hours": asdict(run.chip_hours),
        "nameplate_mw": asdict(run.nameplate_mw),
        "it_mw": asdict(run.mean_mw),
        "metered_mw": asdict(run.mean_mw.scaled(where.pue)),
        "it_mwh": asdict(run.it_mwh),
        "energy_mwh": asdict(found.energy_mwh),
        "carbon_t": asdict(found.carbon_t),
        "water_m3": asdict(found.water_m3),
        "connection_mw": found.connection_mw,
        "swing": asdict(run.swing),
        "restart": asdict(run.restart),
        "region": where.region,
        "plant": where.plant,
        "pue": where.pue,
        "intensity_kg_per_mwh": where.intensity_kg_per_mwh,
        "interval": "10th to 90th percentile",
    }
