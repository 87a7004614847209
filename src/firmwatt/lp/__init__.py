"""Time-structured linear programs: named blocks, sparse arrays, solvers. Knows nothing of electricity.

`firmwatt.lp.solve(lp, options)` is the function; it lives in the module of the same name.
"""

from firmwatt.lp.model import ModelBuilder
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solution import Solution, Status
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.lp.storage import load_lp, save_lp
from firmwatt.lp.warm import WarmStart

__all__ = [
    "ModelBuilder",
    "Solution",
    "SolverOptions",
    "SparseLP",
    "Status",
    "WarmStart",
    "load_lp",
    "save_lp",
    "solve",
]
