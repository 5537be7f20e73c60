"""The kinds of acts and statements in words, by the codes that answers give them."""

from __future__ import annotations

from csekg.languages.words import later
from csekg_api.web.words import _, in_english, ngettext

#: The kinds that are no concepts of a vocabulary.
_KINDS = {
    "signature": later("signature"),
    "consent": later("consent"),
    "territorial-application": later("territorial application"),
    "territorial-exclusion": later("territorial exclusion"),
    "invitation": later("invitation"),
    "denunciation": later("denunciation"),
    "reservation": later("reservation"),
    "interpretative-declaration": later("interpretative declaration"),
    "declaration": later("declaration"),
    "binding-age-declaration": later("binding age declaration"),
    "objection": later("objection"),
    "communication": later("communication"),
    "authority-designation": later("authority designation"),
    "reservation-withdrawal": later("reservation withdrawal"),
    "declaration-modification": later("declaration modification"),
    "statement": later("statement"),
}


def kind_in_words(code: str) -> str:
    """Return a kind of act in words, "interpretative declaration" for its code."""
    return _(_KINDS[code]) if code in _KINDS else in_english(code.replace("-", " "))


def paragraph_number(key: str) -> str:
    """Return the number of a paragraph as printed, `4(d)`, by its key `op/4/d`."""
    _kind, number, *parts = key.split("/")
    return number + "".join(f"({part})" for part in parts)


def statements_counted(code: str, number: int) -> str:
    """Return a number of statements of a kind, as "2 reservations"."""
    match code:
        case "reservation":
            return ngettext("{number} reservation", "{number} reservations", number)
        case "interpretative-declaration":
            return ngettext(
                "{number} interpretative declaration",
                "{number} interpretative declarations",
                number,
            )
        case "declaration":
            return ngettext("{number} declaration", "{number} declarations", number)
        case "binding-age-declaration":
            return ngettext(
                "{number} binding age declaration", "{number} binding age declarations", number
            )
        case "objection":
            return ngettext("{number} objection", "{number} objections", number)
        case "communication":
            return ngettext("{number} communication", "{number} communications", number)
        case "authority-designation":
            return ngettext(
                "{number} authority designation", "{number} authority designations", number
            )
        case "reservation-withdrawal":
            return ngettext(
                "{number} reservation withdrawal", "{number} reservation withdrawals", number
            )
        case "declaration-modification":
            return ngettext(
                "{number} declaration modification", "{number} declaration modifications", number
            )
    return ngettext("{number} statement", "{number} statements", number)
