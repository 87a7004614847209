"""Korean for what an account finds, does and notes: every sentence of the code has one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import firmwatt.accounting
from firmwatt.report.account_sentences import SENTENCES, both, is_known

ROOM = Path(firmwatt.accounting.__file__).parent
FILES = (*sorted((ROOM / "metered").glob("*.py")), ROOM / "metered_account.py", ROOM / "run_account.py")
HANGUL = re.compile("[가-힣]")


def sentences_of(path: Path) -> list[str]:
    """Return the sentences of a module that become findings or steps, `7` where a value stands."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            parts = node.args[3:]
        if isinstance(node, ast.FunctionDef) and node.name == "_steps":
            returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
            parts = [each for value in returned if isinstance(value, ast.Tuple) for each in value.elts]
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "message" for to in node.targets):
            parts = [node.value]
        found += [text for text in map(text_of, parts) if text]
    return found


def text_of(node: ast.expr) -> str:
    """Return the words of a string or f-string; none of what is computed elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "7" for each in node.values)
    return ""


def test_every_finding_and_step_of_the_code_has_its_korean():
    found = [text for path in FILES for text in sentences_of(path)]
    assert len(found) > 50
    # Sentences whose middle is one of several words are tried below.
    composed = (
        "7 of 7 hours lie about 1,000 times 7", "7 readings are 7.", "7, below the", "They claim nothing in Scope 2.7",
        "Rule set 7: 7.7",
    )  # fmt: skip
    missing = [text for text in found if not is_known(text) and not text.startswith(composed)]
    assert missing == []


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("3 of 9 hours lack something (load 3).", "9시간 중 3시간에 빠진 값이 있습니다(load 3)."),
        ("5 of 8760 hours of 2023.", "2023년 8760시간 중 5시간."),
        ("Rule set ghgp-2015@1: GHG Protocol.", "규칙 ghgp-2015@1: GHG Protocol."),
        ("7 readings are energy given to the grid.", "계량값 7개는 계통으로 보낸 전력입니다."),
        ("the grid file has no price_usd_per_mwh", "계통 파일에 price_usd_per_mwh 없음"),
        ("left out: embodied equipment: no file of assets; grid losses: the grid file has no x",
         "제외: 장비 제조: 자산 파일이 없음; 계통 손실: 계통 파일에 x 없음"),
        ("A name of one's own", "A name of one's own"),
    ],
)  # fmt: skip
def test_gaps_keep_their_values(english, korean):
    assert both(english).ko == korean


def test_each_entry_is_korean_and_keeps_every_value():
    for english, korean in SENTENCES.items():
        assert HANGUL.search(korean), english
        values = [f"v{place}" for place in range(english.count("{}"))]
        told = both(english.format(*values)).ko
        lost = [value for value in values if value not in told]
        assert not lost or "--profiles" in english, english
