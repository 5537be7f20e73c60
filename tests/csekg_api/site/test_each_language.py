"""Pages in each language: what they say of themselves, and what stays the same in all.

That no word of theirs is English without saying so is tested in `test_untranslated.py` for every
template, and that the catalogues are English nowhere in `tests/csekg/languages`.
"""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from csekg.answers.common.remembering import MOST
from csekg.languages.current import ENGLISH, LANGUAGES
from csekg.sparql.oxigraph_store import Store

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
