"""Numbers of statements in words, by the codes of their kinds."""

from __future__ import annotations

from csekg_api.web.words import ngettext


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
