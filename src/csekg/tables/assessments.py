"""The table of what assessors state about law and practice, apart from treaty status."""

from __future__ import annotations

from csekg.tables.tidy_table import TidyTable, column, several, several_pattern

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
    query="""
SELECT * WHERE {
  ?assessment a cse:PracticeAssessment ; cse:assessor ?assessor ; cse:assessedYear ?in_year ;
      cse:assessedPlace ?where ; cse:indicator ?indicator ; cse:scope ?scope ;
      cse:assessedAnswer ?answer ; dcterms:source ?from .
  ?assessor skos:altLabel ?assessor_name FILTER(LANG(?assessor_name) IN ("en", ""))
  ?where rdfs:label ?place .
  ?from dcterms:identifier ?source .
  BIND(STR(?in_year) AS ?year)
  OPTIONAL { ?where a cse:TreatyActor ; dcterms:identifier ?actor }
  OPTIONAL { ?where cse:memberOf ?r . ?r cse:groupKind "m49-region" ; rdfs:label ?region }
  OPTIONAL { ?assessment cse:printedValue ?printed_value }
  OPTIONAL { ?assessment cse:assessedNumber ?number }
  OPTIONAL { ?assessment cse:conforms ?conforms }
  OPTIONAL { ?assessment cse:qualified ?note }
  BIND(COALESCE(?note, false) AS ?with_note)"""
    + several_pattern("assessor", "cse:drawsOn", "draws_on")
    + "\n}",
)
