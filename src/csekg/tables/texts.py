"""Tables of texts: provisions of treaties, paragraphs of the resolution, what corresponds."""

from __future__ import annotations

from csekg.tables.shared import UNDER, UNDER_PATTERN
from csekg.tables.table import Column, Table

PROVISIONS = Table(
    "provisions", "an article of a treaty, or a part of one", ("provision",),
    (
        Column("provision", "text", "key, as `opsc/article/3/1/c`", "/id/instrument/",
               required=True),
        *UNDER,
        Column("number", "text", "number as printed, as `3(1)(c)`", required=True),
        Column("place", "integer", "place in the treaty", required=True),
        Column("part_of", "category", "key of the treaty or provision that it is a part of",
               "/id/instrument/"),
        Column("heading", "text", "heading of the article"),
        Column("description", "text", "what it says, in our words"),
        Column("provision_kind", "category", "substantive, final clause ...", "/"),
        Column("duty", "category", "how strongly it obliges", "/"),
        Column("iri", "text", "identifier in the graph", required=True),
    ),
    f"""
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

PARAGRAPHS = Table(
    "paragraphs", "a paragraph of the resolution", ("paragraph",),
    (
        Column("paragraph", "text", "key, as `ccpcj-16-2/op/4/a`", "/id/instrument/",
               required=True),
        Column("paragraph_name", "text", "name in English", required=True),
        Column("number", "text", "number as printed", required=True),
        Column("place", "integer", "place in the resolution", required=True),
        Column("description", "text", "what it says, in our words"),
        Column("adopted_on", "day", "day on which the resolution was adopted"),
        Column("iri", "text", "identifier in the graph", required=True),
    ),
    """
SELECT * WHERE {
  VALUES ?class { cse:PreambularParagraph cse:OperativeParagraph cse:SubParagraph }
  ?iri a ?class ; rdfs:label ?paragraph_name ; cse:number ?number ; cse:order ?place ;
       cse:provisionOf ?resolution .
  BIND(?iri AS ?paragraph)
  OPTIONAL { ?resolution cse:adoptedOn ?adopted_on }
  OPTIONAL { ?iri dcterms:description ?description FILTER(LANG(?description) IN ("en", "")) }
}""",
)  # fmt: skip

CORRESPONDENCES = Table(
    "correspondences", "that a paragraph and a provision correspond", ("paragraph", "provision"),
    (
        Column("paragraph", "category", "key of the paragraph", "/id/instrument/", required=True,
               references="paragraphs"),
        Column("provision", "category", "key of the provision", "/id/instrument/", required=True,
               references="provisions"),
        *UNDER,
        Column("strength", "category", "equivalent, implements, supports or related", "/",
               required=True),
        Column("rationale", "text", "the reason", required=True),
        Column("reading_count", "integer", "how many readings have it", required=True),
    ),
    f"""
SELECT * WHERE {{
  ?link a cse:Correspondence ; cse:paragraph ?paragraph ; cse:provision ?provision ;
        cse:strength ?strength ; cse:rationale ?rationale ; cse:readingCount ?reading_count .
  FILTER(LANG(?rationale) IN ("en", ""))
  ?provision cse:provisionOf ?under .
  {UNDER_PATTERN}
}}""",
)  # fmt: skip
