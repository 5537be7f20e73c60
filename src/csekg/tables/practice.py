"""Tables of what others say of practice: assessors of law and practice, and the Universal Periodic Review.

They stand apart from treaty status.
"""

from __future__ import annotations

from csekg.tables.tidy_table import TidyTable, column, several

ASSESSMENTS = TidyTable(
    name="assessments",
    row_is="what an assessor states about a State, a territory or an area",
    key=("assessment",),
    columns=(
        column("assessment", "text", "key of the assessment", "/id/practice/", required=True),
        column("assessor", "category", "key of the assessor", "/", required=True),
        column("assessor_name", "category", "its short name", required=True),
        several("draws_on", "keys of the assessors whose reports it reads: together they are one voice"),
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

RECOMMENDATIONS = TidyTable(
    name="recommendations",
    row_is="what one State recommends to another in the Universal Periodic Review, or what a State pledges",
    key=("recommendation",),
    columns=(
        column("recommendation", "text", "key of the recommendation", "/", required=True),
        column("actor", "category", "key of the reviewed State", required=True, references="actors"),
        column("actor_name", "category", "its name in English", required=True),
        column("recommending", "category", "key of the State that recommends; empty if untold", references="actors"),
        column("response", "category", "accepted, noted or pledge, as UPR Info codes it", "/", required=True),
        column("session", "integer", "session of the Working Group", required=True),
        column("reviewed_on", "day", "day of the review; empty where the report was not read"),
        column("report", "category", "symbol of the report"),
        column("report_paragraph", "text", "paragraph of the report"),
        column("found_in_report", "category", "yes: with the recommending State; text: the words alone; no", "/"),
        several("subjects", "conduct that it names"),
        several("topics", "topics on which it bears"),
        several("paragraphs", "paragraphs of the resolution that ask for the same", "/id/instrument/"),
        several("measures", "what it asks the State to do"),
        column("source", "category", "key of the source", required=True, references="sources"),
    ),
)

TREATIES_ASKED = TidyTable(
    name="treaties_asked",
    row_is="what a recommendation of the Universal Periodic Review asks about one treaty of the register, "
    "or about a group of which it names none",
    key=("recommendation", "treaty", "treaty_group", "act"),
    columns=(
        column("recommendation", "text", "key", "/", required=True, references="recommendations"),
        column("treaty", "category", "key of the treaty; empty for a group", references="treaties"),
        column("treaty_group", "category", "the group of treaties; empty for a treaty", "/"),
        column("act", "category", "join, sign, consider-joining, withdraw-reservation ...", "/", required=True),
        column("told_as", "category", "how its words tell the treaty: named, plural ...; empty for a group", "/"),
    ),
)
