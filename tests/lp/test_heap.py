"""What is let go is given back."""

from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import pytest

from firmwatt.lp import heap
from tests.lp.programs import chain_lp


@pytest.mark.parametrize(("entries", "platform", "trims"), [(1, "linux", 1), (10**9, "linux", 0), (1, "win32", 0)])
def test_the_heap_is_trimmed_for_large_programs_where_the_system_can(
    monkeypatch: pytest.MonkeyPatch, entries: int, platform: str, trims: int
):
    asked: list[int] = []
    monkeypatch.setattr(heap, "_WORTH_TRIMMING", entries)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(malloc_trim=asked.append, mallopt=lambda *_: 1))
    heap.trim_heap(chain_lp(1, 3))
    assert len(asked) == trims


def test_a_system_without_it_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(heap, "_WORTH_TRIMMING", 1)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())
    heap.trim_heap(chain_lp(1, 3))
