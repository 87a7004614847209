"""What the gaps of `scenarios.md.in` hold, one function for each scenario.

A sentence of the page that says more than its figures has a claim here: figures under which it is no longer true make
the page fail until somebody has written another sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from firmwatt.catalog import loader as catalog
from tools.pages.markdown import table
from tools.pages.scenario_plans import PlanFigures, claim

Plans = Mapping[str, PlanFigures]
Gaps = dict[str, str]
LEVERS = {
    "": "none",
    " federal": "federal land",
    " permits": "quick permits",
    " lines": "faster lines and grid upgrades",
    " beside": "plants beside the load allowed",
    " slots": "twice the vendors' slots",
    " transformers": "transformers in half the time",
    " all": "all of them",
}
LEVER_YEARS = (2027, 2028, 2029, 2030, 2032)
AMERICA_COLUMNS = (
    "Lever",
    *map(str, LEVER_YEARS),
    "Lost computing, bn USD",
    "Worth, bn USD",
    "Mt CO2 in 2030",
)
KOREAN_YEARS = (2028, 2029, 2030, 2032, 2040)
WORKS = {
    "assistant_small": "small, interactive",
    "chat_medium": "middle, interactive",
    "reasoning_large": "large, interactive",
    "documents_batch": "documents, batch",
}
WAYS = {
    " none": "no policy",
    " annual": "100 % by the year from 2030",
    "": "65, 80 and 90 % by the hour in 2030, 2032 and 2035",
    " nofirm": "the same without clean firm power",
    " stiff": "the same with computing that neither waits nor moves",
}
WAY_COLUMNS = (
    "Way",
    "Scope 2 by location, Mt",
    "by market, Mt",
    "Carbon-free by the hour",
    "Computing lost",
    "More, bn USD",
)


def campus(plans: Plans) -> Gaps:
    """Return the gaps of `campus`."""
    plan = plans["campus"]
    sun, bought = plan.capacity_mw("solar", 2035), plan.energy_share("grid_import", 2035)
    bridge = plan.capacity_mw("fuel_cell", 2028) + plan.capacity_mw("gas_turbine", 2028)
    claim("nothing that could bridge the months pays", bridge < 1.0)
    claim("much is lost in 2028, little from 2029 on", plan.lost_share(2028) > 0.2 > 10.0 * plan.lost_share(2029))
    claim("nearly all of the energy is bought", bought > 0.9)
    claim("nearly all of it by contract", plan.capacity_mw("solar_ppa", 2035) > 0.9 * sun)
    return {
        "campus_lost": _percent(plan.lost_share(2028)),
        "campus_2029": f"{plan.mw('energised_mw', 2029):.0f}",
        "campus_grid": _percent(bought),
        "campus_turbines": f"{plan.capacity_mw('gas_turbine', 2035):.1f}",
        "campus_sun": f"{sun:.0f}",
    }


def stargate(plans: Plans) -> Gaps:
    """Return the gaps of `stargate`."""
    plan = plans["stargate"]
    rows = [
        (
            str(year),
            *(f"{plan.mw(of, year) / 1e3:.1f}" for of in ("asked_mw", "energised_mw")),
            f"{_percent(plan.lost_share(year), 1)} %",
        )
        for year in plan.years
    ]
    capital, lost = plan.figures["capital_usd"], plan.figures["cost_usd"]["lost_compute"]
    whole, used = sum(capital.values()), plan.figures["budget_usd"]["used"]
    power = whole - capital["chips"] - capital["building"]
    share = {source: plan.energy_share(source, 2030) for source in ("grid_import", "fuel_cell", "gas_turbine")}
    claim("nothing brings the gigawatts of 2027", plan.mw("energised_mw", 2027) < 0.6 * plan.mw("asked_mw", 2027))
    claim("in falling order", list(share.values()) == sorted(share.values(), reverse=True))
    claim("of its 500 bn USD", used < plan.figures["budget_usd"]["asked"])
    claim("more than all of that power's capital", lost > power)
    return {
        "stargate_table": table(("Year", "Asked for, GW", "Energised, GW", "Computing lost"), rows),
        "stargate_grid": _percent(share["grid_import"]),
        "stargate_cell": _percent(share["fuel_cell"]),
        "stargate_turbine": _percent(share["gas_turbine"]),
        "stargate_used": f"{used / 1e9:.0f}",
        "stargate_chips": _percent(capital["chips"] / whole),
        "stargate_buildings": _percent(capital["building"] / whole),
        "stargate_power": _percent(power / whole),
        "stargate_lost": f"{lost / 1e9:.0f}",
    }


def korea(plans: Plans) -> Gaps:
    """Return the gaps of `korea`."""
    plan = plans["korea"]

    def has(site: str, year: int) -> float:
        return plan.mw("energised_mw", year, site) / max(plan.mw("asked_mw", year, site), 1e-9)

    rows = [
        (
            site.capitalize(),
            *(
                f"{plan.mw('energised_mw', year, site):.0f} of {plan.mw('asked_mw', year, site):.0f}"
                for year in KOREAN_YEARS
            ),
        )
        for site in plan.figures["asked_mw"]
    ]
    cells, contracts = plan.capacity_mw("capital/fuel_cell", 2032), plan.capacity_mw("solar_direct", 2040)
    sun, capital = plan.capacity_mw("haenam_solar", 2030), has("capital", 2040)
    claim("Haenam runs in full from 2028 on", all(has("haenam", year) > 0.95 for year in KOREAN_YEARS))
    claim("the capital region gets a part and takes fuel cells", 0.4 < capital < 0.9 and cells > 30.0)
    claim("sun on Haenam's own land pays, contracts keep RE100", sun > 300.0 and contracts > 1000.0)
    return {
        "korea_table": table(("Site", *map(str, KOREAN_YEARS)), rows),
        "korea_capital": _percent(capital),
        "korea_cells": f"{cells:.0f}",
        "korea_sun": f"{sun:.0f}",
        "korea_contracts": f"{contracts:,.0f}",
        "korea_re100_2030": _percent(plan.of_year(2030)["re100_share"]),
        "korea_re100_2040": _percent(plan.of_year(2040)["re100_share"]),
    }


def america(plans: Plans) -> Gaps:
    """Return the gaps of `america-50gw`."""
    ways = {suffix: plans[f"america-50gw{suffix}"] for suffix in LEVERS}
    energised = {
        suffix: {year: plan.mw("energised_mw", year) / 1e3 for year in LEVER_YEARS} for suffix, plan in ways.items()
    }
    worth = {suffix: (ways[""].figures["total_usd"] - plan.figures["total_usd"]) / 1e9 for suffix, plan in ways.items()}
    rows = [
        (
            words,
            *(f"{gigawatts:.1f}" for gigawatts in energised[suffix].values()),
            f"{ways[suffix].figures['cost_usd']['lost_compute'] / 1e9:,.0f}",
            f"{worth[suffix]:,.0f}" if suffix else "",
            f"{ways[suffix].megatonnes('scope1', 2030) + ways[suffix].megatonnes('scope2_location', 2030):.0f}",
        )
        for suffix, words in LEVERS.items()
    ]
    quick = energised[" transformers"][2029] - energised[""][2029]
    best = max(by_year[2028] for by_year in energised.values())
    claim("quicker upgrades alone change nothing", abs(energised[" lines"][2029] - energised[""][2029]) < 0.5)
    claim("transformers bring more", quick > 5.0)
    alone = max((lever for lever in LEVERS if lever != " all"), key=worth.__getitem__)
    claim("transformers are worth most", alone == " transformers")
    claim("nothing brings fifty", best < 40.0)
    return {
        "america_table": table(AMERICA_COLUMNS, rows),
        "america_worth": f"{worth[' transformers']:.0f}",
        "america_quick": f"{quick:.0f}",
        "america_best": f"{best:.0f}",
    }


def fusion(plans: Plans) -> Gaps:
    """Return the gaps of `fusion-2040`."""
    plan, dear = plans["fusion-2040"], plans["fusion-2040 dear"]
    worlds = ("early", "middle", "late")
    pays = {world: dear.break_even_usd_per_kw(f"{world}/fusion") for world in worlds}
    built = {world: plan.capacity_mw(f"{world}/fusion", plan.years[-1]) for world in worlds}
    claim("it may cost less the later it comes", pays["early"] > pays["middle"] > pays["late"])
    claim("nobody builds it at 10,000", dear.capacity_mw("/fusion", dear.years[-1]) < 1.0)
    claim("built where it comes before the others", built["early"] > built["middle"] > max(built["late"], 10.0))
    return {
        **{f"fusion_{world}": f"{round(usd, -2):,.0f}" for world, usd in pays.items()},
        **{f"fusion_mw_{world}": f"{mw:.0f}" if mw >= 1.0 else "none" for world, mw in built.items()},
    }


def inference(plans: Plans) -> Gaps:
    """Return the gaps of `inference-fleet`."""
    plan, home = plans["inference-fleet"], plans["inference-fleet home"]
    works = plan.figures["workloads"]
    sites = list(works["chat_medium"]["moved_gwh"])
    rows = [(words, *(_signed(works[work]["moved_gwh"][site]) for site in sites)) for work, words in WORKS.items()]
    moved = {site: sum(works[work]["moved_gwh"][site] for work in WORKS) for site in sites}
    texas = works["documents_batch"]["share_by_hour"]["texas"]
    evening, noon = texas[5], texas[3]
    claim("work leaves Tokyo and Frankfurt", max(moved["tokyo"], moved["frankfurt"]) < 0.0)
    claim("for Texas and Ireland", min(moved["texas"], moved["dublin"]) > 0.0)
    claim("the queue follows the clock", evening > noon + 0.1)
    claim("work kept at home costs more", home.billion_usd > 1.05 * plan.billion_usd)
    claim("and is served less", home.lost_share(2035) > 5.0 * plan.lost_share(2035))
    claim("and throws away more", home.curtailed_twh() > plan.curtailed_twh())
    return {
        "fleet_table": table(("Work", *(site.capitalize() for site in sites)), rows),
        "fleet_evening": _percent(evening),
        "fleet_noon": _percent(noon),
        "fleet_large": f"{works['reasoning_large']['wh_per_request']:.3g}",
        "fleet_small": f"{works['assistant_small']['wh_per_request']:.2g}",
        "fleet_home": f"{home.billion_usd:.1f}",
        "fleet_moving": f"{plan.billion_usd:.1f}",
        "fleet_lost_home": _percent(home.lost_share(2035)),
        "fleet_lost": _percent(plan.lost_share(2035), 1),
        "fleet_curtailed": f"{plan.curtailed_twh():.1f}",
        "fleet_curtailed_home": f"{home.curtailed_twh():.1f}",
    }


def hyperscaler(plans: Plans) -> Gaps:
    """Return the gaps of `hyperscaler-netzero`."""
    ways = {suffix: plans[f"hyperscaler-netzero{suffix}"] for suffix in WAYS}
    least = ways[" none"].billion_usd
    more = {suffix: plan.billion_usd - least for suffix, plan in ways.items()}
    location, market = (
        {suffix: plan.megatonnes(scope, 2035) for suffix, plan in ways.items()}
        for scope in ("scope2_location", "scope2_market")
    )
    rows = [
        (
            words,
            f"{location[suffix]:.1f}",
            f"{market[suffix]:.1f}" if market[suffix] >= 0.1 else f"{market[suffix]:.2f}",
            f"{_percent(ways[suffix].of_year(2035)['carbon_free_share_hourly'])} %",
            f"{_percent(ways[suffix].lost_share(2035), 1)} %",
            f"{more[suffix]:.1f}",
        )
        for suffix, words in WAYS.items()
    ]
    google = catalog.get("reported_emissions", "google/2025/scope2_location", "emissions_2019_million_t").number
    times = sorted(megatonnes / google for megatonnes in location.values())
    in_2030 = ways[""].megatonnes("scope2_market", 2030)
    claim("by location every way emits a multiple", times[0] > 2.0)
    claim("the hourly way keeps the promise in 2035, not in 2030", market[""] < 0.5 * google < in_2030)
    claim("the yearly way leaves tonnes by market", market[" annual"] > 3.0)
    claim("in this order of cost", 0.0 < more[" annual"] < more[""] < min(more[" nofirm"], more[" stiff"]))
    return {
        "hyper_table": table(WAY_COLUMNS, rows),
        "hyper_least": f"{least:.0f}",
        "hyper_times": f"{times[0]:.1f} to {times[-1]:.1f}",
        "hyper_2030": f"{in_2030:.1f}",
        "hyper_annual": f"{market[' annual']:.0f}",
        "hyper_share": _percent(more[""] / least),
        "hyper_firm": f"{more[' nofirm'] - more['']:.1f}",
        "hyper_stiff": f"{more[' stiff'] - more['']:.1f}",
    }


ALL = (campus, stargate, korea, america, fusion, inference, hyperscaler)


def _percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f}"


def _signed(gwh: float) -> str:
    return f"{gwh:+,.0f}".replace("-", "−")
