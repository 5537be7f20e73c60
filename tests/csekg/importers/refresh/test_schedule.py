"""Where the list of each treaty is published, and who reads it there."""

from __future__ import annotations

from csekg.importers import FORMATS
from csekg.importers.names import references_of
from csekg.importers.refresh.fetching import web_address
from csekg.importers.refresh.schedule import read_feeds
from csekg.resources import data_dir
from tests.records import all_facts

FEEDS = read_feeds(data_dir(), all_facts().treaties)


def test_every_treaty_has_a_list_that_is_fetched_or_that_a_person_saves() -> None:
    """The Secretary-General's lists and those of the Council of Europe are fetched, the ILO's are not."""
    fetched = {feed.treaty for feed in FEEDS if not feed.is_saved}
    of_the_ilo = {
        key for key, treaty in all_facts().treaties.items() if treaty.facts["depositary"] == "ilo-director-general"
    }
    assert fetched == all_facts().treaties.keys() - of_the_ilo
    saved = {(feed.treaty, feed.format) for feed in FEEDS if feed.is_saved}
    assert saved >= {(key, form) for key in of_the_ilo for form in ("csv", "fedlex")}
    assert {feed.format for feed in FEEDS} <= FORMATS.keys()
    assert [feed.treaty for feed in FEEDS] == sorted(feed.treaty for feed in FEEDS)


def test_every_address_is_encrypted_and_names_its_treaty() -> None:
    addresses = [feed.address for feed in FEEDS]
    assert len(set(addresses)) == len(addresses)
    for feed in FEEDS:
        assert web_address(feed.address).scheme == "https"
        if not feed.is_saved:
            assert any(reference in feed.address for reference in references_of(feed.treaty))
