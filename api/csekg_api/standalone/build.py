"""Makes the folder: pages, what they load, the titles to search, the dataset for the browser."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from fastapi import FastAPI
from lxml import html

from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.sparql.store import QueryEngine
from csekg_api.site.discovery import page_paths
from csekg_api.standalone.browser_queries import Asking, Found
from csekg_api.standalone.link_rewriter import Rewriting
from csekg_api.standalone.names import INDEX
from csekg_api.standalone.words import no_form, notice, script_words
from csekg_api.web.assets import STATIC

#: Stands for the service in the pages, where nobody publishes one (RFC 2606, section 2).
NOWHERE = "http://folder.invalid"
_TITLE = re.compile(rb"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(rb"<[^>]+>")
# What pages of the folder have no use for: the API documentation, and the editor.
_UNUSED = frozenset({"docs.css", "docs.js", "on-demand.js", "world.json", "query.js", "query.css"})


@dataclass(frozen=True, slots=True)
class Made:
    """A folder that was made: how many pages and files it has, and of how many bytes."""

    pages: int
    files: int
    bytes: int


async def make_folder(
    out: Path,
    app: FastAPI,
    store: QueryEngine,
    languages: Sequence[str],
    public_url: str,
    say: Callable[[str], None],
) -> Made:
    """Make the folder of all pages in some languages; `public_url` is '' for no service.

    `out` must not be there, or be empty; what stops this leaves none. Raises CsekgError where it is
    not, where the scripts of the pages were not bundled, or where the service fails.
    """
    if not (STATIC / "built" / "folder.js").is_file():
        raise CsekgError("the scripts of the pages are not there: run `make assets` first")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CsekgError(f"{out} is there and not empty: name another folder, or remove it")
    out.mkdir(parents=True, exist_ok=True)
    try:
        return await _make(out, app, store, languages, public_url, say)
    except BaseException:
        # A part of the pages would look like all of them.
        shutil.rmtree(out)
        raise


async def _make(
    out: Path,
    app: FastAPI,
    store: QueryEngine,
    languages: Sequence[str],
    public_url: str,
    say: Callable[[str], None],
) -> Made:
    place = public_url.rstrip("/") or NOWHERE
    asking = Asking(app, place, out, languages)
    found = await asking.all(_beginnings(store, languages), lambda n: say(f"{n} pages"))
    say("links and scripts")
    _titles(out, found)
    _rewrite(out, found, place, bool(public_url), str(app.state.release().version or ""))
    _assets(out)
    _for_browser(out / "dataset", store.n_quads())
    if ENGLISH not in languages:
        _lead(out, f"{languages[0]}/{INDEX}")
    files = [file for file in out.rglob("*") if file.is_file()]
    return Made(len(found.pages), len(files), sum(file.stat().st_size for file in files))


def _beginnings(store: QueryEngine, languages: Sequence[str]) -> list[Address]:
    # The list of downloads is complete once they were asked for.
    first = [Address("/api/v1/downloads/participation.csv")]
    paths = [path for path in page_paths(store) if path != "/docs"]
    for language in languages:
        prefix = "" if language == ENGLISH else f"/{language}"
        found = (Address(path) for path in paths)
        first += [
            Address(prefix + path) for path, it in zip(paths, found, strict=True)
            if not prefix or not only_english(it)
        ]  # fmt: skip
    return first


def _titles(out: Path, found: Found) -> None:
    """Write what the search of the folder looks through: each page with its title by language."""
    entries: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for address in found.pages:
        if address.query or is_description(address):
            continue
        file = found.files[address]
        if match := _TITLE.search((out / file).read_bytes()):
            title = " ".join(unescape(_TAG.sub(b"", match[1]).decode()).split())
            entries[address.own][address.language] = (title, file)
    text = json.dumps(list(entries.values()), ensure_ascii=False, separators=(",", ":"))
    (out / "search.js").write_text(f"window.csekgPages = {text};\n", encoding="utf-8")


def _rewrite(out: Path, found: Found, place: str, published: bool, version: str) -> None:
    def asset(name: str) -> str | None:
        # Without the hash that makes it cacheable: a folder is replaced as a whole.
        name = name.partition("?")[0]
        known = (STATIC / name).is_file() and Path(name).name not in _UNUSED
        return f"static/{name}" if known else None

    def banner() -> html.HtmlElement:
        return notice(version, place if published else "")

    rewriting = Rewriting(place, published, found, asset, banner, script_words, no_form)
    for address in found.pages:
        file = out / found.files[address]
        with speaking(address.language):
            file.write_bytes(rewriting.page(address, file.read_bytes()))


def _assets(out: Path) -> None:
    for source in STATIC.rglob("*"):
        if source.is_file() and source.name not in _UNUSED and not source.name.startswith("."):
            target = out / "static" / source.relative_to(STATIC)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _for_browser(folder: Path, n_quads: bytes) -> None:
    """Write the dataset as a script: pages opened from a disk load scripts, but read no file."""
    folder.mkdir(exist_ok=True)
    packed = gzip.compress(n_quads, 9, mtime=0)
    (folder / "csekg.nq.gz").write_bytes(packed)
    text = base64.b64encode(packed).decode("ascii")
    (folder / "csekg.nq.js").write_text(f'window.csekgDataset = "{text}";\n', encoding="ascii")


def _lead(out: Path, start: str) -> None:
    """Write a start page that leads to that of another language than English."""
    (out / INDEX).write_text(
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={start}">'
        f'<title>csekg</title><a href="{start}">{start}</a>\n',
        encoding="utf-8",
    )


#: The first parts of the paths of pages; what a path holds in another language begins with that.
_PAGES = frozenset({
    "", "ask", "assessments", "changes", "compare", "corrections", "downloads", "gaps",
    "glossary", "matrix", "method", "ontology", "page", "quality", "query", "releases",
    "resolution", "shapes", "sources", "states", "topics", "treaties",
})  # fmt: skip
#: Of pages with a query those with these parameters: what links of pages ask, in bounded number.
_QUERIES: dict[str, set[tuple[str, ...]]] = {
    "/ask": {("group", "status"), ("status", "treaty")}, "/changes": {("treaty",)},
    "/compare": {("treaty",)}, "/gaps": {("treaty",)}, "/matrix": {("group",)},
    "/states": {("group",)},
}  # fmt: skip
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
