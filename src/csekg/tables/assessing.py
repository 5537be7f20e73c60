"""The table of what assessors state about law and practice, apart from treaty status."""

from __future__ import annotations

from csekg.tables.table import Column, Table

ASSESSMENTS = Table(
    "assessments", "what an assessor states about a State, a territory or an area",
    ("assessment",),
    (
        Column("assessment", "text", "key of the assessment", "/id/practice/", required=True),
        Column("assessor", "category", "key of the assessor", "/", required=True),
        Column("assessor_name", "category", "its short name", required=True),
        Column("year", "integer", "the year assessed", required=True),
        Column("actor", "category", "key of the State; empty for a territory or an area",
               references="actors"),
        Column("place", "category", "name of the State, territory or area in English",
               required=True),
        Column("region", "category", "region of the State in the M49 standard of the United "
               "Nations"),
        Column("indicator", "category", "code of the indicator", "/", required=True),
        Column("scope", "category", "what the indicator is about", "/", required=True),
        Column("printed_value", "text", "the value as printed; empty where none is printed"),
        Column("answer", "category", "what the value is: yes, no, unknown, number ...", "/",
               required=True),
        Column("number", "integer", "the number, where the value is one"),
        Column("conforms", "boolean", "whether the assessor says that law conforms to the "
               "international standard; empty where it says neither"),
        Column("with_note", "boolean", "whether a note in the source qualifies the value",
               required=True),
        Column("source", "category", "key of the source", required=True, references="sources"),
    ),
    """
SELECT * WHERE {
  ?assessment a cse:PracticeAssessment ; cse:assessor ?assessor ; cse:assessedYear ?in_year ;
      cse:assessedPlace ?where ; cse:indicator ?indicator ; cse:scope ?scope ;
      cse:assessedAnswer ?answer ; dcterms:source ?from .
  ?assessor skos:altLabel ?assessor_name .
  ?where rdfs:label ?place .
  ?from dcterms:identifier ?source .
  BIND(STR(?in_year) AS ?year)
  OPTIONAL { ?where a cse:TreatyActor ; dcterms:identifier ?actor }
  OPTIONAL { ?where cse:memberOf ?r . ?r cse:groupKind "m49-region" ; rdfs:label ?region }
  OPTIONAL { ?assessment cse:printedValue ?printed_value }
  OPTIONAL { ?assessment cse:assessedNumber ?number }
  OPTIONAL { ?assessment cse:conforms ?conforms }
  OPTIONAL { ?assessment cse:qualified ?note }
  BIND(COALESCE(?note, false) AS ?with_note)
}""",
)  # fmt: skip
