"""Names stand in the alphabetical order of the language in which a page shows them."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

import pytest

from csekg.answers.common.base import Ref
from csekg.answers.common.references import by_name
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.forms import sort_key
from csekg.languages.texts import untranslated
from csekg.sparql.oxigraph_store import Store
from csekg.tables.table import Column, Table
from csekg_api.site.home import overview
from csekg_api.site.shared.table_view import view
from tests.csekg_api.site.conftest import Open
from tests.csekg_api.site.shared.test_table_view import asked

_OTHERS = [each for each in LANGUAGES if each != ENGLISH]


def _in_order(names: list[str], language: str) -> bool:
    with speaking(language):
        return names == sorted(names, key=sort_key)


def test_a_name_that_stands_in_for_a_translation_has_its_place() -> None:
    names = ["Zeitung", untranslated("Gazette"), "Étude", "Feuille"]
    refs = [Ref(id=f"https://example.org/{name}", key=name, name=name) for name in names]
    with speaking("fr"):
        found = [ref.name for ref in sorted(refs, key=by_name)]
    assert found == ["Étude", "Feuille", untranslated("Gazette"), "Zeitung"]


@pytest.mark.parametrize("language", ["es", "ar"])
def test_sources_of_a_page_stand_by_name(show: Open, language: str) -> None:
    html = show(f"/{language}/states/LUX").html
    named = re.findall(r'<li id="source-[^"]+"><a [^>]*>(?:<span [^>]*>)?([^<]+)', html)
    assert len(named) > 20
    assert _in_order([*map(unescape, named)], language)


class _Word(NamedTuple):
    text: str


_WORDS: Table[_Word] = Table(columns=(Column("text", "Text", lambda row: row.text),))


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        # By code points 中 comes before 北.
        ("zh", ["北", "法", "中"]),
        ("fr", ["Écosse", untranslated("Fiji"), "Zambie"]),
    ],
)
def test_a_list_that_is_sorted_by_names(language: str, texts: list[str]) -> None:
    rows = [_Word(text) for text in reversed(texts)]
    with speaking(language):
        up, down = (view(asked(f"sort={sort}"), _WORDS, rows).rows for sort in ("text", "-text"))
    assert [row.text for row in up] == texts
    assert [row.text for row in down] == texts[::-1]


@pytest.mark.parametrize("language", ["ru"])
def test_states_bound_by_equally_many_treaties_stand_by_name(show: Open, language: str) -> None:
    html = show(f"/{language}/matrix", sort="bound").html
    rows = re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a></th><td class="total"[^>]*>(\d+)', html)
    assert len(rows) > 150
    by_number: dict[str, list[str]] = {}
    for name, number in rows:
        by_number.setdefault(number, []).append(unescape(name))
    assert all(_in_order(names, language) for names in by_number.values())


@pytest.mark.parametrize("language", _OTHERS)
def test_treaties_of_the_home_page_stand_by_title(store: Store, language: str) -> None:
    titles: dict[str, list[str]] = {}
    with speaking(language):
        for line in overview(store).treaties:
            titles.setdefault(line.legal_basis, []).append(line.title)
    assert all(_in_order(each, language) for each in titles.values())
