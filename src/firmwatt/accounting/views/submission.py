"""The table that Delegated Regulation (EU) 2024/1364 asks of a data centre: its Annexes I to III, gaps with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from firmwatt.accounting.views.data_centre import (
    DataCentreUse,
    energy_reuse_factor,
    power_usage_effectiveness,
    renewable_energy_factor,
    water_usage_effectiveness_l_per_kwh,
)
from firmwatt.units import KW_PER_MW, KWH_PER_MWH

NO_IT: Final = "no meter of kind it beside the facility's"
NO_WATER: Final = "no meter of kind water_m3"
NO_HEAT: Final = "no meter of kind heat_reuse"


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One entry.

    Attributes
    ----------
    annex : I (what it is), II (key figures) or III (indicators)
    symbol
        Of the regulation, where it has one.
    meaning
    value, unit
        None where it is a text or not known.
    text
    reason
        Why it is empty, or what stands for it.
    """

    annex: str
    symbol: str
    meaning: str
    value: float | None
    unit: str
    text: str
    reason: str


_FACTS: Final = (
    ("name", "name of the data centre"),
    ("operator", "owner and operator"),
    ("location", "location (local administrative unit)"),
    ("type", "type: enterprise, colocation or co-hosting"),
    ("in_operation_since", "year and month of entry into operation"),
    ("electrical_redundancy", "redundancy of the electrical infrastructure"),
    ("cooling_redundancy", "redundancy of the cooling infrastructure"),
)
_FIGURES: Final = (
    ("S_DC", "total floor area", "floor_area_m2", "m2"),
    ("S_CR", "floor area of computer rooms", "computer_room_area_m2", "m2"),
    ("E_DC-BG", "energy from backup generators", "backup_generator_kwh", "kWh"),
    ("C_BtG", "battery capacity offered to the grid", "battery_capacity_kw", "kW"),
    ("W_IN-POT", "potable water input", "potable_water_m3", "m3"),
    ("T_WH", "average temperature of waste heat", "waste_heat_temperature_c", "degC"),
    ("T_IN", "average set point of the intake air of IT equipment", "intake_temperature_c", "degC"),
    ("CDD", "cooling degree days", "cooling_degree_days", "degree days"),
    ("C_SERV", "capacity of servers", "server_capacity", "as rated"),
    ("C_STOR", "capacity of storage", "storage_petabytes", "PB"),
    ("B_IN", "bandwidth of incoming traffic", "bandwidth_in_gb_per_s", "GB/s"),
    ("B_OUT", "bandwidth of outgoing traffic", "bandwidth_out_gb_per_s", "GB/s"),
    ("", "incoming data traffic", "traffic_in_exabytes", "EB"),
    ("", "outgoing data traffic", "traffic_out_exabytes", "EB"),
)


def submission_rows(
    use: DataCentreUse, numbers: Mapping[str, float] | None = None, texts: Mapping[str, str] | None = None
) -> list[SubmissionRow]:
    """Return what the European database asks for, in the order of the annexes.

    Parameters
    ----------
    use
    numbers, texts : field → value of `metered.site_data`
        None where there is no such file.
    """
    numbers, texts = numbers or {}, texts or {}
    told = [_text(texts, "I", field, meaning) for field, meaning in _FACTS]
    told += [_installed(use, numbers), *_metered(use)]
    for symbol, meaning, field, unit in _FIGURES:
        value = numbers.get(field)
        told.append(SubmissionRow("II", symbol, meaning, value, unit, "", _unsaid(field) if value is None else ""))
    told += [_text(texts, "II", "grid_functions", "functions for the grid"),
             _text(texts, "II", "refrigerants", "types of refrigerants")]  # fmt: skip
    return told + _indicators(use)


def _text(texts: Mapping[str, str], annex: str, field: str, meaning: str) -> SubmissionRow:
    text = texts.get(field, "")
    return SubmissionRow(annex, "", meaning, None, "", text, "" if text else _unsaid(field))


def _unsaid(field: str) -> str:
    return f"--site-data has no {field}"


def _installed(use: DataCentreUse, numbers: Mapping[str, float]) -> SubmissionRow:
    """Return the installed IT power; the highest hourly mean of IT stands for it where nobody says it."""
    installed, reason = numbers.get("installed_it_power_kw"), ""
    if installed is None:
        installed = None if use.peak_it_mw is None else use.peak_it_mw * KW_PER_MW
        stands_for = NO_IT if installed is None else "the highest hourly mean stands for it"
        reason = f"{_unsaid('installed_it_power_kw')}: {stands_for}"
    return SubmissionRow("II", "PD_IT", "installed IT power demand", installed, "kW", "", reason)


def _metered(use: DataCentreUse) -> list[SubmissionRow]:
    renewable = min(use.guarantees_mwh + use.contracts_mwh + use.on_site_mwh, use.facility_mwh)
    energies = (
        ("E_DC", "total energy consumption", use.facility_mwh, ""),
        ("E_IT", "energy consumption of IT equipment", use.it_mwh, NO_IT),
        ("E_REUSE", "waste heat reused", use.heat_reuse_mwh, NO_HEAT),
        ("E_RES-TOT", "total renewable energy consumption", renewable, ""),
        ("E_RES-GOO", "renewable energy from guarantees of origin", use.guarantees_mwh, ""),
        ("E_RES-PPA", "renewable energy from power purchase agreements", use.contracts_mwh, ""),
        ("E_RES-OOS", "renewable energy from plants on the site", use.on_site_mwh, ""),
    )
    rows = [
        SubmissionRow("II", symbol, meaning, None if mwh is None else mwh * KWH_PER_MWH, "kWh", "", _why(mwh, reason))
        for symbol, meaning, mwh, reason in energies
    ]
    water = SubmissionRow("II", "W_IN", "total water input", use.water_m3, "m3", "", _why(use.water_m3, NO_WATER))
    return [*rows[:2], water, *rows[2:]]


def _indicators(use: DataCentreUse) -> list[SubmissionRow]:
    indicators = (
        ("PUE", "power usage effectiveness", power_usage_effectiveness(use), "1", NO_IT),
        ("WUE", "water usage effectiveness", water_usage_effectiveness_l_per_kwh(use), "l/kWh",
         NO_WATER if use.water_m3 is None else NO_IT),
        ("ERF", "energy reuse factor", energy_reuse_factor(use), "1", NO_HEAT),
        ("REF", "renewable energy factor", renewable_energy_factor(use), "1", "nothing was metered"),
    )  # fmt: skip
    return [
        SubmissionRow("III", symbol, meaning, value, unit, "", _why(value, reason))
        for symbol, meaning, value, unit, reason in indicators
    ]


def _why(value: float | None, reason: str) -> str:
    return reason if value is None else ""
