"""Columns and patterns that several tables have: who, where, under which treaty."""

from __future__ import annotations

from csekg.tables.tidy_table import column

ACTOR = column("actor", "category", "key of the State or organization, as `FRA`", required=True, references="actors")
ACTOR_NAME = column("actor_name", "category", "its name in English", required=True)
REGION = column("region", "category", "its region in the M49 standard of the United Nations")
SUBREGION = column("subregion", "category", "its subregion in the same standard")
REGIONAL_GROUP = column("regional_group", "category", "its regional group in the United Nations")
TREATY = column("treaty", "category", "key of the treaty, as `opsc`", required=True, references="treaties")
TREATY_TITLE = column("treaty_title", "category", "its short title in English", required=True)
STATUS = column(
    "status",
    "category",
    "party, contracting-state (bound from a future day), signatory, "
    "no-action, no-act-read, needs-invitation, must-join-first, former-party, unknown, not-eligible or "
    "did-not-exist",
    "/",
    required=True,
)
AS_OF = column(
    "as_of",
    "day",
    "day to which the treaty's list of parties is complete; without a list, the day of the sources",
    required=True,
)
STATUS_ON = column(
    "status_on",
    "day",
    "day on which statuses are told: `as_of`, or a later one until which acts were read, if one is known",
    required=True,
)
WHO = (ACTOR, ACTOR_NAME, REGION, SUBREGION, REGIONAL_GROUP)
UNDER = (TREATY, TREATY_TITLE)

#: Binds the columns of `WHO` for `?who`: found once for each State, not once for each row.
WHO_PATTERN = """
  { SELECT ?who ?actor ?actor_name ?region ?subregion ?regional_group WHERE {
    ?who a cse:TreatyActor ; dcterms:identifier ?actor ; rdfs:label ?actor_name .
    OPTIONAL { ?who cse:memberOf ?r . ?r cse:groupKind "m49-region" ; rdfs:label ?region }
    OPTIONAL { ?who cse:memberOf ?s . ?s cse:groupKind "m49-subregion" ; rdfs:label ?subregion }
    OPTIONAL { ?who cse:memberOf ?u . ?u cse:groupKind "un-regional-group" ; rdfs:label ?regional_group }
  } }
"""
#: Binds the columns of `UNDER` for `?under`.
UNDER_PATTERN = """
  ?under dcterms:identifier ?treaty ; cse:shortTitle ?treaty_title .
  FILTER(LANG(?treaty_title) IN ("en", ""))
"""
