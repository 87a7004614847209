"""The languages that pages open in."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language of a page; every page holds them all and can be switched."""

    ENGLISH = "en"
    KOREAN = "ko"
