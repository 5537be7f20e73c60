"""The main questions in SQL over tidy tables, beside SPARQL on the embedded engine.

`python -m benchmarks.tables 1x1 10x10` makes datasets with so many times the treaties and so many
times the States, takes the tidy tables out of them by SPARQL, writes these as partitioned Parquet,
and asks each question up to three times of three engines: Oxigraph in SPARQL, DuckDB and a cluster
of Sail in SQL. It prints the shortest times, and stops with exit code 1 where an answer differs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from benchmarks.same_questions import QUESTIONS
from benchmarks.sql_engines import Ask, cluster_over, duckdb_over
from benchmarks.synthetic import synthetic_dataset, templates
from csekg.dataset.cache import dataset_bytes
from csekg.sparql.loader import Loaded
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import read, rows_of
from csekg.tables.all_tables import TABLES
from csekg.tables.as_arrow import write_partitioned

_SEED, _TIMES, _LONG = 16, 3, 10
#: Bytes of N-Quads that a store in memory takes: it needs four times as many.
_IN_MEMORY = 2_000_000_000
Rows = list[tuple[str, ...]]


def write_tables(store: Store, folder: Path) -> None:
    """Write the tidy tables, one after the other, so that one at a time is in memory."""
    for table in TABLES:
        write_partitioned(folder, table, table.rows(store))


def columns(question: str) -> list[str]:
    """The columns of a question in SPARQL, which the view has, too."""
    head = QUESTIONS[question].partition("WHERE {")[0]
    return [word.strip("?()") for word in _visible(head)]


def _visible(head: str) -> Iterable[str]:
    words = head.split()
    depth = 0
    for place, word in enumerate(words):
        if word.startswith("?") and not depth:
            yield word
        elif word == "AS":
            yield words[place + 1]
        depth += word.count("(") - word.count(")")


def sparql(store: Store, question: str) -> Rows:
    """The answer in SPARQL, as sorted text."""
    rows = read(store.query(QUESTIONS[question]), rows_of)
    return sorted(
        tuple("" if term is None else str(getattr(term, "value", term)) for term in row.values()) for row in rows
    )


def sql(ask: Ask, question: str) -> Rows:
    """The answer of a view, as sorted text."""
    rows = ask(f"SELECT {', '.join(columns(question))} FROM {question}")
    return sorted(tuple("" if cell is None else str(cell) for cell in row) for row in rows)


def _timed(run: Callable[[], Rows]) -> tuple[float, Rows]:
    times: list[float] = []
    # What takes long is asked once.
    while len(times) < _TIMES and sum(times) < _LONG:
        began = time.perf_counter()
        rows = run()
        times.append(time.perf_counter() - began)
    return min(times), rows


def _opened(n_quads: Path) -> Store:
    """The dataset in a file; one that would fill the memory comes into a store on disk."""
    if n_quads.stat().st_size < _IN_MEMORY:
        return Store.open(n_quads)
    triples = n_quads.with_suffix(".nt")
    with n_quads.open("rb") as quads, triples.open("wb") as stream:
        # The name of the graph is what follows the last space but one.
        stream.writelines(line.rpartition(b" <")[0] + b" .\n" for line in quads)
    store = ox.Store(n_quads.with_suffix(".store"))
    for file, form in ((n_quads, ox.RdfFormat.N_QUADS), (triples, ox.RdfFormat.N_TRIPLES)):
        store.bulk_load(path=file, format=form, lenient=True)
        file.unlink()
    store.optimize()
    return Store(Loaded(store))


def measure(n_quads: Path, name: str, folder: Path) -> bool:
    """Print the times on the dataset in a file, and return whether all answers are the same."""
    began = time.perf_counter()
    store = _opened(n_quads)
    loaded = time.perf_counter()
    write_tables(store, folder)
    size = sum(file.stat().st_size for file in folder.rglob("*.parquet"))
    print(
        f"\n{name}: loading {loaded - began:.1f} s, tables {time.perf_counter() - loaded:.1f} s, "
        f"{size / 1e6:.1f} MB of Parquet\n"
    )
    print(f"{'seconds':26}{'rows':>9}{'SPARQL':>9}{'DuckDB':>9}{'cluster':>9}", flush=True)
    same = True
    with duckdb_over(folder) as near, cluster_over(folder) as far:
        for question in QUESTIONS:
            asked, expected = _timed(partial(sparql, store, question))
            times = [asked]
            for ask in (near, far):
                took, rows = _timed(partial(sql, ask, question))
                times.append(took)
                if rows != expected:
                    same = False
                    print(f"{question} differs: {len(rows)} rows, not {len(expected)}")
            print(f"{question:26}{len(expected):9}" + "".join(f"{each:9.2f}" for each in times), flush=True)
    return same


def main(sizes: Sequence[str]) -> int:
    """Measure each size, `1x1` if none is given; return the exit code."""
    same = True
    for size in sizes or ["1x1"]:
        treaties, actors = map(int, size.split("x"))
        with tempfile.TemporaryDirectory(prefix="csekg-tables-") as folder:
            # In memory it would take as much as the store.
            made, tables = Path(folder) / "dataset.nq", Path(folder) / "tables"
            with made.open("wb") as stream:
                stream.writelines(synthetic_dataset(templates(dataset_bytes()), treaties, actors, _SEED))
            tables.mkdir()
            same &= measure(made, size, tables)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
