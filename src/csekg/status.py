"""Status over time, asked of a store: who is bound by a treaty on a day, who is not, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.errors import CsekgError, UnknownNameError
from csekg.namespaces import XSD
from csekg.store import Store

#: The order in which a gap list tells the statuses, from bound to not eligible.
ORDER = (
    "party", "contracting-state", "signatory", "no-action", "needs-invitation", "former-party",
    "unknown", "not-eligible",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TreatyInfo:
    """What every answer about a treaty's status must carry."""

    key: str
    title: str
    short_title: str
    as_of: date
    complete: bool
    legal_basis: str
    legal_basis_label: str
    note: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    """The status of one actor under one treaty on a day; `until` is exclusive."""

    treaty: str
    actor: str
    name: str
    status: str
    status_label: str
    since: date
    until: date | None
    reason: str
    acts: str


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The status of many actors on one day."""

    treaty: TreatyInfo
    on: date
    rows: tuple[StatusRow, ...]

    def with_status(self, *statuses: str) -> list[StatusRow]:
        """Return the rows with one of these statuses."""
        return [row for row in self.rows if row.status in statuses]

    def counts(self) -> dict[str, int]:
        """Return how many actors have each status, in the order of `ORDER`, none left out."""
        return {status: len(self.with_status(status)) for status in ORDER}


_TREATIES = """
SELECT ?treaty ?title ?short ?as_of ?complete ?basis ?basis_label ?note WHERE {
  ?treaty a cse:Treaty ; dcterms:title ?title ; cse:shortTitle ?short ; cse:statusAsOf ?as_of ;
          cse:completeList ?complete ; cse:legalBasis ?basis .
  ?basis skos:prefLabel ?basis_label .
  OPTIONAL { GRAPH <https://w3id.org/csekg/id/graph/editorial> { ?treaty skos:note ?note } }
} ORDER BY ?treaty
"""

_ROWS = """
SELECT ?treaty ?key ?name ?status ?status_label ?since ?until ?reason
       (GROUP_CONCAT(?label; separator="; ") AS ?acts)
WHERE {
  VALUES ?on { "2007-04-27"^^xsd:date }
  %s
  ?interval a cse:StatusInterval ; cse:treaty ?treaty ; cse:actor ?actor ; cse:status ?status ;
            cse:from ?since .
  OPTIONAL { ?interval cse:until ?until }
  FILTER(?since <= ?on && (!BOUND(?until) || ?until > ?on))
  ?actor dcterms:identifier ?key ; rdfs:label ?name .
  ?status skos:prefLabel ?status_label .
  OPTIONAL { ?interval cse:eligibilityReason ?reason }
  OPTIONAL { ?interval cse:basisAction ?act . ?act rdfs:label ?named
             BIND(STRAFTER(?named, ": ") AS ?label) }
}
GROUP BY ?treaty ?key ?name ?status ?status_label ?since ?until ?reason
ORDER BY ?name ?treaty
"""


def treaties(store: Store) -> dict[str, TreatyInfo]:
    """Return every treaty of the dataset by its key."""
    found = {}
    for iri, title, short, as_of, complete, basis, label, note in store.values(_TREATIES):
        key = iri.rpartition("/")[2]
        found[key] = TreatyInfo(
            key, title, short, date.fromisoformat(as_of), complete == "true",
            basis.rpartition("/")[2], label, note,
        )  # fmt: skip
    return found


def find_treaty(store: Store, key: str) -> TreatyInfo:
    """Return a treaty by its key; raises UnknownNameError with the closest keys."""
    known = treaties(store)
    if key.lower() not in known:
        raise UnknownNameError("treaty", key, known)
    return known[key.lower()]


def find_actor(store: Store, text: str) -> tuple[str, str]:
    """Return key and English name of the actor with this key or name, in any known language.

    Upper and lower case do not matter; nothing is guessed. Raises UnknownNameError with the
    closest names, and CsekgError for a name that two actors share.
    """
    rows = store.values("""
        SELECT DISTINCT ?key ?label ?name WHERE {
          ?actor a cse:TreatyActor ; dcterms:identifier ?key ; rdfs:label ?label ;
                 dcterms:identifier|rdfs:label|skos:prefLabel|skos:altLabel|cse:formalName ?name .
        }""")
    wanted = text.casefold()
    found = {(key, label) for key, label, name in rows if name.casefold() == wanted}
    if not found:
        raise UnknownNameError("State", text, {name for row in rows for name in row})
    if len(found) > 1:
        both = ", ".join(f"{key} ({label})" for key, label in sorted(found))
        raise CsekgError(f"{text!r} may mean {both}: give the key")
    return found.pop()


def _rows(store: Store, on: date, **only: NamedNode) -> tuple[StatusRow, ...]:
    blocks = "".join(f"VALUES ?{name} {{ {term} }} " for name, term in only.items())
    day = Literal(on.isoformat(), datatype=XSD.date)
    rows = store.values(_ROWS % blocks, {"on": day})
    return tuple(
        StatusRow(
            treaty.rpartition("/")[2], key, name,
            status.rpartition("/")[2], label, date.fromisoformat(since),
            date.fromisoformat(until) if until else None, reason, acts,
        )
        for treaty, key, name, status, label, since, until, reason, acts in rows
    )  # fmt: skip


def status(store: Store, treaty: str, on: date | None = None) -> StatusReport:
    """Return the status of every actor under a treaty on a day.

    Without a day it speaks of the treaty's as-of date. Raises UnknownNameError for an unknown
    treaty, and CsekgError for a day before the treaty was adopted.
    """
    info = find_treaty(store, treaty)
    day = on or info.as_of
    rows = _rows(store, day, treaty=ns.instrument(info.key))
    if not rows:
        raise CsekgError(f"{info.short_title} was not yet adopted on {day}: no State had a status")
    return StatusReport(info, day, rows)


def gaps(store: Store, treaty: str, on: date | None = None) -> StatusReport:
    """Return who is not bound by a treaty on a day, with the reasons, and who will be.

    The same as `status` without the parties, ordered by status, then by name. On what ground the
    States may be asked to join stands in `TreatyInfo.legal_basis`.
    """
    report = status(store, treaty, on)
    ordered = sorted(report.rows, key=lambda row: (ORDER.index(row.status), row.name))
    return StatusReport(report.treaty, report.on, tuple(r for r in ordered if r.status != "party"))


def state(store: Store, actor: str, on: date | None = None) -> list[tuple[TreatyInfo, StatusRow]]:
    """Return the status of one actor under every treaty, each on `on` or its own as-of date.

    Treaties adopted after the day are left out. `actor` is a key or a name; raises
    UnknownNameError where it is neither.
    """
    key, _ = find_actor(store, actor)
    iri = ns.actor(key)
    found = []
    for info in sorted(treaties(store).values(), key=_by_legal_basis):
        rows: Iterable[StatusRow] = _rows(
            store, on or info.as_of, actor=iri, treaty=ns.instrument(info.key)
        )
        found += [(info, row) for row in rows]
    return found


def _by_legal_basis(info: TreatyInfo) -> tuple[int, str]:
    return ("urged", "recalled", "noted", "related").index(info.legal_basis), info.short_title
