"""The checks that what facts refer to exists: treaties in their files, names for the search."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from pathlib import Path

from csekg import namespaces as ns
from csekg.errors import did_you_mean
from csekg.facts.documents import Document
from csekg.facts.search_names import SearchName
from csekg.facts.treaties import Clause, Treaty
from csekg.facts.treaty_file import check_known
from csekg.facts.vocabularies import Vocabularies


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
        for name, known in (
            ("adopted_by", bodies),
            ("depositary", bodies),
            ("adopted_by_act", documents),
        ):
            if name in treaty.facts:
                check(name, treaty.facts[name], known)
        for condition in (*treaty.eligibility.sign, *treaty.eligibility.consent):
            if condition.kind in ("party-to", "party-or-signatory-to"):
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
        known = provisions.get(owner or key, ())
        if printed not in known:
            raise clause.row.fail(
                f"unknown provision of {owner or key}", printed, did_you_mean(printed, known)
            )


def check_search_names(
    names: Iterable[SearchName],
    actors: Iterable[str],
    groups: Iterable[str],
    instruments: Iterable[str],
    vocabularies: Vocabularies,
) -> None:
    """Raise DataError at the first name of something that is no actor, group, text or concept.

    Actors, groups and instruments are given by their keys.
    """
    things = [
        *map(ns.actor, actors),
        *map(ns.group, groups),
        *map(ns.instrument, instruments),
        *(ns.concept(scheme, key) for scheme, keys in vocabularies.items() for key in keys),
    ]
    known = {thing.value.removeprefix(ns.ID) for thing in things}
    for each in names:
        if each.thing not in known:
            raise each.row.fail(
                "nothing has this path below id/", each.thing, did_you_mean(each.thing, known)
            )
