"""What `firmwatt reliability` tells beside adequacy: projects that are late, and the first minutes of an outage."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from firmwatt.reliability.delays import LateAdequacy
    from firmwatt.reliability.minutes_of_sites import SiteMinutes


@dataclass(frozen=True, slots=True)
class Beside:
    """What was asked for beside adequacy.

    Attributes
    ----------
    late : empty unless asked for
    minutes : empty unless asked for
    """

    late: tuple[LateAdequacy, ...]
    minutes: tuple[SiteMinutes, ...]

    def record(self) -> dict[str, object]:
        """Return the keys that `--json` gets."""
        late = {"delays": [asdict(each) for each in self.late]} if self.late else {}
        return late | ({"first_minutes": [asdict(each) for each in self.minutes]} if self.minutes else {})

    def show(self) -> None:
        """Print what there is."""
        for each in self.late:
            typer.echo(
                f"With late projects {each.site} in {each.year}: {each.lolh_hours_per_year:,.1f} hours a year, "
                f"{each.nines:.2f} nines; worse than on time in {100 * each.late_share:.0f} % of {each.draws} draws"
            )
        for site in self.minutes:
            needed, spare = site.backup.units_needed, site.backup.spare_units
            typer.echo(f"First minutes at {site.site}: {needed} + {spare} generators behind {site.load_mw:,.0f} MW")
            for name, lost in site.classes.items():
                typer.echo(
                    f"  {name}, {'UPS' if lost.is_on_ups else 'no UPS'}: {lost.interruptions_per_year:.3g} "
                    f"interruptions and {lost.minutes_per_year:.3g} minutes a year, {lost.nines:.2f} nines"
                )
