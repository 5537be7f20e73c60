"""Which addresses of the service become files of the folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from csekg.languages.current import ENGLISH, LANGUAGES

#: The first parts of the paths of pages; what a path holds in another language begins with that.
_PAGES = frozenset(
    {
        "",
        "ask",
        "assessments",
        "changes",
        "compare",
        "corrections",
        "downloads",
        "gaps",
        "glossary",
        "matrix",
        "method",
        "ontology",
        "page",
        "quality",
        "query",
        "releases",
        "resolution",
        "shapes",
        "sources",
        "states",
        "topics",
        "treaties",
    }
)
#: Of pages with a query those with these parameters: what links of pages ask, in bounded number.
_QUERIES: dict[str, set[tuple[str, ...]]] = {
    "/ask": {("group", "status"), ("status", "treaty")},
    "/changes": {("treaty",)},
    "/compare": {("treaty",)},
    "/gaps": {("treaty",)},
    "/matrix": {("group",)},
    "/states": {("group",)},
}
_NO_PAGE = re.compile(r"\.(atom|csv|docx|ics|json|jsonld|nt|pdf|png|rdf|svg|ttl|xlsx|xml)$")
_FILES = re.compile(
    r"/((ontology|ontology/alignments|shapes|vocabulary|vocabularies/[a-z-]+)\.(ttl|nt|rdf|jsonld)"
    r"|context\.jsonld|api/v1/downloads/([a-z]+\.[a-z]+\.gz|participation\.csv))"
)


class Address(NamedTuple):
    """An address within the service: the path, '/fr/...' in French, and the query, '' for none."""

    path: str
    query: str = ""

    @property
    def language(self) -> str:
        """The language that the path begins with, English for none."""
        first = self.path.split("/")[1]
        return first if first in LANGUAGES else ENGLISH

    @property
    def own(self) -> str:
        """The path without the language."""
        first = self.path.split("/")[1]
        return self.path.removeprefix(f"/{first}") or "/" if first in LANGUAGES else self.path

    def __str__(self) -> str:
        """Return the address as a link has it."""
        return f"{self.path}?{self.query}" if self.query else self.path


def within(place: str, page: Address, href: str) -> tuple[Address | None, str]:
    """Return the address that a link on a page leads to, and its fragment; no address: elsewhere.

    `place` is the address of the service, without a slash at its end.
    """
    whole, fragment = urldefrag(urljoin(f"{place}{page}", href))
    if not whole.startswith(f"{place}/"):
        return None, fragment
    parts = urlsplit(whole.removeprefix(place))
    found = Address(parts.path, parts.query)
    # The start page in English has two addresses.
    return (Address("/", found.query) if found.path == "/en/" else found), fragment


def is_page(address: Address, languages: Sequence[str]) -> bool:
    """Tell whether an address is that of a page in the folder, if the service has it."""
    own = address.own
    if address.language not in languages and not only_english(address):
        return False
    if own.split("/")[1] not in _PAGES or _NO_PAGE.search(own):
        return False
    if not address.query:
        return True
    asked = tuple(sorted(name for name, _ in parse_qsl(address.query, keep_blank_values=True)))
    return asked in _QUERIES.get(own, set())


def is_description(address: Address) -> bool:
    """Tell whether an address is that of the description of one thing, of which there are many."""
    return address.path.startswith("/page/")


def is_file(address: Address) -> bool:
    """Tell whether an address is that of a file beside the pages: vocabularies and the dataset."""
    return not address.query and bool(_FILES.fullmatch(address.path))


def only_english(address: Address) -> bool:
    """Tell whether a page is the same in all languages, hence there whatever languages are."""
    return address.path.split("/")[1] in ("ontology", "page", "shapes")
