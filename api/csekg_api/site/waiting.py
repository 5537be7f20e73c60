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
    """Return the reason of a status without what the columns beside it say.

    Of a signature that waits it is how long; of a computed day the sum without its days.
    """
    if row.status == "signatory":
        standard = (
            f"Signed on {spelled(row.signed_on)}; has not consented." if row.signed_on else ""
        )
        words = unratified(row)
        rest = row.reason.removeprefix(standard).strip()
        return f"{words[:1].upper()}{words[1:]}. {rest}".strip()
    if row.status == "contracting-state" and row.consented_on and not row.arithmetic:
        begun = f"Consented to be bound on {spelled(row.consented_on)}; "
        rest = row.reason.removeprefix(begun)
        return f"{rest[:1].upper()}{rest[1:]}"
    if row.arithmetic and row.consented_on:
        return _without_days(row.arithmetic, spelled(row.consented_on), _last_day(row))
    return row.arithmetic or row.reason


def _without_days(arithmetic: str, begun: str, ends: str) -> str:
    """Return `Art. 14: deposit + 1 month` of `Art. 14: deposit on D; D + 1 month = E.`"""
    short = arithmetic.replace(f" on {begun}; {begun} +", " +")
    return short.removesuffix(".").removesuffix(f" = {ends}") + "."


def _last_day(row: Standing) -> str:
    return spelled(row.entry_into_force_computed) if row.entry_into_force_computed else ""
