from __future__ import annotations

from pathlib import Path

from firmwatt.errors import Fault, InfeasibleError, InputFaults, UserError, input_fault

FAULT = Fault("demo.yaml", 6, 26, "storage[0].charge_efficiency", "1.2 is above 1.", "Write 0.95.", "FW110")


def test_a_fault_reads_as_place_field_problem_remedy_and_code() -> None:
    assert str(FAULT) == "demo.yaml:6:26 storage[0].charge_efficiency: 1.2 is above 1. Write 0.95. [FW110]"


def test_a_fault_without_a_line_names_the_file_alone() -> None:
    fault = input_fault(Path("gone.yaml"), "", "The file does not exist.", "Check the path.", "FW101")
    assert str(fault) == "gone.yaml: The file does not exist. Check the path. [FW101]"
    assert len(fault.faults) == 1


def test_faults_are_reported_together_in_the_order_of_the_file() -> None:
    later = Fault("demo.yaml", 9, 1, "sites", "Is empty.", "Name a site.")
    faults = InputFaults([later, FAULT])
    assert faults.faults == (FAULT, later)
    assert str(faults) == f"{FAULT}\n{later}"


def test_exit_codes_tell_input_from_infeasible() -> None:
    infeasible = InfeasibleError(["Site a lacks 3 MWh.", "Site b lacks 4 MWh."])
    assert (UserError.exit_code, InputFaults.exit_code, infeasible.exit_code) == (2, 2, 3)
    assert infeasible.reasons == ("Site a lacks 3 MWh.", "Site b lacks 4 MWh.")
    assert str(infeasible) == "Site a lacks 3 MWh.\nSite b lacks 4 MWh."
