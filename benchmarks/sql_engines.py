"""The engines that answer the views of the tidy tables: DuckDB here, Spark's SQL on a cluster.

The cluster is Sail in the mode `local-cluster`: a driver and workers of its own, in a process
beside ours, asked by the client of Spark Connect. What reads the folders differs, the views are the
same texts.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import duckdb

from csekg.tables.all_tables import TABLES
from csekg.tables.as_sqlite import views

#: Runs a query in SQL and returns its rows.
Ask: TypeAlias = Callable[[str], Sequence[tuple[object, ...]]]


@contextmanager
def duckdb_over(folder: Path) -> Iterator[Ask]:
    """DuckDB over partitioned Parquet."""
    with duckdb.connect() as database:
        for table in TABLES:
            files = folder / table.name / "**" / "*.parquet"
            database.execute(f"CREATE VIEW {table.name} AS FROM read_parquet('{files}', hive_partitioning = true)")
        for view in views():
            database.execute(f"CREATE VIEW {view.name} AS {view.select}")
        yield lambda text: database.execute(text).fetchall()


@contextmanager
def cluster_over(folder: Path) -> Iterator[Ask]:
    """Sail with workers of its own over partitioned Parquet, in a process of its own."""
    from pyspark.sql import SparkSession

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)],
        env=os.environ | {"SAIL_MODE": "local-cluster"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(server, port)
        session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()
        for table in TABLES:
            frame = session.read.parquet(str(folder / table.name))
            frame.createOrReplaceTempView(table.name)
        for view in views():
            session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {view.name} AS {view.select}")
        yield lambda text: [tuple(row) for row in session.sql(text).collect()]
        session.stop()
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the cluster did not start: exit code {server.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the cluster did not begin to listen within two minutes")
