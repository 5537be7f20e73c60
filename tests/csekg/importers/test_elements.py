from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from csekg.importers.elements import Element
from csekg.importers.opening import parse_xml
from csekg.importers.records import SourceFileError

_XML = b"""<a xmlns:n="urn:x" n:x="1">
  <b>one</b>
  <b>two</b>
  <n:c y="2">three<d/></n:c>
</a>"""


def root() -> Element:
    return Element(parse_xml(_XML, "f"), "f")


def test_what_is_taken_is_gone() -> None:
    element = root()
    assert element.attribute("x") == "1"
    assert [each.leaf() for each in element.children("b")] == ["one", "two"]
    c = element.child("c")
    assert (c.place, c.attribute("y"), c.text()) == ("f:4", "2", "three")
    c.child("d").done()
    c.done()
    element.done()
    assert list(element) == []


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda e: e.child("b"), "f:1: <a> has 2 elements <b> where one belongs"),
        (lambda e: e.child("e"), "f:1: <a> has no element <e>. Known: b, c."),
        (lambda e: e.attribute("z"), "f:1: <a> has no attribute z"),
        (lambda e: e.done(), "f:2: <b> in <a> is unknown: 'one'"),
        (lambda e: (e.rest(), e.done()), "f:1: attribute x of <a> is unknown: '1'"),
        (lambda e: e.child("c").leaf("y"), "f:4: <d> in <c> is unknown"),
        (lambda e: e.only("c"), "f:2: <b> in <a> is unknown: 'one'"),
    ],
)
def test_what_is_missing_or_left_is_named(act: Callable[[Element], object], message: str) -> None:
    with pytest.raises(SourceFileError, match=re.escape(message)):
        act(root())


def test_text_that_nobody_took_is_named() -> None:
    element = Element(parse_xml(b"<a>x<b/>y</a>", "f"), "f")
    element.rest()
    with pytest.raises(SourceFileError, match="text in <a> has no place there: 'xy'"):
        element.done()


def test_a_part_in_prose_is_taken_whole() -> None:
    element = root()
    assert element.whole().split() == ["one", "two", "three"]
    element.done()
