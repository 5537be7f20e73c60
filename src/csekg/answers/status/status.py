"""Status over time, asked of a store: who is bound by a treaty on a day, who is not, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.errors import CsekgError, TooEarlyError, UnknownNameError
from csekg.namespaces import XSD
from csekg.sparql.store import QueryEngine

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

    def is_before(self, on: date | None) -> bool:
        """Return whether the data about the treaty end before a day; None is their own last day."""
        return on is not None and on > self.as_of


@dataclass(frozen=True, slots=True)
class StatusRow:
    """The status of one actor under one treaty on a day; `until` is exclusive.

    `interval` is the IRI of the span of time, `basis` those of the acts that it began with, which
    `acts` names.
    """

    treaty: str
    actor: str
    name: str
    status: str
    status_label: str
    since: date
    until: date | None
    reason: str
    acts: str
    interval: str
    basis: tuple[str, ...]


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

# Names are asked for apart: joined here, the engine may begin with them and take seconds.
_ROWS = """
SELECT ?interval ?treaty ?actor ?status ?since ?until ?reason ?act ?named WHERE {
  %s
  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ;
                 cse:interval ?interval .
  ?interval cse:status ?status ; cse:from ?since .
  OPTIONAL { ?interval cse:until ?until }
  FILTER(?since <= ?on && (!BOUND(?until) || ?until > ?on))
  OPTIONAL { ?interval cse:eligibilityReason ?reason }
  OPTIONAL { ?interval cse:basisAction ?act . ?act rdfs:label ?named }
} ORDER BY ?interval ?act
"""
_ACTORS = """
SELECT ?actor ?key ?name WHERE {
  ?actor a cse:TreatyActor ; dcterms:identifier ?key ; rdfs:label ?name
} ORDER BY ?actor
"""
_STATUSES = """
SELECT ?status ?label WHERE {
  ?status skos:inScheme <https://w3id.org/csekg/id/vocab/status> ; skos:prefLabel ?label
}
"""


def treaties(store: QueryEngine) -> dict[str, TreatyInfo]:
    """Return every treaty of the dataset by its key."""
    found = {}
    for iri, title, short, as_of, complete, basis, label, note in store.values(_TREATIES):
        key = iri.rpartition("/")[2]
        found[key] = TreatyInfo(
            key, title, short, date.fromisoformat(as_of), complete == "true",
            basis.rpartition("/")[2], label, note,
        )  # fmt: skip
    return found


def find_treaty(store: QueryEngine, key: str) -> TreatyInfo:
    """Return a treaty by its key; raises UnknownNameError with the closest keys."""
    known = treaties(store)
    if key.lower() not in known:
        raise UnknownNameError("treaty", key, known)
    return known[key.lower()]


def find_actor(store: QueryEngine, text: str) -> tuple[str, str]:
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


def actors(store: QueryEngine) -> dict[str, tuple[str, str]]:
    """Return key and English name of every actor by its IRI."""
    return {iri: (key, name) for iri, key, name in store.values(_ACTORS)}


def status_labels(store: QueryEngine) -> dict[str, str]:
    """Return the label of every status by its code, such as `no-action`."""
    return {iri.rpartition("/")[2]: label for iri, label in store.values(_STATUSES)}


def status_rows(
    store: QueryEngine, on: date | None, treaty: str | None = None, actor: str | None = None
) -> tuple[StatusRow, ...]:
    """Return the status of actors under treaties, sorted by the actor's name, then the treaty.

    `treaty` and `actor` are keys that select one. Without a day each row speaks of the as-of date
    of its treaty. Treaties adopted after the day are left out.
    """
    blocks = ["?treaty cse:statusAsOf ?on ."]
    if on:
        blocks = [f"VALUES ?on {{ {Literal(on.isoformat(), datatype=XSD.date)} }}"]
    if treaty:
        blocks.append(f"VALUES ?treaty {{ {ns.instrument(treaty)} }}")
    if actor:
        blocks.append(f"VALUES ?actor {{ {ns.actor(actor)} }}")
    names, labels = actors(store), status_labels(store)
    found: dict[str, StatusRow] = {}
    for interval, of, who, code, since, until, reason, act, named in store.values(
        _ROWS % " ".join(blocks)
    ):
        row = found.get(interval)
        if row is not None:
            # An interval may begin with several acts, a line each.
            acts = f"{row.acts}; {named.partition(': ')[2]}"
            found[interval] = replace(row, acts=acts, basis=(*row.basis, act))
            continue
        key, name = names[who]
        short = code.rpartition("/")[2]
        found[interval] = StatusRow(
            of.rpartition("/")[2], key, name, short, labels[short], date.fromisoformat(since),
            date.fromisoformat(until) if until else None, reason,
            named.partition(": ")[2], interval, (act,) if act else (),
        )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda row: (row.name, row.treaty)))


def status(store: QueryEngine, treaty: str, on: date | None = None) -> StatusReport:
    """Return the status of every actor under a treaty on a day.

    Without a day it speaks of the treaty's as-of date. Raises UnknownNameError for an unknown
    treaty, and TooEarlyError for a day before the treaty was adopted.
    """
    info = find_treaty(store, treaty)
    day = on or info.as_of
    rows = status_rows(store, day, info.key)
    if not rows:
        raise too_early(store, info, day)
    return StatusReport(info, day, rows)


def too_early(store: QueryEngine, info: TreatyInfo, on: date) -> TooEarlyError:
    """Return the error that says why nobody has a status under a treaty on a day."""
    if store.values(f"SELECT ?on WHERE {{ {ns.instrument(info.key)} cse:adoptedOn ?on }}"):
        why = f"{info.short_title} was not yet adopted on {on}: no State had a status"
    else:
        why = (
            f"no status under {info.short_title} is known on {on}: the data tell neither when it "
            f"was adopted nor how it stood before {info.as_of}"
        )
    return TooEarlyError(why)


def gaps(store: QueryEngine, treaty: str, on: date | None = None) -> StatusReport:
    """Return who is not bound by a treaty on a day, with the reasons, and who will be.

    The same as `status` without the parties, ordered by status, then by name. On what ground the
    States may be asked to join stands in `TreatyInfo.legal_basis`.
    """
    report = status(store, treaty, on)
    ordered = sorted(report.rows, key=lambda row: (ORDER.index(row.status), row.name))
    return StatusReport(report.treaty, report.on, tuple(r for r in ordered if r.status != "party"))


def state(
    store: QueryEngine, actor: str, on: date | None = None
) -> list[tuple[TreatyInfo, StatusRow]]:
    """Return the status of one actor under every treaty, each on `on` or its own as-of date.

    Treaties adopted after the day are left out. `actor` is a key or a name; raises
    UnknownNameError where it is neither.
    """
    key, _ = find_actor(store, actor)
    by_treaty = {row.treaty: row for row in status_rows(store, on, actor=key)}
    infos = sorted(treaties(store).values(), key=by_legal_basis)
    return [(info, by_treaty[info.key]) for info in infos if info.key in by_treaty]


def by_legal_basis(info: TreatyInfo) -> tuple[int, str]:
    """Return where a treaty stands in a list: what the resolution urges first, then by title."""
    return ("urged", "recalled", "noted", "related").index(info.legal_basis), info.short_title
