"""The check that all bodies, documents, treaties and provisions that a treaty refers to exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from csekg.errors import did_you_mean
from csekg.facts.documents import Document
from csekg.facts.treaties import Clause, Treaty
from csekg.facts.treaty_file import check_known


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
