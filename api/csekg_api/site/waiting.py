"""What a row says of its days in words, so that each day stands in it once."""

from __future__ import annotations

import re
from datetime import date

from csekg.answers.status.signatures import full_years
from csekg.answers.status.standing import Standing
from csekg.days import spelled
from csekg.languages import messages
from csekg.languages.current import ENGLISH, current, speaking
from csekg.languages.joining import capital
from csekg.languages.marks import is_marked, marked, unmarked
from csekg_api.web.words import _, ngettext

#: The day on which the condition of a treaty was met, and its second mention in the sum.
_TRIGGER = re.compile(r"(no later than (?P<day>\d+ \w{3} \d{4}))(, when[^(]*)\((?P=day) \+")

_SEMICOLON = re.compile("\\s*[;\N{ARABIC SEMICOLON}\N{FULLWIDTH SEMICOLON}]\\s*")


def unratified(row: Standing) -> str:
    """Return for how long a signature has stood without ratification: `unratified for 25 years`.

    It is counted to the day that is spoken of, but not beyond the as-of date of the treaty.
    """
    years = full_years(row.held_since or row.since, min(row.on, row.as_of))
    if not years:
        return _("unratified for less than a year") if row.day_known else _("unratified")
    if row.day_known:
        return ngettext("unratified for {number} year", "unratified for {number} years", years)
    return ngettext(
        "unratified for at least {number} year", "unratified for at least {number} years", years
    )


def why(row: Standing) -> str:
    """Return the reason of a status without the day since which it is held.

    Of a signature that waits it is how long.
    """
    since = row.held_since or row.since
    if row.status == "signatory":
        rest = _without("Signed {phrase}; has not consented.", "on {day}", since, row.reason)
        first = f"{capital(unratified(row))}."
        return f"{first} {rest}" if rest else first
    if row.status == "party":
        rest = _without("Bound {phrase}.", "since {day}", since, row.reason)
        return rest or _("A source states the day.")
    return capital(_behind_semicolon(row.reason, since))


def how(row: Standing) -> str:
    """Return how the day of entry into force follows, without the days it is computed from.

    Without a sum it is the reason of the status. Only an English sum can be shortened.
    """
    if not row.arithmetic:
        return why(row)
    if is_marked(row.arithmetic):
        with speaking(ENGLISH):
            return marked(_shorter(row, unmarked(row.arithmetic)))
    return _shorter(row, row.arithmetic) if current() == ENGLISH else row.arithmetic


def _without(form: str, phrase: str, since: date, reason: str) -> str:
    """Return what follows a sentence of the dataset with a day (`csekg.languages.sentences`)."""
    if is_marked(reason):
        with speaking(ENGLISH):
            return marked(_without(form, phrase, since, unmarked(reason)))
    said = messages.words.gettext(phrase, day=spelled(since))
    return reason.removeprefix(messages.words.gettext(form, phrase=said)).strip()


def _behind_semicolon(reason: str, since: date) -> str:
    """Return the second part of a sentence of the dataset whose first part gives a day."""
    if is_marked(reason):
        with speaking(ENGLISH):
            return marked(_behind_semicolon(unmarked(reason), since))
    first, *rest = _SEMICOLON.split(reason, maxsplit=1)
    return rest[0] if rest and spelled(since) in first else reason


def _shorter(row: Standing, text: str) -> str:
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
