"""Loads a dataset into an Oxigraph store: its named graphs, and their merge as the default graph.

The default graph is the RDF merge of the named graphs: each triple counts once, however many graphs
hold it (SPARQL 1.1, section 13.2.1). Oxigraph's own union mode returns a triple once for each graph
that holds it, so that a fact which two sources confirm would count twice. Hence the triples of the
default graph are stored a second time.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from csekg.errors import CsekgError
from csekg.sparql.untrusted import Statistics

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
}
_NO_GRAPH = ox.NamedNode("urn:csekg:none")


class Loaded(NamedTuple):
    """A dataset in an Oxigraph store, whose default graph is the merge of its named graphs.

    `store` is None where it lies in a folder and nobody has opened it yet, `statistics` where nobody has counted,
    `folder` where the store lies in memory.
    """

    store: ox.Store | None
    statistics: Statistics | None = None
    folder: Path | None = None


def write_on_disk(folder: Path, n_quads: bytes) -> None:
    """Write a dataset that csekg has written as N-Quads into a folder, as a store for `open_on_disk`.

    Raises OSError where it cannot be written.
    """
    store = ox.Store(folder)
    store.bulk_load(n_quads, ox.RdfFormat.N_QUADS, lenient=True)
    store.bulk_load(merge_of(n_quads), ox.RdfFormat.N_TRIPLES, lenient=True)
    # Opened again, it would rewrite a file at the first change, which `open_copy` has no place for: it does so now.
    del store
    store = ox.Store(folder)
    store.add_graph(_NO_GRAPH)
    store.remove_graph(_NO_GRAPH)
    store.optimize()
    store.flush()


def copy_to_disk(store: ox.Store, folder: Path) -> None:
    """Write the quads of a store into a folder, as a store that can be opened read-only."""
    copy = ox.Store(folder)
    copy.bulk_load(store.dump(format=ox.RdfFormat.N_QUADS) or b"", ox.RdfFormat.N_QUADS, lenient=True)
    copy.optimize()
    copy.flush()


def open_on_disk(folder: Path, statistics: str) -> Loaded:
    """Return the dataset in a folder, with its statistics as `Statistics.to_json` writes them.

    It opens all its files at once; the processor takes 20 ms for that. Raises RuntimeError for damaged files.
    """
    return Loaded(ox.Store.read_only(str(folder)), Statistics.from_json(statistics), folder)


def open_copy(folder: Path) -> ox.Store:
    """Return an engine over the dataset in a folder that may be changed; the folder stays as it is.

    The large files, which RocksDB replaces and never changes, are linked. All are open at once, so that the copy needs
    no room on the disk and leaves nothing there. Raises OSError where it cannot be made.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        copy = Path(temporary, "store")
        copy.mkdir()
        for file in folder.absolute().iterdir():
            if file.suffix == ".sst":
                (copy / file.name).symlink_to(file)
            else:
                shutil.copyfile(file, copy / file.name)
        return ox.Store(copy)


def load_built(n_quads: bytes) -> Loaded:
    """Return a dataset that csekg has written as N-Quads; its IRIs are taken as valid."""
    store = ox.Store()
    _load(store, n_quads, ox.RdfFormat.N_QUADS)
    _merge_into_default_graph(store)
    return Loaded(store)


def add_triples(store: ox.Store, triples: Iterable[bytes]) -> None:
    """Add triples that csekg has written, as N-Triples without the dot, to the default graph.

    That suffices to validate a dataset and to count it, in a third of the time of `load_built`. Oxigraph releases
    Python's interpreter lock meanwhile.
    """
    _load(store, _document(triples), ox.RdfFormat.N_TRIPLES)


def load_file(file: Path) -> Loaded:
    """Return the dataset in an N-Quads, TriG, N-Triples or Turtle file of whatever origin.

    Raises CsekgError if the file is missing, of another format or cannot be parsed.
    """
    format_ = _FORMATS.get(file.suffix.lower())
    if format_ is None:
        raise CsekgError(f"{file}: the ending {file.suffix!r} is not known; give one of " + ", ".join(sorted(_FORMATS)))
    store = ox.Store()
    try:
        store.load(path=file, format=format_)
    except (OSError, SyntaxError) as error:
        raise CsekgError(f"cannot read {file}: {error}") from None
    _merge_into_default_graph(store)
    return Loaded(store)


def merge_of(n_quads: bytes) -> bytes:
    """Return the merge of the graphs of a dataset, each triple once, as sorted N-Triples.

    `n_quads` is a dataset that csekg has written: sorted lines, and no blank node, which two graphs
    may call by the same name (SPARQL 1.1, section 13.2.1).
    """
    # The name of a graph has no space in it, so that it begins after the last one but one. Lines of
    # one triple follow one another, since the lines are sorted.
    return _document(triple for triple, _ in groupby(line.rpartition(b" <")[0] for line in BytesIO(n_quads)))


def _document(triples: Iterable[bytes]) -> bytes:
    """Return triples, given without the dot, as N-Triples."""
    return b" .\n".join([*triples, b""])


def _load(store: ox.Store, content: bytes, format_: ox.RdfFormat) -> None:
    # Oxigraph's bulk loader is made for disks: in memory it takes more of it, and longer.
    store.load(content, format_, lenient=True)


def _merge_into_default_graph(store: ox.Store) -> None:
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
