"""The checks that what facts refer to exists: of treaties, of names and of links of indicators."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from pathlib import Path

from csekg import namespaces as ns
from csekg.derived.correspondences import Correspondence
from csekg.errors import did_you_mean
from csekg.facts.actors import Actor, Area, Group, Territory
from csekg.facts.assessments import Practice
from csekg.facts.documents import Document
from csekg.facts.names import FULL, SHORT, NameInLanguage, SearchName
from csekg.facts.treaties import Clause, Treaty
from csekg.facts.treaty_file import check_known
from csekg.facts.vocabularies import Vocabularies
from csekg.law.conditions import OTHER_TREATY


def check_references(
    data: Path,
    treaties: Mapping[str, Treaty],
    documents: Mapping[str, Document],
    provisions: Mapping[str, Collection[str]],
) -> None:
    """Raise DataError at the first reference of a treaty to something that does not exist."""
    bodies = [key for key, document in documents.items() if document.kind == "body"]
    for key, treaty in treaties.items():
        check = partial(check_known, data / "treaties" / key / "treaty.toml")
        for name, kinds in (("adopted_by", bodies), ("depositary", bodies), ("adopted_by_act", documents)):
            if name in treaty.facts:
                check(name, treaty.facts[name], kinds)
        for condition in (*treaty.eligibility.sign, *treaty.eligibility.consent):
            if condition.kind in OTHER_TREATY:
                check("treaty in a condition", condition.values[0], treaties)
        articles = [*treaty.joining.provisions, *([treaty.rule.article] if treaty.rule else [])]
        for article in filter(None, articles):
            check(f"provision of {key}", article, provisions.get(key, ()))
        for clause in treaty.clauses:
            _check_article(key, clause, provisions)


def _check_article(key: str, clause: Clause, provisions: Mapping[str, Collection[str]]) -> None:
    """Check the article of a clause: `49(1)`, or `untoc:37(2)` for one of another treaty."""
    if clause.article:
        owner, _, printed = clause.article.rpartition(":")
        articles = provisions.get(owner or key, ())
        if printed not in articles:
            raise clause.row.fail(f"unknown provision of {owner or key}", printed, did_you_mean(printed, articles))


def check_search_names(
    names: Iterable[SearchName],
    actors: Iterable[str],
    groups: Iterable[str],
    instruments: Iterable[str],
    vocabularies: Vocabularies,
    territories: Iterable[str],
    areas: Iterable[str],
    words: Iterable[str],
) -> None:
    """Raise DataError at the first name of something that is no actor, group, text, concept, place or word.

    All but concepts are given by their keys.
    """
    things = [
        *map(ns.actor, actors),
        *map(ns.group, groups),
        *map(ns.instrument, instruments),
        *map(ns.territory, territories),
        *map(ns.area, areas),
        *map(ns.word, words),
        *(ns.concept(scheme, key) for scheme, keys in vocabularies.items() for key in keys),
    ]
    paths = {thing.value.removeprefix(ns.ID) for thing in things}
    for name in names:
        if name.thing not in paths:
            raise name.row.fail("nothing has this path below id/", name.thing, did_you_mean(name.thing, paths))


#: The English name of a thing, by the path of its IRI and the form of the name.
EnglishNames = Mapping[tuple[str, str], str]


def english_names(
    instruments: Mapping[str, Treaty | Document],
    actors: Mapping[str, Actor],
    groups: Mapping[str, Group],
    territories: Mapping[str, Territory],
    areas: Mapping[str, Area],
    labels: tuple[Mapping[str, str], Mapping[str, str]],
) -> EnglishNames:
    """Return the English names that may have others beside them.

    `labels` are those of vocabularies and ontology, and their other labels. A document without a
    title has no full name.
    """
    full, short = labels
    titles: dict[tuple[str, str], str] = {(thing, FULL): name for thing, name in full.items()}
    titles |= {(thing, SHORT): name for thing, name in short.items()}
    for key, instrument in instruments.items():
        path = instrument.path if isinstance(instrument, Document) else f"instrument/{key}"
        if isinstance(instrument, Treaty):
            titles[path, FULL] = instrument.facts["title"]
        elif any(statement.title for statement in instrument.statements):
            titles[path, FULL] = instrument.title
        if instrument.short_title:
            titles[path, SHORT] = instrument.short_title
    for key, actor in actors.items():
        titles[ns.actor(key).value.removeprefix(ns.ID), FULL] = actor.name
    for key, group in groups.items():
        titles[ns.group(key).value.removeprefix(ns.ID), FULL] = group.name
    for key, territory in territories.items():
        titles[ns.territory(key).value.removeprefix(ns.ID), FULL] = territory.name
    for key, area in areas.items():
        titles[ns.area(key).value.removeprefix(ns.ID), FULL] = area.name
    return titles


def check_names(names: Iterable[NameInLanguage], english: EnglishNames) -> None:
    """Raise DataError at the first name of something that has no English name of that form."""
    things = {thing for thing, _ in english}
    for name in names:
        if name.thing not in things:
            hint = did_you_mean(name.thing, things)
            raise name.row.fail("nothing that has names has this path", name.thing, hint)
        if (name.thing, name.form) not in english:
            raise name.row.fail(f"{name.thing} has no English name of this form", name.form)


def check_practice(practice: Practice, correspondences: Iterable[Correspondence]) -> None:
    """Raise DataError for a link to a provision that corresponds to the paragraph in no reading.

    What binds a State to a paragraph is known by the correspondences; an indicator can narrow them
    to those that it is about, and add none.
    """
    pairs = {(link.paragraph, link.treaty, link.provision) for link in correspondences}
    for facts in practice.assessors.values():
        for link in facts.links:
            ends = (link.paragraph, link.treaty, link.provision)
            if link.treaty and ends not in pairs:
                message = "no published correspondence joins this paragraph and provision"
                raise link.row.fail(message, " ".join(ends))
