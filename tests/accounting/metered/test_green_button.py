"""Green Button XML as the ESPI standard lays it out."""

import pytest

from firmwatt.accounting.metered.green_button import is_green_button, read_green_button
from firmwatt.accounting.metered.readings import read_readings
from firmwatt.errors import InputFaults

HEAD = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:espi="http://naesb.org/espi">'
POINT = (
    '<entry><link rel="self" href="R/UsagePoint/{n}"/><title>{title}</title>'
    "<content><espi:UsagePoint/></content></entry>"
)
TYPE = (
    '<entry><link rel="self" href="R/ReadingType/{n}"/><content><espi:ReadingType>'
    "<espi:flowDirection>{flow}</espi:flowDirection>"
    "<espi:powerOfTenMultiplier>{power}</espi:powerOfTenMultiplier><espi:uom>{uom}</espi:uom>"
    "</espi:ReadingType></content></entry>"
)
METER = (
    '<entry><link rel="self" href="R/UsagePoint/{n}/MeterReading/1"/>'
    '<link rel="related" href="R/ReadingType/{type}"/><content><espi:MeterReading/></content></entry>'
)
BLOCK = (
    '<entry><link rel="self" href="R/UsagePoint/{n}/MeterReading/1/IntervalBlock/1"/>'
    "<content><espi:IntervalBlock>{readings}</espi:IntervalBlock></content></entry>"
)
READING = (
    "<espi:IntervalReading><espi:timePeriod><espi:duration>900</espi:duration><espi:start>{start}</espi:start>"
    "</espi:timePeriod><espi:value>{value}</espi:value></espi:IntervalReading>"
)


def _xml(*parts):
    return HEAD + "".join(parts) + "</feed>"


def _block(point, *values, start=1735689600):
    readings = "".join(READING.format(start=start + 900 * at, value=value) for at, value in enumerate(values))
    return BLOCK.format(n=point, readings=readings)


def test_two_points_each_with_their_own_scale(tmp_path):
    path = tmp_path / "gb.xml"
    path.write_text(
        _xml(
            POINT.format(n=1, title="Hall A"), POINT.format(n=12, title=""),
            TYPE.format(n=1, flow=1, power=3, uom=72), TYPE.format(n=2, flow=1, power=0, uom=72),
            METER.format(n=1, type=1), METER.format(n=12, type=2),
            _block(1, 5, 6), _block(12, 7000),
        )
    )  # fmt: skip
    found = read_green_button(path)
    assert found.meters == ("Hall A", "usage_point_2")
    assert found.meter.tolist() == [0, 0, 1]
    assert found.amount_kwh.tolist() == [5.0, 6.0, 7.0]
    assert found.seconds.tolist() == [1735689600, 1735690500, 1735689600]
    assert is_green_button(path)
    readings = read_readings(path, None)
    assert [meter.kind for meter in readings.meters] == ["load", "load"]
    assert readings.file.rows == 3


def test_energy_given_back_and_other_units_are_left_out_and_told(tmp_path):
    path = tmp_path / "gb.xml"
    path.write_text(
        _xml(
            POINT.format(n=1, title="a"), POINT.format(n=2, title="b"), POINT.format(n=3, title="c"),
            TYPE.format(n=1, flow=" 1 ", power=" 0 ", uom=" 72 "), TYPE.format(n=2, flow=19, power=0, uom=72),
            TYPE.format(n=3, flow=1, power=0, uom=169),
            *(METER.format(n=n, type=n) for n in (1, 2, 3)), *(_block(n, 1000, 1000) for n in (1, 2, 3)),
        )
    )  # fmt: skip
    found = read_green_button(path)
    assert found.amount_kwh.tolist() == [1.0, 1.0]
    assert found.meters == ("a",)
    assert [f.message for f in found.findings] == [
        "2 readings are of another unit than watt-hours.", "2 readings are energy given to the grid.",
    ]  # fmt: skip


def test_points_of_one_title_are_told_apart(tmp_path):
    """As the batch feeds of utilities have them: one customer, one title, several points, one reading type each."""
    path = tmp_path / "gb.xml"
    path.write_text(
        _xml(
            *(POINT.format(n=n, title="home") for n in (1, 2)),
            *(TYPE.format(n=n, flow=1, power=0, uom=72) for n in (1, 2)), *(METER.format(n=n, type=n) for n in (1, 2)),
            _block(1, 1000), _block(2, 2000),
        )
    )  # fmt: skip
    found = read_green_button(path)
    assert found.meters == ("home 1", "home 2")
    assert found.amount_kwh.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<feed", "it cannot be read (ParseError). Give the XML that the utility hands out. [FW651]"),
        (_xml(), "it holds no reading in watt-hours (uom 72). Ask for interval data of energy. [FW651]"),
        (
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "aa">]><feed/>',
            "it declares a document type. Take the declaration out: Green Button needs none. [FW651]",
        ),
    ],
)
def test_messages(tmp_path, text, message):
    path = tmp_path / "gb.xml"
    path.write_text(text)
    with pytest.raises(InputFaults) as raised:
        read_green_button(path)
    assert str(raised.value) == f"{path}: {message}"
