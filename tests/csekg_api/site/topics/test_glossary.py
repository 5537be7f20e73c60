from __future__ import annotations

import re

from csekg.answers.entities.vocabularies import concepts
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.choices import Choices
from tests.csekg_api.site.conftest import Open


def anchors(html: str) -> list[str]:
    return re.findall(r'<dt id="([^"]+)">', html)


def test_statuses_and_kinds_of_consent_have_their_key_as_anchor(show: Open, store: Store) -> None:
    page = show("/glossary")
    for scheme in ("status", "consent-kind", "legal-basis", "strength"):
        for concept in concepts(store, scheme):
            assert concept.key in anchors(page.html)
            assert concept.definition in page.text


def test_words_that_other_pages_explain_are_there(show: Open, store: Store) -> None:
    found = anchors(show("/glossary").html)
    assert set(Choices(store).terms) <= set(found)
    assert {"depositary", "reservation", "entry-into-force", "protocol", "denunciation"} <= set(found)
