"""Numbers for readers: digits, separators, units that fit."""

import pytest

from firmwatt.report.numbers import NOTHING, energy, mass, money, number, percent, power, unit_cost, volume


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (1e-9, "0"), (0.00123, "0.0012"), (0.05, "0.05"), (0.1, "0.1"), (9.996, "10"), (12.34, "12.3"),
        (99.96, "100"), (123.4, "123"), (1234567.0, "1,235,000"), (9876.5, "9,876"), (-2.5, "−2.5"), (-1e-9, "0"),
        (float("nan"), NOTHING), (float("inf"), NOTHING),
    ],
)  # fmt: skip
def test_number(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (1.0, "100 %"), (0.99999, "99.9 %"), (0.1234, "12.3 %"), (0.0001, "< 0.1 %"), (-0.01, "−1 %"),
     (-1e-4, "0 %"), (float("nan"), NOTHING)],
)  # fmt: skip
def test_percent(share: float, text: str) -> None:
    assert percent(share).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("usd", "english", "korean"),
    [
        (0.0, "USD 0", "0달러"),
        (0.3, "USD 0", "0달러"),
        (-0.83, "USD −1", "−1달러"),
        (3.42, "USD 3.42", "3.42달러"),
        (950.0, "USD 950", "950달러"),
        (4_200_000.0, "USD 4.2 million", "420만 달러"),
        (250e6, "USD 250 million", "2.5억 달러"),
        (-3.31e9, "USD −3.31 billion", "−33.1억 달러"),
        (1.5e12, "USD 1.5 trillion", "1.5조 달러"),
    ],
)
def test_money_in_the_words_of_each_language(usd: float, english: str, korean: str) -> None:
    text = money(usd)
    assert (text.en.replace("\u00a0", " "), text.ko.replace("\u00a0", " ")) == (english, korean)


def test_what_a_solver_leaves_of_nothing_is_zero_and_little_is_little() -> None:
    texts = [power(4e-4), mass(1e-5), mass(0.0016), mass(0.06), volume(4e-6).en, volume(0.02).ko, power(float("nan"))]
    plain = [text.replace("\u00a0", " ") for text in texts]
    assert plain == ["0 MW", "0 t", "< 0.1 t", "0.06 t", "0 m³", "< 0.1 m³", f"{NOTHING} MW"]


def test_units_follow_the_size() -> None:
    texts = [
        power(999.0),
        power(1000.0),
        energy(8e-4),
        energy(900.0),
        energy(5e4),
        energy(2e7),
        mass(900.0),
        mass(5e4),
        mass(3e6),
    ]
    plain = [text.replace("\u00a0", " ") for text in texts]
    assert plain == ["999 MW", "1 GW", "0 MWh", "900 MWh", "50 GWh", "20 TWh", "900 t", "50 kt", "3 Mt"]


def test_water_and_prices() -> None:
    assert volume(1500.0).en == "1,500\u00a0m³"
    assert volume(2.5e6).ko == "250만\u00a0m³"
    assert unit_cost(81.14).ko == "MWh당 81.1달러"
