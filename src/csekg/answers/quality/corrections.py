"""The log of corrections: errors that releases corrected, and differences between sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Filter, Iri, Ref, Words, chosen
from csekg.answers.common.known import actor_ref, find_treaty
from csekg.answers.quality.discrepancies import Discrepancy, discrepancies
from csekg.answers.status.news import Learned
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine

State = Literal["corrected", "open", "settled"]


class Correction(Answer):
    """An error that was corrected, or a value on which sources differ."""

    concerns: Iri = Field(description="IRI of the act")
    state: State = Field(
        description="`corrected`: a release says otherwise than the one before; `settled` and "
        "`open`: two sources differ, and it is or is not clear which is right"
    )
    corrected_on: Day | None = Field(description="day of that release")
    release: str | None = Field(description="its version")
    actor: Ref | None
    treaty: Ref | None
    about: Words = Field(description="the act or the property, in words")
    was: Words | None = Field(description="the value that is not followed, or no longer")
    was_source: str | None = Field(description="key of the source that states it")
    now: Words | None = Field(description="the value that is followed; null where none is")
    now_source: str | None = Field(description="key of the source that states it")
    reason: Words | None


def corrections(
    store: QueryEngine,
    learned: Iterable[Learned] = (),
    *,
    treaty: Filter[str] = None,
    state: Filter[str] = None,
    status: Filter[str] = None,
) -> list[Correction]:
    """Return the corrections: those of releases first, the newest first, then open differences.

    `learned` is what releases changed; an act that a release adds corrects nothing. The filters
    narrow the list to treaties, States and states of correction. Raises UnknownNameError for an
    unknown treaty or State.
    """
    treaties = {find_treaty(store, key).key for key in chosen(treaty)}
    actors = {actor_ref(store, key).key for key in chosen(state)}
    wanted = chosen(status)
    found = [*_corrected(learned), *_differences(discrepancies(store))]
    return [
        each
        for each in found
        if (not treaties or (each.treaty and each.treaty.key in treaties))
        and (not actors or (each.actor and each.actor.key in actors))
        and (not wanted or each.state in wanted)
    ]


def _corrected(learned: Iterable[Learned]) -> Iterator[Correction]:
    facts = [each for each in learned if each.is_correction]
    for each in sorted(facts, key=lambda each: each.released_on, reverse=True):
        yield Correction(
            concerns=each.id, state="corrected", corrected_on=each.released_on,
            release=each.release, actor=each.actor, treaty=each.treaty, about=each.text,
            was=each.before, was_source=None, now=each.after, now_source=None, reason=None,
        )  # fmt: skip


def _differences(found: Iterable[Discrepancy]) -> Iterator[Correction]:
    for each in sorted(found, key=lambda each: each.discrepancy_status != "open"):
        yield Correction(
            concerns=each.concerns_action.id,
            state="open" if each.discrepancy_status == "open" else "settled",
            corrected_on=None, release=None, actor=each.state, treaty=each.instrument,
            about=_("{act}: {property}", act=each.concerns_action.name,
                    property=each.property_name),
            was=each.dissenting_value, was_source=each.dissenting_source.key,
            now=each.chosen_value, now_source=each.chosen_source.key, reason=each.reason,
        )  # fmt: skip
