"""`firmwatt reliability`: how often a load is not served, from a run or from a table of units."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from firmwatt.cli.outage_answer import Beside
from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    from firmwatt.reliability.adequacy import Adequacy
    from firmwatt.reliability.assess import SiteAdequacy
    from firmwatt.reliability.capacity_credit import CapacityCredit
    from firmwatt.reliability.spare_units import SpareDesign
    from firmwatt.reliability.system import System
    from firmwatt.reliability.target import MarginStep, TargetPlan

WIDTH_WITHOUT_TERMINAL = 160


def show_reliability(
    run: Annotated[Path | None, typer.Argument(help="Folder of a run that `firmwatt plan` wrote.")] = None,
    *,
    units: Annotated[
        Path | None,
        typer.Option("--units", help="CSV without a run: name, mw, forced_outage_rate, mttr_hours[, count]."),
    ] = None,
    load: Annotated[
        Path | None, typer.Option("--load", help="Load beside --units: CSV or Parquet with timestamp and load_mw.")
    ] = None,
    load_mw: Annotated[
        float | None, typer.Option("--load-mw", min=0.0, help="Constant load beside --units, instead of a file.")
    ] = None,
    stores: Annotated[
        Path | None,
        typer.Option("--stores", help="CSV beside --units: name, mw, mwh, charge_efficiency, discharge_efficiency."),
    ] = None,
    causes: Annotated[
        Path | None,
        typer.Option("--causes", help="CSV: name, forced_outage_rate, mttr_hours of common causes named in --units."),
    ] = None,
    weather_file: Annotated[
        Path | None,
        typer.Option(
            "--weather", help="Weather file beside --units, whose column weather_curve says how units follow."
        ),
    ] = None,
    curtailable_mw: Annotated[
        float,
        typer.Option("--curtailable-mw", min=0.0, help="Load beside --units that may wait, once stores are empty."),
    ] = 0.0,
    curtailable_hours: Annotated[
        float, typer.Option("--curtailable-hours", min=0.0, help="Full hours a year for which it may wait.")
    ] = 0.0,
    credit: Annotated[
        str | None,
        typer.Option("--credit", help="Capacity credit of what has this name; `curtailable`: of load that may wait."),
    ] = None,
    target_nines: Annotated[
        float | None, typer.Option("--target-nines", help="Say how many spare units reach these nines: 4 for 99.99 %.")
    ] = None,
    reach_nines: Annotated[
        float | None,
        typer.Option(
            "--reach-nines", help="Plan a run's scenario anew with ever more reserve until each site has these."
        ),
    ] = None,
    reach_lole: Annotated[
        float | None,
        typer.Option(
            "--reach-lole", help="The same, until no site has more days a year with a shortfall, such as 0.1."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the plan that --reach-… finds.")] = None,
    delays: Annotated[
        int | None, typer.Option("--delays", min=2, help="Assess a run also over so many draws of its projects' dates.")
    ] = None,
    has_first_minutes: Annotated[
        bool, typer.Option("--first-minutes", help="Say also what UPS and generators leave dark when the grid goes.")
    ] = False,
    ups_minutes: Annotated[
        float | None, typer.Option("--ups-minutes", help="Minutes that batteries bridge, instead of the catalogue's.")
    ] = None,
    backup_spare: Annotated[
        int | None, typer.Option("--backup-spare", help="Generators more than needed, instead of the catalogue's.")
    ] = None,
    grid_availability: Annotated[
        float | None,
        typer.Option("--grid-availability", help="Of a run's grid connections, instead of the catalogue's."),
    ] = None,
    method: Annotated[
        Literal["choose", "convolution", "monte-carlo"],
        typer.Option("--method", help="choose takes the convolution where it is exact."),
    ] = "choose",
    years: Annotated[int, typer.Option("--years", min=2, help="Most years to simulate.")] = 2000,
    precision: Annotated[
        float, typer.Option("--precision", min=0.0, help="Stop once the 95 % intervals are this narrow, relative.")
    ] = 0.05,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the simulation: the same seed, the same answer.")] = 0,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Threads; they do not change the answer.")] = 1,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Assess how often, how long and by how much a load is not served: LOLE, LOLH, EUE and nines."""
    from dataclasses import replace

    from firmwatt.errors import UserError
    from firmwatt.reliability import target
    from firmwatt.reliability.assess import Method, assess, assess_plan, credit_in_plan
    from firmwatt.reliability.capacity_credit import capacity_credit
    from firmwatt.reliability.delays import assess_delays
    from firmwatt.reliability.minutes_of_sites import minutes_of_load, minutes_of_sites
    from firmwatt.reliability.monte_carlo import SimulationOptions
    from firmwatt.reliability.spare_units import add_spare_units
    from firmwatt.reliability.system import Curtailable

    options = SimulationOptions(seed, min(200, years), years, precision, workers)
    goal = target.Target(reach_nines, reach_lole)
    if (out is None) != (goal == target.Target()):
        raise UserError("reliability: --reach-nines and --out go together: the plan that is found needs a folder.")
    if (run is None) == (units is None):
        raise UserError("reliability: give either the folder of a run or --units FILE.")
    if units is not None and (goal, grid_availability) != (target.Target(), None):
        raise UserError("reliability: --reach-nines and --grid-availability go with a run only.")
    if run is not None:
        from firmwatt import study

        if out is not None:
            study.check_folder(out)
        if (load, load_mw, stores, causes) != (None,) * 4 or curtailable_mw:
            raise UserError(
                "reliability: --load, --load-mw, --stores, --causes and --curtailable-mw go with --units only."
            )
        dispatch = study.load_run(run).dispatch
        if out is not None:
            inputs = study.prepare(dispatch.plan.inputs.case)
            _show_target(target.reach_target(inputs, goal, options, grid_availability, _say), out, is_json=is_json)
            return
        sites = tuple(assess_plan(dispatch, Method(method), options, grid_availability, target_nines))
        worth = None if credit is None else credit_in_plan(dispatch, credit, options, grid_availability)
        late = () if delays is None else tuple(assess_delays(dispatch, delays, options, grid_availability))
        lost = minutes_of_sites(dispatch, grid_availability, ups_minutes, backup_spare) if has_first_minutes else ()
        minutes = tuple(lost)
        _show_run(sites, worth, Beside(late, minutes), is_json=is_json)
        return
    if delays is not None:
        raise UserError("reliability: --delays goes with a run only: a table of units has no dates.")
    system = replace(
        _system(units, causes, load, load_mw, stores, weather_file),
        curtailable=Curtailable(curtailable_mw, curtailable_hours),
    )
    minutes = (minutes_of_load(system, ups_minutes, backup_spare),) if has_first_minutes else ()
    found = assess([system], Method(method), options)
    largest = max(system.units, key=lambda unit: unit.mw)
    design = None if target_nines is None else add_spare_units([system], largest, target_nines)
    worth = None if credit is None else capacity_credit([system], credit, options)
    _show_table(found, design, worth, Beside((), minutes), is_json=is_json)


def _say(step: MarginStep) -> None:
    """Tell of one plan of the search on stderr."""
    typer.echo(str(step), err=True)


def _margin(step: MarginStep) -> str:
    return "no reserve margin" if step.reserve_margin is None else f"a reserve margin of {step.reserve_margin:.4g}"


def _show_target(found: TargetPlan, out: Path, *, is_json: bool) -> None:
    """Save the plan that reaches the target and say what it costs, or say that there is none."""
    from dataclasses import asdict

    from firmwatt import study

    study.save_run(study.keep_books(found.found()), out)
    chosen, more = found.chosen, found.extra_cost_usd
    if is_json:
        steps = [asdict(step) for step in found.steps]
        goal = {"target_nines": found.target.nines, "target_lole_days_per_year": found.target.lole_days_per_year}
        print_json("ok", goal | {"run": str(out), "chosen": asdict(chosen), "steps": steps})
        return
    typer.echo(f"With {_margin(chosen)} every site reaches {chosen.nines:.2f} nines; the run is in {out}.")
    if more is not None:
        typer.echo(f"It costs {more:,.0f} USD (present value) more than with {_margin(found.steps[0])}.")


def _system(
    units: Path | None,
    causes: Path | None,
    load: Path | None,
    load_mw: float | None,
    stores: Path | None,
    weather: Path | None,
) -> System:
    """Return the system of the files of units, common causes, load, stores and weather."""
    from dataclasses import replace

    from firmwatt.errors import UserError
    from firmwatt.grid.demand_file import read_demand
    from firmwatt.reliability.assess import constant_load, load_by_year
    from firmwatt.reliability.system import one_load
    from firmwatt.reliability.unit_file import read_causes, read_stores, read_units, read_weather_curves
    from firmwatt.reliability.weather_outages import follow_file

    if units is None or (load is None) == (load_mw is None):
        raise UserError("reliability: --units needs a load. Give either --load FILE or --load-mw MW.")
    hourly = constant_load(load_mw) if load is None else load_by_year(read_demand(load, alone="load_mw"))
    common = () if causes is None else read_causes(causes)
    system = one_load(read_units(units, common), hourly, () if stores is None else read_stores(stores))
    system = replace(system, causes=common)
    return system if weather is None else follow_file(system, weather, read_weather_curves(units))


def _content(found: Adequacy) -> dict[str, object]:
    from dataclasses import asdict

    shares = {"availability": found.availability, "nines": found.nines, "nines_by_class": dict(found.nines_by_class)}
    return asdict(found) | shares


def _show_table(
    found: Adequacy, design: SpareDesign | None, worth: CapacityCredit | None, beside: Beside, *, is_json: bool
) -> None:
    from dataclasses import asdict

    if is_json:
        print_json("ok", _content(found) | {"design": design and asdict(design)} | _credit(worth) | beside.record())
        return
    typer.echo(f"{found.method.replace('_', ' ')}, {found.hours_per_year:,.0f} hours a year")
    for name, value in (
        ("LOLE, days a year", found.lole_days_per_year),
        ("LOLH, hours a year", found.lolh_hours_per_year),
        ("EUE, MWh a year", found.eue_mwh_per_year),
    ):
        typer.echo(f"{name}: {value:.6g}")
    if found.years_simulated:
        low, high = found.ci95["lolh_hours_per_year"]
        typer.echo(f"95 % interval of LOLH: {low:.4g} to {high:.4g}; {found.years_simulated:,} years simulated")
    typer.echo(f"served in {100 * found.availability:.5f} % of the hours: {found.nines:.2f} nines")
    for step in () if design is None else design.steps:
        typer.echo(f"{step.spare_units} spare: {100 * step.availability:.5f} %, {step.nines:.2f} nines")
    if design is not None and not design.is_reached:
        typer.echo(
            f"More of {design.unit_name} do not reach {design.target_nines:g} nines: what fails in common prevents it."
        )
    _print_credit(worth)
    beside.show()


def _credit(worth: CapacityCredit | None) -> dict[str, object]:
    from dataclasses import asdict

    return {} if worth is None else {"credit": asdict(worth)}


def _print_credit(worth: CapacityCredit | None) -> None:
    if worth is not None:
        typer.echo(
            f"{worth.capacity_mw:.6g} MW of {worth.name} replace {worth.equivalent_firm_mw:.6g} MW that never fail "
            f"and carry {worth.load_carrying_mw:.6g} MW of load"
        )


def _show_run(found: tuple[SiteAdequacy, ...], worth: CapacityCredit | None, beside: Beside, *, is_json: bool) -> None:
    from dataclasses import asdict

    from firmwatt.errors import UserError
    from firmwatt.reliability.assess import sum_by_year

    if not found:
        raise UserError(
            "reliability: no site of the run has a load in any year. Plan with megawatts that can be served."
        )
    worst = max(found, key=lambda site: site.adequacy.lolh_hours_per_year)
    if is_json:
        rows = [
            {"site": site.site, "year": site.year, "follows_weather": site.follows_weather}
            | {"design": site.design and asdict(site.design)}
            | _content(site.adequacy)
            for site in found
        ]
        head = _content(worst.adequacy) | {"worst": {"site": worst.site, "year": worst.year}}
        system = [asdict(year) for year in sum_by_year(found)]
        print_json("ok", head | _credit(worth) | {"system": system, "rows": rows} | beside.record())
        return
    _print_sites(found)
    typer.echo(f"The worst is {worst.site} in {worst.year}: {worst.adequacy.lolh_hours_per_year:,.1f} hours a year.")
    _print_credit(worth)
    beside.show()


def _print_sites(found: tuple[SiteAdequacy, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_WITHOUT_TERMINAL)
    shown = Table(title="Adequacy by site and year", title_justify="left", box=None, header_style="dim")
    shown.add_column("site")
    classes = list(found[0].adequacy.energy_by_class_mwh)
    names = ("year", "LOLE d", "LOLH h", "EUE MWh", "nines", *classes, "method", "spare units for the target")
    for name in names:
        shown.add_column(name, justify="right")
    for site in found:
        adequacy = site.adequacy
        spare = "" if site.design is None else "not by more units"
        if site.design is not None and site.design.is_reached:
            spare = f"{site.design.steps[-1].spare_units} × {site.design.unit_name}"
        shown.add_row(
            site.site,
            str(site.year),
            f"{adequacy.lole_days_per_year:,.2f}",
            f"{adequacy.lolh_hours_per_year:,.2f}",
            f"{adequacy.eue_mwh_per_year:,.0f}",
            f"{adequacy.nines:.2f}",
            *(f"{adequacy.nines_by_class[name]:.2f}" for name in classes),
            adequacy.method.replace("_", " "),
            spare,
        )
    console.print(shown)
    console.print(
        "Nines of the hours with all load served; by class of work, nines of the energy, training shed first."
    )
