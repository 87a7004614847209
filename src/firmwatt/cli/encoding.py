"""Output on terminals and pipes that cannot show every character: spelt out, never a crash."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable
from typing import Final, TextIO

HANDLER: Final = "firmwatt.spell_out"
SPELT: Final = str.maketrans(
    {
        "\u00a0": " ", "…": "...", "–": "-", "−": "-", "·": "-", "₂": "2", "²": "2", "³": "3",
        "×": "x", "°": " deg", "≤": "<=", "≥": ">=", "σ": "sigma", "━": "-",
    }
)  # fmt: skip
"""What stands for the characters that firmwatt itself uses beyond ASCII; any other is written as `\\uXXXX`."""


def spell_out_what_cannot_be_shown(streams: Iterable[TextIO]) -> None:
    """Make streams spell out the characters that their encoding lacks."""
    codecs.register_error(HANDLER, _spell_out)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)


def _spell_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(SPELT)
    return "".join(letter if letter.isascii() else _escape(letter) for letter in lacking), error.end


def _escape(letter: str) -> str:
    r"""Return a character as JSON writes it, so that an object on stdout stays one.

    Examples
    --------
    >>> print(_escape("울"), _escape("😀"))
    \uc6b8 \ud83d\ude00
    """
    pairs = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(rf"\u{pairs[start : start + 4]}" for start in range(0, len(pairs), 4))
