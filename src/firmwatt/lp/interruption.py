"""Ctrl-C as a wish: the first one asks a solver to stop with what it has, the second one breaks off."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class StopWish:
    """Whether somebody asked to stop.

    Attributes
    ----------
    is_asked
    """

    is_asked: bool = False

    def answer(self, _signal: int, _frame: object) -> None:
        """Answer Ctrl-C; raise KeyboardInterrupt if it was pressed before."""
        if self.is_asked:
            raise KeyboardInterrupt
        self.is_asked = True


@contextmanager
def ctrl_c_as_a_wish() -> Iterator[StopWish]:
    """Turn Ctrl-C into a wish that the code inside looks at; nested uses share one wish.

    Outside the main thread, and where the process ignores the signal, none arrives and the wish stays unasked.
    """
    now = signal.getsignal(signal.SIGINT)
    outer = getattr(now, "__self__", None)
    is_deaf = now is signal.SIG_IGN or threading.current_thread() is not threading.main_thread()
    if isinstance(outer, StopWish) or is_deaf:
        yield outer if isinstance(outer, StopWish) else StopWish()
        return
    wish = StopWish()
    signal.signal(signal.SIGINT, wish.answer)
    try:
        yield wish
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if now is None else now)
