"""`Text`: something to read in both languages of a report, and the functions that make one."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.report.words import WORDS


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in English and in Korean."""

    en: str
    ko: str


def same(text: str) -> Text:
    """Return a text that reads alike in both languages: a name, a date, a number."""
    return Text(text, text)


def say(key: str, **values: Text | str) -> Text:
    r"""Return an entry of `words.WORDS` with its gaps filled.

    Parameters
    ----------
    key
        Of `WORDS`.
    values
        What stands in the gaps `{name}` of the entry.

    Raises
    ------
    KeyError
        `WORDS` has no such key, or a gap stays open.

    Examples
    --------
    >>> say("unit.usd_per_mwh", value="42")
    Text(en='USD\xa042/MWh', ko='MWh당 42달러')
    """
    english, korean = WORDS[key]
    return Text(
        english.format(**{name: value if isinstance(value, str) else value.en for name, value in values.items()}),
        korean.format(**{name: value if isinstance(value, str) else value.ko for name, value in values.items()}),
    )


def technology_name(technology: str) -> Text:
    """Return the name of a technology; one that the table does not know keeps its key, spaced."""
    key = f"technology.{technology}"
    return say(key) if key in WORDS else same(technology.replace("_", " ").capitalize())


def mid_sentence(text: Text) -> Text:
    """Return a name as it stands inside an English sentence: with a small first letter."""
    return Text(text.en[:1].lower() + text.en[1:], text.ko)


def joined(parts: list[Text], separator: str = ", ") -> Text:
    """Return several texts in a row."""
    return Text(separator.join(part.en for part in parts), separator.join(part.ko for part in parts))
