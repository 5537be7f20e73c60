"""A question of who has which status: States, treaties, statuses, time; and the same in SPARQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from csekg.answers.common.groups import groups, members
from csekg.answers.common.references import ORDER, Status, TreatyInfo, actor_ref, by_legal_basis, find_treaty, treaties
from csekg.answers.entities.actors import continued_by, existences
from csekg.errors import CsekgError
from csekg.languages.messages import _
from csekg.law.reasons import OPEN_BEFORE_BOUND, Verdict
from csekg.namespaces import ID, PREFIXES
from csekg.sparql.store import QueryEngine

#: A status, or `not-bound`: any in which a State is known not to be bound.
Asked: TypeAlias = Status | Literal["not-bound"]
#: The statuses of States that a treaty does not bind; of some that are `unknown` nobody can say so.
NOT_BOUND = tuple(status for status in ORDER if status != "party")
#: The statuses of who has signed or consented and is not bound.
ACTED = frozenset({"signatory", "contracting-state"})


class PeriodError(CsekgError):
    """A day and a period at once, or a period that ends before it begins."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who (all where neither States nor groups are named) has which status under which treaties.

    The time is the day `on`, or the period from `first` to `last`, both included, either of which
    may be open; without any it is the as-of date of each treaty. In a period a status counts that
    was held on any of its days or, with `began`, that began on one of them: the status of a State
    that goes on under another one began with the first. Raises PeriodError.
    """

    states: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    treaties: tuple[str, ...] = ()
    statuses: tuple[Asked, ...] = ("signatory",)
    on: date | None = None
    first: date | None = None
    last: date | None = None
    began: bool = False

    def __post_init__(self) -> None:
        """Refuse a time that has no meaning."""
        if self.on and self.in_period:
            raise PeriodError(_("give a day (on) or a period (from, until), not both"))
        if self.first and self.last and self.last < self.first:
            raise PeriodError(
                _(
                    "the period from {first} to {last} ends before it begins; exchange the two days",
                    first=self.first,
                    last=self.last,
                )
            )

    @property
    def in_period(self) -> bool:
        """Whether the question is about a period."""
        return bool(self.first or self.last)

    def asks_for(self, status: str, verdict: Verdict) -> bool:
        """Return whether a status that gives a verdict is among those asked for."""
        if status in self.statuses:
            return True
        return "not-bound" in self.statuses and status in NOT_BOUND and verdict == "not-bound"

    def leaves_open(self, status: str, verdict: Verdict) -> bool:
        """Return whether who has a status that is not asked for may yet have one that is.

        Who has no act that was read may have signed, or consented without being bound yet.
        """
        if self.asks_for(status, verdict):
            return False
        return verdict == "not-known" or (status == "no-act-read" and not ACTED.isdisjoint(self.statuses))

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all statuses that are asked for."""
        return frozenset(
            code for status in self.statuses for code in (NOT_BOUND if status == "not-bound" else (status,))
        )

    def days(self, info: TreatyInfo) -> tuple[date, date]:
        """Return the first and the last day that is asked about under a treaty."""
        if self.in_period:
            return self.first or date.min, self.last or max(info.status_on, self.first or date.min)
        return (info.day(self.on),) * 2


def asked_treaties(store: QueryEngine, question: Question) -> list[TreatyInfo]:
    """Return the treaties of a question, or all, those that the resolution urges first.

    Raises UnknownNameError for an unknown treaty.
    """
    named = {find_treaty(store, key).key: find_treaty(store, key) for key in question.treaties}
    return sorted((named or treaties(store)).values(), key=by_legal_basis)


def asked_actors(store: QueryEngine, question: Question) -> frozenset[str] | None:
    """Return the IRIs of the States and organizations of a question, None for the whole world.

    The members of a group are those on the day or on the last day of the period, where the data
    tell; a State is the one that it was on that day, as Russia was the Soviet Union, which it
    continues. Raises UnknownNameError for an unknown State or group.
    """
    if not question.states and not question.groups:
        return None
    day = question.on or question.last
    named = frozenset(_as_of_then(store, actor_ref(store, key).id, day) for key in question.states)
    if not question.groups:
        return named
    return named | members(store, question.groups, day)


def _as_of_then(store: QueryEngine, actor: str, on: date | None) -> str:
    """Return the IRI of the State that one was on a day, under an earlier name, else its own."""
    if on is None or existed(store, actor, on):
        return actor
    former = {later.id: earlier for earlier, later in continued_by(store).items() if later.id != earlier}
    earlier = former.get(actor)
    while earlier and not existed(store, earlier, on):
        earlier = former.get(earlier)
    return earlier or actor


def existed(store: QueryEngine, actor: str, on: date) -> bool:
    """Return whether a State existed on a day; one of which no existence is recorded always did."""
    spans = existences(store).get(actor, ())
    return not spans or any(span.holds(on) for span in spans)


_USED = ("cse", "dcterms", "instrument", "rdfs", "skos", "state", "status", "xsd")
_TEXT = """\
{prefixes}

# {sentence}
SELECT DISTINCT ?state ?name ?treaty ?title ?status ?since ?held_since ?until ?as_of ?reason
WHERE {{
{chosen}  ?treaty a cse:Treaty ; cse:shortTitle ?title ; cse:statusAsOf ?as_of ;
          cse:statusOn ?told_on .
  FILTER(LANG(?title) = "en")
{days}  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ;
                 cse:interval ?interval .
  ?interval cse:status ?status ; cse:from ?since .
  ?actor dcterms:identifier ?state ; rdfs:label ?name .
  OPTIONAL {{ ?interval cse:until ?until }}
  FILTER(?since <= ?last && (!BOUND(?until) || ?until > ?first))
  OPTIONAL {{ ?interval cse:heldSince ?held_since }}
{began}{known}  OPTIONAL {{ ?interval cse:eligibilityReason ?together }}
  OPTIONAL {{ ?interval cse:statusReason/rdfs:label ?only FILTER(!BOUND(?together)) }}
  BIND(COALESCE(?together, ?only) AS ?reason)
}}
ORDER BY ?name ?title ?since
"""
#: Of a status that is not known: a State is not bound whose signature has no known day.
_KNOWN = f"""\
  FILTER(?status != status:unknown || EXISTS {{
    ?interval cse:statusReason/cse:reasonCode/skos:notation ?code
    FILTER(?code IN ({", ".join(f'"{code}"' for code in sorted(OPEN_BEFORE_BOUND))}))
  }})
"""
_EVER = date(1, 1, 1)


def sparql_of(store: QueryEngine, question: Question, sentence: str) -> str:
    """Return a SPARQL 1.1 query for the cases of a question; `sentence` stands in it as a comment.

    Raises UnknownNameError for an unknown State, group or treaty.
    """
    return _TEXT.format(
        prefixes="\n".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in _USED),
        sentence=" ".join(str(sentence).split()),
        chosen=_chosen(store, question),
        days=_days(question),
        known=_KNOWN if "not-bound" in question.statuses and "unknown" not in question.statuses else "",
        began="  FILTER(COALESCE(?held_since, ?since) >= ?first)\n" if question.began else "",
    )


def _chosen(store: QueryEngine, question: Question) -> str:
    """Return the patterns that narrow statuses, treaties and actors."""
    found = [_values("status", (f"status:{code}" for code in sorted(question.codes)))]
    if question.treaties:
        keys = (f"instrument:{info.key}" for info in asked_treaties(store, question))
        found.append(_values("treaty", keys))
    dated = question.on or question.last
    if question.groups and not question.states and not dated:
        iris = {group.key: group.id for group in groups(store)}
        found.append(_values("group", (f"<{iris[key]}>" for key in question.groups)))
        found.append("  ?actor cse:memberOf ?group .\n")
    elif (only := asked_actors(store, question)) is not None:
        # Of a day, the members of then.
        found.append(_values("actor", (_short(iri) for iri in sorted(only))))
    return "".join(found)


def _values(name: str, terms: Iterable[str]) -> str:
    return f"  VALUES ?{name} {{ {' '.join(terms)} }}\n"


def _short(iri: str) -> str:
    state = f"{ID}state/"
    return f"state:{iri.removeprefix(state)}" if iri.startswith(state) else f"<{iri}>"


def _days(question: Question) -> str:
    if question.in_period:
        first = _day(question.first or _EVER)
        newest = f"IF(?told_on > {first}, ?told_on, {first})"
        last = _day(question.last) if question.last else newest
    else:
        first = last = _day(question.on) if question.on else "?told_on"
    return f"  BIND({first} AS ?first) BIND({last} AS ?last)\n"


def _day(day: date) -> str:
    return f'"{day.isoformat()}"^^xsd:date'
