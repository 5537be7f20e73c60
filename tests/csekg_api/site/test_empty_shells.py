"""What has nothing in it is not offered: no table without rows, no list without entries."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.browser.pages import FOREIGN, PAGES
from tests.csekg_api.site.conftest import Open

#: Tags that hold others, and what they must hold.
_SHELLS = {
    "tbody": {"tr"},
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "div"},
    "select": {"option"},
    "optgroup": {"option"},
    "svg": {"path", "a", "rect", "g", "circle", "svg"},
}
#: Where a reader finds less: nothing found, no State left, a State that is no more.
_SPARSE = (
    "/search?q=xylophone",
    "/states?q=Ruritania",
    "/matrix?q=Ruritania",
    "/gaps?treaty=crc&group=m49-154",
    "/states/SUN",
    "/states/EUE",
    "/states/VAT",
    "/ask?group=m49-154&treaty=crc&status=signatory",
    "/changes?from=2099-01-01",
    "/corrections?treaty=cyber&status=corrected",
    "/quality?severity=violation",
    "/treaties/cyber",
    "/treaties/crc?on=1989-11-21",
    "/resolution/pp/1",
)


class _Shells(HTMLParser):
    """Notes which tags end without anything that they should hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.empty: list[str] = []
        self._open: list[tuple[str, str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for _, _, inside in self._open:
            inside.append(tag)
        if tag in _SHELLS or tag == "details":
            label = dict(attrs).get("class") or dict(attrs).get("aria-label") or ""
            self._open.append((tag, label, []))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            _, label, inside = self._open.pop()
            if tag == "details":
                # Beside its summary and the frame of a list there is a leaf.
                held = bool(set(inside) - {"summary", "div", "ul", "ol", "dl", "span", "strong"})
            else:
                held = bool(_SHELLS[tag] & set(inside))
            if not held:
                self.empty.append(f"{tag} {label} at line {self.getpos()[0]}")


def empty_shells(html: str) -> list[str]:
    """Return the tags of a page that hold nothing."""
    return _Shells(re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)).empty


@pytest.mark.parametrize("path", [*(p for p in PAGES if p not in FOREIGN), *_SPARSE])
def test_nothing_empty_is_offered(show: Open, path: str) -> None:
    assert empty_shells(show(path).html) == []
