from pathlib import Path

from firmwatt.scenario import faults
from firmwatt.scenario.document import Document, Place, dotted


def document() -> Document:
    places = {(): Place((1, 1), (1, 1)), ("a",): Place((2, 5), (2, 1))}
    return Document("demo.yaml", Path(), "", {}, places)


def test_that_a_fault_stands_at_its_value_or_key() -> None:
    at_value = document().fault(("a",), faults.TOO_LOW, "Low.", "Raise it.")
    at_key = document().fault(("a",), faults.TOO_LOW, "Low.", "Raise it.", at_key=True)
    assert str(at_value) == "demo.yaml:2:5 a: Low. Raise it. [FW126]"
    assert str(at_key) == "demo.yaml:2:1 a: Low. Raise it. [FW126]"


def test_that_a_fault_of_something_absent_stands_at_what_holds_it() -> None:
    fault = document().fault(("a", "b", 3), faults.MISSING_KEY, "Missing.", "Add it.", at_key=True)
    assert str(fault) == "demo.yaml:2:5 a.b[3]: Missing. Add it. [FW121]"


def test_that_the_root_has_no_name() -> None:
    assert dotted(()) == ""
