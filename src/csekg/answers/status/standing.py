"""Where actors stand under treaties on a day: parties, gaps, one State under every treaty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, BeyondData, Iri, Ref
from csekg.answers.common.kinds import READ
from csekg.answers.common.known import (
    ORDER,
    SourceRef,
    TreatyInfo,
    actor_ref,
    by_legal_basis,
    find_treaty,
    list_sources,
    some_sources,
    source_refs,
)
from csekg.answers.common.known import treaties as all_treaties
from csekg.answers.status.acts import Act, acts
from csekg.answers.status.status import StatusRow, status_rows, too_early
from csekg.sparql.store import QueryEngine, whole_number


class Standing(Answer):
    """The status of one actor under one treaty on a day, and the acts that it rests on."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    status: str = Field(
        description="party, contracting-state (bound from a future day), signatory, no-action, "
        "needs-invitation, former-party, unknown (no complete list has been read) or not-eligible"
    )
    status_label: str
    since: date = Field(description="first day of the status")
    until: date | None = Field(description="first day on which it no longer holds; null if it does")
    reason: str = Field(description="why the status holds, in one sentence")
    signed_on: date | None = Field(description="day of the signature; null where it is not known")
    consented_on: date | None = Field(description="day of the consent; null where it is not known")
    consent_kind: str | None = Field(description="ratification, accession, acceptance ...")
    entry_into_force_stated: date | None = Field(
        description="day from which the treaty binds the actor, as a source states it"
    )
    entry_into_force_computed: date | None = Field(
        description="the same day, as the treaty's own clause gives it"
    )
    arithmetic: str | None = Field(description="the sum behind the computed day, in words")
    statements: int = Field(
        description="reservations, declarations and objections whose text has been read, whatever "
        "their day; `/instruments/{key}/declarations` gives them"
    )
    legal_basis: str = Field(
        description="ground on which States may be asked to join: urged, recalled or noted by "
        "resolution 16/2, or related"
    )
    on: date = Field(description="the day that is spoken of")
    as_of: date = Field(description="day on which the data about the treaty stand; what happened "
                        "after it may be missing")  # fmt: skip
    beyond_data: BeyondData
    complete: bool = Field(description="whether a complete list of parties has been read")
    sources: tuple[SourceRef, ...] = Field(
        description="sources of the acts; without an act, those of the list it is missing from"
    )


class StandingSummary(Answer):
    """What a list of statuses under one treaty says as a whole."""

    treaty: Ref
    on: date
    as_of: date
    beyond_data: BeyondData
    complete: bool
    legal_basis: str
    legal_basis_label: str
    note: str
    counts: dict[str, int] = Field(description="actors by status, those left out here included")
    sources: tuple[SourceRef, ...]


_STATEMENTS = """
SELECT ?treaty ?actor (COUNT(DISTINCT ?statement) AS ?number) WHERE {
  VALUES ?class { %s }
  %s ?statement a ?class ; cse:treaty ?treaty ; cse:actor ?actor
} GROUP BY ?treaty ?actor
"""


def standings_of_treaty(
    store: QueryEngine,
    treaty: str,
    on: date | None = None,
    *,
    members: Collection[str] | None = None,
    statuses: Collection[str] = ORDER,
) -> tuple[StandingSummary, list[Standing]]:
    """Return the statuses under one treaty on a day, in the order of `status.ORDER`, then by name.

    `members` are the IRIs of the actors to tell of, `statuses` those to tell. Raises
    UnknownNameError for an unknown treaty and TooEarlyError for a day before it was adopted.
    """
    info = find_treaty(store, treaty)
    rows = status_rows(store, on, info.key)
    if not rows:
        raise too_early(store, info, on or info.as_of)
    mine = [row for row in rows if members is None or ns.actor(row.actor).value in members]
    counts = {status: sum(row.status == status for row in mine) for status in ORDER}
    told = [row for row in mine if row.status in statuses]
    told.sort(key=lambda row: (ORDER.index(row.status), row.name))
    wanted = [ns.participation(info.key, row.actor).value for row in told]
    found = acts(store, treaty=info.key, only=wanted) if wanted else []
    desk = _Desk(store, {info.key: info}, found,
                 f"VALUES ?treaty {{ {ns.instrument(info.key)} }}")  # fmt: skip
    summary = StandingSummary(
        treaty=info.ref, on=on or info.as_of, as_of=info.as_of,
        beyond_data=info.is_before(on), complete=info.complete,
        legal_basis=info.legal_basis, legal_basis_label=info.legal_basis_label, note=info.note,
        counts=counts, sources=list_sources(store)[info.id],
    )  # fmt: skip
    return summary, [desk.standing(row, on) for row in told]


def standings_of_actor(store: QueryEngine, actor: str, on: date | None = None) -> list[Standing]:
    """Return the status of one actor under every treaty, those that the resolution urges first.

    Each is that on the day, or on the as-of date of its treaty; treaties adopted after the day are
    left out. Raises UnknownNameError for an unknown actor.
    """
    reference = actor_ref(store, actor)
    infos = all_treaties(store)
    desk = _Desk(store, infos, acts(store, actor=reference.key),
                 f"VALUES ?actor {{ <{reference.id}> }}")  # fmt: skip
    rows = status_rows(store, on, actor=reference.key)
    ordered = sorted(rows, key=lambda row: by_legal_basis(infos[row.treaty]))
    return [desk.standing(row, on) for row in ordered]


class _Desk:
    """Puts standings together from what a few queries found."""

    def __init__(
        self, store: QueryEngine, infos: Mapping[str, TreatyInfo], found: Iterable[Act], chosen: str
    ) -> None:
        self._infos = infos
        self._acts: dict[str, list[Act]] = {}
        for act in found:
            self._acts.setdefault(act.participation, []).append(act)
        self._sources = source_refs(store)
        self._lists = list_sources(store)
        self._statements = {
            (treaty, actor): whole_number(number)
            for treaty, actor, number in store.values(
                _STATEMENTS % (" ".join(f"cse:{name}" for name in READ), chosen)
            )
        }

    def standing(self, row: StatusRow, on: date | None) -> Standing:
        """Return one row of status with its acts; those after the day are not told."""
        info = self._infos[row.treaty]
        day = on or info.as_of
        actor = ns.actor(row.actor).value
        done = [
            act
            for act in self._acts.get(ns.participation(row.treaty, row.actor).value, ())
            if act.done_by and act.done_by <= day
        ]
        signature = next((act for act in done if not act.is_consent), None)
        consent = next((act for act in done if act.is_consent), None)
        stating = {source for act in done for source in act.sources}
        return Standing(
            id=row.interval,
            actor=Ref(id=actor, key=row.actor, name=row.name),
            treaty=info.ref,
            status=row.status,
            status_label=row.status_label,
            since=row.since,
            until=row.until,
            reason=row.reason,
            signed_on=signature.on if signature else None,
            consented_on=consent.on if consent else None,
            consent_kind=(consent and consent.kind) or None,
            entry_into_force_stated=next(iter(consent.stated), None) if consent else None,
            entry_into_force_computed=consent.computed if consent else None,
            arithmetic=(consent and consent.arithmetic) or None,
            statements=self._statements.get((ns.instrument(row.treaty).value, actor), 0),
            legal_basis=info.legal_basis,
            on=day,
            as_of=info.as_of,
            beyond_data=info.is_before(on),
            complete=info.complete,
            sources=some_sources(self._sources, stating) or self._lists[info.id],
        )
