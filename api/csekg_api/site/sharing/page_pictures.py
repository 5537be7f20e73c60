"""Pictures of the pages whose answer is a table or a chart: the matrix, a comparison, the acts of a period.

A table is read from its page, where everything that stands in the picture has the class `pictured`. So the picture has
the words, signs and order of the page for all its choices and in each language, and no second place composes them.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import chain

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.types import Message

from csekg.answers.common.references import ORDER
from csekg_api.site.choices import Choices, FormChoices, with_query
from csekg_api.site.page import MOST_PICTURED, NOTED, NotedPage
from csekg_api.site.sharing.drawing import SIGNS, Cell, chart_svg, table_svg
from csekg_api.site.sharing.picture_answer import WantedFile, picture_answer, source_notes
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import own_path, service_url
from csekg_api.web.words import _

_SPACE = re.compile(r"[ \n\t]+")
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
#: What stands in a line of its own within a cell.
_LINES = frozenset({"line", "symbol"})

router = APIRouter(include_in_schema=False)


@router.get("/matrix/picture.{form}")
@router.get("/compare/picture.{form}")
@router.get("/changes/picture.{form}")
async def page_picture(choices: FormChoices, request: Request, wanted: WantedFile) -> Response:
    sent = request.query_params.multi_items()
    chosen = with_query("", [(name, value) for name, value in sent if value.strip() and name != "width"])
    noted = NotedPage()
    shown = await _page(request, chosen.removeprefix("?"), noted)
    if noted.fault:
        raise ProblemError(shown.status_code, noted.fault)
    if shown.status_code != 200:
        return shown
    path = own_path(request).rpartition("/")[0] + chosen
    return await picture_answer(request, wanted, lambda: _drawn(choices, request, path, noted, bytes(shown.body)))


async def _page(request: Request, query: str, noted: NotedPage) -> Response:
    """Return the page of a picture as this application answers it, what it says of itself in `noted`."""
    path = str(request.scope["path"]).rpartition("/")[0]
    scope = {**request.scope, "path": path, "raw_path": path.encode(), "query_string": query.encode(), NOTED: noted}
    answer = Response()
    parts: list[bytes] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status_code, answer.raw_headers = message["status"], message["headers"]
        parts.append(message.get("body", b""))

    await request.app.router(scope, request.receive, send)
    if answer.status_code == 303:
        # To the same page without what a form sends and nobody chose.
        return await _page(request, answer.headers["location"].partition("?")[2], noted)
    answer.body = b"".join(parts)
    return answer


def _drawn(choices: Choices, request: Request, path: str, noted: NotedPage, body: bytes) -> bytes:
    read = _Reader()
    read.feed(body.decode())
    notes = [note for note in (noted.as_of, *map(_words, read.notes)) if note]
    sources = {source.key: source for source in chain.from_iterable(noted.sources)}
    source = source_notes(request, path, sources.values())
    if noted.chart:
        lines = {line.name: line.path for line in noted.chart.lines}
        return chart_svg(noted.chart, lines, noted.title, notes, source)
    head, *rows = read.rows or [[]]
    if not rows:
        raise ProblemError(404, _("there is no such picture: the page has no table with these choices"))
    table = zip(head, *rows[:MOST_PICTURED], strict=True)
    # The foot has the sources, so that their column is empty.
    columns = [column for column in table if any(cell.has_words for cell in column[1:])]
    heads, *shown = zip(*([cell.read() for cell in column] for column in columns), strict=True)
    cut = _(
        "The first {number} of {total} rows are shown; all are at {address}",
        number=len(shown),
        total=len(rows),
        address=service_url(request, path),
    )
    ends = [cut] if len(shown) < len(rows) else []
    seen = {cell.status for row in shown for cell in row} if read.is_without_words else set[str]()
    legend = [(code, choices.statuses[code].name) for code in ORDER if code in seen]
    return table_svg(noted.title, [*notes, *ends], [cell.words for cell in heads], shown, legend, [*ends, *source])


def _words(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class _ReadCell:
    def __init__(self) -> None:
        self.lines, self.status, self.has_words = [""], "", False

    def read(self) -> Cell:
        first, *more = map(_words, self.lines)
        return Cell(first, tuple(filter(None, more)), self.status)


class _Reader(HTMLParser):
    """Reads the rows of the table that is `pictured` on a page, and the notes that are."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[_ReadCell]] = []
        self.notes: list[str] = []
        #: Whether a cell says its status by its sign alone.
        self.is_without_words = False
        self._open: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = frozenset((dict(attrs).get("class") or "").split())
        if tag not in _VOID:
            self._open.append((tag, classes))
        if not self._is_in_table():
            self.notes += [""] if "pictured" in classes else []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append(_ReadCell())
        if not (self._is_in_table() and self.rows and self.rows[-1]):
            return
        cell = self.rows[-1][-1]
        cell.lines += [""] if classes & _LINES else []
        status = next((code for code in SIGNS if f"s-{code}" in classes), "")
        cell.status = cell.status or status
        self.is_without_words |= bool(status) and tag == "td"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over what has no content."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        within = frozenset[str]().union(*(classes for _tag, classes in self._open))
        if "pictured" not in within or "aside" in within:
            return
        shown = "" if "hidden" in within else data
        if not self._is_in_table():
            self.notes[-1] += shown
        elif self.rows and self.rows[-1]:
            cell = self.rows[-1][-1]
            cell.lines[-1] += shown
            cell.has_words |= bool(data.strip())

    def _is_in_table(self) -> bool:
        return any(tag == "table" and "pictured" in classes for tag, classes in self._open)
