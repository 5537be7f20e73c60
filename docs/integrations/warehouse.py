"""The nightly load of a warehouse: all tables as Parquet, and the questions as views."""

import sys

import duckdb

import csekg
from csekg.tables.all_tables import TABLES
from csekg.tables.as_sqlite import create_views

csekg.open().write_parquet(sys.argv[1])
with duckdb.connect(sys.argv[2]) as warehouse:
    for table in TABLES:
        files = f"{sys.argv[1]}/{table.name}/**/*.parquet"
        warehouse.execute(f"CREATE TABLE {table.name} AS FROM '{files}'")
    for view in create_views():
        warehouse.execute(view)
