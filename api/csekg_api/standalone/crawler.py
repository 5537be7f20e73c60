"""Asks the service for its pages within this process, writes them, and has their links lead to files."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import httpx2
from fastapi import FastAPI
from lxml import html

from csekg.errors import CsekgError
from csekg.languages.forms import list_comma
from csekg_api.standalone.scope import Address, Names, is_description, is_file, is_page, is_takeaway, link, within

_HREF = re.compile(rb'\shref="([^"]+)"')
# Links to other sites, and within a page.
_ELSEWHERE = ("#", "https:", "mailto:")


@dataclass
class FolderFiles:
    """What the folder holds: the file of each address; other addresses of a page lead to its own.

    `pages` are the addresses of pages in the order in which they were found.
    """

    files: dict[Address, str] = field(default_factory=dict)
    pages: list[Address] = field(default_factory=list)
    same: dict[Address, Address] = field(default_factory=dict)

    def file(self, address: Address) -> str | None:
        """Return the file of an address, None if the folder has none."""
        return self.files.get(self.same.get(address, address))


class Crawler:
    """Follows the links of pages from some addresses, and writes all that belongs to the folder."""

    def __init__(self, app: FastAPI, place: str, out: Path, languages: Sequence[str]) -> None:
        """Take the service, its address without a slash at the end, the folder, the languages."""
        self._app, self._place, self._out, self._languages = app, place, out, languages
        self._names = Names()
        self._files = FolderFiles()

    async def all(self, begin: Iterable[Address], say: Callable[[int], None]) -> FolderFiles:
        """Write the pages that links lead to, as the service gives them, and return what is there.

        Of descriptions only those that other pages link to. `say` is told the number of pages now
        and then. Raises CsekgError where the service fails.
        """
        waiting = deque(begin)
        seen = set(waiting)
        transport = httpx2.ASGITransport(app=self._app)
        async with httpx2.AsyncClient(transport=transport, base_url=self._place) as client:
            while waiting:
                address = waiting.popleft()
                for link in await self._one(client, address):
                    if link not in seen:
                        seen.add(link)
                        waiting.append(link)
                if len(self._files.pages) % 100 == 0:
                    say(len(self._files.pages))
        return self._files

    async def _one(self, client: httpx2.AsyncClient, address: Address) -> list[Address]:
        """Write what is at one address; return the addresses to write that it links to."""
        is_no_page = is_file(address) or is_takeaway(address, self._languages)
        accept = "*/*" if is_no_page else "text/html"
        # The language is in the path, or this is English.
        path = "/en/" if address.path == "/" else address.path
        query = f"?{address.query}" if address.query else ""
        url = f"{self._place.partition('//')[0]}//{client.base_url.netloc.decode()}{path}{query}"
        answer = await client.get(url, headers={"Accept": accept})
        if answer.is_redirect:
            target, _ = within(self._place, address, answer.headers["location"])
            if target is None or not self._belongs(target, address):
                return []
            self._files.same[address] = target
            return [target]
        if answer.status_code >= 500:
            raise CsekgError(f"the service failed at {address}: status {answer.status_code}")
        if answer.status_code != 200:
            return []
        if is_no_page:
            self._write(self._names.file(*address), address, answer.content)
            return []
        if not answer.headers["content-type"].startswith("text/html"):
            return []
        self._write(self._names.page(*address), address, answer.content)
        self._files.pages.append(address)
        return list(self._links(address, answer.content))

    def _links(self, page: Address, content: bytes) -> Iterable[Address]:
        for href in dict.fromkeys(_HREF.findall(content)):
            text = unescape(href.decode())
            if text.startswith(_ELSEWHERE) and not text.startswith(self._place):
                continue
            address, _ = within(self._place, page, text)
            if address and self._belongs(address, page):
                yield address

    def _belongs(self, address: Address, page: Address) -> bool:
        if is_file(address) or is_takeaway(address, self._languages):
            return True
        deep = is_description(address) and is_description(page)
        return not deep and is_page(address, self._languages)

    def _write(self, file: str, address: Address, content: bytes) -> None:
        target = self._out / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self._files.files[address] = file


#: Forms that choose among pages of the folder, that narrow the list of their page, and others.
FormKind = Literal["choices", "list", "question"]
#: Marks what needs a service that people can reach, in templates, and what no folder has.
_SERVICE, _NEVER = "//*[@data-service]", "//*[@data-folder='none']"
#: What a link is called that leads to no file of the folder.
_DEAD = "needs-service"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How the pages of one folder are rewritten.

    `place` is the address of the service; `published` says whether people can reach it there, as
    `CSEKG_PUBLIC_URL` names it. `asset` gives the file of a path below `/static/`, `notice` the
    text that stands on top of each page and `words` those that its script shows, in its language.
    """

    place: str
    published: bool
    folder: FolderFiles
    asset: Callable[[str], str | None]
    notice: Callable[[], html.HtmlElement]
    words: Callable[[], dict[str, str]]
    no_form: Callable[[FormKind], str]

    def page(self, address: Address, content: bytes) -> bytes:
        """Return the page of the folder that a page of the service becomes."""
        # A parser that is told the encoding does not guess it.
        document = html.document_fromstring(content, html.HTMLParser(encoding="utf-8"))
        file = self.folder.files[address]
        for element in document.xpath(_NEVER if self.published else f"{_NEVER} | {_SERVICE}"):
            _drop(element)
        for form in document.xpath("//form"):
            self._form(form, address)
        for element, attribute, href, _ in list(document.iterlinks()):
            # None is for links within texts, which pages have not.
            self._link(element, attribute or "", href, address, file)
        if not self.published:
            for element in document.xpath("//script[@type='application/ld+json']"):
                _drop(element)
        self._own_script(document, address, file)
        for main in document.xpath("//main"):
            main.insert(0, self.notice())
        text = html.tostring(document, encoding="unicode", doctype="<!doctype html>")
        return f"{text}\n".encode()

    def _form(self, form: html.HtmlElement, page: Address) -> None:
        """Leave a form to the folder's script or to the service, or name pages in its place."""
        # Its script would ask the service while people type.
        for element in form.xpath(".//*[@data-completes]"):
            del element.attrib["data-completes"]
        if form.get("data-folder"):
            form.attrib.pop("action", None)
            # Without a script it leads nowhere.
            form.set("hidden", "")
        elif self.published:
            form.attrib.pop("data-live", None)
        else:
            links = self._chosen(form, page)
            kind: FormKind = "choices" if links else "list" if "data-live" in form.attrib else "question"
            note = html.Element("p", {"class": "note"})
            note.text = self.no_form(kind)
            for address, words in links:
                found = html.Element("a", {"href": str(address)})
                found.text, found.tail = words, list_comma()
                note.append(found)
            # Of a page with several lists it is said once.
            if links or not form.xpath("preceding::p[string()=$words]", words=note.text):
                form.addprevious(note)
            if links:
                note[-1].tail = "."
            _drop(form)

    def _chosen(self, form: html.HtmlElement, page: Address) -> list[tuple[Address, str]]:
        """Return the pages of the folder that a choice in a field of a form leads to, of each with its words."""
        place, _ = within(self.place, page, form.get("action") or "")
        if place is None:
            return []
        return [
            (address, option.text_content().strip())
            for select in form.xpath("(.//select[@name='treaty'])[1] | (.//select[@name='group'])[1]")
            for option in select.xpath(".//option[@value!='']")
            if self.folder.file(address := Address(place.path, f"{select.get('name')}={option.get('value')}"))
        ]

    def _link(self, element: html.HtmlElement, name: str, href: str, page: Address, file: str) -> None:
        if href.startswith(("#", "data:", "mailto:")):
            return
        address, fragment = within(self.place, page, href)
        if address is None:
            return
        target = self._target(address)
        if not self.published and (element.text or "").startswith(self.place):
            # An address that nobody can reach, written out.
            _drop(element)
        elif target is not None:
            relative = link(file, target) + (f"#{fragment}" if fragment else "")
            # A link to a place on the same page stays one.
            same = target == file and fragment
            element.set(name, f"#{fragment}" if same else relative)
        elif element.tag == "a" and "sort=" in address.query and element.xpath("ancestor::thead"):
            del element.attrib[name]
            element.set("data-sorts", "")
        elif self.published and element.tag != "link":
            element.set(name, f"{self.place}{address}" + (f"#{fragment}" if fragment else ""))
        elif element.get("hreflang") and element.tag == "a":
            # A language that the folder does not have.
            around = element.getparent()
            _drop(element if around is None else around)
        elif element.tag == "a":
            del element.attrib[name]
            element.classes.add(_DEAD)
        elif not (self.published and element.get("rel") == "canonical"):
            _drop(element)

    def _target(self, address: Address) -> str | None:
        if address.path.startswith("/static/"):
            return self.asset(unquote(address.path.removeprefix("/static/")))
        if file := self.folder.file(address):
            return file
        # In a folder without English: the same page in its first language.
        return next(
            (
                file
                for prefix in ("/fr", "/es", "/ru", "/zh", "/ar")
                if address.language == "en"
                and (file := self.folder.file(Address(prefix + address.path, address.query)))
            ),
            None,
        )

    def _own_script(self, document: html.HtmlElement, address: Address, file: str) -> None:
        """Add the script of the folder; it is told where the folder begins, and the language."""
        for element in document.xpath("//script[contains(@src, 'on-demand.js')]"):
            _drop(element)
        script = self.asset("built/folder.js")
        assert script
        body = document.body
        assert body is not None
        words = html.Element("script", {"type": "application/json", "id": "folder-words"})
        words.text = json.dumps(self.words(), ensure_ascii=False).replace("<", "\\u003c")
        body.append(words)
        root = link(file, "index.html").removesuffix("index.html")
        body.append(
            html.Element(
                "script", {"src": link(file, script), "defer": "", "data-root": root, "data-language": address.language}
            )
        )


def _drop(element: html.HtmlElement) -> None:
    element.drop_tree()
