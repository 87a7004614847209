from firmwatt.scenario.by_year import grown_values, optional_steps, step_values


def test_that_the_last_value_holds_and_the_first_does_not_reach_back() -> None:
    assert step_values({2027: 1.0, 2030: 2.0}, (2026, 2027, 2029, 2030, 2040)) == (0.0, 1.0, 1.0, 2.0, 2.0)
    assert optional_steps(None, (2026,)) is None
    assert optional_steps(3.0, (2026, 2027)) == (3.0, 3.0)


def test_that_growth_compounds_from_the_first_year_of_a_single_number() -> None:
    assert grown_values(100.0, 0.5, (2026, 2027, 2029)) == (100.0, 150.0, 337.5)
    assert grown_values({2027: 10.0}, 0.5, (2026, 2028)) == (0.0, 15.0)
