"""Makes every table of a page one that a narrow screen can show: rows as cards, many rows folded.

Templates write plain tables. On a narrow screen the style sheet shows each row as a card, where a
cell names its column; and a table of more rows than a screen or two hold stands in a `details` of
class `fold`, which is closed there and open, without its summary, on wide screens and on paper.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import escape

from csekg_api.web.words import _, ngettext

#: A table with more rows than these is folded on a narrow screen.
MOST_ROWS = 8
#: Classes of tables that have a form of their own on narrow screens, and of those whose cells name
#: their columns already.
_OWN_FORM = {"matrix", "statements", "list"}

_TABLE = re.compile(r'<table(?: class="([^"]*)")?([^>]*)>(.*?)</table>', re.DOTALL)
_REGION = re.compile(
    r'<div class="scroll" role="region"[^>]*?aria-label(?:="([^"]*)"|ledby="([^"]*)")[^>]*>\s*'
    r"(<table.*?</table>)\s*</div>",
    re.DOTALL,
)
_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
_HEADING = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
_EXPLAINED = re.compile(r"<span id=\"term-[^>]*>.*?</span>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
_CELL = re.compile(r"(<t[hd](?=[ >]))")
_DETAILS = re.compile(r"<(/?)details([^>]*)>")


def with_cards(page: str) -> str:
    """Return a page whose cells name their columns, and whose long tables are folded."""
    if "<table" not in page:
        return page
    return _folded(_TABLE.sub(_labelled, page))


def _labelled(found: re.Match[str]) -> str:
    """Return a table of class `stacked`, each cell with the heading of its column."""
    classes, rest, content = (found[1] or "").split(), found[2], found[3]
    head = _HEAD.search(content)
    if head is None or _OWN_FORM & set(classes):
        return found[0]
    names = [escape(_words(name)) for name in _HEADING.findall(head[1])]

    def row(match: re.Match[str]) -> str:
        start, *cells = _CELL.split(match[0])
        lacking = len(names) - len(cells) // 2
        # A row below a cell of several rows has fewer cells: those of the last columns.
        columns = iter(names[lacking:] if lacking >= 0 else [])
        named = (
            opening + _named(cell, next(columns, ""), opening)
            for opening, cell in zip(cells[::2], cells[1::2], strict=True)
        )
        return "".join((start, *named))

    if not {"stacked", "cards-narrow", "treaties"} & set(classes):
        classes.append("stacked")
    body = head[0] + _ROW.sub(row, content[head.end() :])
    return f'<table class="{" ".join(classes)}"{rest}>{content[: head.start()]}{body}</table>'


def _named(cell: str, name: str, opening: str) -> str:
    """Return what follows the name of the element of a cell, with the heading of its column."""
    attributes, end, content = cell.partition(">")
    if opening == "<th" or not name or "data-label" in attributes:
        return cell
    return f'{attributes} data-label="{name}"{end}{content}'


def _words(markup: str) -> str:
    """Return the words of a heading, without the definition that opens beside one of them."""
    return " ".join(unescape(_TAG.sub("", _EXPLAINED.sub("", markup))).split())


def _folded(page: str) -> str:
    """Return a page with its long tables in a fold, where no closed one holds them already."""
    parts, done = [], 0
    open_details: list[bool] = []
    for found in re.finditer(f"{_DETAILS.pattern}|{_REGION.pattern}", page, re.DOTALL):
        if found[0].startswith("</details"):
            open_details.pop()
        elif found[0].startswith("<details"):
            open_details.append(" open" in found[2])
        elif all(open_details) and (rows := _rows(found[5])) > MOST_ROWS:
            what = found[3] or _("Table")
            words = ngettext("{what}, {number} row", "{what}, {number} rows", rows, what=what)
            fold = f'<details class="fold"><summary>{words}</summary>'
            parts += [page[done : found.start()], fold, found[0], "</details>"]
            done = found.end()
    return "".join((*parts, page[done:]))


def _rows(table: str) -> int:
    return table.count("<tr") - table.count('<tr class="part"') - 1
