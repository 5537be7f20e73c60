"""The editors' texts that may be translated, and what each language has of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.writers.participations import discrepancy_iri
from csekg.dataset.writers.practice import asked_iri, assessor_iri, link_iri
from csekg.dataset.writers.provisions import assessment_iri, correspondence_iri, later_note, parallel_iri, reading_iri
from csekg.dataset.writers.resolution import citation_iri, document_iri, follow_up_iri, footnote_iri, request_iri
from csekg.dataset.writers.reviews import review_iri
from csekg.dataset.writers.treaties import clause_iri, coverage_iri, rule_iri
from csekg.derived.all_facts import AllFacts
from csekg.errors import did_you_mean
from csekg.facts.assessments import AssessorFacts
from csekg.facts.translations import Key, Source, Translation, hash_of
from csekg.namespaces import CSE, DCTERMS, RDF, SKOS

_Statement = tuple[NamedNode, NamedNode, str]
#: Days, periods, codes and symbols without such letters are the same in all languages.
_WORD = re.compile("[a-z]{3}")
#: The events whose detail pages show as a note.
_TERRITORIAL = ("territorial-application", "territorial-exclusion")


@dataclass(frozen=True)
class Text:
    """An English text of the editors: the thing and the property that it stands at."""

    thing: NamedNode
    property: NamedNode
    english: str
    key: Key

    @cached_property
    def source(self) -> Source:
        """What a translation is of."""
        return self.key.property, hash_of(self.english)


@dataclass(frozen=True, slots=True)
class Translated:
    """A text and its translation, empty where there is none.

    One that is not current is of an earlier English text that stood at its place.
    """

    text: Text
    translation: str
    is_current: bool


class InLanguage:
    """What one language has of the texts.

    `texts` are all of them with their translations, in the order of the walk; `stale` the
    translations of an English text that stands nowhere now; `missing` the texts without any, each
    English text of a property once.
    """

    def __init__(self, language: str, texts: Sequence[Text], translations: Sequence[Translation]) -> None:
        """Join the texts with the translations: by the English first, then by the place."""
        self.language, self.translations = language, translations
        sources = {text.source for text in texts}
        self.stale = [row for row in translations if row.source not in sources]
        self.texts = [*_joined(texts, translations, {row.key: row for row in self.stale})]
        missing = [entry.text for entry in self.texts if not entry.translation]
        missing.sort(key=_place, reverse=True)
        self.missing = sorted({text.source: text for text in missing}.values(), key=_place)

    @property
    def warning(self) -> str:
        """How many translations are stale and missing, empty where none is."""
        stale, missing = len(self.stale), len(self.missing)
        if not stale + missing:
            return ""
        return (
            f"{self.language}: {stale} {'text is' if stale == 1 else 'texts are'} stale and "
            f"{missing} {'is' if missing == 1 else 'are'} missing; English stands in "
            f"(csekg languages --stale {self.language})"
        )


def in_languages(all_facts: AllFacts) -> Mapping[str, InLanguage]:
    """Return what each language has of the texts.

    Raises DataError for a translation of a property that has no texts.
    """
    statements = [*_statements(all_facts)]
    names = {_curie(property_) for _, property_, _ in statements}
    texts = [*_placed(statements)]
    for translation in chain.from_iterable(all_facts.translations.values()):
        name = translation.key.property
        if name not in names:
            raise translation.row.fail("no text of this property is translated", name, did_you_mean(name, names))
    return {
        language: InLanguage(language, texts, translations) for language, translations in all_facts.translations.items()
    }


def _place(text: Text) -> Key:
    return text.key


def _joined(
    texts: Sequence[Text], translations: Sequence[Translation], stale: Mapping[Key, Translation]
) -> Iterator[Translated]:
    # The English text stands at several things: its own translation comes before that of another.
    own = {(row.key.thing, *row.source): row for row in translations}
    of_any = {row.source: row for row in reversed(translations)}
    earlier = {text.source: stale[text.key].text for text in texts if text.key in stale}
    for text in texts:
        if row := own.get((text.key.thing, *text.source)) or of_any.get(text.source):
            yield Translated(text, row.text, True)
        else:
            yield Translated(text, earlier.get(text.source, ""), False)


def _placed(statements: Iterable[_Statement]) -> Iterator[Text]:
    """Yield the texts that are not empty, with their places."""
    together: defaultdict[tuple[NamedNode, NamedNode], dict[str, None]] = defaultdict(dict)
    for thing, property_, english in statements:
        if english:
            together[thing, property_][english] = None
    for (thing, property_), texts in together.items():
        path, name = thing.value.removeprefix(ns.ID).removeprefix(ns.BASE), _curie(property_)
        for place, english in enumerate(texts, 1):
            key = Key(path, name, place if len(texts) > 1 else 0)
            yield Text(thing, property_, english, key)


def _curie(iri: NamedNode) -> str:
    return next(
        f"{prefix}:{iri.value.removeprefix(base)}" for prefix, base in ns.PREFIXES.items() if iri.value.startswith(base)
    )


def _statements(all_facts: AllFacts) -> Iterator[_Statement]:
    """Yield every text that may be translated, also empty ones: all there is to say of what is."""
    resolution = all_facts.resolution
    for paragraph in resolution.paragraphs.values():
        yield ns.paragraph(paragraph.path), DCTERMS.description, paragraph.summary
    for request in resolution.requests:
        yield request_iri(request), DCTERMS.description, request.asks
        for condition in request.conditions:
            yield request_iri(request), CSE.condition, condition
    for citation in resolution.citations:
        predicate = CSE.citedAs if citation.cites else DCTERMS.description
        yield citation_iri(citation), predicate, citation.cited_as
    for footnote in resolution.footnotes.values():
        yield footnote_iri(footnote.number), CSE.reference, footnote.reference
    for follow_up in resolution.follow_ups:
        yield follow_up_iri(follow_up), DCTERMS.description, follow_up.how
    for link in all_facts.correspondences:
        yield correspondence_iri(link), CSE.rationale, link.rationale
        yield correspondence_iri(link), CSE.decisionReason, link.decided
        yield correspondence_iri(link), SKOS.note, later_note(all_facts.later_treaties.get(link.treaty))
    for reading in all_facts.readings.readings.values():
        yield reading_iri(reading.key), SKOS.prefLabel, reading.name
        yield reading_iri(reading.key), DCTERMS.description, reading.method
    for parallel in all_facts.readings.parallels:
        yield parallel_iri(parallel), DCTERMS.description, parallel.content
    for of, listed in all_facts.provisions.items():
        for provision in listed.values():
            thing = ns.provision(of, provision.printed)
            yield thing, CSE.heading, provision.heading
            yield thing, DCTERMS.description, provision.summary
    for key, treaty in all_facts.treaties.items():
        yield ns.instrument(key), DCTERMS.description, treaty.facts["summary"]
        yield ns.instrument(key), SKOS.note, treaty.status_note
        if treaty.rule:
            yield rule_iri(key), SKOS.note, treaty.rule.floor_basis
        for coverage in treaty.lists:
            yield coverage_iri(key, coverage), SKOS.note, coverage.note
        for clause in treaty.clauses:
            if _WORD.search(clause.value):
                yield clause_iri(key, clause), RDF.value, clause.value
            yield clause_iri(key, clause), SKOS.note, clause.note
    for term, definition in all_facts.definitions.items():
        yield term, SKOS.definition, definition
    for made in all_facts.declaration_records:
        yield made.iri, DCTERMS.description, made.stated.gist
    for discrepancy in all_facts.discrepancies:
        yield discrepancy_iri(discrepancy), CSE.reason, discrepancy.reason
    for assessor in all_facts.practice.assessors.values():
        yield from _about_assessor(assessor)
    yield from _remarks(all_facts)


def _remarks(all_facts: AllFacts) -> Iterator[_Statement]:
    for key, document in all_facts.documents.items():
        for statement in document.statements:
            iri = document_iri(key, all_facts.documents)
            yield iri, SKOS.note, statement.note
            if not document.is_instrument:
                yield iri, CSE.heldAt, statement.place
                if _WORD.search(statement.held_on):
                    yield iri, CSE.heldOn, statement.held_on
    for assessment in all_facts.readings.assessments:
        yield assessment_iri(assessment), SKOS.note, assessment.note
    for key, actor in all_facts.actors.items():
        yield ns.actor(key), SKOS.note, actor.row["note"]
        yield ns.actor(key), SKOS.scopeNote, actor.row["scope_note"]
    for key, territory in all_facts.territories.items():
        yield ns.territory(key), SKOS.note, territory.note
    for key, area in all_facts.areas.items():
        yield ns.area(key), SKOS.note, area.note
    for key, word in all_facts.words.items():
        yield ns.word(key), SKOS.note, word.note
    for act in all_facts.acts:
        for stated in act.statements:
            yield act.iri, SKOS.note, stated.note
    for other in all_facts.other_acts:
        if other.stated.kind in _TERRITORIAL:
            yield other.iri, SKOS.note, other.stated.detail
    for stated in all_facts.statements:
        if stated.territory:
            yield all_facts.identities.of(stated.row), SKOS.note, stated.note
    for review in all_facts.reviews.reviews:
        yield review_iri(review), SKOS.note, review.note
    for key, source in all_facts.sources.items():
        yield ns.source(key), DCTERMS.title, source.title
        yield ns.source(key), SKOS.note, source.use
        yield ns.source(key), CSE.completeness, source.completeness
        yield ns.source(key), CSE.asOfNote, source.as_of_note


def _about_assessor(facts: AssessorFacts) -> Iterator[_Statement]:
    assessor, node = facts.assessor, assessor_iri(facts.key)
    yield node, SKOS.prefLabel, assessor.name
    yield node, SKOS.altLabel, assessor.short_name
    yield node, DCTERMS.title, assessor.work
    yield node, DCTERMS.publisher, assessor.publisher
    yield node, DCTERMS.rights, assessor.licence
    yield node, DCTERMS.description, assessor.method_text
    for limit in assessor.limits:
        yield node, CSE.limitation, limit
    for left in assessor.left_out:
        yield node, CSE.leftOut, left.sentence
    for indicator in facts.indicators.values():
        yield asked_iri(facts.key, indicator.indicator), SKOS.note, indicator.note
    for link in facts.links:
        yield link_iri(facts.key, link), CSE.rationale, link.reason
