"""The tidy tables as folders of Parquet, one file for each treaty, as clusters and warehouses read.

Layout and names are those of Hive: `acts/treaty=opsc/part-0.parquet`. A table that is not about
single treaties is one file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from csekg.tables.as_arrow import to_arrow
from csekg.tables.table import Row, Table

_BY = "treaty"


def write_partitioned(folder: Path, table: Table, rows: Sequence[Row]) -> None:
    """Write a table into a new folder of its name below `folder`, divided by treaty if it can be.

    Raises OSError where it cannot be written, FileExistsError where the folder has files.
    """
    several = table.key != (_BY,) and any(column.name == _BY for column in table.columns)
    place = folder / table.name
    if place.is_dir() and any(place.iterdir()):
        raise FileExistsError(f"{place} has files: give an empty folder")
    ds.write_dataset(
        to_arrow(table, rows), place, format="parquet", max_partitions=10_000,
        partitioning=ds.partitioning(pa.schema([(_BY, pa.string())]), flavor="hive")
        if several else None,
    )  # fmt: skip
