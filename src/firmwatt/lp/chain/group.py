"""Eight lanes as the kernels see them: flat float64 arrays with the lanes innermost, positions counted in vectors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

from numba import njit

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.vectors import load, store

Flat = Any  # a float64 array as Numba sees it
Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function that runs without the interpreter's lock; kept on disk for the next run."""
    return cast(Function, njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)(function))


def inlined(function: Function) -> Function:
    """Make a function part of the compiled functions that call it: to hand over records of many arrays takes longer."""
    return cast(Function, njit(inline="always", nogil=True, error_model="numpy", boundscheck=False)(function))


class Group(NamedTuple):
    """Eight lanes as the kernels see them.

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
        The others.
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


@inlined
def read_stage(program: StageProgram, group: Group, stage: int, entries: Flat) -> None:
    """Fill `entries` with those of a stage, in whose neighbour's place they were or that is the first or last."""
    count, varying = program.kind_start[-1], len(program.varying)
    if stage < group.head or stage == group.depth - 1:
        first = min(stage, group.head) * count
        for entry in range(count):
            store(entries, entry, load(group.edges, first + entry))
    else:
        if stage in (group.head, group.depth - 2):  # an edge was before
            for entry in range(count):
                store(entries, entry, load(group.constants, entry))
        for index in range(varying):
            store(entries, program.varying[index], load(group.values, stage * varying + index))
