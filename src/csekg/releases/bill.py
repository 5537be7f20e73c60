"""The bill of sources of a release: what it is made of, by treaty, as of which day."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence

from csekg.answers.quality.dataset import Source, sources
from csekg.answers.texts.instruments import instruments
from csekg.releases.forms import joined, triple_and_graph
from csekg.sparql.store import QueryEngine


def bill_of_sources(store: QueryEngine, quads: Sequence[bytes], version: str) -> bytes:
    """Return `sources.json`: the sources, and which of them the data on each treaty rest on.

    A source has the SHA-256 of the triples in its named graph, sorted as N-Triples: whether what it
    states changed can be seen without reading it. A treaty has the lists that were read completely,
    with their days, and the sources that state acts under it.
    """
    graphs: dict[str, list[bytes]] = defaultdict(list)
    for quad in quads:
        triple, graph = triple_and_graph(quad)
        graphs[graph].append(triple)
    bill = {
        "release": version,
        "treaties": [
            {
                "key": each.key,
                "name": each.name,
                "asOf": each.as_of.isoformat() if each.as_of else None,
                "lists": [coverage.model_dump(mode="json") for coverage in each.lists],
                "sources": [
                    {"key": source.key, "asOf": source.as_of.isoformat()}
                    for source in sources(store, each.key)
                ],
            }
            for each in instruments(store, "treaty")
        ],
        "sources": [_entry(source, graphs) for source in sources(store)],
    }
    return json.dumps(bill, ensure_ascii=False, indent=1).encode() + b"\n"


def _entry(source: Source, graphs: dict[str, list[bytes]]) -> dict[str, object]:
    triples = graphs.get(source.has_graph or "")
    return {
        "key": source.key, "name": source.name, "publisher": source.publisher,
        "asOf": source.as_of.isoformat(), "asOfNote": source.as_of_note, "rights": source.rights,
        "completeness": source.completeness, "location": source.location,
        "statements": source.statements,
        "sha256": hashlib.sha256(joined(triples)).hexdigest() if triples else None,
    }  # fmt: skip
