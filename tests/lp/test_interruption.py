"""Ctrl-C as a wish."""

from __future__ import annotations

import signal
import threading

import pytest

from firmwatt.lp.interruption import StopWish, ctrl_c_as_a_wish


def test_the_first_is_a_wish_and_the_second_breaks_off():
    with ctrl_c_as_a_wish() as wish:
        assert not wish.is_asked
        signal.raise_signal(signal.SIGINT)
        assert wish.is_asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_nested_uses_share_the_wish_and_what_was_before_comes_back():
    before = signal.getsignal(signal.SIGINT)
    with ctrl_c_as_a_wish() as outer:
        with ctrl_c_as_a_wish() as inner:
            signal.raise_signal(signal.SIGINT)
        assert inner is outer
        assert outer.is_asked
    assert signal.getsignal(signal.SIGINT) is before


def test_other_threads_get_a_wish_that_nobody_asks():
    found: list[StopWish] = []

    def work() -> None:
        with ctrl_c_as_a_wish() as wish:
            found.append(wish)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert not found[0].is_asked
