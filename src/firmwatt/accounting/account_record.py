"""An account as one object of what JSON knows: figures nested by their names, each with its rule and reason."""

from __future__ import annotations

from dataclasses import asdict

from firmwatt.accounting.account import Account

_LONG = "by_hour"
"""The table that stays out of the object: it goes to files."""

Record = dict[str, object]


def account_record(account: Account) -> Record:
    """Return the object; a figure that cannot be computed is None, with its reason under `reasons`."""
    record: Record = {
        "source": account.source,
        "rule_set": account.rule_set,
        "rule_sets": list(account.rule_sets),
        "period": {
            "start_utc": account.start_utc,
            "end_utc": account.end_utc,
            "time_zone": account.time_zone,
            "hours": account.hours,
            "dropped_hours": account.dropped_hours,
        },
    }
    for name, figure in account.figures.items():
        _put(record, name.split("."), figure.value)
    record["headlines"] = list(headlines(account))
    record["reasons"] = {name: each.reason for name, each in account.figures.items() if each.reason}
    record["rules"] = {
        name: {"rule": each.rule, "unit": each.unit, "formula": each.formula} for name, each in account.figures.items()
    }
    for name, table in account.tables.items():
        if name != _LONG:
            record[name] = [dict(row) for row in table.to_dict("records")]
    record["findings"] = [asdict(finding) for finding in account.findings]
    record["inputs"] = [asdict(file) for file in account.inputs]
    record["steps"] = list(account.steps)
    return record


def headlines(account: Account) -> tuple[str, ...]:
    """Return what an account says in a line each, where it knows enough."""
    yearly, hourly = account.value("annual_matched_share"), account.value("matched_share")
    left = account.value("residual.carbon_share")
    lines = []
    if yearly is not None and hourly is not None and account.value("annual_matched_mwh") is not None:
        line = f"Carbon-free energy covers {yearly:.1%} of the load by year and {hourly:.1%} hour by hour"
        rest = "" if left is None else f"; what remains carries {left:.1%} of its location-based carbon"
        lines.append(f"{line}{rest}.")
    score = account.value("cfe_score")
    if not lines and yearly is not None and score is not None:
        lines.append(
            f"Carbon-free energy covers {yearly:.1%} of the load by year and {score:.1%} hour by hour, the grid's own "
            "share counted in both."
        )
    location, market = account.value("scope2_t.location"), account.value("scope2_t.market")
    if location is not None and market is not None:
        rule = account.figures["scope2_t.market"].rule
        lines.append(f"Scope 2 is {location:,.0f} t by location and {market:,.0f} t by market under {rule}.")
    return tuple(lines)


def _put(record: Record, path: list[str], value: float | None) -> None:
    """Put a value at a dotted path."""
    *parents, last = path
    for parent in parents:
        inner = record.setdefault(parent, {})
        assert isinstance(inner, dict)  # no figure is named like the parent of others
        record = inner
    record[last] = value
