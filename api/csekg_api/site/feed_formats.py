"""Writes feeds as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from csekg.answers.status.news import FeedEntry
from csekg.languages.current import current
from csekg.languages.words import later
from csekg_api.web.words import _

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"
_ATOM = "http://www.w3.org/2005/Atom"
_VERSION = "https://jsonfeed.org/version/1.1"
_AUTHOR = later("csekg contributors")
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

ElementTree.register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `id` never changes, `own` is its address, `page` that of the page it follows.

    `root` is the address of the service, `updated` the day for a feed without entries.
    """

    id: str
    title: str
    own: str
    page: str
    root: str
    updated: date
    entries: Sequence[FeedEntry]

    @property
    def changed(self) -> date:
        """The day on which an entry last changed."""
        return max((entry.updated for entry in self.entries), default=self.updated)

    def address(self, entry: FeedEntry) -> str:
        """Return the address of the page about the act of an entry."""
        return f"{self.root}/page/{entry.id.partition('/id/')[2]}"


def atom(feed: Feed) -> bytes:
    """Return a feed as Atom."""
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"xml:lang": current()})

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
        element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = str(text) or None

    add(root, "title", feed.title)
    add(root, "id", feed.id)
    add(root, "link", rel="self", type=ATOM, href=feed.own)
    add(root, "link", rel="alternate", type="text/html", href=feed.page)
    add(root, "updated", _time(feed.changed))
    add(root, "rights", f"CC BY 4.0, {_LICENCE}")
    add(ElementTree.SubElement(root, f"{{{_ATOM}}}author"), "name", _(_AUTHOR))
    for each in feed.entries:
        entry = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
        add(entry, "title", each.title)
        add(entry, "id", each.id)
        add(entry, "updated", _time(each.updated))
        add(entry, "link", rel="alternate", type="text/html", href=feed.address(each))
        add(entry, "summary", each.text)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def json_feed(feed: Feed) -> bytes:
    """Return a feed as JSON Feed."""
    content = {
        "version": _VERSION,
        "title": str(feed.title),
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "language": current(),
        "authors": [{"name": _(_AUTHOR)}],
        "items": [
            {
                "id": each.id,
                "url": feed.address(each),
                "title": str(each.title),
                "content_text": str(each.text),
                "date_modified": _time(each.updated),
            }
            for each in feed.entries
        ],
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _time(day: date) -> str:
    # Both formats require a time (RFC 4287, section 3.3) and our days have none: midnight UTC.
    return f"{day}T00:00:00Z"
