"""The words of the service, in the language of the request."""

from __future__ import annotations

from fastapi import Request

from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import untranslated
from csekg.languages.words import Words, later
from csekg_api.settings import Settings

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


def statements_counted(code: str, number: int) -> str:
    """Return a number of statements of a kind, as "2 reservations"."""
    match code:
        case "reservation":
            return ngettext("{number} reservation", "{number} reservations", number)
        case "interpretative-declaration":
            return ngettext("{number} interpretative declaration", "{number} interpretative declarations", number)
        case "declaration":
            return ngettext("{number} declaration", "{number} declarations", number)
        case "binding-age-declaration":
            return ngettext("{number} binding age declaration", "{number} binding age declarations", number)
        case "objection":
            return ngettext("{number} objection", "{number} objections", number)
        case "communication":
            return ngettext("{number} communication", "{number} communications", number)
        case "authority-designation":
            return ngettext("{number} authority designation", "{number} authority designations", number)
        case "reservation-withdrawal":
            return ngettext("{number} reservation withdrawal", "{number} reservation withdrawals", number)
        case "declaration-modification":
            return ngettext("{number} declaration modification", "{number} declaration modifications", number)
    return ngettext("{number} statement", "{number} statements", number)


_NAME = later("The 16/2 Register")


def site_name(request: Request) -> str:
    """Return the name of the site: the setting `CSEKG_SITE_NAME`, its default in the language of the request."""
    settings: Settings = request.app.state.settings
    return _(_NAME) if settings.site_name == _NAME else settings.site_name
