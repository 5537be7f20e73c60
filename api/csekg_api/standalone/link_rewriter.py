"""Makes a page of the service one of the folder, whose links lead to files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import html

from csekg_api.standalone.crawler import FolderFiles
from csekg_api.standalone.scope import Address, link, within

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
    no_form: Callable[[], str]

    def page(self, address: Address, content: bytes) -> bytes:
        """Return the page of the folder that a page of the service becomes."""
        # A parser that is told the encoding does not guess it.
        document = html.document_fromstring(content, html.HTMLParser(encoding="utf-8"))
        file = self.folder.files[address]
        for element in document.xpath(_NEVER if self.published else f"{_NEVER} | {_SERVICE}"):
            _drop(element)
        for form in document.xpath("//form"):
            self._form(form)
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

    def _form(self, form: html.HtmlElement) -> None:
        """Leave a form to the folder's script or to the service, or put a note in its place."""
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
            note = html.Element("p", {"class": "note"})
            note.text = self.no_form()
            form.addprevious(note)
            _drop(form)

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
