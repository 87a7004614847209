"""What `reliability` tells of late projects and first minutes, word for word."""

import pytest

from firmwatt.cli.outage_answer import Beside
from firmwatt.reliability.delays import LateAdequacy
from firmwatt.reliability.first_minutes import Backup, ClassMinutes
from firmwatt.reliability.minutes_of_sites import SiteMinutes

LATE = LateAdequacy("abilene", 2030, 20, 1234.5, 9e4, 0.85, 2e5, 0.4)
BACKUP = Backup(50, 2, 0.99, 1000.0, 0.005, 0.05, 0.001)
MINUTES = SiteMinutes("abilene", 120.0, BACKUP, {"training": ClassMinutes(False, 1.5, 30.0, 4.24)})


def test_nothing_asked_for_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    nothing = Beside((), ())
    nothing.show()
    assert capsys.readouterr().out == ""
    assert nothing.record() == {}


def test_late_projects_and_first_minutes_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = Beside((LATE,), (MINUTES,))
    told.show()
    assert capsys.readouterr().out.splitlines() == [
        "With late projects abilene in 2030: 1,234.5 hours a year, 0.85 nines; worse than on time in 40 % of 20 draws",
        "First minutes at abilene: 50 + 2 generators behind 120 MW",
        "  training, no UPS: 1.5 interruptions and 30 minutes a year, 4.24 nines",
    ]
    record = told.record()
    assert set(record) == {"delays", "first_minutes"}
    assert record["first_minutes"][0]["classes"]["training"]["is_on_ups"] is False  # type: ignore[index]
