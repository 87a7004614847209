"""The answer reads well whatever the numbers are."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.operation.dispatch import Dispatch
from firmwatt.report.answer import Findings, answer_sentences, key_facts
from tests.report.fabricated import fabricate, sampled_grid


def findings(dispatch: Dispatch) -> Findings:
    return Findings(dispatch, build_ledger(dispatch))


def english(dispatch: Dispatch) -> str:
    return " ".join(text.en for text in answer_sentences(findings(dispatch))).replace("\u00a0", " ")


def with_it_share(dispatch: Dispatch, shares: list[float]) -> Dispatch:
    it_mw = dispatch.plan.inputs.load.asked_it_mw * np.array(shares)
    return replace(dispatch, plan=replace(dispatch.plan, it_mw=it_mw))


def test_a_programme_that_is_late() -> None:
    text = english(fabricate())
    assert text.startswith(
        "Of 3 GW asked for by 2030, the plan energises 2.55 GW by the end of that year; 450 MW waits. "
        "The gap is at North Field (150 MW), Milam (150 MW), Saline (150 MW). The whole programme stands in 2035."
    )
    assert "The first thing to order is North Field · Gas turbine (120 MW), by 2026-02-01." in text
    assert "In 2030 the energy comes from grid (" in text


def test_a_programme_on_time() -> None:
    text = english(with_it_share(fabricate(["Solo"], lost_share=0.0), [1.0, 1.0, 1.0, 1.0]))
    assert text.startswith("All 1 GW asked for by 2030 can be energised by the end of that year. ")
    assert text.endswith("All computing asked for is served.")


def test_megawatts_that_the_work_does_not_need() -> None:
    dispatch = with_it_share(fabricate(["Solo"], lost_share=0.001), [0.7, 0.7, 0.7, 0.7])
    assert english(dispatch).startswith(
        "Of 1 GW asked for by 2030, the plan energises 700 MW by the end of that year. They serve 99.9 % of the "
        "computing asked for, so the other 300 MW would hardly be used. The first"
    )
    facts = {fact.label.en: fact for fact in key_facts(findings(dispatch))}
    assert facts["All work served from"].value.en == "2027"
    assert not any(fact.is_short for fact in facts.values())


def test_a_programme_that_never_ends() -> None:
    text = english(with_it_share(fabricate(["Solo"]), [0.5, 0.5, 0.5, 0.8]))
    assert (
        "It is not complete by 2035, the last planning year: 200 MW is still missing, and 3 % of the computing asked "
        "for then is not served."
    ) in text
    assert "The gap is at" not in text


def test_a_programme_whose_work_is_served_later() -> None:
    dispatch = fabricate(["Solo"])
    years = dispatch.plan.inputs.time.chain_year[:, None]
    late = replace(dispatch, lost_mw=dispatch.lost_mw * (years < 3))
    text = english(with_it_share(late, [0.5, 0.5, 0.5, 0.8]))
    assert "From 2035 on, the 800 MW energised by then serve 100 % of the computing asked for" in text


def test_a_programme_of_nothing() -> None:
    dispatch = fabricate(scale=0.0)
    assert english(dispatch) == "The programme asks for no megawatts."
    assert all("nan" not in fact.value.en for fact in key_facts(findings(dispatch)))


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (2, "Of the computing asked for in 2030, 3 % is not served ("),
        (0, "All computing asked for in 2030 is served; the worst year is 2027 with"),
    ],
)
def test_lost_computing_is_told_where_it_is_lost(year: int, words: str) -> None:
    dispatch = fabricate(["Solo"], lost_share=0.06)
    years = dispatch.plan.inputs.time.chain_year[:, None]
    assert words in english(replace(dispatch, lost_mw=dispatch.lost_mw * (years == year)))


def test_lost_computing_of_several_years_names_the_worst() -> None:
    dispatch = fabricate(["Solo"])
    years = dispatch.plan.inputs.time.chain_year[:, None]
    text = english(replace(dispatch, lost_mw=dispatch.lost_mw * np.where(years == 1, 2.0, 1.0)))
    assert "Of the computing asked for in 2030, 3 % is not served; the worst year is 2028 with 6 %" in text


def test_a_plan_in_which_nothing_runs() -> None:
    dispatch = with_it_share(fabricate(["Solo"], lost_share=1.0), [0.0, 0.0, 0.0, 0.0])
    dispatch = replace(dispatch, metered_mw=0.0 * dispatch.metered_mw, plan=replace(dispatch.plan, roadmap=()))
    text = english(dispatch)
    assert "Nothing that may be built comes in time or pays." in text
    assert "No energy is used. The present value of everything, computing not served included, is USD " in text
    assert "emits" not in text
    assert "–" not in text


def test_nothing_to_order() -> None:
    dispatch = with_it_share(fabricate(["Solo"], lost_share=0.0), [1.0, 1.0, 1.0, 1.0])
    assert "Nothing new has to be ordered." in english(replace(dispatch, plan=replace(dispatch.plan, roadmap=())))


def test_power_cost_leaves_chips_buildings_and_lost_computing_out() -> None:
    found = findings(fabricate(["Solo"]))
    left_out = sum(found.present_value_usd[kind] for kind in ("it_capital", "building_capital", "lost_compute"))
    assert found.power_usd + left_out == pytest.approx(found.ledger.total_usd)


def test_what_falls_short_is_marked() -> None:
    facts = {fact.label.en: fact for fact in key_facts(findings(fabricate()))}
    assert [label for label, fact in facts.items() if fact.is_short] == [
        "Energised by end 2030",
        "Complete in",
        "Computing not served, 2030",
    ]


def test_one_year_is_a_programme_too() -> None:
    text = english(fabricate(["Solo"], sampled_grid(years=(2027,))))
    assert "waits." in text
    assert "It is not complete" not in text
