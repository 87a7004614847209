"""firmwatt plans, runs and accounts for the electric power of AI data centres.

Everything below loads on first use, so that `import firmwatt` costs next to nothing:

>>> import firmwatt as fw
>>> fw.finance.annuity_factor(0.0, 20)
0.05

`fw.load`, `fw.prepare`, `fw.plan`, `fw.save_run`, `fw.load_run` and `fw.Run` are those of `firmwatt.study`; the rooms,
such as `fw.lp` or `fw.catalog`, are attributes too.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firmwatt.study import Run as Run
    from firmwatt.study import load as load
    from firmwatt.study import load_run as load_run
    from firmwatt.study import plan as plan
    from firmwatt.study import prepare as prepare
    from firmwatt.study import save_run as save_run

__version__ = "0.1.0"

_STUDY = ("Run", "load", "load_run", "plan", "prepare", "save_run")
_ROOMS = (
    "accounting", "catalog", "contracts", "demand", "errors", "facility", "finance", "frontier", "grid", "interop",
    "lp", "operation", "planning", "registry", "reliability", "report", "resource", "scenario", "study", "sweep",
    "timegrid", "units",
)  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load a room, or a function of `study`, when it is first asked for."""
    if name in _STUDY:
        return getattr(import_module("firmwatt.study"), name)
    if name in _ROOMS:
        return import_module(f"firmwatt.{name}")
    raise AttributeError(f"module 'firmwatt' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what a person may use, loaded or not."""
    return sorted({*globals(), *_STUDY, *_ROOMS})
