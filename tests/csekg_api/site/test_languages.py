"""Pages in each language: whatever is English there says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader
from lxml import html
from starlette.testclient import TestClient

import csekg_api
from csekg.answers.common.remembering import MOST
from csekg.answers.common.stated import Translations
from csekg.languages import words
from csekg.languages.current import ENGLISH, LANGUAGES
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.csekg_api.conftest import MakeApp

_PATHS = (
    "/",
    "/about?right=a",
    "/joined?treaty=opsc&state=KEN",
    "/joined",
    "/joined?group=m49-002&from=2000-01-01",
    "/assessments",
    "/changes",
    "/check?claims=肯尼亚已批准买卖儿童任择议定书%0A卡塔尔对儿童权利公约提出保留%0A天",
    "/compare?state=KEN&state=FRA",
    "/compare?treaty=opsc&treaty=crc",
    "/questions",
    "/questions/not-party",
    "/embed/treaties/opsc/map",
    "/joined?status=not-bound&treaty=opsc",
    "/joined?view=table",
    "/joined?view=table&on=2007-04-27",
    "/method",
    "/nothing",
    "/quality",
    "/query",
    "/query?saved=not-party",
    "/recommendations?treaty=opsc",
    "/resolution",
    "/resolution/op/4/a",
    "/resolution/pp/2",
    "/search?q=XKX",
    "/search?q=xyzzy",
    "/sources",
    "/assessments?treaty=tip",
    "/states",
    "/states/DNK",
    "/states/EUE",
    "/states/FRA",
    "/states/KEN",
    "/states/KEN/brief",
    "/places/HKG",
    "/assessments?state=KEN",
    "/states/KEN/join/opsc",
    "/states/YUG",
    "/topics",
    "/topics/jurisdiction",
    "/treaties",
    "/treaties/a-res-66-138",
    "/treaties/cyber",
    "/treaties/opsc",
    "/treaties/opsc/articles",
    "/treaties/opsc/articles/3/1/b",
    "/statements?treaty=opsc",
)
#: Templates of pages that are in English in every language.
_ELSEWHERE = {"docs.html", "resource.html"}
#: What is no running text, or cannot contain an element.
_NO_TEXT = frozenset({"code", "option", "pre", "script", "style", "svg", "textarea", "time", "title"})
#: Names and signs that are the same in every language, and days, which need no catalogue.
_SAME = re.compile(
    r"https?://\S+|\b[\w.-]+[.\d-][\w.-]+\b|\b\d[\w ]*\b|\b(PNG|SVG|CSV|PDF|ISO|GeoJSON|csekg|"
    r"The 16/2 Register|earlier|gzip|Français)\b|\d+(er)? [a-zéû]+\.? \d{4}|\b[A-Z]{2,3}\b"
)
_LETTERS = re.compile("[A-Za-z]{3}")


@pytest.fixture
def rendered() -> set[str]:
    """The names of the templates that were asked for."""
    return set()


@pytest.fixture
def untranslated(
    dataset: bytes, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, rendered: set[str]
) -> Iterator[TestClient]:
    def source(self: FileSystemLoader, _environment: object, name: str) -> object:
        rendered.add(name)
        return get_source(self, _environment, name)  # type: ignore[arg-type]

    get_source = FileSystemLoader.get_source
    monkeypatch.setattr(FileSystemLoader, "get_source", source)
    monkeypatch.setattr(words, "_catalogue", lambda _package, _language: words._Missing())
    monkeypatch.setattr(Translations, "found", lambda _self, _english: None)
    from csekg_api.web import templates

    templates._environment.cache_clear()
    templates._constant.cache_clear()
    with TestClient(make_app(Store(dataset), "f" * 64, Settings(log_format="none", page_timeout=100))) as client:
        yield client
    templates._environment.cache_clear()
    templates._constant.cache_clear()


def _unsaid(page: html.HtmlElement) -> Iterator[str]:
    """The texts of a page in letters that are neither in English by their element nor the same."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if "<span" in value:
                yield f"{name}={value}"
        around = [element, *element.iterancestors()]
        if any(
            each.tag in _NO_TEXT
            or (each.get("lang") and each.tag != "html")
            or {"symbol", "fold", "long"} & set((each.get("class") or "").split())
            # The messages of the shapes are translated in ontology/.
            or each.get("aria-labelledby") == "checks"
            for each in around
        ):
            continue
        for text in (element.text, *(child.tail for child in element)):
            if text and ("<" in text or _LETTERS.search(_SAME.sub("", text))):
                yield " ".join(text.split())


def test_every_word_says_that_it_is_english(untranslated: TestClient, rendered: set[str]) -> None:
    found: dict[str, str] = {}
    for path in _PATHS:
        answer = untranslated.get(f"/fr{path}", headers={"Accept": "text/html"})
        assert answer.status_code == (404 if path == "/nothing" else 200), path
        page = html.fromstring(answer.content)
        assert page.get("lang") == "fr"
        found |= dict.fromkeys(_unsaid(page), path)
    empty = TestClient(create_app(Store(b""), None, Settings(log_format="none")))
    for path in ("/joined?view=table", "/resolution"):
        found |= dict.fromkeys(_unsaid(html.fromstring(empty.get(f"/fr{path}").content)), path)
    assert found == {}
    every = {file.name for file in Path(csekg_api.__file__).parent.rglob("*.html")}
    assert every - rendered == _ELSEWHERE


_OTHERS = [each for each in LANGUAGES if each != ENGLISH]
#: English words that no other of the languages has, in texts of templates and of the dataset.
_ENGLISH = re.compile(r"(?<![\w-])(the|which|their|have|been|were|bound|ratified|signed)(?![\w-])")
_SAID_TO_BE_ENGLISH = re.compile(
    r"<(script|style|svg|pre|code|textarea)\b.*?</\1>"
    r'|<(\w+)[^>]* lang="en[^>]*>(?:(?!<\2\b).)*?</\2>|<[^>]*>',
    re.DOTALL,
)


@pytest.mark.parametrize("path", ["/states/IRL", "/treaties/opsc", "/resolution/op/4/a"])
@pytest.mark.parametrize("language", _OTHERS)
def test_a_page_is_in_its_language(site: TestClient, language: str, path: str) -> None:
    page = site.get(f"/{language}{path}", headers={"Accept": "text/html"}).text
    right_to_left = ' dir="rtl"' if language == "ar" else ""
    assert f'<html lang="{language}"{right_to_left}' in page
    said = _SAID_TO_BE_ENGLISH.sub(" ", page.partition("<body")[2])
    assert _ENGLISH.findall(said) == []


def test_memory_has_room_for_all_languages(store: Store) -> None:
    memory = store.memory()
    parts = [part for part in memory.values() if isinstance(part, dict)]
    assert max(map(len, [memory, *parts])) < MOST
