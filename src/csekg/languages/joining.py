"""Puts sentences one after the other, in the way of the current language."""

from __future__ import annotations

from csekg.languages.current import current
from csekg.languages.marks import OPENING, marked, unmarked
from csekg.languages.messages import _

_STOPS = ".。"


def as_sentence(text: str) -> str:
    """Return a text with a full stop at its end, which it may have had."""
    return _("{text}.", text=without_stop(text))


def without_stop(text: str) -> str:
    """Return a text without the full stop at its end."""
    plain = unmarked(text)
    shorter = plain.rstrip(_STOPS)
    return shorter if plain == text else marked(shorter)


def capital(text: str) -> str:
    """Return a text whose first letter is a capital, where its script has any."""
    start = len(text) - len(text.lstrip(OPENING))
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def sentences(*said: str) -> str:
    """Return sentences one after the other, those that are empty left out."""
    return ("" if current() == "zh" else " ").join(filter(None, said))
