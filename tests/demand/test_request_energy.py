"""Requests a year → megawatts, by the arithmetic of the label."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.label import Ask, make_label
from firmwatt.accounting.label_place import Place
from firmwatt.demand.request_energy import (
    default_batch,
    it_wh_per_chip_joule,
    it_wh_per_request,
    request_it_mw,
    way_of_volume,
)
from firmwatt.errors import UserError
from firmwatt.scenario.work import RequestVolume

CHAT = RequestVolume((1e12, 2e12), "llama-3.1-70b", None, None, None, "h100_sxm", None, None, None, None, 500.0, 300.0)
IT_ALONE = Place("pjm", "ashburn", "direct_liquid_dry_cooler", 1.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "volume",
    [
        CHAT,
        replace(CHAT, batch=8.0, chips=8, precision="fp8"),
        replace(CHAT, latency_ms=40.0, chips=8),
        replace(CHAT, model=None, total_parameters=235e9, active_parameters=22e9, chip="b200"),
        replace(CHAT, model=None, total_parameters=7e9, output_tokens=900.0, input_tokens=0.0),
    ],
)
def test_a_request_takes_what_its_label_says(volume: RequestVolume) -> None:
    ask = Ask(
        way=way_of_volume(volume),
        input_tokens=volume.input_tokens,
        output_tokens=volume.output_tokens,
        region="pjm",
        year=2028,
        hour=None,
        batch=volume.batch,
        latency_ms=volume.latency_ms,
        plant="direct_liquid_dry_cooler",
        where=IT_ALONE,
    )
    assert it_wh_per_request(volume) == pytest.approx(make_label(ask).energy_wh.value, rel=1e-12)


def test_megawatts_are_energy_over_the_hours_of_a_year() -> None:
    assert request_it_mw(CHAT) == pytest.approx(np.array([1e12, 2e12]) * it_wh_per_request(CHAT) / 1e6 / 8760.0)


def test_a_joule_of_the_chips_stands_for_hosts_and_machines_that_wait() -> None:
    assert it_wh_per_chip_joule() == pytest.approx(1.43 * 1.12 / 3600.0)


def test_the_default_batch_fits_the_memory() -> None:
    way = way_of_volume(CHAT)
    assert default_batch(way, 800.0) == 64.0
    assert default_batch(way, 1e6) < 64.0


def test_an_impossible_latency_is_told() -> None:
    with pytest.raises(UserError, match=r"latency 1 ms: one sequence of llama-3.1-70b on 4 h100_sxm takes"):
        it_wh_per_request(replace(CHAT, latency_ms=1.0, chips=4))
