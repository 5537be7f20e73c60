"""Fields that a treaty and a page of the search share."""

from __future__ import annotations

import re
from datetime import date

from csekg.sources.dates import iso_day
from csekg.sources.elements import Element

_CORE = ("language", "type", "creator")
#: The parts of the second group of facts on a treaty.
MANTLE = (
    "issued", "available", "hasVersion", "isPartOf", "subject", "alternative", "Tractatenbladen",
    "Kamerstukken",
)  # fmt: skip


def read_core(core: Element) -> tuple[str, str, date | None]:
    """Return the number and the title of a treaty, and the day on which its facts changed."""
    reference, title = (core.child(name).leaf("lang") for name in ("identifier", "title"))
    if not re.fullmatch(r"\d{6}(?:\.\d+)?", reference):
        raise core.fail("has no number of a treaty", reference, "Expected: 009290.")
    if not title:
        raise core.fail("has no title")
    modified = day_of(core, "modified")
    pass_over(core, _CORE)
    core.done()
    return reference, title, modified


def pass_over(element: Element, names: tuple[str, ...]) -> None:
    """Take parts that say nothing of the acts of States."""
    for name in names:
        for each in element.children(name):
            each.whole()


def text_of(element: Element, name: str) -> str:
    """Take the text of a child, '' where it is missing or nil."""
    child = element.maybe(name)
    return child.leaf("nil") if child else ""


def day_of(element: Element, name: str) -> date | None:
    """Take the day of a child, None where it is missing or nil."""
    child = element.maybe(name)
    text = child.leaf("nil") if child else ""
    if not child or not text:
        return None
    try:
        return iso_day(text)
    except ValueError as error:
        raise child.fail(str(error)) from None


def flag_of(element: Element, name: str) -> bool:
    """Take whether a child is true; a missing one is not."""
    text = text_of(element, name)
    if text not in ("", "true", "false", "0", "1"):
        raise element.fail(f"{name} is neither true nor false", text)
    return text in ("true", "1")
