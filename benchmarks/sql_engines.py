"""The engines that answer the views of the tidy tables: DuckDB here, Spark's SQL on a cluster.

The cluster is Sail in the mode `local-cluster`: a driver and workers of its own, asked by the
client of Spark Connect. What reads the folders differs; the views are the same texts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import duckdb

from csekg.tables.all_tables import TABLES
from csekg.tables.sql import views

#: Runs a query in SQL and returns its rows.
Ask: TypeAlias = Callable[[str], Sequence[tuple[object, ...]]]


@contextmanager
def duckdb_over(folder: Path) -> Iterator[Ask]:
    """DuckDB over partitioned Parquet."""
    with duckdb.connect() as database:
        for table in TABLES:
            files = folder / table.name / "**" / "*.parquet"
            database.execute(
                f"CREATE VIEW {table.name} AS FROM read_parquet('{files}', "
                "hive_partitioning = true)"
            )
        for view in views():
            database.execute(f"CREATE VIEW {view.name} AS {view.select}")
        yield lambda text: database.execute(text).fetchall()


@contextmanager
def cluster_over(folder: Path) -> Iterator[Ask]:
    """Sail with workers of its own over partitioned Parquet."""
    # Sail reads its settings when it is imported.
    os.environ.setdefault("SAIL_MODE", "local-cluster")
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
    try:
        for table in TABLES:
            frame = session.read.parquet(str(folder / table.name))
            frame.createOrReplaceTempView(table.name)
        for view in views():
            session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {view.name} AS {view.select}")
        yield lambda text: [tuple(row) for row in session.sql(text).collect()]
    finally:
        session.stop()
        server.stop()
