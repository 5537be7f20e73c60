"""Every page in one language, every kind of page in all: no English outside marked places.

Page by page the languages take turns, so that together they see all pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from csekg.answers.common.remembering import MOST
from csekg.languages.current import ENGLISH, LANGUAGES
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.discovery import page_paths

_OTHERS = [each for each in LANGUAGES if each != ENGLISH]
#: A page of each kind, with what its forms lead to.
_KINDS = (
    "/", "/ask?group=m49-002&status=signatory", "/ask", "/compare?state=FRA&state=KEN",
    "/compare?treaty=opsc&treaty=tip", "/compare", "/gaps?treaty=opsc", "/matrix?group=m49-150",
    "/matrix?on=2007-04-27", "/states", "/states?group=eu", "/states/IRL", "/states/SUN",
    "/states/IRL/brief", "/treaties", "/treaties/opsc", "/treaties/cets224", "/resolution",
    "/resolution/pp/2", "/resolution/op/4/a", "/topics", "/topics/demand", "/changes",
    "/changes?state=KEN&from=2020-01-01", "/query", "/query?saved=not-party", "/glossary",
    "/sources", "/quality", "/assessments", "/corrections", "/method", "/downloads", "/releases",
    "/search?q=palermo", "/search?q=xyzzy", "/embed/states/IRL", "/embed/treaties/opsc/map",
    "/embed/treaties/opsc/parties", "/states/XXX", "/gaps?on=yesterday",
)  # fmt: skip
_ENGLISH_ONLY = {"/docs", "/ontology", "/shapes"}
#: Words of English that no other of the languages has.
_ENGLISH = re.compile(
    r"(?<![\w-])(the|of|and|which|with|from|their|has|have|been|was|were|that|this|by|for|not|are|is|"
    r"its|treaty|bound|since|known|ratified|signed|than|more|less|who|what|how|where|joined|None)"
    r"(?![\w-])"
)
#: English names that other languages keep: documents in Russian cite the series by this one.
_NAMES = re.compile("Council of Europe, European Treaty Series|Correlates of War")
_ALONE = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
#: Programs and data, in which English is no text, and pictures, which cannot mark a part of one.
_NO_TEXT = frozenset({"code", "pre", "script", "style", "svg", "textarea"})


class _Texts(HTMLParser):
    """The texts of a page outside of elements that are in English and say so."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self.texts: list[str] = []
        self.language = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
            return
        if tag not in _ALONE:
            left_out = tag in _NO_TEXT or (given.get("lang") or "").startswith(ENGLISH)
            self._open.append((tag, left_out))

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag in {name for name, _ in self._open}:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(left_out for _, left_out in self._open):
            self.texts.append(" ".join(data.split()))


def _english_in(client: TestClient, language: str, path: str) -> Iterator[str]:
    answer = client.get(f"/{language}{path}", headers={"Accept": "text/html"})
    page = _Texts(answer.text)
    if page.language != language:
        yield f"{path}: the language is {page.language!r} ({answer.status_code})"
    for text in page.texts:
        # Latin letters alone tell nothing: names and symbols have them in every language.
        if _ENGLISH.search(_NAMES.sub("", text)):
            yield f"{path}: {text[:200]}"


@pytest.mark.parametrize("language", _OTHERS)
def test_each_kind_of_page_is_in_its_language(site: TestClient, language: str) -> None:
    assert [text for path in _KINDS for text in _english_in(site, language, path)] == []


@pytest.mark.long
@pytest.mark.parametrize("language", _OTHERS)
def test_so_is_every_page(site: TestClient, store: Store, language: str) -> None:
    turn = _OTHERS.index(language)
    paths = sorted(set(page_paths(store)) - _ENGLISH_ONLY)[turn :: len(_OTHERS)]
    assert len(paths) > 70
    assert [text for path in paths for text in _english_in(site, language, path)] == []


def test_english_pages_are_english(site: TestClient) -> None:
    page = _Texts(site.get("/states/IRL", headers={"Accept": "text/html"}).text)
    assert page.language == "en-GB"
    assert sum(bool(_ENGLISH.search(text)) for text in page.texts) > 50


def test_memory_has_room_for_all_languages(store: Store) -> None:
    memory = store.memory()
    parts = [part for part in memory.values() if isinstance(part, dict)]
    assert max(map(len, [memory, *parts])) < MOST
