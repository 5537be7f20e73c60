"""Opens the dataset, a file, a release folder or a SPARQL endpoint as data frames."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from csekg.dataset.cache import fingerprint, open_store
from csekg.errors import CsekgError
from csekg.frames.graph import KnowledgeGraph
from csekg.sparql.store import QueryEngine


def open_graph(place: str | os.PathLike[str] | None) -> KnowledgeGraph:
    """Return the graph of csekg's own dataset, or that of a file, release folder or endpoint.

    Raises CsekgError for what cannot be opened, EndpointError for a server that does not answer.
    """
    if isinstance(place, str) and place.startswith(("http://", "https://")):
        return KnowledgeGraph(_at(place))
    path = Path(place) if place is not None else None
    if path is None or not path.is_dir():
        if path is None:
            # It reads hundreds of small files, and beside an import would wait for each of them.
            fingerprint()
        with ThreadPoolExecutor(1) as pool:
            # Oxigraph releases the interpreter's lock while it loads; pandas takes half as long.
            opening = pool.submit(open_store, path)
            with suppress(ImportError):
                import_module("pandas")
            return KnowledgeGraph(opening.result())
    # Imported here, since csekg's own dataset opens faster without them.
    from csekg.releases.folder import MANIFEST, N_QUADS, open_release
    from csekg.sparql.oxigraph_store import Store

    if not (path / MANIFEST).is_file():
        raise CsekgError(
            f"{path} is no release: it has no {MANIFEST}. Give the folder of one release, a file, "
            "or the address of a SPARQL endpoint"
        )
    return KnowledgeGraph(Store(open_release(path).read(N_QUADS)))


def _at(address: str) -> QueryEngine:
    # Imported here because nobody else needs an HTTP client.
    from csekg.sparql.remote import RemoteStore
    from csekg.sparql.remote.connection import settings_for

    return RemoteStore(settings_for(address))
