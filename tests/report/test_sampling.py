"""The words of the sampling error, and its table of all hours."""

from firmwatt.planning.sampling_error import SampledYear, SamplingError
from firmwatt.report.sampling import sample_table, sampling_sentence, sampling_words
from tests.report.fabricated import full_year, sampled_grid

ONE = SamplingError(96, 384, (SampledYear(2030, 100e6, 105e6, 0.0, 0.0),))
ALL = SamplingError(96, 8760, (SampledYear(2028, 100e6, 90e6, 0.0, 2000.0), SampledYear(2030, 100e6, 120e6, 10.0, 0.0)))


def test_words() -> None:
    assert sampling_words(None).en == "not measured"
    assert sampling_words(ONE).en.replace("\u00a0", " ") == (
        "5 % of the running cost of 2030, against a sample of 384 hours"
    )
    assert sampling_words(ALL).en.replace("\u00a0", " ") == (
        "5 % of the running cost of all planning years, against all 8,760 hours"
    )


def test_a_sampled_plan_says_what_it_hides_and_how_to_see_it() -> None:
    assert sampling_sentence(full_year(), ALL) is None
    errors, time = {"one": ONE, "all": ALL, "none": None}, sampled_grid(hours=24)
    told = {name: sampling_sentence(time, error).en.replace("\u00a0", " ") for name, error in errors.items()}
    assert told == {
        "one": "The plan looks at 96 of 8,760 hours a year. With its capacities run on 384, 2030 costs USD 105 million "
        "to run instead of USD 100 million: a sampling error of 5 %. --check-sample runs them on every hour of every "
        "year, --resolution full plans every hour.",
        "all": "The plan looks at 96 of 8,760 hours a year. With its capacities run on all of them, the planning years "
        "cost USD 210 million to run instead of USD 200 million: a sampling error of 5 %. --resolution full plans "
        "every hour.",
        "none": "The plan looks at 96 of 8,760 hours a year; how far off that is was not measured. --resolution full "
        "plans every hour.",
    }


def test_all_hours_have_a_row_a_year() -> None:
    assert sample_table(None).rows == sample_table(ONE).rows == ()
    first, _ = sample_table(ALL).rows
    assert [cell.en.replace("\u00a0", " ") for cell in first] == [
        "2028", "USD 100 million", "USD 90 million", "−10 %", "0 MWh", "2 GWh",
    ]  # fmt: skip
