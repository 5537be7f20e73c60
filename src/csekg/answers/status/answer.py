"""One question, one answer: whether one State is bound by one treaty on a day, and why."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from pydantic import Field

from csekg.answers.common.base import Words
from csekg.answers.common.known import ABSENT, Status, actor_ref, find_treaty
from csekg.answers.search.naming import Names
from csekg.answers.status.acts import acts_of_treaty
from csekg.answers.status.asking.words import verb
from csekg.answers.status.intervals import status_intervals
from csekg.answers.status.standing import Standing, standings, too_early
from csekg.days import spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.joining import as_sentence, sentences
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine

#: Whether a treaty binds a State on a day.
Verdict = Literal["bound", "not-bound", "not-known"]


class StatusAnswer(Standing):
    """Whether one State is bound by one treaty on a day: in one word, in words, and in full."""

    verdict: Verdict = Field(
        description="bound for the status party, not-known for unknown, else not-bound; a State "
        "that has consented and is not bound yet is not-bound"
    )
    sentence: Words = Field(
        description="the answer in words, in the language asked for, with the as-of day"
    )
    act: Words | None = Field(
        description="the acts that the status began with, in words; null without any"
    )


def answer(
    store: QueryEngine, names: Names, state: str, treaty: str, on: date | None = None
) -> StatusAnswer:
    """Return whether a State is bound by a treaty on a day, or on the treaty's as-of date.

    State and treaty are names in any language, or codes: `France`, `FRA`, `fr`, `250`; `OPSC`,
    `CETS 201`, `IV-11-c`. Nothing is guessed. Raises UnknownNameError with the nearest names,
    AmbiguousNameError for a name that several have, and TooEarlyError for a day before the treaty
    was adopted.
    """
    who = actor_ref(store, names.one("state", state).key)
    info = find_treaty(store, names.one("treaty", treaty).key)
    spans = status_intervals(store, on, treaties=[info.id], actor=who.id)
    if not spans:
        raise too_early(store, info, on or info.as_of)
    (found,) = standings(store, spans, acts_of_treaty(store, info.key), on)
    return StatusAnswer(
        # `acts` is left out of what a standing tells by itself.
        **{name: getattr(found, name) for name in Standing.model_fields},
        verdict=_verdict(found.status),
        sentence=_sentence(found, on),
        act=found.acts or None,
    )


def _verdict(status: str) -> Verdict:
    if status == "party":
        return "bound"
    return "not-known" if status == "unknown" else "not-bound"


def _sentence(found: Standing, on: date | None) -> str:
    """Return the answer in words: the status, why it holds, and on which day the data stand.

    The status is one sentence in English, and named in other languages, where a State and a treaty
    would change the words around them.
    """
    day = spelled(found.on)
    if current() == ENGLISH:
        said = _in_english(found, on)
    elif on:
        said = _("{state}, {treaty}, {day}: {status}.", state=found.actor.name,
                 treaty=found.treaty.name, day=day, status=found.status_label)  # fmt: skip
    else:
        said = _("{state}, {treaty}: {status}.", state=found.actor.name,
                 treaty=found.treaty.name, status=found.status_label)  # fmt: skip
    return sentences(
        said,
        as_sentence(found.reason) if found.reason else "",
        _("Data as of {day}.", day=spelled(found.as_of)),
        _("What happened after that day may be missing.") if found.beyond_data else "",
    )


def _in_english(found: Standing, on: date | None) -> str:
    when = f"On {spelled(on)}, " if on else ""
    # Of a day beyond the data nobody knows whether it is past.
    past = on is not None and not found.beyond_data
    if found.status == ABSENT:
        return f"{when}{found.actor.name} {'did' if past else 'does'} not exist as a State."
    said = verb(cast("Status", found.status), 1, past=past)
    return f"{when}{found.actor.name} {said} the {found.treaty.name}."
