"""Where requests are served: PUE and WUE of a typical year, the grid's means, and messages."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.accounting.label_place import place, typical_year
from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.facility.plant_year import PlantAsk, plant_year
from firmwatt.resource.place_air import place_air


@pytest.mark.parametrize("region", loader.keys("regions"))
@pytest.mark.parametrize("plant", loader.keys("cooling"))
def test_every_region_has_a_plausible_plant(region, plant):
    """Operators of large halls publish 1.08 to 1.17, surveys of all 1.58; towers take two to three litres a kWh."""
    found = place(region, 2026, None, plant)
    least, most = {"midsize": (1.2, 1.8), "small": (1.5, 2.1)}.get(plant.partition("_")[0], (1.05, 1.4))
    assert least <= found.pue <= most
    assert 0.0 <= found.wue_l_per_kwh <= (3.3 if "water" in plant else 2.0)
    assert 30.0 <= found.intensity_kg_per_mwh <= 900.0


def test_a_hot_afternoon_needs_more_than_a_winter_night():
    pue, _ = typical_year("phoenix", "water_cooled_chiller")
    july_afternoon, january_night = 24 * 195 + 22, 24 * 14 + 12
    assert pue[july_afternoon] > pue[january_night]
    assert place("desert_southwest", 2026, july_afternoon, "water_cooled_chiller").pue == pue[july_afternoon]
    assert place("desert_southwest", 2026, None, "water_cooled_chiller").pue == pytest.approx(np.mean(pue))


def test_the_interval_is_that_of_the_plant():
    """`firmwatt facility` draws the same ranges in every hour of a year; every 29th stands for them to a percent."""
    where = place("pjm", 2026, None, "midsize_air_cooled_chiller")
    whole = plant_year(PlantAsk(where.plant), place_air(where.climate_place, None, 2025)).pue
    assert where.pue_factors == pytest.approx((whole.low / whole.value, whole.high / whole.value), rel=0.01)
    assert place("pjm", 2026, None, "direct_liquid_dry_cooler").pue_factors[1] < where.pue_factors[1]


def test_the_intensity_moves_with_the_year():
    row = loader.group("regions", "korea_capital")
    now, later = (place("korea_capital", year).intensity_kg_per_mwh for year in (row_year(row), row_year(row) + 2))
    assert now == row["mean_intensity_kg_per_mwh"].number
    assert later == pytest.approx(now * (1 + row["intensity_change_per_year"].number) ** 2)


def row_year(row) -> int:
    return row["mean_intensity_kg_per_mwh"].source_year


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("korea_capitol", 2026),
            "region 'korea_capitol' is not in the catalogue. Nearest: korea_capital, korea_other.",
        ),
        (("pjm", 2026, 9000), "hour 9000 lies outside the year. Write 0 to 8759, or a UTC time."),
        (("pjm", 2026, None, "dry"), "plant 'dry' is not in the catalogue. Known: "),
    ],
)
def test_what_does_not_exist_is_answered_with_the_nearest(arguments, message):
    with pytest.raises(UserError) as caught:
        place(*arguments)
    assert str(caught.value).startswith(message)
