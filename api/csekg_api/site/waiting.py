"""What a row says of its days in words, so that each day stands in it once."""

from __future__ import annotations

import re

from csekg.answers.status.signatures import full_years
from csekg.answers.status.standing import Standing
from csekg.days import spelled

#: The day on which the condition of a treaty was met, and its second mention in the sum.
_TRIGGER = re.compile(r"(no later than (?P<day>\d+ \w{3} \d{4}))(, when[^(]*)\((?P=day) \+")


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
    if row.status == "party":
        rest = row.reason.removeprefix(f"Bound since {since}.").strip()
        return rest or "A source states the day."
    return _capital(row.reason.removeprefix(f"Consented to be bound on {since}; "))


def how(row: Standing) -> str:
    """Return how the day of entry into force follows, without the days it is computed from.

    Without a sum it is the reason of the status.
    """
    if not row.arithmetic:
        return why(row)
    text = row.arithmetic
    if row.consented_on:
        begun = spelled(row.consented_on)
        text = text.replace(f" on {begun}; {begun} +", " +").replace(f" on {begun} came", " came")
        text = text.replace(f"no later than {begun}, when", "on the day when")
        text = text.replace(f"({begun} +", "(that day +")
        text = text.replace(f"gives {begun} +", "gives that of the deposit +")
    if row.entry_into_force_computed:
        ends = spelled(row.entry_into_force_computed)
        text = text.replace(f"own date, {ends}", "own date").replace(f" = {ends}", "")
    return _TRIGGER.sub(r"\1\3(that day +", text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
