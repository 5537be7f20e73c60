"""Whether one State is bound by one treaty on a day: in one word, in a sentence, and in full."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from pydantic import Field

from csekg.answers.common.base import Words
from csekg.answers.common.references import ABSENT, Status, actor_ref, find_treaty
from csekg.answers.search.indexes import Names
from csekg.answers.status.acts import acts_of_treaty
from csekg.answers.status.intervals import status_intervals
from csekg.answers.status.question_answers import verb
from csekg.answers.status.status_answers import Standing, standings, too_early
from csekg.days import spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.messages import _, as_sentence, sentences
from csekg.sparql.store import QueryEngine


class StatusAnswer(Standing):
    """Whether one State is bound by one treaty on a day: in one word, in words, and in full."""

    sentence: Words = Field(description="the answer in words, in the language asked for, with the as-of day")
    act: Words | None = Field(description="the acts that the status began with, in words; null without any")


def answer(store: QueryEngine, names: Names, state: str, treaty: str, on: date | None = None) -> StatusAnswer:
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
        raise too_early(store, info, info.day(on))
    (found,) = standings(store, spans, acts_of_treaty(store, info.key), on, of=who)
    return StatusAnswer(
        # `acts` is left out of what a standing tells by itself.
        **{name: getattr(found, name) for name in Standing.model_fields},
        sentence=sentence(found, on),
        act=found.acts or None,
    )


#: Of these the answer says only whether the treaty binds, and the reasons say the rest.
_BY_VERDICT = ("no-act-read", "needs-invitation", "unknown")


def sentence(found: Standing, on: date | None) -> str:
    """Return the answer in words: the status, why it holds, and how far the data reach.

    The status is one sentence in English, and named in other languages, where a State and a treaty
    would change the words around them.
    """
    day = spelled(found.on)
    if current() == ENGLISH:
        said = _in_english(found, on)
    else:
        undecided = found.status in _BY_VERDICT and found.verdict == "not-bound"
        status = _("not bound") if undecided else found.status_label
        names = {"state": found.actor.name, "treaty": found.treaty.name, "status": status}
        said = (
            _("{state}, {treaty}, {day}: {status}.", day=day, **names)
            if on
            else _("{state}, {treaty}: {status}.", **names)
        )
    return sentences(
        said,
        _("It continues: {name}.", name=found.stood_as.name) if found.stood_as else "",
        as_sentence(found.reason) if found.reason else "",
        _(
            "It came into being on {day}, and acted before as a Member of the United Nations or the ILO.",
            day=spelled(found.began),
        )
        if found.began
        else "",
        _("Data as of {day}.", day=spelled(found.as_of)),
        *_how_far(found),
    )


def _how_far(found: Standing) -> list[str]:
    """Return how far acts after the as-of date were read, where the day asked about is after it."""
    if not found.beyond_data:
        return []
    missing = _("What happened after that day may be missing.")
    if found.read_until is None or found.read_until <= found.as_of:
        return [missing]
    day = spelled(found.read_until)
    return [missing, _("Later acts were read until {day}, in sources that need not print all.", day=day)]


def _in_english(found: Standing, on: date | None) -> str:
    when = f"On {spelled(on)}, " if on else ""
    # Of a day beyond the data nobody knows whether it is past.
    past = on is not None and not found.beyond_data
    name = found.actor.name
    if found.status == ABSENT:
        return f"{when}{name} {'did' if past else 'does'} not exist as a State."
    status: Status | Literal["not-bound"] = cast("Status", found.status)
    if status in _BY_VERDICT and found.verdict == "not-bound":
        status = "not-bound"
    if status == "signatory" and not found.complete:
        # No list shows that it did not ratify.
        return f"{when}{name} {'had' if past else 'has'} signed the {found.treaty.name}."
    who = f"{name}, then {found.stood_as.name}," if found.stood_as else name
    return f"{when}{who} {verb(status, 1, past=past)} the {found.treaty.name}."
