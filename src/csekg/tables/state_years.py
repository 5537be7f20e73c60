"""The panel: a State, a treaty and a year, with the status at the end of the year."""

from __future__ import annotations

from csekg.tables.tidy_table import STATUS, TidyTable, column, several

#: The years of the panel, from that of the Declaration of Geneva. Years that are not over have no rows, nor have
#: those before a treaty: the first row is of 1930.
_YEARS = " ".join(map(str, range(1924, 2101)))

STATE_YEARS = TidyTable(
    name="state_years",
    row_is="a State or organization under a treaty at the end of a year at which both existed",
    key=("actor", "treaty", "year"),
    columns=(
        column("actor", "category", "key of the State or organization", required=True, references="actors"),
        column("treaty", "category", "key of the treaty", required=True, references="treaties"),
        column(
            "year",
            "integer",
            "the year, from that of the treaty (of the oldest: 1930) up to the last one whose end its sources cover",
            required=True,
        ),
        STATUS,
        column(
            "at_risk_since",
            "day",
            "first day on which the treaty was open to it and nothing else had to come first; empty if there was none",
        ),
        column(
            "bound_since",
            "day",
            "first day on which it was a party; empty if there is none by the end of the last year (censored)",
        ),
        column("years_to_event", "integer", "years from this one to that of `bound_since`: 0 in it, then negative"),
        several(
            "member_of",
            "keys of the groups with dated memberships in which it was at the end of the year",
            "/id/group/",
        ),
    ),
    query=f"""
SELECT ?actor ?treaty ?year ?status ?at_risk_since ?bound_since (YEAR(?bound_since) - ?year AS ?years_to_event)
       ?member_of
WHERE {{
  {{
    SELECT ?who ?under ?status (YEAR(?from) AS ?first) (YEAR(COALESCE(?until, "9999-01-01"^^xsd:date)) AS ?end)
           (YEAR(?status_on) AS ?unfinished)
    WHERE {{
      ?interval a cse:StatusInterval ; cse:actor ?who ; cse:treaty ?under ; cse:status ?status ; cse:from ?from .
      ?under cse:statusOn ?status_on .
      OPTIONAL {{ ?interval cse:until ?until }}
      FILTER(?status != status:did-not-exist)
    }}
  }}
  VALUES ?year {{ {_YEARS} }}
  FILTER(?first <= ?year && ?year < ?end && ?year < ?unfinished)
  ?who dcterms:identifier ?actor . ?under dcterms:identifier ?treaty .
  OPTIONAL {{
    SELECT ?who ?under (MIN(?day) AS ?at_risk_since) WHERE {{
      ?open a cse:StatusInterval ; cse:actor ?who ; cse:treaty ?under ; cse:status ?could ; cse:from ?day
      FILTER(?could NOT IN (
        status:did-not-exist, status:not-eligible, status:must-join-first, status:needs-invitation, status:unknown
      ))
    }} GROUP BY ?who ?under
  }}
  OPTIONAL {{
    SELECT ?who ?under (MIN(?day) AS ?bound_since) WHERE {{
      ?bound a cse:StatusInterval ; cse:actor ?who ; cse:treaty ?under ; cse:status status:party ; cse:from ?day .
      ?under cse:statusOn ?status_on FILTER(YEAR(?day) < YEAR(?status_on))
    }} GROUP BY ?who ?under
  }}
  OPTIONAL {{
    SELECT ?who ?year (GROUP_CONCAT(DISTINCT STR(?group); SEPARATOR=" ") AS ?member_of) WHERE {{
      {{
        SELECT ?who ?group (xsd:integer(SUBSTR(STR(?joined), 1, 4)) AS ?in)
               (xsd:integer(SUBSTR(STR(COALESCE(?left, "9999")), 1, 4)) AS ?out)
        WHERE {{
          ?membership a cse:Membership ; cse:member ?who ; cse:inGroup ?group ; cse:memberFrom ?joined
          OPTIONAL {{ ?membership cse:memberUntil ?left }}
        }}
      }}
      VALUES ?year {{ {_YEARS} }}
      FILTER(?in <= ?year && ?year < ?out)
    }} GROUP BY ?who ?year
  }}
}}""",
)
