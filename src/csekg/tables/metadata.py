"""The tidy tables described for tools: a Frictionless data package."""

from __future__ import annotations

import json
from collections.abc import Sequence

from csekg.tables.tidy_table import TidyColumn, TidyTable

#: The address of the licence of the data.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TYPES = {"text": "string", "category": "string", "day": "date", "boolean": "boolean", "integer": "integer"}


def frictionless(tables: Sequence[TidyTable], title: str, version: str) -> bytes:
    """Return the description of the CSV files as a Frictionless data package."""
    return (
        json.dumps(
            {
                "profile": "tabular-data-package",
                "name": "csekg",
                "title": title,
                **({"version": version} if version else {}),
                "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
                "resources": [
                    {
                        "profile": "tabular-data-resource",
                        "name": table.name,
                        "path": f"{table.name}.csv",
                        "description": f"One row is {table.row_is}",
                        "format": "csv",
                        "mediatype": "text/csv",
                        "encoding": "utf-8",
                        "schema": {
                            "fields": [_field(column) for column in table.columns],
                            "missingValues": [""],
                            # A part of some keys may be empty, which no primary key allows.
                            **({"primaryKey": list(table.key)} if _whole_key(table) else {}),
                            "foreignKeys": [
                                {
                                    "fields": column.key,
                                    # An empty name is that of the table itself.
                                    "reference": {
                                        "resource": "" if other == table.name else other,
                                        "fields": _key_of(tables, other),
                                    },
                                }
                                for column, other in table.references()
                            ],
                        },
                    }
                    for table in tables
                ],
            },
            ensure_ascii=False,
            indent=1,
        ).encode()
        + b"\n"
    )


def _field(column: TidyColumn) -> dict[str, object]:
    return {
        "name": column.key,
        "type": _TYPES[column.kind],
        "description": column.meaning,
        **({"constraints": {"required": True}} if column.required else {}),
    }


def _whole_key(table: TidyTable) -> bool:
    return all(column.required for column in table.columns if column.key in table.key)


def _key_of(tables: Sequence[TidyTable], name: str) -> str:
    (key,) = next(table.key for table in tables if table.name == name)
    return key
