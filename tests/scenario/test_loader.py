from pathlib import Path

import pytest

from firmwatt.errors import InputFaults, UserError
from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import builtin_names, builtin_text, load_case
from firmwatt.scenario.vary import set_values
from tests.scenario.broken import BASE, BROKEN, Broken


def message_of(source: str | Path) -> str:
    with pytest.raises(InputFaults) as caught:
        load_case(source)
    assert caught.value.exit_code == 2
    return str(caught.value)


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("demo.yaml")


def test_that_the_unbroken_scenario_has_no_fault(demo: Path) -> None:
    demo.write_text(BASE)
    assert isinstance(load_case(demo), Case)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_that_a_slip_gives_its_message(broken: Broken, demo: Path) -> None:
    assert broken.old in BASE
    demo.write_text(BASE.replace(broken.old, broken.new, 1))
    assert message_of("demo.yaml").splitlines()[0] == f"demo.yaml{broken.message}"


def test_that_all_faults_come_together_in_the_order_of_the_file(demo: Path) -> None:
    text = BASE.replace("ashburn", "ashbourne").replace("share: 0.6", "share: 60").replace("max_mw: 50", "max_mw: -1")
    demo.write_text(text.replace("title: Test", "titel: Test").replace("Asia/Seoul: 1", "Asia/Seoul: 0.5"))
    lines = [line.split(": ")[0] for line in message_of("demo.yaml").splitlines()]
    assert lines == [
        "demo.yaml:2:3 programme.titel",
        "demo.yaml:2:3 programme.title",
        "demo.yaml:9:12 sites[0].place",
        "demo.yaml:20:12 workloads[0].share",
        "demo.yaml:25:22 workloads[1].user_time_zones",
        "demo.yaml:29:13 supply[0].max_mw",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "demo.yaml: The file is empty. Start from `firmwatt new my-programme.yaml`. [FW103]"),
        (b"\n  \n", "demo.yaml: The file is empty. Start from `firmwatt new my-programme.yaml`. [FW103]"),
        (
            "programme:\n  title: Caf\u00e9\n".encode("latin-1"),
            "demo.yaml:2:13: Byte 0xe9 is not UTF-8. Save the file as UTF-8. [FW104]",
        ),
        (BASE.encode("utf-16"), "demo.yaml:1:1: Byte 0xff is not UTF-8. Save the file as UTF-8. [FW104]"),
    ],
)
def test_the_message_of_unreadable_bytes(data: bytes, message: str, demo: Path) -> None:
    demo.write_bytes(data)
    assert message_of("demo.yaml") == message


def test_that_a_byte_order_mark_and_windows_lines_are_read(demo: Path) -> None:
    demo.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert load_case("demo.yaml").programme.title == "Test"


@pytest.mark.usefixtures("demo")
def test_the_messages_of_what_is_no_file() -> None:
    Path("folder").mkdir()
    assert message_of("folder") == "folder: This is a folder. Give the path of a YAML file. [FW102]"
    assert message_of("no.yaml") == "no.yaml: No such file. Check the path, or start one with `firmwatt new`. [FW101]"
    near = "There is no file and no built-in scenario 'stargat'. Did you mean 'stargate'? [FW101]"
    assert message_of("stargat") == f"stargat: {near}"
    assert message_of("a\0b.yaml") == "a\0b.yaml: This is no path. Give the path of a YAML file. [FW101]"


@pytest.mark.usefixtures("demo")
def test_that_a_file_without_ending_is_read() -> None:
    Path("mine").write_text(BASE)
    assert load_case("mine").programme.name == "mine"


def test_that_too_many_values_are_refused(demo: Path) -> None:
    bombs = "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 10)}]\n" for n in range(1, 9))
    demo.write_text(f"b0: &b0 [1, 1]\n{bombs}")
    assert message_of("demo.yaml").endswith(
        "The file holds more than 100000 values. Write the scenario shorter. [FW110]"
    )


@pytest.mark.parametrize("name", builtin_names())
def test_that_each_built_in_scenario_resolves_alike_every_day(name: str) -> None:
    case = load_case(name)
    assert case == load_case(name)
    assert case.programme.name == name
    assert f"decision_date: {case.programme.decision_date.isoformat()}" in case.scenario_text


def test_that_stargate_asks_for_ten_gigawatts_on_every_hour() -> None:
    case = load_case("stargate")
    by_year = dict(
        zip(case.programme.planning_years, zip(*(site.asked_mw for site in case.sites), strict=True), strict=True)
    )
    assert sum(by_year[2030]) == pytest.approx(10_000.0)
    assert case.programme.sampled_periods is None
    assert case.programme.budget_usd == 500e9


def test_that_a_missing_catalogue_value_is_a_users_error(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from firmwatt.catalog import loader as catalog

    def missing(table: str, key: str, parameter: str) -> None:
        raise UserError(f"catalog {table} {key}: there is no parameter '{parameter}'.")

    monkeypatch.setattr(catalog, "get", missing)
    demo.write_text(BASE)
    with pytest.raises(UserError, match="there is no parameter"):
        load_case("demo.yaml")


def test_that_grids_are_put_in_another_mode_as_a_whole() -> None:
    assert all(region.curve is None for region in load_case("campus").regions)
    assert all(region.curve is not None for region in load_case("campus", "supply_curve").regions)
    with pytest.raises(UserError, match=r"^--grid taker: there is no such mode\. Did you mean 'price_taker'\?$"):
        load_case("campus", "taker")


def test_that_dear_weather_and_markets_that_answer_exclude_one_another(tmp_path: Path) -> None:
    path = tmp_path / "risky.yaml"
    settings = ["programme.weather_years=2", "programme.risk={tail_share: 0.5, weight: 0.5}"]
    path.write_text(set_values(builtin_text("campus"), settings), encoding="utf-8")
    assert load_case(path).programme.risk_in_force is not None
    with pytest.raises(InputFaults) as caught:
        load_case(path, "supply_curve")
    (fault,) = caught.value.faults
    assert (fault.field, fault.code) == ("programme.risk", "FW146")
    assert "tail_share" in path.read_text(encoding="utf-8").splitlines()[fault.line - 1]
    assert (fault.problem, fault.remedy) == (
        "cannot count where a region follows a supply curve: the plan itself makes what a dear year costs there.",
        "Leave `risk` out, or make the grid a price-taker.",
    )
