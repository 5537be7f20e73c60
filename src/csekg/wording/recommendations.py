"""Says how often a State was asked to join a treaty, what it answered, and what it did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from csekg.days import spelled
from csekg.languages.forms import comma, listed
from csekg.languages.messages import _, as_sentence, capital, ngettext
from csekg.languages.texts import joined


def say_asked(
    asked: int,
    since: int,
    last: int,
    accepted_in: Iterable[int],
    pledged_in: Iterable[int],
    consented_on: date | None,
    was_party: bool,
    as_of: date,
) -> str:
    """Return the sentence, as "Asked 7 times since 2009, accepted in 2011 and 2014, not joined as of 3 Feb 2026."

    `accepted` is the coding of the source, and a State that accepted nothing has "noted", which holds
    refusals and silence. `as_of` is the day of the list of parties.
    """
    parts = []
    accepted, pledged = [*map(str, accepted_in)], [*map(str, pledged_in)]
    if asked and since == last:
        parts.append(ngettext("asked {number} time in {year}", "asked {number} times in {year}", asked, year=since))
    elif asked:
        parts.append(
            ngettext("asked {number} time since {year}", "asked {number} times since {year}", asked, year=since)
        )
    if accepted:
        parts.append(_("accepted in {years}", years=listed(accepted)))
    elif asked:
        parts.append(_("noted"))
    if pledged:
        parts.append(_("pledged in {years}", years=listed(pledged)))
    if consented_on is None:
        parts.append(_("not joined as of {day}", day=spelled(as_of)))
    elif was_party:
        parts.append(_("already bound by its consent of {day}", day=spelled(consented_on)))
    else:
        parts.append(_("consented to be bound on {day}", day=spelled(consented_on)))
    return as_sentence(capital(joined(comma(), parts)))
