"""Loads a dataset into the engine: its named graphs, and their merge as the default graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from csekg.errors import CsekgError

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
}


class Source(Protocol):
    """Where a dataset comes from."""

    def load(self, engine: ox.Store) -> int | None:
        """Load the dataset into an empty store.

        Returns how many triples the default graph has, if that is known.
        """


@dataclass(frozen=True, slots=True)
class Built:
    """A dataset that csekg has written, as texts or as files; its IRIs are taken as valid.

    `union` is the default graph, if it has been written, too: N-Triples, as `merged` makes them.
    The engine reads them in two thirds of the time in which it would merge the graphs.
    """

    n_quads: bytes | Path
    union: bytes | Path | None = None

    def load(self, engine: ox.Store) -> int | None:
        """Load the dataset into an empty store."""
        if self.union is None:
            _load(engine, self.n_quads, ox.RdfFormat.N_QUADS)
            _merge_into_default_graph(engine)
            return None
        _load(engine, self.union, ox.RdfFormat.N_TRIPLES)
        # At this moment the engine need look at nothing else to count them.
        triples = len(engine)
        _load(engine, self.n_quads, ox.RdfFormat.N_QUADS)
        return triples


@dataclass(frozen=True, slots=True)
class Foreign:
    """An N-Quads, TriG, N-Triples or Turtle file of whatever origin."""

    file: Path

    def load(self, engine: ox.Store) -> int | None:
        """Load the dataset into an empty store.

        Raises CsekgError if the file is missing, of another format or cannot be parsed.
        """
        format_ = _FORMATS.get(self.file.suffix.lower())
        if format_ is None:
            raise CsekgError(
                f"{self.file}: the ending {self.file.suffix!r} is not known; give one of "
                + ", ".join(sorted(_FORMATS))
            )
        try:
            engine.load(path=self.file, format=format_)
        except (OSError, SyntaxError) as error:
            raise CsekgError(f"cannot read {self.file}: {error}") from None
        _merge_into_default_graph(engine)
        return None


def merged(n_quads: bytes) -> bytes:
    """Return the union of the graphs of a dataset that csekg has written, as sorted N-Triples.

    In sorted N-Quads the lines that state one triple follow each other. None has a blank node,
    which two graphs may call by the same name (SPARQL 1.1, section 13.2.1).
    """
    # The name of the graph has no space in it, so that it begins after the last but one.
    triples = dict.fromkeys(line[: line.rindex(b" ", 0, -2)] for line in n_quads.splitlines())
    return b"".join([triple + b" .\n" for triple in triples])


def _load(engine: ox.Store, content: bytes | Path, format_: ox.RdfFormat) -> None:
    file, text = (content, None) if isinstance(content, Path) else (None, content)
    # The engine's bulk loader is made for disks: in memory it takes more of it, and longer.
    engine.load(text, format_, path=file, lenient=True)


def _merge_into_default_graph(engine: ox.Store) -> None:
    # Oxigraph's own union mode returns a triple once per graph that holds it, so that a fact
    # confirmed by two sources would count twice. RDF merge (SPARQL 1.1, section 13.2.1) needs
    # a set of triples, hence a real default graph.
    engine.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
