"""Pages of topics and the glossary, and where they are linked."""

from __future__ import annotations

import re

from csekg.answers.entities.vocabularies import concepts
from csekg.answers.texts.topics import topic
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.choices import Choices
from tests.csekg_api.site.conftest import Open


def test_a_topic_tells_who_is_bound_by_treaty_and_region(show: Open, store: Store) -> None:
    page, about = show("/topics/demand"), topic(store, "demand")
    # One article of one treaty is no answer: what binds a State is told by what the articles ask.
    assert "bound by at least one of them" not in page.text
    assert "Offences of exploiting a child in prostitution" in page.text
    assert "Liability of legal persons" not in page.text
    for each in about.treaties:
        for region in each.regions:
            link = f"/gaps?treaty={each.treaty.key}&amp;group={region.group.key}"
            assert f'href="{link}">{region.bound} of {region.members}</a>' in page.html


def test_paragraph_and_treaty_lead_to_topics(show: Open) -> None:
    assert 'href="/topics/definition-of-' not in show("/resolution/op/4/d").html
    assert 'href="/topics/jurisdiction"' in show("/resolution/op/4/d").html
    assert 'href="/topics/jurisdiction"' in show("/treaties/opsc").html


def anchors(html: str) -> list[str]:
    return re.findall(r'<dt id="([^"]+)">', html)


def test_statuses_and_kinds_of_consent_have_their_key_as_anchor(show: Open, store: Store) -> None:
    page = show("/topics")
    for scheme in ("status", "consent-kind", "legal-basis", "strength"):
        for concept in concepts(store, scheme):
            assert concept.key in anchors(page.html)
            assert concept.definition in page.text


def test_words_that_other_pages_explain_are_there(show: Open, store: Store) -> None:
    found = anchors(show("/topics").html)
    assert set(Choices(store).terms) <= set(found)
    assert {"depositary", "reservation", "entry-into-force", "protocol", "denunciation"} <= set(found)
