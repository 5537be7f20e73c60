"""Strict taking of XML elements: what nobody took is noticed.

A reader takes every child and attribute that it knows, and then calls `done`, which raises
SourceFileError with the place of whatever remains, or, where no act can be lost, `pass_over`, which
turns it into warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from csekg.errors import did_you_mean
from csekg.importers.records import SourceFileError

#: A day as a depositary prints one: what holds it may be an act.
_DAY = re.compile(r"\b\d{1,2}\.?\s+[^\W\d_]{3,}\.?\s+\d{4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[-/]\d{1,2}[-/]\d{4}\b")


def local_name(name: object) -> str:
    """Return the name of an element or attribute without its namespace."""
    return str(name).rpartition("}")[2]


class Element:
    """An XML element of which each child and attribute is taken once; names have no namespace.

    `warnings` are those about the element and all that were taken from it.
    """

    def __init__(self, node: etree._Element, file: str, warnings: list[str] | None = None) -> None:
        """Wrap an element of a file; `file` begins the places in messages."""
        self._node, self._file = node, file
        self.warnings = [] if warnings is None else warnings
        self.name = local_name(node.tag)
        self.place = f"{file}:{node.sourceline}" if node.sourceline else file
        self._children = list(node)
        self._attributes = {local_name(key): str(value) for key, value in node.attrib.items()}
        pieces = (node.text, *(child.tail for child in node))
        self._text = "".join(piece or "" for piece in pieces)

    def __iter__(self) -> Iterator[str]:
        """Give the names of the children that nobody took yet, in order."""
        return iter([local_name(child.tag) for child in self._children])

    def children(self, name: str) -> list[Element]:
        """Take all children of a name, in order."""
        taken = [child for child in self._children if local_name(child.tag) == name]
        self._children = [child for child in self._children if local_name(child.tag) != name]
        return [self._wrapped(child) for child in taken]

    def _wrapped(self, child: etree._Element) -> Element:
        return Element(child, self._file, self.warnings)

    def only(self, name: str) -> Element:
        """Take the one child of an element that has nothing else, and finish the element."""
        child = self.child(name)
        self.done()
        return child

    def rest(self) -> list[Element]:
        """Take all children that are left, in order."""
        taken, self._children = self._children, []
        return [self._wrapped(child) for child in taken]

    def maybe(self, name: str) -> Element | None:
        """Take the child of a name, None where there is none; raises SourceFileError for two."""
        taken = self.children(name)
        if len(taken) > 1:
            raise self.fail(f"has {len(taken)} elements <{name}> where one belongs")
        return taken[0] if taken else None

    def child(self, name: str) -> Element:
        """Take the one child of a name; raises SourceFileError where it is missing."""
        there = list(self)
        taken = self.maybe(name)
        if taken is None:
            raise self.fail(f"has no element <{name}>", hint=did_you_mean(name, there))
        return taken

    def attribute(self, name: str, default: str | None = None) -> str:
        """Take an attribute; raises SourceFileError where it is missing and has no default."""
        value = self._attributes.pop(name, default)
        if value is None:
            raise self.fail(f"has no attribute {name}")
        return value

    def text(self) -> str:
        """Take the text of the element itself, without surrounding space."""
        text, self._text = self._text, ""
        return text.strip()

    def whole(self) -> str:
        """Take everything within the element, and return its text.

        For parts in prose, of which nobody reads single fields.
        """
        self._children, self._attributes, self._text = [], {}, ""
        return "".join(str(piece) for piece in self._node.itertext()).strip()

    def leaf(self, *attributes: str) -> str:
        """Take the text of an element that has nothing else but these attributes, and finish it."""
        for name in attributes:
            self._attributes.pop(name, None)
        text = self.text()
        self.done()
        return text

    def done(self) -> None:
        """Raise SourceFileError where a child, an attribute or text was not taken."""
        if self._children:
            child = self._wrapped(self._children[0])
            raise child.fail(f"<{child.name}> in <{self.name}> is unknown", child.text())
        if self._attributes:
            name, value = next(iter(self._attributes.items()))
            raise self.fail(f"attribute {name} of <{self.name}> is unknown", value)
        if self._text.strip():
            raise self.fail(f"text in <{self.name}> has no place there", self._text.strip())

    def pass_over(self, dated: bool = False) -> None:
        """Turn whatever was not taken into warnings.

        Raises SourceFileError for a part that holds a day, which may be an act, unless `dated`.
        """
        text, self._text = self._text.strip(), ""
        attributes, self._attributes = self._attributes, {}
        for child in self.rest():
            words = " ".join(child.whole().split())
            if not dated and _DAY.search(words):
                raise child.fail(f"<{child.name}> in <{self.name}> is unknown and holds a day", words)
            quoted = f": {words[:100]!r}" if words else ""
            self.warnings.append(f"{child.place}: <{child.name}> in <{self.name}> is unknown and not read{quoted}")
        for name, value in attributes.items():
            self.warnings.append(
                f"{self.place}: attribute {name} of <{self.name}> is unknown and not read: {value[:100]!r}"
            )
        if text:
            if not dated and _DAY.search(text):
                raise self.fail(f"text in <{self.name}> has no place there and holds a day", text)
            self.warnings.append(f"{self.place}: text in <{self.name}> is not read: {text[:100]!r}")

    def fail(self, message: str, value: str = "", hint: str = "") -> SourceFileError:
        """Return the error to raise about this element."""
        subject = "" if message.startswith(("<", "attribute", "text")) else f"<{self.name}> "
        return SourceFileError(self.place, subject + message, value, hint)
