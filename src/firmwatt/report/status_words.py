"""Words of how a plan was solved and where it comes from, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "status.banner": ("This is not an optimal plan.", "최적 계획이 아닙니다."),
    "status.OPTIMAL": ("Optimal within the gap asked for.", "요구한 오차 안에서 최적입니다."),
    "status.STOPPED_FEASIBLE": (
        "Stopped early with a feasible point; the gap says how far it may be from the optimum.",
        "실행 가능한 해에서 일찍 멈췄습니다. 최적과의 차이는 갭을 보십시오.",
    ),
    "status.STOPPED_NO_POINT": (
        "Stopped early without a feasible point. Give it more time, or a coarser sample.",
        "실행 가능한 해 없이 멈췄습니다. 시간을 늘리거나 표본을 줄이십시오.",
    ),
    "status.INFEASIBLE": (
        "No point keeps all rows and bounds. Loosen one of the limits that the certificate names.",
        "모든 제약을 만족하는 해가 없습니다. 지목된 한도를 완화하십시오.",
    ),
    "status.UNBOUNDED": (
        "The cost falls without limit. Give the columns that the certificate names an upper bound or a cost.",
        "비용이 한없이 작아집니다. 지목된 변수에 상한이나 비용을 주십시오.",
    ),
    "status.INFEASIBLE_OR_UNBOUNDED": (
        "Infeasible or unbounded; the solver cannot tell which. Check limits first.",
        "실행 불가능하거나 유계가 아닙니다. 먼저 한도를 확인하십시오.",
    ),
    "status.FAILED": (
        "The solver ended with a numerical failure. Try the other solver, or scale the input.",
        "해법기가 수치 오류로 끝났습니다. 다른 해법기를 쓰거나 입력의 크기를 조정하십시오.",
    ),
    "status.INTERRUPTED": (
        "Interrupted by the user before there was a feasible point.",
        "실행 가능한 해가 나오기 전에 사용자가 중단했습니다.",
    ),
    "solve.status": ("Status", "상태"),
    "solve.solver": ("Solver", "해법기"),
    "solve.objective": ("Objective", "목적함수"),
    "solve.bound": ("Proven lower bound", "증명된 하한"),
    "solve.gap": ("Relative gap", "상대 갭"),
    "solve.ledger": ("Ledger less objective, relative", "장부와 목적함수의 상대 차이"),
    "solve.size": ("Size", "크기"),
    "solve.size_value": (
        "{rows} rows, {columns} columns, {entries} entries",
        "{rows}행, {columns}열, 계수 {entries}개",
    ),
    "solve.seconds": ("Seconds to build and solve", "구성·풀이 시간(초)"),
    "solve.memory": ("Peak memory", "최대 메모리"),
    "solve.fallback": ("Why another solver", "다른 해법기를 쓴 까닭"),
    "solve.hours": ("Hours looked at", "계산한 시간"),
    "solve.hours_full": ("all 8,760 hours; weather years: {weather}", "기상 연도 {weather}개의 8,760시간 전체"),
    "solve.hours_sampled": (
        "{hours} of 8,760 hours a year ({periods} periods of {length} h); weather years: {weather}",
        "연 8,760시간 중 {hours}시간({length}시간 × {periods}구간), 기상 연도 {weather}개",
    ),
    "solve.sampling_error": ("Sampling error", "표본 오차"),
    "solve.sampling_value": (
        "{share} of the running cost of {year}, against a sample of {hours} hours",
        "{year}년 운전비의 {share}({hours}시간 표본 대비)",
    ),
    "solve.sampling_full": (
        "{share} of the running cost of all planning years, against all 8,760 hours",
        "전체 계획 연도 운전비의 {share}(전체 8,760시간 대비)",
    ),
    "answer.sampled": (
        "The plan looks at {hours} of 8,760 hours a year. With its capacities run on {finer_hours}, {year} costs "
        "{finer_cost} to run instead of {cost}: a sampling error of {share}. --check-sample runs them on every hour "
        "of every year, --resolution full plans every hour.",
        "이 계획은 연 8,760시간 중 {hours}시간을 계산합니다. 같은 설비를 {finer_hours}시간에 운전하면 {year}년 "
        "운전비는 {cost}에서 {finer_cost}로 바뀝니다(표본 오차 {share}). --check-sample은 모든 해의 모든 시간에 "
        "운전해 보고, --resolution full은 모든 시간을 계획합니다.",
    ),
    "answer.sample_checked": (
        "The plan looks at {hours} of 8,760 hours a year. With its capacities run on all of them, the planning years "
        "cost {finer_cost} to run instead of {cost}: a sampling error of {share}. --resolution full plans every "
        "hour.",
        "이 계획은 연 8,760시간 중 {hours}시간을 계산합니다. 같은 설비를 모든 시간에 운전하면 전체 계획 연도의 "
        "운전비는 {cost}에서 {finer_cost}로 바뀝니다(표본 오차 {share}). --resolution full은 모든 시간을 "
        "계획합니다.",
    ),
    "answer.sample_unmeasured": (
        "The plan looks at {hours} of 8,760 hours a year; how far off that is was not measured. --resolution full "
        "plans every hour.",
        "이 계획은 연 8,760시간 중 {hours}시간을 계산하며, 표본 오차는 측정하지 않았습니다. --resolution full은 "
        "모든 시간을 계획합니다.",
    ),
    "table.sample_check": (
        "The plan's capacities on its own sample of hours and on all 8,760, present value of running the year",
        "계획 설비의 표본 시간과 전체 8,760시간 운전 비교 (해당 연도 운전비의 현재가치)",
    ),
    "column.sample_cost": ("Cost on the sample", "표본 운전비"),
    "column.full_cost": ("On all hours", "전체 시간 운전비"),
    "column.sample_error": ("Difference", "차이"),
    "column.sample_lost": ("Not served on the sample, a year", "표본 미처리 연산, 연간"),
    "column.full_lost": ("On all hours, a year", "전체 시간 미처리 연산, 연간"),
    "solve.sampling_unknown": ("not measured", "측정하지 않음"),
    "solve.rate": ("Discount rate (real)", "할인율(실질)"),
    "solve.price_year": ("Price year", "가격 기준 연도"),
    "solve.sha": ("Scenario SHA-256", "시나리오 SHA-256"),
    "solve.version": ("firmwatt version", "firmwatt 버전"),
}
