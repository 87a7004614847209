"""`provenance.json`: what a run was made from, in enough detail to make it again and to read it back."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict
from importlib import metadata, resources

from pydantic import TypeAdapter

from firmwatt import __version__
from firmwatt.planning.plan import Plan
from firmwatt.planning.sampling_error import SamplingError
from firmwatt.scenario.case import Case

_PACKAGES = ("highspy", "highspy-extras", "numpy", "pandas", "pvlib", "pydantic", "scipy", "xarray")

Provenance = dict[str, object]


def build_provenance(plan: Plan, sampling_error: SamplingError | None = None) -> Provenance:
    """Return versions, hashes, solver, the catalogue rows that filled what the user left out, and the resolved case."""
    case, solution = plan.inputs.case, plan.solution
    return {
        "firmwatt_version": __version__,
        "python_version": platform.python_version(),
        "package_versions": {name: _version(name) for name in _PACKAGES},
        "platform": platform.platform(),
        "scenario": case.programme.name,
        "scenario_sha256": case.scenario_sha256,
        "catalogue_sha256": catalogue_hashes(),
        "decision_date": case.programme.decision_date.isoformat(),
        "price_year": case.programme.price_year,
        "weather_years": list(case.programme.weather_years),
        "hours_looked_at": plan.inputs.time.periods * plan.inputs.time.period_hours,
        "period_start_hour": list(plan.inputs.time.period_start_hour),
        "sampling_error": None if sampling_error is None else asdict(sampling_error),
        "solver": {"name": solution.solver, "status": solution.status.name.lower(), **asdict(case.solve)},
        "program": {"rows": plan.lp.rows, "columns": plan.lp.columns, "nonzeros": int(plan.lp.matrix.nnz)},
        "defaults_used": [asdict(default) for default in case.defaults_used],
        "case": case_to_json(case),
    }


def catalogue_hashes() -> dict[str, str]:
    """Return table → SHA-256 of its file in the catalogue."""
    folder = resources.files("firmwatt.catalog").joinpath("data")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".csv")), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".csv"): hashlib.sha256(entry.read_bytes()).hexdigest() for entry in files}


def case_to_json(case: Case) -> object:
    """Return a resolved case as what JSON knows.

    Examples
    --------
    The way back is exact: `case_from_json(case_to_json(case)) == case`.
    """
    return _ADAPTER.dump_python(case, mode="json")


def case_from_json(content: object) -> Case:
    """Return the case that `case_to_json` wrote."""
    return _ADAPTER.validate_python(content)


_ADAPTER = TypeAdapter(Case)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"
