"""What a row says of its days in words, so that each day stands in it once."""

from __future__ import annotations

from csekg.answers.status.signatures import full_years
from csekg.answers.status.standing import Standing
from csekg.days import spelled


def unratified(row: Standing) -> str:
    """Return for how long a signature has stood without ratification: `unratified for 25 years`.

    It is counted to the day that is spoken of, but not beyond the as-of date of the treaty.
    """
    years = full_years(row.held_since or row.since, min(row.on, row.as_of))
    if not years:
        return "unratified for less than a year" if row.day_known else "unratified"
    least = "" if row.day_known else "at least "
    return f"unratified for {least}{years} year{'s' if years != 1 else ''}"


def why(row: Standing) -> str:
    """Return the reason of a status without the day since which it is held.

    Of a signature that waits it is how long.
    """
    since = spelled(row.held_since or row.since)
    if row.status == "signatory":
        rest = row.reason.removeprefix(f"Signed on {since}; has not consented.").strip()
        return f"{_capital(unratified(row))}. {rest}".strip()
    return _capital(row.reason.removeprefix(f"Consented to be bound on {since}; "))


def how(row: Standing) -> str:
    """Return how the day of entry into force follows, without the days it is computed from.

    Without a sum it is the reason of the status.
    """
    if not row.arithmetic:
        return why(row)
    begun = spelled(row.consented_on) if row.consented_on else ""
    ends = spelled(row.entry_into_force_computed) if row.entry_into_force_computed else ""
    return _without_days(row.arithmetic, begun, ends)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without_days(arithmetic: str, begun: str, ends: str) -> str:
    """Return `Art. 14: deposit + 1 month` of `Art. 14: deposit on D; D + 1 month = E.`"""
    short = arithmetic.replace(f" on {begun}; {begun} +", " +")
    return short.removesuffix(".").removesuffix(f" = {ends}") + "."
