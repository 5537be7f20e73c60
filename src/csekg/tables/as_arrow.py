"""A tidy table as a table of Arrow, from which Parquet and data frames are made.

Warehouses and clusters read it as a folder of Parquet, one file for each treaty, with the layout
and names of Hive: `acts/treaty=opsc/part-0.parquet`. A table that is not about single treaties is
one file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from csekg.tables.table import Row
from csekg.tables.tidy_table import TidyTable

#: The column by which folders are divided.
_BY = "treaty"
_TYPES = {
    "text": pa.string(),
    "category": pa.string(),
    "day": pa.date32(),
    "boolean": pa.bool_(),
    "integer": pa.int32(),
}


def to_arrow(table: TidyTable, rows: Sequence[Row]) -> pa.Table:
    """Return a table with typed columns; the description of each is in its metadata."""
    schema = pa.schema(
        [
            pa.field(column.key, _TYPES[column.kind], not column.required, {"description": column.meaning})
            for column in table.columns
        ],
        {"description": f"One row is {table.row_is}", "key": ", ".join(table.key)},
    )
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def to_parquet(table: TidyTable, rows: Sequence[Row]) -> bytes:
    """Return a table as Parquet; equal rows give equal bytes with one version of Arrow."""
    output = io.BytesIO()
    # Arrow's own copy of the schema would only repeat what Parquet's says.
    pq.write_table(to_arrow(table, rows), output, compression="snappy", store_schema=False)
    return output.getvalue()


def write_partitioned(folder: Path, table: TidyTable, rows: Sequence[Row]) -> None:
    """Write a table into a new folder of its name below `folder`, divided by treaty if it can be.

    Raises OSError where it cannot be written, FileExistsError where the folder has files.
    """
    several = table.key != (_BY,) and _BY in table.keys
    place = folder / table.name
    if place.is_dir() and any(place.iterdir()):
        raise FileExistsError(f"{place} has files: give an empty folder")
    ds.write_dataset(
        to_arrow(table, rows),
        place,
        format="parquet",
        max_partitions=10_000,
        partitioning=ds.partitioning(pa.schema([(_BY, pa.string())]), flavor="hive") if several else None,
    )
