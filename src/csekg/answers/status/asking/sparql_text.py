"""The question as a SPARQL query that gives the same cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from csekg.answers.common.groups import groups
from csekg.answers.status.asking.question import Question, asked_actors, asked_treaties
from csekg.namespaces import ID, PREFIXES
from csekg.sparql.store import QueryEngine

_USED = ("cse", "dcterms", "instrument", "rdfs", "state", "status", "xsd")
_TEXT = """\
{prefixes}

# {sentence}
SELECT DISTINCT ?state ?name ?treaty ?title ?status ?since ?held_since ?until ?as_of ?reason
WHERE {{
{chosen}  ?treaty a cse:Treaty ; cse:shortTitle ?title ; cse:statusAsOf ?as_of .
  FILTER(LANG(?title) = "en")
{days}  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ;
                 cse:interval ?interval .
  ?interval cse:status ?status ; cse:from ?since .
  ?actor dcterms:identifier ?state ; rdfs:label ?name .
  OPTIONAL {{ ?interval cse:until ?until }}
  FILTER(?since <= ?last && (!BOUND(?until) || ?until > ?first))
  OPTIONAL {{ ?interval cse:heldSince ?held_since }}
{began}  OPTIONAL {{ ?interval cse:eligibilityReason ?reason }}
}}
ORDER BY ?name ?title ?since
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
        newest = f"IF(?as_of > {first}, ?as_of, {first})"
        last = _day(question.last) if question.last else newest
    else:
        first = last = _day(question.on) if question.on else "?as_of"
    return f"  BIND({first} AS ?first) BIND({last} AS ?last)\n"


def _day(day: date) -> str:
    return f'"{day.isoformat()}"^^xsd:date'
