"""The main questions in SPARQL: what the views of the tidy tables must answer, row by row.

Each is written from the graph, not from the view: counts by year are made by looking at each year,
hierarchies by following parts. The columns are those of the view with the same names.
"""

from __future__ import annotations

QUESTIONS = {
    "status_spans": """
SELECT ?actor ?treaty ?status ?since ?until WHERE {
  ?i a cse:StatusInterval ; cse:status ?s ; cse:actor ?a ; cse:treaty ?t ; cse:from ?since .
  ?a dcterms:identifier ?actor . ?t dcterms:identifier ?treaty .
  FILTER(?s != status:did-not-exist)
  OPTIONAL { ?i cse:until ?until }
  BIND(STRAFTER(STR(?s), "/status/") AS ?status)
}""",
    "gaps": """
SELECT ?actor ?treaty ?status ?since ?as_of WHERE {
  VALUES ?s {
    status:contracting-state status:signatory status:no-action status:no-act-read status:former-party
    status:needs-invitation status:must-join-first status:unknown status:not-eligible
  }
  ?p cse:status ?s ; a cse:Participation ; cse:actor ?a ; cse:treaty ?t ; cse:from ?since .
  ?t cse:statusAsOf ?as_of ; dcterms:identifier ?treaty . ?a dcterms:identifier ?actor .
  BIND(STRAFTER(STR(?s), "/status/") AS ?status)
}""",
    "status_changes": """
SELECT ?actor ?treaty ?changed_on ?status_before ?status_after WHERE {
  ?before a cse:StatusInterval ; cse:until ?changed_on ; cse:status ?was .
  ?p cse:interval ?before , ?after ; cse:actor ?a ; cse:treaty ?t .
  ?after cse:from ?changed_on ; cse:status ?is .
  ?a dcterms:identifier ?actor . ?t dcterms:identifier ?treaty .
  FILTER(?was != status:did-not-exist)
  OPTIONAL { ?after cse:heldSince ?held }
  OPTIONAL { ?after cse:basisAction ?act }
  FILTER(!BOUND(?held) && (?is != status:did-not-exist || BOUND(?act)))
  FILTER(BOUND(?act) || ?is NOT IN (status:no-action, status:no-act-read, status:unknown)
                     || ?was NOT IN (status:no-action, status:no-act-read, status:unknown))
  BIND(STRAFTER(STR(?was), "/status/") AS ?status_before)
  BIND(STRAFTER(STR(?is), "/status/") AS ?status_after)
}""",
    "signed_not_ratified": """
SELECT ?actor ?treaty ?signed_on WHERE {
  ?p cse:status status:signatory ; a cse:Participation ; cse:from ?from ; cse:actor ?a ;
     cse:treaty ?t .
  ?a dcterms:identifier ?actor . ?t dcterms:identifier ?treaty .
  OPTIONAL { ?p cse:heldSince ?earlier }
  BIND(COALESCE(?earlier, ?from) AS ?signed_on)
}""",
    "paragraph_coverage": """
SELECT ?paragraph ?treaties (COUNT(DISTINCT ?a) AS ?bound_on_adoption) ?oldest_as_of WHERE {
  {
    SELECT ?asked (COUNT(DISTINCT ?one) AS ?treaties) (MIN(?day) AS ?oldest_as_of) WHERE {
      VALUES ?degree { vocab:strength\\/equivalent vocab:strength\\/implements }
      ?link cse:paragraph ?asked ; cse:strength ?degree ; cse:provision/cse:provisionOf ?one .
      ?one cse:statusAsOf ?day
    } GROUP BY ?asked
  }
  OPTIONAL {
    {
      SELECT DISTINCT ?asked ?t ?on WHERE {
        VALUES ?degree { vocab:strength\\/equivalent vocab:strength\\/implements }
        ?link cse:paragraph ?asked ; cse:strength ?degree ; cse:provision/cse:provisionOf ?t .
        ?asked cse:provisionOf/cse:adoptedOn ?on
      }
    }
    ?i cse:status status:party ; a cse:StatusInterval ; cse:treaty ?t ; cse:actor ?a ;
       cse:from ?from .
    OPTIONAL { ?i cse:until ?until }
    FILTER(?from <= ?on && (!BOUND(?until) || ?until > ?on))
  }
  BIND(STRAFTER(STR(?asked), "/id/instrument/") AS ?paragraph)
} GROUP BY ?paragraph ?treaties ?oldest_as_of""",
    "bound_on_adoption": """
SELECT ?treaty (SUM(IF(?bound && !?organization, 1, 0)) AS ?states_bound)
       (SUM(IF(?bound && ?organization, 1, 0)) AS ?others_bound)
       (SUM(IF(?code = "contracting-state", 1, 0)) AS ?bound_later)
       (SUM(IF(?code = "signatory", 1, 0)) AS ?signed_only)
WHERE {
  ?t a cse:Treaty ; dcterms:identifier ?treaty .
  instrument:ccpcj-16-2 cse:adoptedOn ?on .
  OPTIONAL {
    ?i a cse:StatusInterval ; cse:status ?s ; cse:treaty ?t ; cse:actor ?a ; cse:from ?from .
    OPTIONAL { ?i cse:until ?until }
    FILTER(?from <= ?on && (!BOUND(?until) || ?until > ?on))
    OPTIONAL { ?a a ?class FILTER(?class = cse:RegionalOrganization) }
  }
  # A treaty that nobody had joined or signed on the day is listed with zeros.
  BIND(COALESCE(STRAFTER(STR(?s), "/status/"), "") AS ?code)
  BIND(?code = "party" AS ?bound)
  BIND(BOUND(?class) AS ?organization)
} GROUP BY ?treaty""",
    "statements_on_paragraphs": """
SELECT DISTINCT ?paragraph ?answering ?touched ?act WHERE {
  ?link cse:paragraph ?asked ; cse:provision ?article .
  { ?article dcterms:isPartOf* ?on } UNION { ?on dcterms:isPartOf+ ?article }
  ?s cse:concernsProvision ?on ; dcterms:description ?said .
  VALUES ?class {
    cse:Reservation cse:InterpretativeDeclaration cse:Declaration cse:BindingAgeDeclaration
    cse:Objection cse:Communication cse:AuthorityDesignation cse:ReservationWithdrawal
    cse:DeclarationModification
  }
  ?s a ?class .
  BIND(STRAFTER(STR(?asked), "/id/instrument/") AS ?paragraph)
  BIND(STRAFTER(STR(?article), "/id/instrument/") AS ?answering)
  BIND(STRAFTER(STR(?on), "/id/instrument/") AS ?touched)
  BIND(STRAFTER(STR(?s), "/id/action/") AS ?act)
}""",
    "source_differences": """
SELECT ?treaty ?actor ?chosen_value ?chosen_title ?other_value ?other_title ?reason WHERE {
  ?d a cse:Discrepancy ; cse:concernsAction ?act ; cse:chosenSource ?ours ;
     cse:dissentingSource ?theirs ; cse:reason ?reason .
  FILTER(LANG(?reason) = "en")
  ?act cse:treaty/dcterms:identifier ?treaty ; cse:actor/dcterms:identifier ?actor .
  ?ours rdfs:label ?chosen_title . ?theirs rdfs:label ?other_title .
  OPTIONAL { ?d cse:chosenValue ?chosen_value }
  OPTIONAL { ?d cse:dissentingValue ?other_value }
}""",
    "parties_by_year": """
SELECT ?treaty ?the_year
       (SUM(IF(YEAR(?from) <= ?the_year && (!BOUND(?until) || YEAR(?until) > ?the_year), 1, 0))
        AS ?parties)
WHERE {
  {
    SELECT DISTINCT ?t ?the_year WHERE {
      ?i cse:status status:party ; a cse:StatusInterval ; cse:treaty ?t ; cse:from|cse:until ?day .
      BIND(YEAR(?day) AS ?the_year)
    }
  }
  ?other cse:treaty ?t ; cse:status status:party ; a cse:StatusInterval ; cse:from ?from .
  OPTIONAL { ?other cse:until ?until }
  ?t dcterms:identifier ?treaty .
} GROUP BY ?treaty ?the_year""",
    "joined_both": """
SELECT ?treaty ?other_treaty ?bound_by_both ?by_the_one_first WHERE {
  {
    SELECT ?t1 ?t2 (COUNT(*) AS ?bound_by_both) (SUM(IF(?f1 < ?f2, 1, 0)) AS ?by_the_one_first)
    WHERE {
      ?p1 a cse:Participation ; cse:status status:party ; cse:actor ?a ; cse:treaty ?t1 ;
          cse:from ?f1 .
      ?p2 cse:actor ?a ; a cse:Participation ; cse:status status:party ; cse:treaty ?t2 ;
          cse:from ?f2 .
      FILTER(STR(?t1) < STR(?t2))
    } GROUP BY ?t1 ?t2
  }
  ?t1 dcterms:identifier ?treaty . ?t2 dcterms:identifier ?other_treaty .
}""",
}
