"""The words of the service, in the language of the request."""

from __future__ import annotations

from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import untranslated
from csekg.languages.words import Words

words = Words("csekg_api")
#: Returns a message in the language of the request (see `csekg.languages.words`).
_ = words.gettext
#: Returns the form of a message that fits a number.
ngettext = words.ngettext
#: Returns a message that means different things in different places.
pgettext = words.pgettext


def in_english(text: str) -> str:
    """Return a text that no catalogue has, such as that of an error, marked on other pages."""
    return text if current() == ENGLISH else untranslated(text)
