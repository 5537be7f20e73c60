"""The tables of the recommendations of the Universal Periodic Review."""

from __future__ import annotations

from csekg.tables.tidy_table import TidyTable, column, several, several_pattern

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
    query="""
SELECT * WHERE {
  ?recommendation a cse:Recommendation ; cse:madeInReview ?review ; cse:response ?response ;
      cse:foundInReport ?found_in_report ; dcterms:source/dcterms:identifier ?source .
  ?review cse:reviewedState ?who ; cse:reviewSession/dcterms:identifier ?session .
  ?who dcterms:identifier ?actor ; rdfs:label ?actor_name .
  OPTIONAL { ?review cse:reviewedOn ?reviewed_on }
  OPTIONAL { ?review cse:reportSymbol ?report }
  OPTIONAL { ?recommendation cse:reportParagraph ?report_paragraph }
  OPTIONAL { ?recommendation cse:recommendedBy/dcterms:identifier ?recommending }"""
    + several_pattern("recommendation", "cse:askedSubject", "subjects")
    + several_pattern("recommendation", "cse:askedTopic", "topics")
    + several_pattern("recommendation", "cse:askedParagraph", "paragraphs")
    + several_pattern("recommendation", "cse:askedMeasure", "measures")
    + "\n}",
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
    query="""
SELECT * WHERE {
  ?part a cse:TreatyRecommendation ; dcterms:isPartOf ?recommendation ; cse:askedAct ?act .
  OPTIONAL { ?part cse:askedTreaty/dcterms:identifier ?treaty }
  OPTIONAL { ?part cse:askedTreatyGroup ?treaty_group }
  OPTIONAL { ?part cse:toldAs ?told_as }
}""",
)
