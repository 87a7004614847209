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
from tools.pages.scenario_plans import PlanFigures, fingerprint, read_figures

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


def _signed(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")
