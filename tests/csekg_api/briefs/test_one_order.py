"""A brief names the same treaties, articles and States in the same order in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from csekg.answers.briefs.brief import brief
from csekg.languages.current import LANGUAGES, speaking
from csekg.sparql.oxigraph_store import Store
from csekg_api.briefs.contents import document
from csekg_api.briefs.document import Document, Items, Line, Paragraph, Table
from csekg_api.briefs.sections import annex

#: The number of an article, of two figures at most: some languages name a treaty by its number or its year.
_ARTICLE = re.compile(r"(?<!\d)\d{1,2}(?!\d)(?:\(\w+\))*")
STATES = ("BGD", "DEU", "EUE", "IRL", "IRN", "KEN", "MEX", "SOM", "TUV", "VAT")


def _lines(content: Document) -> Iterator[Line]:
    for block in content.blocks:
        match block:
            case Paragraph():
                yield block.line
            case Items():
                yield from block.lines
            case Table():
                for row in block.rows:
                    yield from row


def _named(store: Store, key: str) -> tuple[list[object], ...]:
    """Return what a brief names in the current language: by its key, its address, the number of its article."""
    found = brief(store, key, date(2026, 11, 30))
    contents = (document(found, "Register", "https://register.example", ""), annex(found, "Register", "", ""))
    peers = [group for each in found.joinings for group in each.peers]
    return (
        [each.treaty.key for each in found.joined],
        [each.standing.treaty.key for each in found.joinings],
        [each.treaty.key for each in found.not_open],
        [ask.treaty and ask.treaty.key for ask in found.asks],
        [_ARTICLE.findall(str(ask.step)) for ask in found.asks if ask.kind == "enact"],
        [
            one.article.id
            for request in found.requests
            for aspect in request.aspects
            for one in (*aspect.direct, *aspect.in_part)
        ],
        [each.actor.key for group in peers for each in group.latest],
        [each.key for touching in found.touching for each in touching.objected_by],
        [each.key for asked in found.asked_to_join for each in asked.asked_by],
        [re.sub("docs.un.org/../", "", run.path) for it in contents for line in _lines(it) for run in line if run.path],
    )


@pytest.mark.parametrize("key", STATES)
def test_every_language_names_the_same_in_the_same_order(store: Store, key: str) -> None:
    with speaking("en"):
        english = _named(store, key)
    for language in LANGUAGES:
        with speaking(language):
            assert _named(store, key) == english, language


def test_what_the_resolution_cites_comes_first_in_its_order(store: Store) -> None:
    found = brief(store, "TUV", date(2026, 11, 30))
    assert [each.treaty.key for each in found.joined] == ["crc", "c182"]
    assert [each.standing.treaty.key for each in found.joinings][:5] == ["opsc", "untoc", "tip", "ets185", "cets201"]
