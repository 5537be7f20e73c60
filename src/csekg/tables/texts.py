"""Tables of texts: provisions of treaties, paragraphs of the resolution, what corresponds."""

from __future__ import annotations

from csekg.tables.common_columns import UNDER, UNDER_PATTERN
from csekg.tables.tidy_table import TidyTable, column

PROVISIONS = TidyTable(
    name="provisions",
    row_is="an article of a treaty, or a part of one",
    key=("provision",),
    columns=(
        column("provision", "text", "key, as `opsc/article/3/1/c`", "/id/instrument/",
               required=True),
        *UNDER,
        column("number", "text", "number as printed, as `3(1)(c)`", required=True),
        column("place", "integer", "place in the treaty", required=True),
        column("part_of", "category", "key of the treaty or provision that it is a part of",
               "/id/instrument/"),
        column("heading", "text", "heading of the article"),
        column("description", "text", "what it says, in our words"),
        column("provision_kind", "category", "substantive, final clause ...", "/"),
        column("duty", "category", "how strongly it obliges", "/"),
        column("iri", "text", "identifier in the graph", required=True),
    ),
    query=f"""
SELECT * WHERE {{
  ?iri cse:provisionOf ?under ; cse:number ?number ; cse:order ?place .
  ?under a cse:Treaty .
  BIND(?iri AS ?provision)
  {UNDER_PATTERN}
  OPTIONAL {{ ?iri dcterms:isPartOf ?part_of }}
  OPTIONAL {{ ?iri cse:heading ?heading FILTER(LANG(?heading) IN ("en", "")) }}
  OPTIONAL {{ ?iri dcterms:description ?description FILTER(LANG(?description) IN ("en", "")) }}
  OPTIONAL {{ ?iri cse:provisionKind ?provision_kind }}
  OPTIONAL {{ ?iri cse:dutyStrength ?duty }}
}}""",
)  # fmt: skip

PARAGRAPHS = TidyTable(
    name="paragraphs",
    row_is="a paragraph of the resolution",
    key=("paragraph",),
    columns=(
        column("paragraph", "text", "key, as `ccpcj-16-2/op/4/a`", "/id/instrument/",
               required=True),
        column("paragraph_name", "text", "name in English", required=True),
        column("number", "text", "number as printed", required=True),
        column("place", "integer", "place in the resolution", required=True),
        column("description", "text", "what it says, in our words"),
        column("adopted_on", "day", "day on which the resolution was adopted"),
        column("iri", "text", "identifier in the graph", required=True),
    ),
    query="""
SELECT * WHERE {
  VALUES ?class { cse:PreambularParagraph cse:OperativeParagraph cse:SubParagraph }
  ?iri a ?class ; rdfs:label ?paragraph_name ; cse:number ?number ; cse:order ?place ;
       cse:provisionOf ?resolution .
  BIND(?iri AS ?paragraph)
  OPTIONAL { ?resolution cse:adoptedOn ?adopted_on }
  OPTIONAL { ?iri dcterms:description ?description FILTER(LANG(?description) IN ("en", "")) }
}""",
)  # fmt: skip

CORRESPONDENCES = TidyTable(
    name="correspondences",
    row_is="that a paragraph and a provision correspond",
    key=("paragraph", "provision"),
    columns=(
        column("paragraph", "category", "key of the paragraph", "/id/instrument/", required=True,
               references="paragraphs"),
        column("provision", "category", "key of the provision", "/id/instrument/", required=True,
               references="provisions"),
        *UNDER,
        column("strength", "category", "equivalent, implements, supports or related", "/",
               required=True),
        column("rationale", "text", "the reason", required=True),
        column("reading_count", "integer", "how many readings have it", required=True),
    ),
    query=f"""
SELECT * WHERE {{
  ?link a cse:Correspondence ; cse:paragraph ?paragraph ; cse:provision ?provision ;
        cse:strength ?strength ; cse:rationale ?rationale ; cse:readingCount ?reading_count .
  FILTER(LANG(?rationale) IN ("en", ""))
  ?provision cse:provisionOf ?under .
  {UNDER_PATTERN}
}}""",
)  # fmt: skip
