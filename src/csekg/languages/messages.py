"""The words of csekg in the current language, and how its sentences follow each other."""

from __future__ import annotations

from csekg.languages.current import current
from csekg.languages.texts import Phrase, joined, pieces, wording
from csekg.languages.words import Words

words = Words("csekg")
#: Returns a message in the current language (see `csekg.languages.words`).
_ = words.gettext
#: Returns the form of a message that fits a number.
ngettext = words.ngettext
#: Returns a message that means different things in different places.
pgettext = words.pgettext


def stated(english: str) -> str:
    """Return a text that stands in a file, not in code: in English where no catalogue has it."""
    return _(english) if english else ""


_STOPS = ".。"


def as_sentence(text: str) -> str:
    """Return a text with a full stop at its end, which it may have had."""
    return _("{text}.", text=without_stop(text))


@wording
def without_stop(text: str) -> str:
    """Return a text without the full stop at its end."""
    *first, (last, is_english) = pieces(text) or (("", False),)
    shorter = last.rstrip(_STOPS)
    return Phrase([*first, (shorter, is_english)]) if first or is_english else shorter


@wording
def capital(text: str) -> str:
    """Return a text whose first letter is a capital, where its script has any."""
    (first, is_english), *others = pieces(text) or (("", False),)
    changed = first[:1].upper() + first[1:]
    return Phrase([(changed, is_english), *others]) if others or is_english else changed


def sentences(*texts: str) -> str:
    """Return sentences one after the other, those that are empty left out."""
    return _sentences([text for text in texts if text])


@wording
def _sentences(texts: list[str]) -> str:
    return joined("" if current() == "zh" else " ", texts)
