"""What the dataset composes in English: labels of acts, statuses and parts of texts, and sentences.

Each is found by its English text, and said anew from what it is made of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from types import MappingProxyType

from csekg.answers.common.base import code, day, part_key, refusing
from csekg.answers.common.kinds import CLASSES, fine_kind
from csekg.answers.common.names import english_names, names
from csekg.answers.common.reasons import every_reason, rules_by_treaty, sum_of
from csekg.answers.common.remembering import remembered
from csekg.answers.common.stated import Finder
from csekg.languages.current import ENGLISH, speaking
from csekg.law.reasons import Reason, in_order
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import (
    ActLabel,
    CorrespondenceLabel,
    Label,
    Names,
    ParticipationLabel,
    PartKind,
    PartLabel,
    RequestLabel,
)
from csekg.wording.reasons import say


@dataclass(frozen=True, slots=True)
class _Reasons:
    """The reasons of a status, a sentence for each."""

    reasons: tuple[Reason, ...]

    def say(self, names: Names) -> str:
        return say(self.reasons, names)


_PARTS = """
SELECT ?part ?class ?instrument ?number WHERE {
  VALUES ?class { cse:Article cse:TreatyProvision cse:PreambularParagraph cse:OperativeParagraph
                  cse:SubParagraph cse:Footnote }
  ?part a ?class ; cse:provisionOf ?instrument ; cse:number ?number
}
"""
_CORRESPONDENCES = """
SELECT ?paragraph ?provision WHERE {
  ?link a cse:Correspondence ; cse:paragraph ?paragraph ; cse:provision ?provision
}
"""
_TREATIES = "SELECT ?treaty WHERE { ?treaty a cse:Treaty } ORDER BY ?treaty"
_REQUESTS = "SELECT ?paragraph ?number WHERE { ?r cse:requestedIn ?paragraph ; cse:number ?number }"
# An act may have several classes, days and territories: one of each has those of its label.
_ACTS = f"""
SELECT ?act ?label ?class ?actor ?treaty ?day ?followed ?kind ?stated ?first ?last ?number
       ?territory WHERE {{
  VALUES ?treaty {{ <%s> }}
  ?act a ?class ; cse:actor ?actor ; cse:treaty ?treaty ; rdfs:label ?label .
  FILTER(?class IN ({", ".join(f"cse:{name}" for name in CLASSES)}))
  OPTIONAL {{ ?act cse:followedDate ?followed }}
  OPTIONAL {{ ?act cse:date ?day FILTER(!BOUND(?followed)) }}
  OPTIONAL {{ ?act cse:followedKind ?kind }}
  OPTIONAL {{ ?act cse:consentKind ?stated }}
  OPTIONAL {{ ?act cse:notBefore ?first ; cse:notAfter ?last }}
  OPTIONAL {{ ?act cse:number ?number }}
  OPTIONAL {{ ?act cse:territory/dcterms:identifier ?territory }}
}}
"""
_PARTICIPATIONS = """
SELECT ?actor ?treaty WHERE { ?of a cse:Participation ; cse:actor ?actor ; cse:treaty ?treaty }
"""
_REASONS = "SELECT ?status ?reason WHERE { ?status cse:statusReason ?reason }"
_SUMS = """
SELECT DISTINCT ?treaty ?on ?computed ?alternative ?case WHERE {
  ?act cse:computedCase ?case ; cse:computedEntryIntoForce ?computed ;
       cse:treaty ?treaty ; cse:followedDate ?on
  OPTIONAL { ?act cse:alternativeEntryIntoForce ?alternative }
}
"""


def _by_text(store: QueryEngine, labels: Iterable[Label]) -> Mapping[str, Label]:
    own_names = english_names(store)
    with refusing(Label), speaking(ENGLISH):
        return MappingProxyType({label.say(own_names): label for label in labels})


@remembered
def _parts(store: QueryEngine) -> Mapping[str, Label]:
    parts = {
        part: PartLabel(code(instrument), _part_kind(part, code(class_), number), number)
        for part, class_, instrument, number in store.values(_PARTS)
    }
    pairs = (
        CorrespondenceLabel(parts[paragraph], parts[provision])
        for paragraph, provision in store.values(_CORRESPONDENCES)
        if {paragraph, provision} <= parts.keys()
    )
    requests = (RequestLabel(parts[part], number) for part, number in store.values(_REQUESTS) if part in parts)
    return _by_text(store, (*parts.values(), *pairs, *requests))


def _part_kind(part: str, class_: str, number: str) -> PartKind:
    if class_ == "Footnote":
        return "footnote"
    if class_ in ("Article", "TreatyProvision"):
        return "preamble" if number == "preamble" else "article"
    preambular = part_key(part).startswith("pp/")
    return "preambular-paragraph" if preambular else "operative-paragraph"


@remembered
def _acts(store: QueryEngine) -> Mapping[str, Label]:
    labels = (act_labels_of(store, treaty).values() for (treaty,) in store.values(_TREATIES))
    return _by_text(store, chain.from_iterable(labels))


@remembered
def act_labels_of(store: QueryEngine, treaty: str) -> Mapping[str, ActLabel]:
    """Return what the labels of the acts under a treaty, given by IRI, are made of, by the IRIs of the acts."""
    found: dict[str, ActLabel] = {}
    own_names = english_names(store)
    with refusing(ActLabel), speaking(ENGLISH):
        for act, stated, *row in store.values(_ACTS % treaty):
            for label in _acts_of_row(*row):
                if act not in found or label.say(own_names) == stated:
                    found[act] = label
    return found


def _acts_of_row(
    class_: str,
    actor: str,
    treaty: str,
    on: str,
    followed: str,
    kind: str,
    stated: str,
    first: str,
    last: str,
    number: str,
    territory: str,
) -> Iterator[ActLabel]:
    is_year = first.endswith("-01-01") and last == first[:4] + "-12-31"
    year = int(first[:4]) if is_year else None
    # Of two sources of an act that is dismissed, the first may give no day.
    days = (day(followed or on), None)
    for kind_, day_ in product(_kinds(code(class_), code(kind or stated), number), days):
        yield ActLabel(
            actor=code(actor),
            treaty=code(treaty),
            kind=kind_,
            on=day_,
            number=number,
            territory="" if number else territory,
            year=year,
        )


def _kinds(class_: str, of_consent: str, number: str) -> tuple[str, ...]:
    if class_ == "ConsentToBeBound":
        return (of_consent,)
    if class_ == "TreatyStatement":
        return ("declarant",)
    if class_ == "Declaration" and not number:
        return ("declaration", "territorial-declaration")
    return (fine_kind(class_),) if class_ in CLASSES else ()


@remembered
def _participations(store: QueryEngine) -> Mapping[str, Label]:
    participations = (ParticipationLabel(code(actor), code(treaty)) for actor, treaty in store.values(_PARTICIPATIONS))
    return _by_text(store, participations)


@remembered
def _reasons(store: QueryEngine) -> Mapping[str, Label]:
    """Return the sentences of each reason, and of those that one status has together."""
    reasons = every_reason(store)
    of_status: defaultdict[str, set[str]] = defaultdict(set)
    for status, reason in store.values(_REASONS):
        of_status[status].add(reason)
    together = {frozenset(iris) for iris in of_status.values()} | {*map(frozenset, zip(reasons))}
    return _by_text(store, (_Reasons(in_order(reasons[iri] for iri in iris)) for iris in together))


@remembered
def _sums(store: QueryEngine) -> Mapping[str, Label]:
    rules = rules_by_treaty(store)
    sums = (
        sum_of(rules.get(treaty), day(on), day(computed), day(alternative), case)
        for treaty, on, computed, alternative, case in store.values(_SUMS)
    )
    return _by_text(store, filter(None, sums))


#: What gives the texts that are composed, by their English wording; the smallest first.
FAMILIES: Sequence[Callable[[QueryEngine], Mapping[str, Label]]] = (_parts, _acts, _participations, _reasons, _sums)


def composed_texts(store: QueryEngine) -> Sequence[Finder]:
    """Return what finds the composed texts of a store; each asks the store when it first seeks one."""
    return [_Composed(store, family).find for family in FAMILIES]


def composed_of(store: QueryEngine, labels: Iterable[Label]) -> Finder:
    """Return what finds the texts of labels, with the names of a store."""
    return _Composed(store, lambda named: _by_text(named, labels)).find


class _Composed:
    """The composed texts of a store that are of one family."""

    def __init__(self, store: QueryEngine, family: Callable[[QueryEngine], Mapping[str, Label]]) -> None:
        self._store, self._family = store, family
        self._labels: Mapping[str, Label] | None = None

    def find(self, english: str) -> str | None:
        """Return an English text in the current language, None for one of another family."""
        if self._labels is None:
            self._labels = self._family(self._store)
        label = self._labels.get(english)
        return label.say(names(self._store)) if label else None
