"""Tables of who is bound: participations and their intervals."""

from __future__ import annotations

from csekg.tables.common_columns import AS_OF, STATUS, STATUS_ON, UNDER, UNDER_PATTERN, WHO, WHO_PATTERN
from csekg.tables.tidy_table import TidyTable, column

_HELD = column(
    "held_since",
    "day",
    "day from which the status is held in law where that is before "
    "`since`: a State that this one continues or succeeds did the act",
)
_KNOWN = column(
    "day_known", "boolean", "whether a source gives the day of `since`; else it is the last possible one", required=True
)
_REASON = column("reason", "text", "why the status holds, in one sentence")

PARTICIPATIONS = TidyTable(
    name="participations",
    row_is="a State under a treaty, on the as-of date of the treaty: status and acts",
    key=("actor", "treaty"),
    columns=(
        *WHO,
        *UNDER,
        STATUS,
        column("since", "day", "first day of the status", required=True),
        column("until", "day", "first day on which it no longer holds; empty if none is known"),
        _HELD,
        _KNOWN,
        column("signed_on", "day", "day of the signature; empty where it is not known"),
        column("consented_on", "day", "day of the consent; empty where it is not known"),
        column("consent_kind", "category", "ratification, accession, acceptance ...", "/"),
        column(
            "bound_on_stated",
            "day",
            "first day on which the treaty binds the State, as the source that is followed states it",
        ),
        column("bound_on_computed", "day", "the same day, as the treaty's own clause gives it"),
        column("legal_basis", "category", "how resolution 16/2 speaks of the treaty", "/"),
        column("list_complete", "boolean", "whether the list of parties is complete to `status_on`", required=True),
        AS_OF,
        STATUS_ON,
        _REASON,
    ),
    query=f"""
SELECT * WHERE {{
  ?participation a cse:Participation ; cse:actor ?who ; cse:treaty ?under ; cse:status ?status ;
                 cse:from ?since .
  ?under cse:statusAsOf ?as_of ; cse:statusOn ?status_on ; cse:completeList ?listed .
  BIND(?listed && ?status_on <= ?as_of AS ?list_complete)
  {UNDER_PATTERN} {WHO_PATTERN}
  OPTIONAL {{ ?under cse:legalBasis ?legal_basis }}
  OPTIONAL {{ ?participation cse:until ?until }}
  OPTIONAL {{ ?participation cse:heldSince ?held_since }}
  OPTIONAL {{ ?participation cse:beginningKnown ?known }}
  BIND(COALESCE(?known, true) AS ?day_known)
  OPTIONAL {{ ?participation cse:eligibilityReason ?reason }}
  OPTIONAL {{ ?participation cse:signature ?signature . ?signature cse:followedDate ?signed_on }}
  OPTIONAL {{
    ?participation cse:consent ?consent .
    # Of two consents, by one State after the other of its name, the later one.
    FILTER NOT EXISTS {{
      ?participation cse:consent ?later FILTER(STR(?later) > STR(?consent))
    }}
    OPTIONAL {{ ?consent cse:followedDate ?consented_on }}
    OPTIONAL {{ ?consent cse:followedKind ?consent_kind }}
    OPTIONAL {{ ?consent cse:computedEntryIntoForce ?bound_on_computed }}
    # Without a source that is followed, the day that we follow is computed.
    OPTIONAL {{ ?consent cse:followedEntryIntoForce ?bound_on_stated ; cse:entersIntoForceOn ?bound_on_stated }}
  }}
}}""",
)

INTERVALS = TidyTable(
    name="intervals",
    row_is="a span of time in which a State keeps its status under a treaty",
    key=("interval_key",),
    columns=(
        # `interval` alone is a word of SQL.
        column("interval_key", "text", "key of the interval", "/id/participation/", required=True),
        *WHO,
        *UNDER,
        STATUS,
        column("since", "day", "first day", required=True),
        column("until", "day", "first day on which the status no longer holds; empty if it does"),
        column("since_year", "integer", "year of `since`", required=True),
        column("until_year", "integer", "year of `until`"),
        _HELD,
        _KNOWN,
        column("act", "category", "key of the act that it begins with", "/id/action/", references="acts"),
        AS_OF,
        STATUS_ON,
        _REASON,
    ),
    query=f"""
SELECT * WHERE {{
  ?interval_key a cse:StatusInterval ; cse:actor ?who ; cse:treaty ?under ; cse:status ?status ;
                cse:from ?since .
  ?under cse:statusAsOf ?as_of ; cse:statusOn ?status_on .
  {UNDER_PATTERN} {WHO_PATTERN}
  OPTIONAL {{ ?interval_key cse:until ?until }}
  BIND(YEAR(?since) AS ?since_year) BIND(YEAR(?until) AS ?until_year)
  OPTIONAL {{ ?interval_key cse:heldSince ?held_since }}
  OPTIONAL {{ ?interval_key cse:beginningKnown ?known }}
  BIND(COALESCE(?known, true) AS ?day_known)
  OPTIONAL {{
    ?interval_key cse:basisAction ?act
    FILTER NOT EXISTS {{ ?interval_key cse:basisAction ?other FILTER(STR(?other) < STR(?act)) }}
  }}
  OPTIONAL {{ ?interval_key cse:eligibilityReason ?reason }}
}}""",
)
