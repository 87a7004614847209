"""What a cap on the power of chips does to a plan: the table of docs/demand.md."""

from __future__ import annotations

import pytest

from firmwatt import study

SCENARIO = """\
programme:
  title: Power cap
  planning_years: [2028]
  decision_date: 2026-06-01
  resolution: {sampled_periods: 3, period_hours: 48}
sites:
  - {name: virginia, place: ashburn, asked_mw: 200, energised_it_mw: 200, connection: {firm_mw: 150, energised_mw: 150}}
workloads:
  - {name: training, class: training, share: 1%s}
"""


def served_and_metered_gwh(folder, cap: str) -> tuple[float, float, float]:
    """Return the computing served, in GWh of free IT energy, the share not served, and the energy at the meter."""
    file = folder / "cap.yaml"
    file.write_text(SCENARIO % cap, encoding="utf-8")
    ledger = study.plan(file).ledger
    served, lost = (float(ledger.compute_mwh[name].sum()) / 1e3 for name in ("served", "lost"))
    return served, lost / (served + lost), float(ledger.energy_mwh["metered"].sum()) / 1e3


def test_a_cap_serves_more_work_with_less_energy_where_megawatts_are_scarce(tmp_path):
    free = served_and_metered_gwh(tmp_path, "")
    capped = served_and_metered_gwh(tmp_path, ", power_cap_share: 0.7")
    assert free == pytest.approx((1219.0, 0.080, 1314.0), rel=0.02)
    assert capped[0] == pytest.approx(1323.0, rel=0.02)
    assert capped[1] < 0.005
    assert capped[2] == pytest.approx(1254.0, rel=0.02)
