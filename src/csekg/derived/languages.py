"""The checks of names and translations: each stands for an English one that is in use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.errors import did_you_mean
from csekg.facts.actors import Actor, Group, Territory
from csekg.facts.assessments import AssessorFacts, Practice
from csekg.facts.correspondences import Readings
from csekg.facts.declarations import Declaration
from csekg.facts.discrepancies import Discrepancy
from csekg.facts.documents import Document
from csekg.facts.names_in_languages import FULL, SHORT, NameInLanguage
from csekg.facts.provisions import Provision
from csekg.facts.resolution import Resolution
from csekg.facts.sources import Source
from csekg.facts.statements import Statement
from csekg.facts.treaties import Treaty

#: The English name of a thing, by the path of its IRI and the form of the name.
EnglishNames = Mapping[tuple[str, str], str]


def english_names(
    instruments: Mapping[str, Treaty | Document],
    actors: Mapping[str, Actor],
    groups: Mapping[str, Group],
    territories: Mapping[str, Territory],
    labels: tuple[Mapping[str, str], Mapping[str, str]],
) -> EnglishNames:
    """Return the English names that may have others beside them.

    `labels` are those of vocabularies and ontology, and their other labels. A document without a
    title has no full name.
    """
    found: dict[tuple[str, str], str] = {
        (thing, form): name
        for form, named in zip((FULL, SHORT), labels, strict=True)
        for thing, name in named.items()
    }
    for key, each in instruments.items():
        path = each.path if isinstance(each, Document) else f"instrument/{key}"
        if isinstance(each, Treaty):
            found[path, FULL] = each.facts["title"]
        elif any(statement.title for statement in each.statements):
            found[path, FULL] = each.title
        if each.short_title:
            found[path, SHORT] = each.short_title
    for key, actor in actors.items():
        found[ns.actor(key).value.removeprefix(ns.ID), FULL] = actor.name
    for key, group in groups.items():
        found[ns.group(key).value.removeprefix(ns.ID), FULL] = group.name
    for key, territory in territories.items():
        found[ns.territory(key).value.removeprefix(ns.ID), FULL] = territory.name
    return found


def check_names(names: Iterable[NameInLanguage], english: EnglishNames) -> None:
    """Raise DataError at the first name of something that has no English name of that form."""
    known = {thing for thing, _ in english}
    for each in names:
        if each.thing not in known:
            hint = did_you_mean(each.thing, known)
            raise each.row.fail("nothing that has names has this path", each.thing, hint)
        if (each.thing, each.form) not in english:
            raise each.row.fail(f"{each.thing} has no English name of this form", each.form)


def texts_in_use(
    resolution: Resolution,
    provisions: Mapping[str, Mapping[str, Provision]],
    readings: Readings,
    definitions: Mapping[NamedNode, str],
    treaties: Mapping[str, Treaty],
    declarations: Iterable[Declaration],
    discrepancies: Iterable[Discrepancy],
    practice: Practice,
) -> dict[str, Collection[str]]:
    """Return the English texts of the editors that may be translated, by their kind."""
    every = [each for listed in provisions.values() for each in listed.values()]
    assessing = practice.assessors.values()
    return {
        "paragraph": {each.summary for each in resolution.paragraphs.values()},
        "request": {each.asks for each in resolution.requests},
        "condition": {one for each in resolution.requests for one in each.conditions},
        "citation": {each.cited_as for each in resolution.citations},
        "footnote": {each.reference for each in resolution.footnotes.values()},
        "follow-up": {each.how for each in resolution.follow_ups},
        "rationale": {
            *(each.rationale for each in readings.links),
            *(each.rationale for each in readings.decisions.values()),
            *(link.reason for each in assessing for link in each.links),
        },
        "heading": {each.heading for each in every},
        "provision": {each.summary for each in every},
        "definition": {*definitions.values()},
        "treaty": {each.facts["summary"] for each in treaties.values()},
        "clause": {clause.value for each in treaties.values() for clause in each.clauses},
        "declaration": {each.gist for each in declarations},
        "discrepancy": {each.reason for each in discrepancies},
        "assessor": {text for each in assessing for text in _about_assessor(each)},
    }


def remarks_in_use(
    treaties: Mapping[str, Treaty],
    documents: Mapping[str, Document],
    readings: Readings,
    actors: Mapping[str, Actor],
    statements: Iterable[Statement],
    sources: Mapping[str, Source],
) -> dict[str, Collection[str]]:
    """Return the English remarks that may be translated, by their kind."""
    return {
        "note": {
            *(each.status_note for each in treaties.values()),
            *(each.rule.floor_basis for each in treaties.values() if each.rule),
            *(listed.note for each in treaties.values() for listed in each.lists),
            *(clause.note for each in treaties.values() for clause in each.clauses),
            *(said.note for each in documents.values() for said in each.statements),
            *(each.note for each in readings.assessments),
            *(each.row["note"] for each in actors.values()),
            *(each.note for each in statements),
        },
        "source": {
            text
            for each in sources.values()
            for text in (each.title, each.use, each.completeness, each.as_of_note)
        },
    }


def _about_assessor(found: AssessorFacts) -> Iterator[str]:
    it = found.assessor
    yield it.method_text
    yield from it.limits
    yield from (each.sentence for each in it.left_out)
    yield from (each.note for each in found.indicators.values())
