"""Says in words what others say of practice: whose reports an assessor reads, and what States were asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from csekg.languages.days import spelled
from csekg.languages.forms import comma, list_comma, listed, semicolon
from csekg.languages.messages import _, as_sentence, capital, ngettext, pgettext
from csekg.languages.texts import joined


def say_one_voice(assessor: str, drawn_on: Sequence[str]) -> str:
    """Return the sentence, given the names of an assessor and of those whose reports it reads; '' without any."""
    if not drawn_on:
        return ""
    return _(
        "{assessor}: in part from the reports of others ({names}); where they agree, that is one voice.",
        assessor=assessor,
        names=joined(list_comma(), drawn_on),
    )


def say_asked(
    asked_in: Sequence[int],
    accepted_in: Iterable[int],
    pledged_in: Iterable[int],
    consented_on: date | None,
    party_in: Iterable[int],
    as_of: date,
) -> str:
    """Return the sentence, as "Asked 7 times since 2009, accepted in 2011 and 2014, not joined as of 3 Feb 2026."

    `asked_in` has the year of each recommendation. `accepted` is the coding of the source, and a State that
    accepted nothing has "noted", which holds refusals and silence. `party_in` has the years of the reviews by
    whose day it had consented. `as_of` is the day of the list of parties.
    """
    parts = []
    accepted, pledged, bound = ([*map(str, years)] for years in (accepted_in, pledged_in, party_in))
    if asked_in:
        first, often = min(asked_in), _often(len(asked_in))
        in_one = first == max(asked_in)
        parts.append(
            _("asked {often} in {year}", often=often, year=first)
            if in_one
            else _("asked {often} since {year}", often=often, year=first)
        )
    if accepted:
        parts.append(_("accepted in {years}", years=listed(accepted)))
    elif asked_in:
        parts.append(_("noted"))
    if pledged:
        parts.append(_("pledged in {years}", years=listed(pledged)))
    if consented_on is None:
        parts.append(_("not joined as of {day}", day=spelled(as_of)))
    elif min([*map(str, asked_in), *pledged]) in bound:
        parts.append(_("already bound by its consent of {day}", day=spelled(consented_on)))
    else:
        parts.append(_("consented to be bound on {day}", day=spelled(consented_on)))
        if bound:
            parts.append(_("already bound at the review in {years}", years=listed(bound)))
    return as_sentence(capital(joined(comma(), parts)))


def _often(number: int) -> str:
    match number:
        case 1:
            return pgettext("how often", "once")
        case 2:
            return pgettext("how often", "twice")
    return ngettext("{number} time", "{number} times", number)


def say_where(report: str | None, session: int, paragraphs: Sequence[str | None], note: str | None = None) -> str:
    """Return where in the report on a review recommendations stand, given the paragraph of each.

    As "para. 102.7; of 1 the paragraph is not known". `report` is its symbol, None where it was not read;
    `note` is what the reader of the report must know, and comes last.
    """
    if not report:
        return _("session {number}, report not read", number=session)
    parts = []
    found = [each for each in paragraphs if each]
    if not found:
        parts.append(_("paragraph not known"))
    else:
        parts.append(_("para. {numbers}", numbers=joined(list_comma(), dict.fromkeys(found))))
    if found and (missing := len(paragraphs) - len(found)):
        parts.append(
            ngettext("of {number} the paragraph is not known", "of {number} the paragraph is not known", missing)
        )
    if note:
        parts.append(note)
    return joined(semicolon(), parts)
