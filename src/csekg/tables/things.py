"""Tables of things: treaties, States and organizations, groups, sources."""

from __future__ import annotations

from csekg.tables.shared import AS_OF, REGION, SUBREGION
from csekg.tables.table import Column, Table

TREATIES = Table(
    "treaties", "a treaty, with its as-of date", ("treaty",),
    (
        Column("treaty", "text", "key of the treaty, as `opsc`", required=True),
        Column("short_title", "text", "short title in English", required=True),
        Column("title", "text", "full title in English", required=True),
        Column("adopted_on", "day", "day of adoption"),
        Column("opened_on", "day", "day from which it was open for signature"),
        Column("in_force_on", "day", "day on which it entered into force"),
        Column("signature_closes_on", "day", "last day for signature"),
        Column("depositary", "category", "key of the depositary", "/id/"),
        Column("supplements", "category", "key of the convention that it supplements", "/",
               references="treaties"),
        Column("legal_basis", "category", "how resolution 16/2 speaks of it: urged, recalled, "
               "noted, or related where it does not", "/"),
        AS_OF,
        Column("list_complete", "boolean", "whether a complete list of parties has been read",
               required=True),
        Column("signatures_complete", "boolean", "whether a complete list of signatures has been "
               "read"),
        Column("official_text", "text", "address of the official text"),
        Column("iri", "text", "identifier in the graph", required=True),
    ),
    """
SELECT * WHERE {
  ?iri a cse:Treaty ; dcterms:identifier ?treaty ; rdfs:label ?title ; cse:shortTitle ?short_title ;
       cse:statusAsOf ?as_of ; cse:completeList ?list_complete .
  FILTER(LANG(?short_title) IN ("en", ""))
  OPTIONAL { ?iri cse:adoptedOn ?adopted_on }
  OPTIONAL { ?iri cse:openedOn ?opened_on }
  OPTIONAL { ?iri eli:first_date_entry_in_force ?in_force_on }
  OPTIONAL { ?iri cse:signatureClosesOn ?signature_closes_on }
  OPTIONAL { ?iri cse:depositary ?depositary }
  OPTIONAL { ?iri cse:supplements ?supplements }
  OPTIONAL { ?iri cse:legalBasis ?legal_basis }
  OPTIONAL { ?iri cse:signaturesListed ?signatures_complete }
  OPTIONAL { ?iri cse:officialText ?official_text }
}""",
)  # fmt: skip

ACTORS = Table(
    "actors", "a State, former State or organization", ("actor",),
    (
        Column("actor", "text", "key: ISO 3166 alpha-3 of a State", required=True),
        Column("actor_name", "text", "name in English", required=True),
        Column("kind", "category", "state, former (a State that has ceased to exist), "
               "organization, or other: an actor of which the data do not say that it is a State",
               required=True),
        REGION,
        SUBREGION,
        # Without alpha-2: R and pandas read the code of Namibia, NA, as a missing value.
        Column("m49", "integer", "code in the M49 standard of the United Nations, as a number"),
        Column("un_admission_date", "day", "day of admission to the United Nations"),
        Column("wikidata", "text", "its item in Wikidata"),
        Column("iri", "text", "identifier in the graph", required=True),
    ),
    """
SELECT * WHERE {
  ?iri a cse:TreatyActor ; dcterms:identifier ?actor ; rdfs:label ?actor_name .
  OPTIONAL { ?iri cse:memberOf ?r . ?r cse:groupKind "m49-region" ; rdfs:label ?region }
  OPTIONAL { ?iri cse:memberOf ?s . ?s cse:groupKind "m49-subregion" ; rdfs:label ?subregion }
  OPTIONAL {
    VALUES (?class ?known) {
      (cse:State "state") (cse:FormerState "former") (cse:RegionalOrganization "organization")
    }
    ?iri a ?class
  }
  BIND(COALESCE(?known, "other") AS ?kind)
  OPTIONAL { ?iri cse:m49 ?m49 }
  OPTIONAL { ?iri cse:unAdmissionDate ?un_admission_date }
  OPTIONAL {
    ?iri skos:exactMatch ?wikidata FILTER(STRSTARTS(STR(?wikidata), "http://www.wikidata.org/"))
  }
}""",
)  # fmt: skip

GROUPS = Table(
    "groups", "a group of States", ("group_key",),
    (
        # `group` alone is a word of SQL.
        Column("group_key", "text", "key of the group, as `m49/150`", "/id/group/", required=True),
        Column("group_name", "text", "name in English", required=True),
        Column("kind", "category", "m49-region, m49-subregion, un-regional-group ...",
               required=True),
        Column("part_of", "category", "key of the wider region of a subregion", "/id/group/",
               references="groups"),
    ),
    """
SELECT * WHERE {
  ?group_key a cse:Group ; rdfs:label ?group_name ; cse:groupKind ?kind .
  OPTIONAL { ?group_key dcterms:isPartOf ?part_of }
}""",
)  # fmt: skip

MEMBERSHIPS = Table(
    "memberships", "that a State or organization belongs to a group today", ("actor", "group_key"),
    (
        Column("actor", "category", "key of the State or organization", required=True,
               references="actors"),
        Column("group_key", "category", "key of the group", "/id/group/", required=True,
               references="groups"),
    ),
    """
SELECT ?actor ?group_key WHERE {
  ?group_key a cse:Group . ?who cse:memberOf ?group_key ; dcterms:identifier ?actor ;
  a cse:TreatyActor
}""",
)  # fmt: skip

SOURCES = Table(
    "sources", "a source, with the day on which it stands", ("source",),
    (
        Column("source", "text", "key of the source", required=True),
        Column("title", "text", "title", required=True),
        Column("publisher", "category", "who publishes it", required=True),
        Column("as_of", "day", "day on which its content stands", required=True),
        Column("as_of_note", "text", "how that day is known"),
        Column("rights", "text", "its own terms of use"),
        Column("completeness", "text", "how much of it is used"),
        Column("location", "text", "where it was read"),
        Column("iri", "text", "identifier in the graph", required=True),
    ),
    """
SELECT * WHERE {
  ?iri a cse:Source ; dcterms:identifier ?source ; rdfs:label ?title ;
       dcterms:publisher ?publisher ; cse:statusAsOf ?as_of .
  OPTIONAL { ?iri cse:asOfNote ?as_of_note FILTER(LANG(?as_of_note) IN ("en", "")) }
  OPTIONAL { ?iri dcterms:rights ?rights }
  OPTIONAL { ?iri cse:completeness ?completeness FILTER(LANG(?completeness) IN ("en", "")) }
  OPTIONAL { ?iri cse:location ?location }
}""",
)  # fmt: skip
