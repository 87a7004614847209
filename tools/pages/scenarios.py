"""`docs/scenarios.md`: what each built-in scenario asks and answers, every figure from its run.

The figures are those that `tools/scenario_runs.py` left in `scenarios.json`; nothing is planned here. Whether the
scenarios, the catalogue's values and the weather are still those of the runs is told on the page, by fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.pages import scenario_texts
from tools.pages.markdown import table
from tools.pages.scenario_plans import PlanFigures, claim, fingerprint, read_figures

TEMPLATE = Path(__file__).with_name("scenarios.md.in")
OVERVIEW = (
    "Name",
    "GW energised of those asked for",
    "All costs, bn USD",
    "Power, USD/MWh",
    "Computing lost, that year and last",
    "Carbon-free by the hour, last year",
    "Sampling error",
)
ALL_HOURS = (
    "Name",
    "Rows, million",
    "Seconds on the clock",
    "of processor",
    "GB",
    "Solver",
    "Certified gap",
    "All costs, bn USD",
    "against the sample",
)

FRONTIER = (
    "Way",
    "P10",
    "P50",
    "P90",
    "Order by",
    "USD/MWh",
    "kgCO2e/MWh",
    "Hours withheld",
    "Computing lost",
    "Months gained",
    "Nothing beats it",
)


def page() -> str:
    """Return the page."""
    figures = read_figures()
    plans = {name: PlanFigures(row) for name, row in figures["plans"].items()}
    gaps = {name: text for section in scenario_texts.ALL for name, text in section(plans).items()}
    return TEMPLATE.read_text(encoding="utf-8").format(
        when=" to ".join(sorted({row["date"] for row in figures["plans"].values()})),
        version=", ".join(sorted({row["version"] for row in figures["plans"].values()})),
        drift=drift_note(figures),
        overview=table(OVERVIEW, (_overview_row(name, plan) for name, plan in plans.items() if " " not in name)),
        all_hours=table(ALL_HOURS, _all_hours_rows(figures)),
        frontier=frontier(figures["frontiers"]),
        **gaps,
    )


def drift_note(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the sentence that names figures made with other inputs than today's; empty where all are of today.

    Parameters
    ----------
    figures
        Place → name of a plan → its figures with the fingerprint of their inputs.
    """
    changed = {
        name.partition(" ")[0]: row["date"]
        for plans in figures.values()
        for name, row in plans.items()
        if row["fingerprint"] != fingerprint(name.partition(" ")[0])
    }
    if not changed:
        return ""
    names = ", ".join(f"`{name}` (since {date})" for name, date in changed.items())
    return (
        f"\n**Stale:** scenario, catalogue or weather have changed for {names}; `python -m tools.scenario_runs` and "
        "the same with `--all-hours` make these figures anew.\n"
    )


def _overview_row(name: str, plan: PlanFigures) -> tuple[str, ...]:
    last, error = plan.years[-1], plan.figures["sampling_error"]
    asked = max(plan.mw("asked_mw", year) for year in plan.years)
    full = next(year for year in plan.years if plan.mw("asked_mw", year) >= 0.999 * asked)
    return (
        f"`{name}`",
        f"{plan.mw('energised_mw', full) / 1e3:.3g} of {asked / 1e3:.3g} in {full}",
        f"{plan.billion_usd:,.{0 if plan.billion_usd >= 100 else 1}f}",
        f"{plan.power_usd_per_mwh:.0f}",
        f"{100 * plan.lost_share(full):.1f} %, {100 * plan.lost_share(last):.1f} %",
        f"{100 * plan.of_year(last)['carbon_free_share_hourly']:.0f} %",
        "all hours" if plan.has_all_hours else "not measured" if error is None else f"{_signed(error)} %",
    )


def _all_hours_rows(figures: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    for name, row in figures["all_hours"].items():
        billions, plan = row["total_usd"] / 1e9, PlanFigures(figures["plans"][name])
        yield (
            f"`{name}`",
            f"{row['rows'] / 1e6:.1f}",
            f"{row['clock_seconds']:.0f}",
            f"{row['processor_seconds']:.0f}",
            f"{row['memory_mb'] / 1e3:.1f}",
            row["solver"],
            f"{row['relative_gap']:.0e}".replace("e-0", "e-"),
            f"{billions:,.{0 if billions >= 1000 else 1}f}",
            "" if plan.has_all_hours else f"{_signed(billions / plan.billion_usd - 1.0)} %",
        )


def frontier(found: Mapping[str, Any]) -> str:
    """Return the command line of each frontier, what it found and what does not deliver; nothing before it is found."""
    parts = []
    for name, row in found.items():
        p50 = {point["stack"]: point["p50"] for point in row["frontier"]}
        claim("come first", p50["grid_curtailable"] == min(p50.values()) < p50["bridge_gas"] < p50["grid_firm"])
        command = f"firmwatt frontier {name} --site {row['site']} --mw {row['asked_mw']:g}"
        missing = "".join(f" {_way(each['stack'])}: {each['reason']}" for each in row["unreachable"])
        took = f"{row['processor_seconds']:.0f} s of the processor, on all hours, {row['date']}"
        rows = (_frontier_row(point) for point in row["frontier"])
        parts.append(f"`{command}` ({took}):\n\n{table(FRONTIER, rows)}\nWhat does not deliver:{missing}\n")
    return "\n".join(parts)


def _frontier_row(point: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        _way(point["stack"]),
        *(point[name] or "never" for name in ("p10", "p50", "p90", "order_by")),
        f"{point['cost_usd_per_mwh']:.1f}",
        f"{point['carbon_kg_per_mwh']:.0f}",
        f"{point['curtailed_hours_per_year']:.0f}",
        f"{100 * point['lost_compute_share']:.1f} %",
        f"{point['months_gained']:.0f}".replace("-", "−"),
        "" if point["dominated"] else "yes",
    )


def _way(stack: str) -> str:
    return str(stack.replace("_", " ").capitalize() if stack != "smr" else "SMR")


def _signed(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")
