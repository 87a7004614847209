"""Fleets: generations mixed, megawatts to requests and back, and every fault of a mix."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.catalog import loader
from firmwatt.demand.fleet import FleetAsk, default_share, given_mix, serve_fleet, size_fleet, typical_mix
from firmwatt.demand.request_energy import it_wh_per_request
from firmwatt.errors import UserError
from firmwatt.scenario.work import RequestVolume

VOLUME = RequestVolume((), "llama-3.1-70b", None, None, None, "", None, None, None, None, 500.0, 300.0)
ASK = FleetAsk(VOLUME, {"h100_sxm": 0.5, "b200": 0.5}, 1.1, 1.0, 0.8)


def test_one_generation_is_its_label():
    served = serve_fleet(replace(ASK, mix={"h100_sxm": 1.0}))
    wh = it_wh_per_request(replace(VOLUME, chip="h100_sxm"))
    assert served.requests_per_drawn_mw.value == pytest.approx(8760.0 * 1e6 / 1.1 / wh)
    assert served.chips_per_connected_mw == pytest.approx(1000.0 / 1.28 / 1.1)
    assert served.drawn_share == pytest.approx(0.8 * 0.74 + 0.2 * 0.2)


def test_generations_share_the_energy_as_their_power():
    served = serve_fleet(ASK)
    alone = [serve_fleet(replace(ASK, mix={chip: 1.0})).requests_per_drawn_mw.value for chip in ASK.mix]
    assert served.requests_per_drawn_mw.value == pytest.approx(sum(alone) / 2.0)
    assert sum(row.request_share for row in served.chips) == pytest.approx(1.0)
    assert served.requests_per_drawn_mw.low < served.requests_per_drawn_mw.value < served.requests_per_drawn_mw.high


@given(st.floats(1e-3, 1e5))
def test_megawatts_become_requests_and_back(mw: float) -> None:
    served = serve_fleet(ASK)
    by_mw = size_fleet(served, connected_mw=mw)
    for again in (
        size_fleet(served, chips=by_mw.chips),
        size_fleet(served, requests=by_mw.requests_per_year.value),
        size_fleet(served, output_tokens=by_mw.output_tokens_per_year.value),
    ):
        assert again.connected_mw == pytest.approx(mw)
        assert again.drawn_mw == pytest.approx(by_mw.drawn_mw)


def test_chips_that_train_serve_nothing():
    whole, part = serve_fleet(ASK), serve_fleet(replace(ASK, inference_share=0.6))
    assert part.requests_per_connected_mw.value == pytest.approx(0.6 * whole.requests_per_connected_mw.value)
    assert part.requests_per_drawn_mw == whole.requests_per_drawn_mw


def test_the_chips_own_speed_agrees_with_the_share_of_time_at_work():
    """Two accounts of one fleet, energy and throughput, meet within a fifth."""
    for year in (2024, 2026, 2030):
        served = serve_fleet(replace(ASK, mix=typical_mix(year)))
        assert served.throughput_busy_share == pytest.approx(ASK.busy_share, rel=0.20)


def test_a_fleet_renews_itself():
    now, later = typical_mix(2026), typical_mix(2030)
    assert sum(now.values()) == pytest.approx(1.0)
    assert now["gb300_nvl72"] > now["h100_sxm"] > 0.0
    assert "h100_sxm" not in later
    served = [serve_fleet(replace(ASK, mix=mix)).requests_per_drawn_mw.value for mix in (now, later)]
    assert 1.2 < served[1] / served[0] < 3.0


def test_a_year_without_purchases_is_refused():
    with pytest.raises(UserError) as caught:
        typical_mix(2031)
    assert str(caught.value) == "year 2031 is outside 2020 to 2030. Choose one of them, or give a mix."


def test_a_mix_is_read():
    assert given_mix("H100=0.4, GB200=0.6") == {"h100_sxm": 0.4, "gb200_nvl72": 0.6}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("H100=0.4,B200=0.4", "the shares of the mix sum to 0.8. Mend them so that they sum to 1."),
        (
            "H100,B2000=1",
            "mix 'H100' is no chip and share. Write such as H100=0.4,GB200=0.6. "
            "chip 'B2000' is not in the catalogue. Nearest: b200, gb200_nvl72, h200_sxm.",
        ),
    ],
)
def test_each_fault_of_a_mix_is_told(text, message):
    with pytest.raises(UserError) as caught:
        given_mix(text)
    assert str(caught.value) == message


def test_each_fault_of_a_fleet_is_told():
    with pytest.raises(UserError) as caught:
        serve_fleet(replace(ASK, inference_share=0.0, busy_share=80.0))
    assert str(caught.value) == (
        "inference share 0 must be a share above 0 and at most 1. busy share 80 must be a share above 0 and at most 1."
    )
    served = serve_fleet(ASK)
    with pytest.raises(UserError) as caught:
        size_fleet(served, connected_mw=1.0, chips=5.0)
    assert str(caught.value) == "megawatts, chips, requests and tokens exclude each other. Give one of them."
    with pytest.raises(UserError) as caught:
        size_fleet(served, chips=-5.0)
    assert str(caught.value) == "a fleet of -5 is none. Give a number above 0."


def test_the_catalogue_knows_the_share_of_inference():
    row = loader.get("fleet", "default", "inference_share")
    assert row.low <= default_share("inference_share") <= row.high
