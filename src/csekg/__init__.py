"""Treaties that protect children from sexual exploitation, and who is bound by them since when.

`csekg.open()` gives the dataset as a store that answers SPARQL. The functions of `csekg.answers`
take a store and return typed answers.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csekg.sparql.store import QueryEngine

__version__ = "0.1.0"


def open(file: str | os.PathLike[str] | None = None) -> QueryEngine:
    """Return a store over csekg's own dataset, or over an N-Quads, TriG, N-Triples or Turtle file.

    Without a file, and where the environment has CSEKG_ENDPOINT, the store asks that server. A
    checkout builds the dataset at first use, in some seconds, and keeps it in the user's cache.
    Raises CsekgError for a file that cannot be read, a wrong fact file, or a server that does not
    answer.
    """
    # Imported here, since `import csekg` alone, for the version, need not load a store.
    from pathlib import Path

    from csekg.dataset.kept import open_store

    return open_store(Path(file) if file is not None else None)
