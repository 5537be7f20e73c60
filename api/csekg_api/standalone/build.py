"""Makes the folder: pages, what they load, the titles to search, the dataset for the browser."""

from __future__ import annotations

import base64
import gzip
import re
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from fastapi import FastAPI
from lxml import html

from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, speaking
from csekg.sparql.store import QueryEngine
from csekg_api.site.discovery import page_paths
from csekg_api.standalone.crawler import Crawler, FolderFiles, FormKind, Rewriting
from csekg_api.standalone.scope import INDEX, Address, is_description, only_english
from csekg_api.standalone.search import paths_by_name, search_script
from csekg_api.web.assets import STATIC
from csekg_api.web.urls import NOWHERE
from csekg_api.web.words import _

_TITLE = re.compile(rb"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(rb"<[^>]+>")
# What pages of the folder have no use for: the API documentation, and the editor.
_UNUSED = frozenset({"docs.css", "docs.js", "on-demand.js", "world-map.json", "query.js", "query.css"})


@dataclass(frozen=True, slots=True)
class Made:
    """A folder that was made: how many pages and files it has, and of how many bytes."""

    pages: int
    files: int
    bytes: int


async def make_folder(
    out: Path, app: FastAPI, store: QueryEngine, languages: Sequence[str], public_url: str, say: Callable[[str], None]
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
    out: Path, app: FastAPI, store: QueryEngine, languages: Sequence[str], public_url: str, say: Callable[[str], None]
) -> Made:
    place = public_url.rstrip("/") or NOWHERE
    crawler = Crawler(app, place, out, languages)
    folder = await crawler.all(_beginnings(store, languages), lambda n: say(f"{n} pages"))
    say("links and scripts")
    names = paths_by_name(store)
    titles = _titles(folder, out, {path for paths in names.values() for path in paths})
    (out / "search.js").write_text(search_script(titles, names), encoding="utf-8")
    _rewrite(out, folder, place, bool(public_url), str(app.state.release().version or ""))
    _assets(out)
    _for_browser(out / "dataset", store.n_quads())
    if ENGLISH not in languages:
        _lead(out, f"{languages[0]}/{INDEX}")
    files = [file for file in out.rglob("*") if file.is_file()]
    return Made(len(folder.pages), len(files), sum(file.stat().st_size for file in files))


def _beginnings(store: QueryEngine, languages: Sequence[str]) -> list[Address]:
    # The list of downloads is complete once they were asked for.
    first = [Address("/api/v1/downloads/participation.csv")]
    paths = [path for path in page_paths(store) if path != "/docs"]
    for language in languages:
        prefix = "" if language == ENGLISH else f"/{language}"
        first += [Address(prefix + path) for path in paths if not prefix or not only_english(Address(path))]
    return first


def _titles(folder: FolderFiles, out: Path, named: Collection[str]) -> Mapping[Address, Mapping[str, tuple[str, str]]]:
    """Return title and file of each page by language, by its address without it.

    Of pages with a query those that a name leads to.
    """
    titles: dict[Address, dict[str, tuple[str, str]]] = defaultdict(dict)
    for address in folder.pages:
        whole = Address(address.own, address.query)
        if is_description(address) or (address.query and str(whole) not in named):
            continue
        file = folder.files[address]
        if match := _TITLE.search((out / file).read_bytes()):
            title = " ".join(unescape(_TAG.sub(b"", match[1]).decode()).split())
            titles[whole][address.language] = (title, file)
    return titles


def _rewrite(out: Path, folder: FolderFiles, place: str, published: bool, version: str) -> None:
    def asset(name: str) -> str | None:
        # Without the hash that makes it cacheable: a folder is replaced as a whole.
        name = name.partition("?")[0]
        is_used = (STATIC / name).is_file() and Path(name).name not in _UNUSED
        return f"static/{name}" if is_used else None

    def banner() -> html.HtmlElement:
        return notice(version, place if published else "")

    rewriting = Rewriting(place, published, folder, asset, banner, script_words, no_form)
    for address in folder.pages:
        file = out / folder.files[address]
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


def notice(version: str, service: str) -> html.HtmlElement:
    """Return what stands on top of each page: that it is a copy, of which release, of what service.

    `version` is '' for a dataset that states no release, `service` for none that people can reach.
    """
    paragraph = html.Element("p", {"class": "notice no-print"})
    copied = (
        _("A copy of release {version} of the data as files.", version=version)
        if version
        else _("A copy of the data as files.")
    )
    if service:
        elsewhere = _("Forms, and links to what is not in it, lead to the service:")
        paragraph.text = f"{copied} {elsewhere} "
        address = html.Element("a", {"href": f"{service}/"})
        address.text = service
        paragraph.append(address)
    else:
        lacking = _(
            "It works without a network. What only the register on the web can give, such as forms, is not in it, "
            "and words that would lead there are not links."
        )
        paragraph.text = f"{copied} {lacking}"
    return paragraph


def no_form(kind: FormKind) -> str:
    """Return what stands in the place of a form in a copy whose service people cannot reach."""
    return {
        "choices": _("Other choices need the service; this copy has these:") + " ",
        "list": _("This copy shows the whole list; another day or other rows need the service."),
        "question": _("This form needs the service; this copy cannot answer it."),
    }[kind]


def pack(folder: Path, file: Path) -> None:
    """Write a folder as a zip file; the same files give the same bytes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"csekg/{path.relative_to(folder).as_posix()}")
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, path.read_bytes())


def script_words() -> dict[str, str]:
    """Return the words that the script of the folder shows, by the names that it has for them."""
    return {
        "nothing": _("Nothing found"),
        "loading": _("The data are being loaded, once for this page …"),
        "asking": _("The query is being answered …"),
        "stop": _("Stop"),
        "stopped": _("Stopped"),
        "answered": _("Rows: {rows}; {seconds} s, in this browser"),
        "shown": _("The first {rows} rows are shown."),
        "yes": _("Yes"),
        "no": _("No"),
        "save": _("Save as CSV"),
        "failed": _("The data could not be loaded: this page needs the folders “static” and “dataset” beside it."),
    }
