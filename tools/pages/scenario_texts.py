"""What the gaps of `scenarios.md.in` hold, one function for each scenario.

A sentence of the page that says more than its figures has a claim here: figures under which it is no longer true make
the page fail until somebody has written another sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.fusion import recirculating_power_share
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
    " both": "transformers in half the time, and faster lines",
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
RUNS = ("run_2027", "run_2028")
KOREAN_YEARS = (2028, 2029, 2030, 2032, 2040)
KOREAN_LEVERS = {
    "": "none",
    " lines": "faster lines and grid upgrades",
    " permits": "quick permits",
    " storage": "quick certification of storage",
    " all": "all three",
    " batteries": "quick certification, and batteries at half the cost",
    " promise": "no promise of RE100",
}
KOREAN_COLUMNS = (
    "Lever",
    *(f"MW in {year}" for year in KOREAN_YEARS[:3]),
    "Fuel cells, MW",
    "Batteries, MW",
    "Lost computing, bn USD",
    "Worth, million USD",
    "Mt CO2 in 2029",
    "in 2030",
)
GAINS = {10: " gain10", 25: " dear", 50: " gain50"}
GAIN_COLUMNS = (
    "Gain Q",
    "Kept for itself",
    "Sold of 1,000 MW gross",
    *(f"Pays in {year}, USD/kW sold" for year in (2028, 2038, 2050)),
    *(f"{year}, USD/kW gross" for year in (2028, 2038, 2050)),
)
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
            f"{told['power_usd_per_mwh']:.0f}",
            f"{told['carbon_kg_per_mwh']:.0f}",
        )
        for site, told in plan.figures["sites"].items()
    ]
    cells, contracts = plan.capacity_mw("capital/fuel_cell", 2032), plan.capacity_mw("solar_direct", 2040)
    sun, capital = plan.capacity_mw("haenam_solar", 2030), has("capital", 2040)
    dear, cheap = (plan.figures["sites"][site]["power_usd_per_mwh"] for site in ("capital", "haenam"))
    claim("power is dearer in the capital region", dear > cheap + 5.0)
    claim("Haenam runs in full from 2028 on", all(has("haenam", year) > 0.95 for year in KOREAN_YEARS))
    claim("the capital region gets a part and takes fuel cells", 0.4 < capital < 0.9 and cells > 30.0)
    claim("sun on Haenam's own land pays, contracts keep RE100", sun > 300.0 and contracts > 1000.0)
    return {
        "korea_table": table(("Site", *map(str, KOREAN_YEARS), "Power, USD/MWh", "kg CO2/MWh"), rows),
        "korea_capital": _percent(capital),
        "korea_cells": f"{cells:.0f}",
        "korea_sun": f"{sun:.0f}",
        "korea_contracts": f"{contracts:,.0f}",
        "korea_dear": f"{dear:.0f}",
        "korea_cheap": f"{cheap:.0f}",
        "korea_re100_2030": _percent(plan.of_year(2030)["re100_share"]),
        "korea_re100_2040": _percent(plan.of_year(2040)["re100_share"]),
        **_korean_levers(plans),
    }


def _korean_levers(plans: Plans) -> Gaps:
    ways = {suffix: plans[f"korea{suffix}"] for suffix in KOREAN_LEVERS}
    million = {suffix: 1e3 * (ways[""].billion_usd - plan.billion_usd) for suffix, plan in ways.items()}
    stores = {suffix: max(plan.figures["storage_mw"].values()) for suffix, plan in ways.items()}
    cells = {suffix: plan.capacity_mw("fuel_cell", 2032) for suffix, plan in ways.items()}
    rows = [
        (
            words,
            *(f"{ways[suffix].mw('energised_mw', year):,.0f}" for year in KOREAN_YEARS[:3]),
            f"{cells[suffix]:.0f}",
            f"{stores[suffix]:.0f}",
            f"{ways[suffix].figures['cost_usd']['lost_compute'] / 1e9:.2f}",
            f"{round(million[suffix], -1):,.0f}".replace("-0", "0") if suffix else "",
            *(f"{ways[suffix].power_megatonnes(year):.2f}" for year in (2029, 2030)),
        )
        for suffix, words in KOREAN_LEVERS.items()
    ]
    early = ways[" permits"].mw("energised_mw", 2028) - ways[""].mw("energised_mw", 2028)
    claim("certification alone is worth nothing", abs(million[" storage"]) < 20.0 and stores[" storage"] < 20.0)
    claim("nor do cheap batteries pay", stores[" batteries"] < 100.0)
    claim("permits bring fuel cells sooner", early > 50.0)
    claim("lines bring the grid in their place", cells[" lines"] < cells[""] < cells[" permits"])
    claim("and with it less carbon", ways[" lines"].megatonnes("scope1", 2030) < ways[""].megatonnes("scope1", 2030))
    return {
        "korea_levers": table(KOREAN_COLUMNS, rows),
        "korea_early": f"{early:.0f}",
        "korea_stores": f"{stores[' batteries']:.0f}",
        "korea_promise": f"{million[' promise'] / 1e3:.1f}",
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
            f"{ways[suffix].power_megatonnes(2030):.0f}",
        )
        for suffix, words in LEVERS.items()
    ]
    quick = energised[" transformers"][2029] - energised[""][2029]
    best = max(by_year[2028] for by_year in energised.values())
    claim("quicker upgrades alone change nothing", abs(energised[" lines"][2029] - energised[""][2029]) < 0.5)
    claim("but with quick transformers they do", worth[" both"] > worth[" transformers"] + 1.0)
    claim("transformers bring more", quick > 5.0)
    alone = max((lever for lever in LEVERS if lever not in (" both", " all")), key=worth.__getitem__)
    claim("transformers are worth most", alone == " transformers")
    claim("nothing brings fifty", best < 40.0)
    plan = ways[""]
    drawn = plan.of_year(2030)["energy_mwh"]["metered"]
    at_home = plan.energy_share("gas_turbine", 2030) + plan.energy_share("fuel_cell", 2030)
    return {
        "america_table": table(AMERICA_COLUMNS, rows),
        "america_runs": table(
            ("Run", *map(str, LEVER_YEARS)),
            [(f"{words} GW", *_run(plan, run)) for run, words in zip(RUNS, "25", strict=True)],
        ),
        "america_worth": f"{worth[' transformers']:.0f}",
        "america_both": f"{worth[' both']:.0f}",
        "america_quick": f"{quick:.0f}",
        "america_best": f"{best:.0f}",
        "america_twh": f"{drawn / 1e6:.0f}",
        "america_kg": f"{1e9 * plan.power_megatonnes(2030) / drawn:.0f}",
        "america_home": _percent(at_home),
    }


def _run(plan: PlanFigures, run: str) -> list[str]:
    """Return what stands for a run at each year's end, and the part of the year's work that is done."""
    lost = plan.figures["lost_share"][run]
    return [
        f"{plan.mw('energised_mw', year, run) / 1e3:.1f} GW, {_percent(1.0 - lost[str(year)])} %"
        if plan.mw("asked_mw", year, run)
        else ""
        for year in LEVER_YEARS
    ]


def fusion(plans: Plans) -> Gaps:
    """Return the gaps of `fusion-2040`."""
    plan, dear = plans["fusion-2040"], plans["fusion-2040 dear"]
    worlds = ("early", "middle", "late")
    pays = {
        gain: [plans[f"fusion-2040{suffix}"].break_even_usd_per_kw(f"{world}/fusion") for world in worlds]
        for gain, suffix in GAINS.items()
    }
    built = {world: plan.capacity_mw(f"{world}/fusion", plan.years[-1]) for world in worlds}
    sold = {gain: 1.0 - recirculating_power_share(gain) for gain in GAINS}
    rows = [
        (
            str(gain),
            f"{_percent(1.0 - sold[gain])} %",
            f"{1e3 * sold[gain]:.0f}",
            *(f"{round(usd, -2):,.0f}" for usd in at),
            *(f"{round(usd * sold[gain], -2):,.0f}" for usd in at),
        )
        for gain, at in pays.items()
    ]
    usual = pays[25]
    claim("it may cost less the later it comes", usual[0] > usual[1] > usual[2])
    claim("nobody builds it where its break-even is told", dear.capacity_mw("/fusion", dear.years[-1]) < 1.0)
    claim("only the first comes near 10,000", abs(usual[0] / 10_000.0 - 1.0) < 0.2 and usual[1] < 8_000.0)
    claim("built where it comes before the others", built["early"] > built["middle"] > max(built["late"], 10.0))
    claim("at a low gain a gross kilowatt may cost much less", pays[10][0] * sold[10] < 0.75 * usual[0] * sold[25])
    told = plan.figures["sites"]
    return {
        "fusion_gains": table(GAIN_COLUMNS, rows),
        "fusion_worlds": table(
            ("First megawatt", "Built, MW", "Power, USD/MWh", "kg CO2/MWh"),
            [
                (
                    year,
                    f"{built[world]:,.0f}" if built[world] >= 1.0 else "none",
                    f"{told[world]['power_usd_per_mwh']:.0f}",
                    f"{told[world]['carbon_kg_per_mwh']:.0f}",
                )
                for world, year in zip(worlds, ("2028", "2038", "2050"), strict=True)
            ],
        ),
        **{f"fusion_{world}": f"{round(usd, -2):,.0f}" for world, usd in zip(worlds, usual, strict=True)},
    }


def inference(plans: Plans) -> Gaps:
    """Return the gaps of `inference-fleet`."""
    plan, home = plans["inference-fleet"], plans["inference-fleet home"]
    works = plan.figures["workloads"]
    sites = list(works["chat_medium"]["moved_gwh"])
    rows = [(words, *(_signed(works[work]["moved_gwh"][site]) for site in sites)) for work, words in WORKS.items()]
    moved = {site: sum(works[work]["moved_gwh"][site] for work in WORKS) for site in sites}
    texas = works["documents_batch"]["share_by_hour"]["texas"]
    noon, evening = texas[4], texas[0]
    claim("work leaves Tokyo and Frankfurt", max(moved["tokyo"], moved["frankfurt"]) < 0.0)
    claim("for Texas and Ireland", min(moved["texas"], moved["dublin"]) > 0.0)
    claim("the queue follows the clock", noon > evening + 0.1)
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
