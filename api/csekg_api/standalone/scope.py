"""Which addresses of the service become files of the folder, their names, and links between them."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urldefrag, urljoin, urlsplit

from csekg.languages.current import ENGLISH, LANGUAGES
from csekg_api.site.discovery import OF_TREATIES, SECTIONS

#: The first parts of the paths of pages; what a path holds in another language begins with that.
_PAGES = frozenset(
    {*(path.split("/")[1] for path in (*SECTIONS, *OF_TREATIES) if path != "/docs"), "page", "resolution", "topics"}
)
#: Of pages with a query those with these parameters: what links of pages ask, in bounded number.
_QUERIES: dict[str, set[tuple[str, ...]]] = {
    "/ask": {("group", "status"), ("status", "treaty")},
    "/changes": {("treaty",)},
    "/compare": {("treaty",)},
    "/gaps": {("treaty",)},
    "/matrix": {("group",)},
    "/recommendations": {("paragraph",), ("state",), ("topic",), ("treaty",)},
    "/states": {("group",)},
}
#: Files, which are no pages.
_NO_PAGE = re.compile(r"\.(atom|csv|docx|ics|json|jsonld|nt|pdf|png|rdf|svg|ttl|txt|xlsx|xml)$")
_FILES = re.compile(
    r"/((ontology|ontology/alignments|shapes|vocabulary|vocabularies/[a-z-]+)\.(ttl|nt|rdf|jsonld)"
    r"|context\.jsonld|api/v1/downloads/([a-z]+\.[a-z]+\.gz|participation\.csv))"
)

#: The files that belong to the page of a State or a treaty, and the query with which its workbook is asked for.
_OF_STATE = re.compile(r"/states/[^/]+/(brief\.(pdf|docx)|join/[^/]+/instrument\.txt)")
_OF_WORKBOOK, _WORKBOOK = re.compile(r"/(states|treaties)/[^/]+"), "format=xlsx"


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
    # The start page in English has two addresses.
    return Address("/" if parts.path == "/en/" else parts.path, parts.query), fragment


def is_page(address: Address, languages: Sequence[str]) -> bool:
    """Tell whether an address is that of a page in the folder, if the service has it."""
    own = address.own
    if address.language not in languages and not only_english(address):
        return False
    if own.split("/")[1] not in _PAGES or _NO_PAGE.search(own):
        return False
    if not address.query:
        return True
    parameters = tuple(sorted(name for name, _ in parse_qsl(address.query, keep_blank_values=True)))
    return parameters in _QUERIES.get(own, set())


def is_description(address: Address) -> bool:
    """Tell whether an address is that of the description of one thing, of which there are many."""
    return address.path.startswith("/page/")


def is_file(address: Address) -> bool:
    """Tell whether an address is that of a file beside the pages: vocabularies and the dataset."""
    return not address.query and bool(_FILES.fullmatch(address.path))


def is_takeaway(address: Address, languages: Sequence[str]) -> bool:
    """Tell whether an address is that of a brief, an instrument as text or a workbook, in these languages."""
    if address.language not in languages:
        return False
    if address.query:
        return address.query == _WORKBOOK and bool(_OF_WORKBOOK.fullmatch(address.own))
    return bool(_OF_STATE.fullmatch(address.own))


def only_english(address: Address) -> bool:
    """Tell whether a page is the same in all languages, hence there whatever languages are."""
    return address.path.split("/")[1] in ("ontology", "page", "shapes")


INDEX = "index.html"
# What every file system takes, and needs no escape in a link.
_UNUSUAL = re.compile(r"[^A-Za-z0-9._~=&,+@-]|\.$")


class Names:
    """Gives each address a file of its own, also where a file system ignores upper case."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def page(self, path: str, query: str = "") -> str:
        """Return the file of a page: its path and query as folders, and `index.html` in the last.

        Files are opened from disks that know no default page, so that every link names it.
        """
        folders = [unquote(part) for part in path.split("/") if part]
        return self._own([*folders, *([unquote(query)] if query else [])], INDEX, path, query)

    def file(self, path: str, query: str = "") -> str:
        """Return the file of an address that is no page, such as that of a style sheet or a workbook."""
        *folders, name = (unquote(part) for part in path.split("/") if part)
        return self._own(folders, _usual(f"{name}.xlsx" if query == _WORKBOOK else name), path, query)

    def _own(self, folders: list[str], name: str, *address: str) -> str:
        file = "/".join([*map(_usual, folders), name])
        whole = "?".join(filter(None, address))
        if self._taken.setdefault(file.casefold(), whole) == whole:
            return file
        mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
        return "/".join([*map(_usual, folders), mark, name])


def link(file: str, target: str) -> str:
    """Return the link from a file to another file of the folder, relative and percent-encoded."""
    return quote(posixpath.relpath(target, posixpath.dirname(file) or "."), safe="/~=&,+@")


def _usual(name: str) -> str:
    return _UNUSUAL.sub(lambda match: "".join(f"_{byte:02x}" for byte in match[0].encode()), name)
