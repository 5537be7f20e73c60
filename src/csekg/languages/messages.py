"""The words of csekg, in the current language."""

from __future__ import annotations

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
