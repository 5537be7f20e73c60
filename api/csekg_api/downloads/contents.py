"""What the files for download contain, and the job that writes them; the same dataset gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.answers.common.references import treaties
from csekg.answers.common.tables import table_of
from csekg.answers.quality.dataset import stated_release
from csekg.answers.status.status_answers import Standing, standings_of_treaty
from csekg.errors import CsekgError
from csekg.releases import forms
from csekg.releases.citation_formats import TITLE
from csekg.releases.folder import CHECKSUMS
from csekg.resources import ontology_dir
from csekg.sparql.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg.tables.as_csv import to_csv
from csekg.tables.files import FOLDER, About, TableFile, rows_of_tables, table_files
from csekg_api.web.problems import ProblemError, endpoint_problem
from csekg_api.workers.jobs import Reply


@dataclass(frozen=True, slots=True)
class Content:
    """A file of the dataset: name, media type, description, bytes and number of triples."""

    name: str
    media_type: str
    description: str
    content: bytes
    triples: int
    graph: str | None = None


def contents(store: QueryEngine) -> Iterator[Content]:
    """Yield the files: the whole dataset first, then each named graph.

    Values that Oxigraph normalises, such as `P12M` to `P1Y`, are in the form that queries see.
    """
    quads = store.n_quads().splitlines()
    by_graph: dict[str, list[bytes]] = {}
    for quad in quads:
        triple, name = forms.triple_and_graph(quad)
        by_graph.setdefault(name, []).append(triple)
    yield from _whole(quads, _union(store, {line for lines in by_graph.values() for line in lines}))
    yield _participation(store)
    alone = forms.shacl_file(ontology_dir(), quads)
    yield Content(forms.SHACL_NAME, "text/turtle", forms.SHACL_CONTENTS, alone, 0)
    yield from _tidy(store)
    keys = _keys(sorted(by_graph))
    for graph, lines in sorted(by_graph.items()):
        yield from _graph(graph, keys[graph], lines)


def _whole(quads: list[bytes], merged: list[bytes]) -> Iterator[Content]:
    for file in forms.dataset_files(forms.joined(quads), forms.joined(merged)):
        count = len(merged) if file.contents == forms.UNION else len(quads)
        yield Content(file.name, file.media_type, file.contents, file.content, count)
        # Without the time of creation, so that the bytes are reproducible.
        packed = gzip.compress(file.content, 6, mtime=0)
        yield Content(f"{file.name}.gz", "application/gzip", f"{file.contents}; gzip", packed, count)


def _participation(store: QueryEngine) -> Content:
    rows = [row for key in treaties(store) for row in standings_of_treaty(store, key)[1]]
    rows.sort(key=lambda row: (row.actor.key, row.treaty.key))
    text = "Every State under every treaty, each on the as-of date of the treaty: status and acts"
    table = table_of(Standing)
    content = to_csv(table.keys, table.rows_of(rows))
    return Content("participation.csv", "text/csv", text, content, 0)


def _tidy(store: QueryEngine) -> Iterator[Content]:
    """Yield the tidy tables; those that need `csekg[tables]` only where that is installed.

    A foreign dataset may have two rows where one is right: then a text says why there is no table.
    """
    release = stated_release(store)
    day = release.released_on.isoformat() if release.released_on else ""
    description = About(TITLE, release.version or "", day)
    try:
        files = list(table_files(rows_of_tables(store), description))
    except EndpointError:
        raise
    except CsekgError as error:
        why = f"The tables cannot be made: {error}\n".encode()
        files = [TableFile("not-made.txt", "text/plain", "Why there are no tables", why)]
    for file in files:
        yield Content(f"{FOLDER}/{file.name}", file.media_type, file.contents, file.content, 0)


def _graph(graph: str, key: str, lines: list[bytes]) -> Iterator[Content]:
    content = forms.joined(lines)
    for ending, media_type, made in (
        ("nt", "application/n-triples", content),
        ("ttl", "text/turtle", forms.pretty(content, ox.RdfFormat.TURTLE)),
        ("jsonld", "application/ld+json", forms.json_ld(content)),
    ):
        name = f"graphs/{key}.{ending}"
        yield Content(name, media_type, f"The named graph {graph}", made, len(lines), graph)


def _union(store: QueryEngine, named: set[bytes]) -> list[bytes]:
    """Return the triples of the default graph as sorted lines of N-Triples, without line ends.

    `named` are the triples of the named graphs, nearly always the same ones.
    """
    return sorted(named) if store.triples() == len(named) else _all_triples(store)


def _all_triples(store: QueryEngine) -> list[bytes]:
    triples = (quad.triple for quad in store.quads())
    return sorted((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines())


def _keys(graphs: Iterable[str]) -> dict[str, str]:
    """Return a file name for each graph, that of `graph_key` unless another graph has it."""
    keys: dict[str, str] = {}
    for graph in graphs:
        plain = graph_key(graph)
        key, number = plain, 1
        while key in keys.values():
            number += 1
            key = f"{plain}-{number}"
        keys[graph] = key
    return keys


def graph_key(graph: str) -> str:
    """Return the part of a graph's IRI after that of csekg's graphs, as a name of a file may have it."""
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", graph.removeprefix(f"{ns.ID}graph/")).strip("-.")
    return plain or "graph"


#: The name of the job.
DOWNLOADS = "downloads"
MANIFEST = "manifest.json"
#: The name of the folder with the files.
ALL = "all"


def downloads_job(store: QueryEngine) -> Callable[[bytes], Reply]:
    """Return the job: its payload is the folder to create; `decode` reads its reply."""

    def job(payload: bytes) -> Reply:
        try:
            write_files(contents(store), Path(payload.decode()))
        except OSError as error:
            detail = f"the files cannot be written: {error.strerror or type(error).__name__}"
            return _refusal(ProblemError(503, detail, cause=str(error)))
        except EndpointError as error:
            return _refusal(endpoint_problem(error))
        return Reply(b"", b"")

    return job


def _refusal(problem: ProblemError) -> Reply:
    return Reply(json.dumps([problem.status, problem.detail, problem.cause]).encode(), b"")


def decode(reply: Reply) -> None:
    """Raise the problem that the job met, if any.

    It is 503 where the files cannot be written, 502 or 504 where a remote store fails.
    """
    if reply.head:
        status, detail, cause = json.loads(reply.head)
        raise ProblemError(status, detail, cause=cause)


def write_files(files: Iterable[Content], folder: Path) -> None:
    """Create a folder with files, their checksums and a list of them.

    The folder appears complete or not at all. Raises OSError where it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}-"))
    try:
        entries = []
        for file in files:
            target = made / file.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.content)
            entries.append(
                {
                    "file": file.name,
                    "media_type": file.media_type,
                    "contents": file.description,
                    "bytes": len(file.content),
                    "sha256": hashlib.sha256(file.content).hexdigest(),
                    "triples": file.triples,
                    "graph": file.graph,
                }
            )
        sums = "".join(f"{entry['sha256']}  {entry['file']}\n" for entry in entries)
        (made / CHECKSUMS).write_text(sums, encoding="utf-8")
        (made / MANIFEST).write_text(json.dumps(entries), encoding="utf-8")
        made.chmod(0o755)
        made.replace(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        # Another process may have created the same folder meanwhile.
        if not (folder / MANIFEST).is_file():
            raise
