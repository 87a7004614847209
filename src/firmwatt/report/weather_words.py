"""Words of the weather years and of the risk that they bring, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WEATHER_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "section.weather": ("Weather that turns out dear", "비용이 커지는 기상"),
    "chart.weather": (
        "What the hours of {year} cost in each weather year, the dearest first",
        "기상 연도별 {year}년 운영비 (비싼 순)",
    ),
    "chart.weather_note": (
        "In one calendar year, undiscounted. What is built is the same in all; the hours answer to the weather.",
        "한 해 기준, 할인 전. 설비는 모두 같고, 시간별 운전만 기상에 따라 달라집니다.",
    ),
    "chart.weather_counted": (
        "In the objective the dearest {share} of each year count with a weight of {weight}, the mean of all with the "
        "rest; that adds {adjustment} to the expected cost.",
        "목적함수에서 매년 가장 비싼 {share}의 평균은 {weight}, 전체 평균은 그 나머지 비중으로 반영되며, "
        "기대비용에 {adjustment}가 더해집니다.",
    ),
    "chart.weather_uncounted": (
        "The plan minimises the mean alone; with `programme.risk` the dearest years count too.",
        "계획은 평균만 최소화합니다. `programme.risk`를 쓰면 가장 비싼 해도 반영됩니다.",
    ),
    "chart.weather_changed": (
        "Against the plan for the mean alone it costs {more} more in the mean and {less} less in the dearest {share}, "
        "present value; both plans are known to within {tolerance}.",
        "평균만 고려한 계획과 비교하면 현재가치로 평균 비용은 {more} 늘고, "
        "가장 비싼 {share}의 비용은 {less} 줄어듭니다(두 계획의 최적해 오차는 합쳐서 {tolerance} 이내).",
    ),
    "chart.weather_within": (
        "Against the plan for the mean alone its costs differ by less than is known of both ({tolerance}, present "
        "value): what differs in megawatts may be the solver's. A smaller `--gap` tells more.",
        "평균만 고려한 계획과의 비용 차이가 두 계획의 최적해 오차({tolerance}, 현재가치)보다 작으므로, 설비 용량의 "
        "차이는 계산 오차일 수 있습니다. `--gap`을 더 작게 하면 더 자세히 알 수 있습니다.",
    ),
    "chart.weather_unchanged": (
        "What is built is what the plan for the mean alone would build.",
        "설비 구성은 평균만 고려한 계획과 같습니다.",
    ),
    "weather.expected": ("Mean", "평균"),
    "weather.tail": ("Mean of the dearest {share}", "가장 비싼 {share}의 평균"),
    "table.weather_draws": ("Weather years of {year}", "{year}년의 기상 연도"),
    "table.weather_years": (
        "Cost of the hours by planning year, mean and dear",
        "계획 연도별 운영비: 평균과 비싼 해",
    ),
    "table.risk_change": (
        "What the dear weather changes in {year}, MW",
        "비싼 기상이 {year}년 설비에 주는 변화 (MW)",
    ),
    "table.hedge_change": (
        "What a grid that may be late changes, MW at the end of the year",
        "계통 지연에 대비해 달라지는 설비 (연말 MW)",
    ),
    "column.on_time": ("If every connection came at its P50", "모든 접속이 P50에 될 때"),
    "column.draw": ("Weather", "기상"),
    "column.probability": ("Probability", "확률"),
    "column.operating": ("Cost of the hours", "운영비"),
    "column.against_mean": ("Against the mean", "평균 대비"),
    "column.not_served": ("Not served", "미처리 연산"),
    "column.bought": ("Bought from the grid", "계통 구매"),
    "column.in_tail": ("Counted as dear", "비싼 해에 포함"),
    "column.neutral": ("For the mean alone", "평균만 고려"),
    "column.careful": ("This plan", "이 계획"),
    "weather.change.supply": ("Power plant", "발전 설비"),
    "weather.change.storage": ("Storage", "저장 설비"),
    "weather.change.connection": ("Grid connection", "계통 접속"),
    "weather.change.computing": ("Computing", "컴퓨팅"),
}
