"""Treaties that protect children from sexual exploitation, and who is bound by them since when.

`csekg.open` returns a store over the dataset. It answers SPARQL (`select`, `values`, `query`), and
the functions of `csekg.answers` take it: who is bound by a treaty, what a State has done, what a
text says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from csekg.sparql.store import QueryEngine

__version__ = "0.1.0"

__all__ = ["__version__", "open"]


def open(file: str | PathLike[str] | None = None) -> QueryEngine:
    """Return a store over a dataset.

    Without a file it is the dataset of this version, which is shipped with the package or, in a
    checkout, built from the files of facts on first use; or what the server holds whose address is
    in the environment variable CSEKG_ENDPOINT. A file is N-Quads, TriG, N-Triples or Turtle, by its
    ending.

    Raises csekg.errors.CsekgError: for a file that is missing or cannot be read, for a server that
    does not answer, and for a wrong fact file where the dataset has to be built.
    """
    # Imported here so that `import csekg` takes no time.
    from pathlib import Path

    from csekg.dataset.kept import open_store

    return open_store(None if file is None else Path(file))
