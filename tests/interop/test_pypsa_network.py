"""A run as a PyPSA network: what is written, and what is refused."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from firmwatt.errors import UserError
from firmwatt.interop.pypsa_network import CARRIED, build_network, export_network
from firmwatt.planning.model import build_model
from firmwatt.scenario.assets import LeadStep, PipelineExpansion, TaxCredit
from firmwatt.scenario.programme import Risk
from firmwatt.scenario.tariff import Tariff
from firmwatt.scenario.tax_credits import with_tax_credits
from tests.cases import tiny_case
from tests.golden.test_risk import risky_inputs
from tests.hand import hand_plan
from tests.interop.pypsa.solved import assert_same_optimum, busy_case, with_policy
from tests.planning.contracts import contract
from tests.worlds import simple_inputs


def planned(inputs):
    return SimpleNamespace(plan=replace(hand_plan(), inputs=inputs))


def at_home(case):
    """Return the case moved to where the law of `us_2025` gives credits, with them."""
    moved = replace(
        case,
        sites=tuple(replace(site, region="pjm") for site in case.sites),
        regions=tuple(replace(region, name="pjm") for region in case.regions),
    )
    return with_tax_credits(moved, "us_2025")


def on_generation(case):
    """Return the case with credits on what is generated alone, for every vintage of the first three years."""
    credit = TaxCredit(0.0, ((date(2035, 1, 1), 1.0),), None, 25.0, 3.0)
    supply = tuple(replace(a, tax_credit=credit if a.strike_usd_per_mwh is None else None) for a in case.supply)
    return replace(case, supply=supply)


def everything():
    """Return a case with each constraint of the planning model at once."""
    case = with_policy(
        busy_case(),
        carbon_cap_tonne=(30_000.0, 200_000.0),
        carbon_intensity_cap_kg_per_mwh=(350.0, 300.0),
        annual_carbon_free_share=(0.4, 0.5),
        hourly_carbon_free_share=(0.3, 0.5),
        re100_share=(0.1, 0.3),
    )
    case = on_generation(case)
    gas = replace(case.supply[1], run_hours_limit_per_year=6000.0, minimum_load_share=0.2)
    tariff = Tariff("test", None, 50_000.0, 0.6, ratchet_share=0.8)
    grows = PipelineExpansion(100.0, 4000.0, 40.0, (LeadStep("build", 1.0, 1.0, 1.0),))
    limits = {"land_limit_acre": 2000.0, "water_limit_m3_per_year": 9e5, "gas_pipeline_limit_mmbtu_per_hour": 400.0}
    return replace(
        case,
        supply=(case.supply[0], gas, *case.supply[2:]),
        basin_limit_m3_per_year={"river": 1.2e6},
        workloads=tuple(replace(work, power_cap_share=0.7) for work in case.workloads),
        sites=tuple(
            replace(
                site,
                sale_limit_mw=10.0,
                basin="river",
                gas_pipeline_expansion=grows,
                connection=replace(site.connection, tariff=tariff),
                **limits,
            )
            for site in case.sites
        ),
        vendor_slots_mw_per_year={"gas_turbine": 40.0, "battery_4h": 20.0},
        reliability=replace(case.reliability, reserve_margin=0.1),
        programme=replace(case.programme, budget_usd=6e8, budget_until_year=2030),
    )


def test_every_limit_of_the_plan_has_its_counterpart(tmp_path):
    inputs = simple_inputs(everything())
    names = {block.name.partition("/")[0] for block in build_model(inputs).lp.row_blocks}
    assert names == CARRIED
    assert_same_optimum(inputs, tmp_path, "budget", "reserve")


def test_a_plan_without_storage_links_and_virtual_contracts(tmp_path):
    case = tiny_case(storage=())
    assert_same_optimum(simple_inputs(replace(case, supply=case.supply[:2])), tmp_path)


def test_dear_weather_that_counts_is_refused():
    inputs = risky_inputs((20.0, 60.0), (0.8, 0.2), Risk(0.2, 0.8))
    with pytest.raises(UserError) as fault:
        build_network(build_model(inputs))
    assert str(fault.value) == (
        "pypsa: the network of a plan holds its expected cost alone, not the dearest weather years that "
        "`programme.risk` lets count. Plan with `weight: 0`, or without `risk`, and export that."
    )


def test_credits_on_capital_are_carried(tmp_path):
    assert_same_optimum(simple_inputs(at_home(busy_case())), tmp_path)


def test_a_limit_without_a_counterpart_is_refused():
    model = build_model(simple_inputs(tiny_case()))
    blocks = (replace(model.lp.row_blocks[0], name="new_limit"), *model.lp.row_blocks[1:])
    with pytest.raises(UserError) as fault:
        build_network(replace(model, lp=replace(model.lp, row_blocks=blocks)))
    assert str(fault.value) == "pypsa: the limits new_limit have no counterpart in a network. Leave them out."


def under(case, **terms):
    """Return the case with a contract at every site, of which the grid pays and calls in 300 hours."""
    plain = contract(hours_per_year=300.0, events_per_year=300.0, longest_event_hours=4.0, **terms)
    free = {"contract": plain, "curtailable_energy_share": 0.0}
    return replace(case, sites=tuple(replace(s, connection=replace(s.connection, **free)) for s in case.sites))


def test_calls_and_payments_of_a_contract_are_carried(tmp_path):
    paying = {"payment_usd_per_mw_year": 60_000.0, "payment_usd_per_mwh": 100.0}
    assert_same_optimum(simple_inputs(under(tiny_case(), **paying)), tmp_path)


def test_calls_beside_a_yearly_share_of_energy_are_refused():
    case = under(tiny_case())
    link = replace(case.sites[0].connection, curtailable_energy_share=0.05)
    mixed = replace(case, sites=(replace(case.sites[0], connection=link), *case.sites[1:]))
    with pytest.raises(UserError) as fault:
        build_network(build_model(simple_inputs(mixed)))
    assert str(fault.value) == (
        "pypsa: the network has no word for a yearly share of energy beside the calls at home. Set "
        "`curtailable_energy_share` or the contract's hours to 0."
    )


def test_the_ramp_of_a_contract_is_refused():
    with pytest.raises(UserError, match=r"the limits ramp_down, ramp_up have no counterpart"):
        build_network(build_model(simple_inputs(under(tiny_case(), ramp_share_per_hour=0.2))))


def test_pypsa_is_optional(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pypsa", None)
    with pytest.raises(UserError) as fault:
        export_network(planned(simple_inputs(tiny_case())), tmp_path / "run.nc")
    assert str(fault.value) == "pypsa: is not installed. Add it with `pip install firmwatt[interop]`."


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="file"):
        export_network(planned(simple_inputs(tiny_case())), tmp_path / "file" / "run.nc")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
