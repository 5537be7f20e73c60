"""A tidy table as a table of Arrow, from which Parquet and data frames are made."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from csekg.tables.table import Row, Table

_TYPES = {"text": pa.string(), "category": pa.string(), "day": pa.date32(), "boolean": pa.bool_(),
          "integer": pa.int32()}  # fmt: skip


def to_arrow(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Return a table with typed columns; the description of each is in its metadata."""
    schema = pa.schema(
        [
            pa.field(column.name, _TYPES[column.kind], not column.required,
                     {"description": column.description})
            for column in table.columns
        ],
        {"description": f"One row is {table.row_is}", "key": ", ".join(table.key)},
    )  # fmt: skip
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def to_parquet(table: Table, rows: Sequence[Row]) -> bytes:
    """Return a table as Parquet; equal rows give equal bytes with one version of Arrow."""
    output = io.BytesIO()
    # Arrow's own copy of the schema would only repeat what Parquet's says.
    pq.write_table(to_arrow(table, rows), output, compression="snappy", store_schema=False)
    return output.getvalue()
