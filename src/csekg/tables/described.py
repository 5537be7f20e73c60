"""The tidy tables described for tools: CSV on the Web, a Frictionless data package, Croissant."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from csekg.tables.tidy_table import TidyColumn, TidyTable

#: The address of the licence of the data.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TYPES = {"text": "string", "category": "string", "day": "date", "boolean": "boolean",
               "integer": "integer"}  # fmt: skip
_CROISSANT_TYPES = {"text": "sc:Text", "category": "sc:Text", "day": "sc:Date",
                    "boolean": "sc:Boolean", "integer": "sc:Integer"}  # fmt: skip


def csvw(tables: Sequence[TidyTable]) -> bytes:
    """Return the description of the CSV files as the W3C's CSV on the Web has it."""
    return _json({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "lineTerminators": ["\n"]},
        "tables": [
            {
                "url": f"{table.name}.csv",
                "dc:description": f"One row is {table.row_is}",
                "tableSchema": {
                    "columns": [
                        {"name": column.key, "titles": column.key,
                         "dc:description": column.meaning,
                         "datatype": _TYPES[column.kind], "required": column.required}
                        for column in table.columns
                    ],
                    # A part of some keys may be empty, which no primary key of CSVW allows.
                    **({"primaryKey": list(table.key)} if _whole_key(table) else {}),
                    "foreignKeys": [
                        {"columnReference": column.key,
                         "reference": {"resource": f"{other}.csv",
                                       "columnReference": _key_of(tables, other)}}
                        for column, other in table.references()
                    ],
                },
            }
            for table in tables
        ],
    })  # fmt: skip


def frictionless(tables: Sequence[TidyTable], title: str, version: str) -> bytes:
    """Return the description of the CSV files as a Frictionless data package."""
    return _json({
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
                    **({"primaryKey": list(table.key)} if _whole_key(table) else {}),
                    "foreignKeys": [
                        {"fields": column.key,
                         # An empty name is that of the table itself.
                         "reference": {"resource": "" if other == table.name else other,
                                       "fields": _key_of(tables, other)}}
                        for column, other in table.references()
                    ],
                },
            }
            for table in tables
        ],
    })  # fmt: skip


def _field(column: TidyColumn) -> dict[str, object]:
    return {
        "name": column.key, "type": _TYPES[column.kind],
        "description": column.meaning,
        **({"constraints": {"required": True}} if column.required else {}),
    }  # fmt: skip


def croissant(
    tables: Sequence[TidyTable], title: str, summary: str, version: str, day: str,
    checksums: Mapping[str, str],
) -> bytes:  # fmt: skip
    """Return the description of the CSV files in Croissant 1.0; `checksums` are SHA-256 by name."""
    return _json({
        "@context": _CROISSANT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "csekg",
        "alternateName": title,
        "description": summary,
        "license": LICENCE,
        "url": "https://w3id.org/csekg/id/dataset/csekg",
        # A foreign dataset may state no version and no day.
        **({"version": version} if version else {}),
        **({"datePublished": day} if day else {}),
        "creator": {"@type": "sc:Organization", "name": "csekg contributors"},
        "citeAs": f"csekg contributors, csekg knowledge graph, release {version}",
        "distribution": [
            {
                "@type": "cr:FileObject", "@id": f"{table.name}.csv", "name": f"{table.name}.csv",
                "contentUrl": f"{table.name}.csv", "encodingFormat": "text/csv",
                "sha256": checksums[f"{table.name}.csv"],
            }
            for table in tables
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet", "@id": table.name, "name": table.name,
                "description": f"One row is {table.row_is}",
                "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
                "field": [_croissant_field(tables, table, column) for column in table.columns],
            }
            for table in tables
        ],
    })  # fmt: skip


def _croissant_field(
    tables: Sequence[TidyTable], table: TidyTable, column: TidyColumn
) -> dict[str, object]:
    field: dict[str, object] = {
        "@type": "cr:Field", "@id": f"{table.name}/{column.key}",
        "name": f"{table.name}/{column.key}", "description": column.meaning,
        "dataType": _CROISSANT_TYPES[column.kind],
        "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": column.key}},
    }  # fmt: skip
    if column.references and column.references != table.name:
        key = _key_of(tables, column.references)
        field["references"] = {"field": {"@id": f"{column.references}/{key}"}}
    return field


def _whole_key(table: TidyTable) -> bool:
    return all(column.required for column in table.columns if column.key in table.key)


def _key_of(tables: Sequence[TidyTable], name: str) -> str:
    (key,) = next(table.key for table in tables if table.name == name)
    return key


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


# The context that Croissant 1.0 prescribes.
_CROISSANT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs",
    "column": "cr:column", "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract", "field": "cr:field", "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath",
    "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "samplingRate": "cr:samplingRate",
    "replace": "cr:replace", "sc": "https://schema.org/", "separator": "cr:separator",
    "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
