"""The shapes as a graph, with the look-ups that the reader of shapes needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH
from csekg.namespaces import RDF
from csekg.validation.shapes import SH, Node, Term, Translations


class ShapesGraph:
    """The Turtle files of a folder as one graph."""

    def __init__(self, folder: Path) -> None:
        """Read the files; raises CsekgError, naming the file, for one that is not Turtle."""
        self._store = Store()
        for file in sorted(folder.glob("*.ttl")):
            try:
                self._store.extend(parse(path=file, format=RdfFormat.TURTLE))
            except SyntaxError as error:
                raise CsekgError(f"{file.name}: {error}") from None

    def quads(
        self, node: Node | None, predicate: NamedNode | None, value: Term | None
    ) -> Iterator[Quad]:
        """Return the matching quads; None matches anything."""
        return self._store.quads_for_pattern(node, predicate, value)

    def members(self, head: Node) -> Iterator[Term]:
        """Return the members of an RDF list in order."""
        rest: Term | None = head
        while rest is not None and rest != RDF.nil:
            yield from self.objects(rest, RDF.first)
            rest = self.one(rest, RDF.rest)

    def subjects(self, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[Node]:
        """Yield the nodes that have a property, with this value if one is given."""
        for quad in self.quads(None, predicate, value):
            if isinstance(quad.subject, NamedNode | BlankNode):
                yield quad.subject

    def objects(self, node: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property."""
        if isinstance(node, Literal):
            return []
        quads = self.quads(node, predicate, None)
        return [
            quad.object
            for quad in quads
            if isinstance(quad.object, NamedNode | BlankNode | Literal)
        ]

    def one(self, node: Term, predicate: NamedNode) -> Term | None:
        """Return the value of a property, None if there is none; CsekgError if there are more."""
        found = self.objects(node, predicate)
        if len(found) > 1:
            raise CsekgError(f"{node}: {predicate} is given {len(found)} times")
        return found[0] if found else None

    def texts(self, node: Term, predicate: NamedNode) -> list[str]:
        """Return the values of a property as text, without blank nodes."""
        return [t.value for t in self.objects(node, predicate) if not isinstance(t, BlankNode)]

    def text(self, node: Term, predicate: NamedNode) -> str:
        """Return the value of a property as text, empty if there is none.

        Raises CsekgError if there are more.
        """
        self.one(node, predicate)
        return next(iter(self.texts(node, predicate)), "")

    def message(self, node: Node) -> tuple[str, Translations]:
        """Return a message (`sh:message`) in English, and in the other languages that it has.

        A text without a language is English; it is empty if there is none. Raises CsekgError for
        two in one language.
        """
        found: dict[str, str] = {}
        for text in self.objects(node, SH.message):
            if isinstance(text, Literal):
                language = (text.language or ENGLISH).lower()
                if language in found:
                    raise CsekgError(f"{node}: sh:message is given twice in {language!r}")
                found[language] = text.value
        return found.pop(ENGLISH, ""), tuple(sorted(found.items()))

    def query(self, shape: Node, constraint: Node) -> str:
        """Return the SELECT query of a SPARQL constraint with its prefixes.

        Raises CsekgError for a constraint without a query, and for properties outside the profile.
        """
        for quad in self.quads(constraint, None, None):
            if quad.predicate not in (RDF.type, SH.select, SH.prefixes, SH.message):
                raise CsekgError(f"{shape}: {quad.predicate} is outside the profile of sh:sparql")
        select = self.text(constraint, SH.select)
        if not select:
            raise CsekgError(f"{shape}: sh:sparql has no sh:select")
        prefixes = sorted(
            f"PREFIX {self.text(entry, SH.prefix)}: <{self.text(entry, SH.namespace)}>\n"
            for holder in self.objects(constraint, SH.prefixes)
            for entry in self.objects(holder, SH.declare)
        )
        return "".join(prefixes) + select
