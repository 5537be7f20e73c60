"""The table of what assessors state about law and practice, apart from treaty status."""

from __future__ import annotations

from csekg.tables.tidy_table import TidyTable, column

ASSESSMENTS = TidyTable(
    name="assessments",
    row_is="what an assessor states about a State, a territory or an area",
    key=("assessment",),
    columns=(
        column("assessment", "text", "key of the assessment", "/id/practice/", required=True),
        column("assessor", "category", "key of the assessor", "/", required=True),
        column("assessor_name", "category", "its short name", required=True),
        column("year", "integer", "the year assessed", required=True),
        column("actor", "category", "key of the State; empty for a territory or an area", references="actors"),
        column("place", "category", "name of the State, territory or area in English", required=True),
        column("region", "category", "region of the State in the M49 standard of the United Nations"),
        column("indicator", "category", "code of the indicator", "/", required=True),
        column("scope", "category", "what the indicator is about", "/", required=True),
        column("printed_value", "text", "the value as printed; empty where none is printed"),
        column("answer", "category", "what the value is: yes, no, unknown, number ...", "/", required=True),
        column("number", "integer", "the number, where the value is one"),
        column(
            "conforms",
            "boolean",
            "whether the assessor says that law conforms to the international standard; empty where it says neither",
        ),
        column("with_note", "boolean", "whether a note in the source qualifies the value", required=True),
        column("source", "category", "key of the source", required=True, references="sources"),
    ),
)
