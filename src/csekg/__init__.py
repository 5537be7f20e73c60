"""Treaties that protect children from sexual exploitation, and who is bound by them since when.

`csekg.open()` gives the dataset as pandas data frames, and as a store that answers SPARQL. The
functions of `csekg.answers` take that store and return typed answers.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csekg.frames.graph import KnowledgeGraph
    from csekg.resources import __version__ as __version__


def open(place: str | os.PathLike[str] | None = None) -> KnowledgeGraph:
    """Return the knowledge graph: csekg's own dataset, or that of a place.

    A place is an N-Quads, TriG, N-Triples or Turtle file, the folder of a release, or the address
    of a SPARQL endpoint (`https://...`). Without a place, and where the environment has
    CSEKG_ENDPOINT, that server is asked. A checkout builds the dataset at first use, in some
    seconds, and keeps it in the user's cache. Frames need `pip install 'csekg[tables]'`; the store
    alone, `csekg.open().store`, does not. Raises CsekgError for a file that cannot be read, a wrong
    fact file, or a server that does not answer.
    """
    # Imported here, since `import csekg` alone need not load a store.
    from csekg.frames.graph import open_graph

    return open_graph(place)


def __getattr__(name: str) -> str:
    """Return the version; `import csekg` alone loads no module of it."""
    if name == "__version__":
        from csekg.resources import __version__

        return __version__
    raise AttributeError(f"module 'csekg' has no attribute {name!r}")
