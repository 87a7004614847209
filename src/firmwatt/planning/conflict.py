"""Why no plan exists: the limits that cannot be kept, by how much, and what else stands in the way.

Every limit that a scenario sets may be broken at a price, physics may not, and the sum of the breaks, each over its
limit, is made as small as it can be. What is broken then is the least that has to give way, and the limits that bind
beside it would make it less if they were loosened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Final

import numpy as np
import scipy.sparse as sp

from firmwatt.errors import Reason
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import Block, SparseLP
from firmwatt.planning.binding import binding_limits
from firmwatt.planning.plan import BindingLimit
from firmwatt.timegrid import FloatArray, IntArray

UNKEPT: Final[Mapping[str, tuple[str, float, str]]] = {
    "budget": (
        "million USD",
        1e6,
        "What the programme is committed to costs {needed} million USD; its budget is {allowed} million USD. "
        "Raise budget_usd, or commit to less.",
    ),
    "vendor_slots": (
        "MW",
        1.0,
        "{needed} MW of {technology} must be bought for {year}; vendors deliver {allowed} MW. "
        "Raise the vendor slots, or commit to less or later.",
    ),
    "land": (
        "acre",
        1.0,
        "What must stand at {site} in {year} takes {needed} acres of land; {allowed} are allowed. "
        "Raise land_limit_acre, or commit to less.",
    ),
    "water": (
        "1000 m3/year",
        1e3,
        "What must run at {site} in {year} draws {needed} thousand m3 of water; {allowed} are allowed. "
        "Raise water_limit_m3_per_year, or let work be lost.",
    ),
    "basin_water": (
        "1000 m3/year",
        1e3,
        "What must run in the basin {basin} in {year} draws {needed} thousand m3 of water; {allowed} are allowed. "
        "Raise the limit of the basin, or let work be lost.",
    ),
    "run_hours": (
        "MWh",
        1.0,
        "{asset} must generate {missing} MWh more in {year} than its air permit allows. "
        "Raise run_hours_limit_per_year, or lower minimum_load_share.",
    ),
    "minimum_load": (
        "MW",
        1.0,
        "{asset} cannot run at its minimum load in {year}: {missing} MW of it have no use in the worst hour. "
        "Lower minimum_load_share, or offer storage.",
    ),
    "gas_pipeline": (
        "MMBtu/h",
        1.0,
        "What must run at {site} in {year} burns {needed} MMBtu/h; the gas pipeline gives {allowed}. "
        "Raise gas_pipeline_limit_mmbtu_per_hour, or commit to less.",
    ),
    "carbon_cap": (
        "tonne CO2",
        1e3,
        "What must run in {year} emits {needed} tonnes of CO2; the cap allows {allowed}. "
        "Raise carbon_cap_tonne, or lower minimum_load_share.",
    ),
    "carbon_intensity_cap": (
        "tonne CO2",
        1e3,
        "What must run in {year} emits {missing} tonnes of CO2 more than the cap per megawatt-hour allows. "
        "Raise carbon_intensity_cap_kg_per_mwh, or lower minimum_load_share.",
    ),
    "annual_carbon_free": (
        "MWh",
        1.0,
        "{missing} MWh of carbon-free energy are missing in {year} for the yearly share of {group}. "
        "Lower annual_carbon_free_share, or offer more carbon-free supply that can be online by then.",
    ),
    "re100": (
        "MWh",
        1.0,
        "{missing} MWh of renewable energy are missing in {year} for the RE100 share of {group}. "
        "Lower re100_share, or offer more renewable supply that can be online by then.",
    ),
    "hourly_carbon_free": (
        "MWh",
        1.0,
        "{missing} MWh of carbon-free energy of the same hour are missing in {year} for the hourly share of {group}. "
        "Lower hourly_carbon_free_share, or offer more carbon-free supply or storage that can be online by then.",
    ),
    "contract_limit": (
        "MWh",
        1.0,
        "{group} is committed to contracts of {missing} MWh more in {year} than it can use. Commit to less.",
    ),
    "own_supply": (
        "MW",
        1.0,
        "At {site} {missing} MW of firm connection have in {year} no own supply beside them, as its contract asks. "
        "Offer supply on the site that can be online by then, or choose another contract.",
    ),
    "reserve": (
        "MW",
        1.0,
        "At {site} {missing} MW of firm capacity are missing in {year} for the reserve margin. "
        "Lower reserve_margin, or offer more firm supply, storage or connection that can be online by then.",
    ),
    "power_swing": (
        "MW",
        1.0,
        "The connection and the stores at {site} are in {year} {missing} MW too small for the swings of training. "
        "Offer storage, or more connection that can be online by then.",
    ),
}
"""Block of the program that a scenario sets → unit, how many units of the row one such unit is, sentence in English."""
IN_THE_WAY: Final = "In the way: {words}"
ALSO: Final = "The same holds for {also}."
MOST_UNKEPT, MOST_IN_THE_WAY = 6, 3
_WHOLE_LIMIT_USD = 1e9
"""What it costs to break a limit by its whole: far above the dollar from which on a limit counts as binding."""
_LEAST_SHARE = 1e-3
"""Of the largest: smaller breaks and shares in the conflict are a solver's rounding."""


def conflict_reasons(lp: SparseLP, chain_years: Sequence[int], options: SolverOptions) -> tuple[Reason, ...]:
    """Return why a program without a plan has none: what cannot be kept, then what stands in the way.

    Parameters
    ----------
    lp
        A planning model that was proven infeasible.
    chain_years : (chains,)
        Planning year of each chain.
    options
        How the program was solved.

    Returns
    -------
    tuple of Reason
        Empty where no limit of the scenario is to blame, or the solver found no answer.
    """
    blocks = [block for block in lp.row_blocks if _kind(block) in UNKEPT]
    rows = np.array([row for block in blocks for row in range(block.start, block.start + block.size)], dtype=np.int64)
    if not rows.size:
        return ()
    elastic = _elastic(lp, rows)
    solution = solve(elastic, replace(options, relative_gap=_LEAST_SHARE, progress=None))
    if solution.primal is None:
        return ()
    breaks = solution.primal[lp.columns :] * elastic.cost[lp.columns :]  # in dollars, so that they can be compared
    kept = breaks.reshape(2, rows.size).sum(axis=0) <= _LEAST_SHARE * breaks.max(initial=0.0)
    broken = np.zeros(lp.rows)
    broken[rows] = np.where(kept, 0.0, solution.primal[lp.columns :].reshape(2, rows.size).sum(axis=0))
    unkept = [reason for block in blocks for reason in _of_worst_year([*_unkept(lp, block, broken, chain_years)])]
    unkept.sort(key=lambda reason: (reason.place.get("year", ""), -reason.amounts["missing"]))
    beside = _conflicting(binding_limits(elastic, solution), {reason.limit for reason in unkept})
    return (*unkept[:MOST_UNKEPT], *(limit_reason(each) for each in beside))


def limit_reason(limit: BindingLimit) -> Reason:
    """Return a limit that binds as a reason.

    Examples
    --------
    >>> limit_reason(BindingLimit("land[site=a, year=2030]", 5.0, "acre", "The land is used up.")).words
    'In the way: The land is used up.'
    """
    block, _, inside = limit.name.partition("[")
    parts = (part.partition("=") for part in inside.removesuffix("]").split(", ") if part)
    place = {axis: name for axis, _, name in parts}
    return Reason("in_the_way", block, place, {}, limit.unit, IN_THE_WAY.format(words=limit.words))


def amount(value: float) -> str:
    """Return a number as it stands in a reason.

    Examples
    --------
    >>> amount(12345.6), amount(1.2345)
    ('12,346', '1.23')
    """
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def _kind(block: Block) -> str:
    return block.name.partition("/")[0]


def _elastic(lp: SparseLP, rows: IntArray) -> SparseLP:
    """Return the program in which some rows may be broken, and nothing else costs anything."""
    size = np.full(lp.rows, 1e-9)
    np.maximum.at(size, lp.matrix.indices, np.abs(lp.matrix.data))
    for side in (lp.row_lower, lp.row_upper):
        size = np.maximum(size, np.where(np.isfinite(side), np.abs(side), 0.0))
    price = _WHOLE_LIMIT_USD / size[rows]
    unit = sp.csc_array((np.ones(rows.size), (rows, np.arange(rows.size))), shape=(lp.rows, rows.size))
    matrix = sp.csc_array(sp.hstack([lp.matrix, unit, -unit], format="csc"))
    names = tuple(lp.row_name(int(row)) for row in rows)
    blocks = tuple(
        Block(name, lp.columns + place * rows.size, ("row",), {"row": names})
        for place, name in enumerate(("too_little", "too_much"))
    )
    return replace(
        lp,
        matrix=matrix,
        cost=np.concatenate([np.zeros(lp.columns), price, price]),
        col_lower=np.concatenate([lp.col_lower, np.zeros(2 * rows.size)]),
        col_upper=np.concatenate([lp.col_upper, np.full(2 * rows.size, np.inf)]),
        objective_offset=0.0,
        col_chain=np.concatenate([lp.col_chain, lp.row_chain[rows], lp.row_chain[rows]]),
        col_stage=np.concatenate([lp.col_stage, lp.row_stage[rows], lp.row_stage[rows]]),
        col_blocks=(*lp.col_blocks, *blocks) if lp.col_blocks else (),
    )


def _unkept(lp: SparseLP, block: Block, broken: FloatArray, years: Sequence[int]) -> Iterator[Reason]:
    """Yield the rows of a block that are broken; of hours the worst one of each year."""
    unit, step, sentence = UNKEPT[_kind(block)]
    worst: dict[tuple[tuple[str, str], ...], int] = {}
    for place in np.flatnonzero(broken[block.start : block.start + block.size] > 0.0).tolist():
        row = block.start + place
        key = tuple(_labels(block, row, years).items())
        worst[key] = max(worst.get(key, row), row, key=lambda each: float(broken[each]))
    for key, row in worst.items():
        amounts = _amounts(lp, row, float(broken[row]), step)
        words = {name: amount(value) for name, value in amounts.items()}
        yield Reason("unkept", _kind(block), dict(key), amounts, unit, sentence.format(**dict(key), **words))


def _of_worst_year(reasons: Sequence[Reason]) -> Iterator[Reason]:
    """Yield for each place the reason of its worst year, with the other years beside it."""
    by_place: dict[tuple[tuple[str, str], ...], list[Reason]] = {}
    for reason in reasons:
        by_place.setdefault(tuple((axis, name) for axis, name in reason.place.items() if axis != "year"), []).append(
            reason
        )
    for alike in by_place.values():
        worst = max(alike, key=lambda reason: reason.amounts["missing"])
        if len(alike) > 1:
            also = ", ".join(reason.place["year"] for reason in alike if reason is not worst)
            place = {**worst.place, "also": also}
            worst = replace(worst, place=place, words=f"{worst.words} {ALSO.format(also=also)}")
        yield worst


def _amounts(lp: SparseLP, row: int, missing: float, step: float) -> dict[str, float]:
    lower, upper = float(lp.row_lower[row]), float(lp.row_upper[row])
    if np.isfinite(upper) and not np.isfinite(lower):
        return {"needed": (upper + missing) / step, "allowed": upper / step, "missing": missing / step}
    return {"missing": missing / step}


def _labels(block: Block, row: int, years: Sequence[int]) -> dict[str, str]:
    """Return axis → name of a row, with its year where it is of an hour."""
    places = np.unravel_index(row - block.start, block.shape) if block.dims else ()
    at = {dim: int(place) for dim, place in zip(block.dims, places, strict=True)}
    labels = {dim: block.coords[dim][place] for dim, place in at.items() if dim not in ("chain", "hour")}
    return labels | ({"year": str(years[at["chain"]])} if "chain" in at else {})


def _conflicting(limits: Sequence[BindingLimit], unkept: Set[str]) -> tuple[BindingLimit, ...]:
    """Return the limit of each kind that has most to do with the conflict, but for those that are not kept."""
    found: dict[str, BindingLimit] = {}
    for limit in limits:
        kind = limit.name.partition("[")[0]
        if kind not in unkept and kind != "it_mw":  # computing that is asked for is no limit on it
            found.setdefault(kind, limit)
    heaviest = max((limit.value_usd for limit in found.values()), default=0.0)
    return tuple(limit for limit in found.values() if limit.value_usd > _LEAST_SHARE * heaviest)[:MOST_IN_THE_WAY]
