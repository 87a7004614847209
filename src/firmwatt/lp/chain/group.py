"""Eight lanes as the kernels see them: flat float64 arrays with the lanes innermost, positions counted in vectors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

from numba import njit

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.vectors import LANES, load, store

Flat = Any  # a float64 array as Numba sees it
Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function that runs without the interpreter's lock; kept on disk for the next run."""
    return cast(Function, njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)(function))


class Group(NamedTuple):
    """Eight lanes, or one stage of them, as the kernels see them.

    Attributes
    ----------
    depth
        Number of stages.
    delta, relative
        Added to the diagonal of the normal matrix: a number, and a share of it.
    head
        So many stages begin the lanes; they and the last are edges.
    edges : (head + 1, entries)
    values : (depth, varying)
        The entries that differ from stage to stage between the edges.
    constants : (entries,)
        The others; while a stage is at work, all its entries.
    weights : (depth, cols)
        The inverse diagonal D = 1 / Θ; once factorised, what is left of it when the bound rows are eliminated.
    factor : (depth, kept)
    pivots : (depth, core)
        Their inverses.
    """

    depth: int
    delta: float
    relative: float
    head: int
    edges: Flat
    values: Flat
    constants: Flat
    weights: Flat
    factor: Flat
    pivots: Flat


@compiled
def stage_of(program: StageProgram, group: Group, stage: int, entries: Flat) -> Group:
    """Return one stage; `entries` is filled with its entries."""
    kept, cols, core = program.kept_start[-1] * LANES, program.cols * LANES, program.core * LANES
    count = program.kind_start[-1]
    if stage < group.head or stage == group.depth - 1:
        first = min(stage, group.head) * count
        for entry in range(count):
            store(entries, entry, load(group.edges, first + entry))
    else:
        for entry in range(count):
            store(entries, entry, load(group.constants, entry))
        varying = len(program.varying)
        for index in range(varying):
            store(entries, program.varying[index], load(group.values, stage * varying + index))
    return Group(
        1,
        group.delta,
        group.relative,
        group.head,
        group.edges,
        group.values,
        entries,
        group.weights[stage * cols : (stage + 1) * cols],
        group.factor[stage * kept : (stage + 1) * kept],
        group.pivots[stage * core : (stage + 1) * core],
    )
