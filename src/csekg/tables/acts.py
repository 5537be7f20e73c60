"""Tables of what States did and said, who says so, and who is bound since when."""

from __future__ import annotations

from csekg.tables.tidy_table import (
    AS_OF,
    STATUS,
    STATUS_ON,
    UNDER,
    UNDER_PATTERN,
    WHO,
    WHO_PATTERN,
    TidyTable,
    column,
    several,
    several_pattern,
)

#: Class, coarse kind, fine kind, and whether its day is that which is followed where several are.
_CLASSES = """
    (cse:Signature "signature" "signature" true)
    (cse:ConsentToBeBound "consent" "consent" true)
    (cse:TerritorialApplication "territorial" "territorial-application" false)
    (cse:TerritorialExclusion "territorial" "territorial-exclusion" false)
    (cse:Invitation "invitation" "invitation" false)
    (cse:Denunciation "denunciation" "denunciation" false)
"""
_STATEMENTS = """
    (cse:Reservation "statement" "reservation" false)
    (cse:InterpretativeDeclaration "statement" "interpretative-declaration" false)
    (cse:Declaration "statement" "declaration" false)
    (cse:BindingAgeDeclaration "statement" "binding-age-declaration" false)
    (cse:Objection "statement" "objection" false)
    (cse:Communication "statement" "communication" false)
    (cse:AuthorityDesignation "statement" "authority-designation" false)
    (cse:ReservationWithdrawal "statement" "reservation-withdrawal" false)
    (cse:DeclarationModification "statement" "declaration-modification" false)
"""
_ACT = column("act", "text", "key of the act", "/id/action/", required=True)

ACTS = TidyTable(
    name="acts",
    row_is="an act of a State under a treaty",
    key=("act",),
    columns=(
        _ACT,
        *WHO,
        *UNDER,
        column(
            "what", "category", "signature, consent, territorial, statement, invitation or denunciation", required=True
        ),
        column("kind", "category", "the kind in particular, as `ratification` or `reservation`", "/", required=True),
        column("acted_on", "day", "the day; empty where no source gives it, or none is followed"),
        column("acted_in", "integer", "its year"),
        column("not_before", "day", "where the day is not known, the first possible one"),
        column("not_after", "day", "where the day is not known, the last possible one"),
        column("territory", "category", "key of the one territory that it concerns", "/"),
        column("label", "text", "the act in a few words", required=True),
        column("iri", "text", "identifier in the graph", required=True),
    ),
    query=f"""
SELECT ?act ?iri ?actor ?actor_name ?region ?subregion ?treaty ?treaty_title ?what ?kind ?acted_on
       (YEAR(?acted_on) AS ?acted_in) ?not_before ?not_after ?territory ?label
WHERE {{
  {{
    SELECT ?act ?who ?under ?what ?plain ?label ?fine ?acted_on
           (MIN(?first) AS ?not_before) (MIN(?last) AS ?not_after) (MIN(?where) AS ?territory)
    WHERE {{
      VALUES (?class ?what ?plain ?follows) {{ {_CLASSES} {_STATEMENTS} }}
      ?act a ?class ; cse:actor ?who ; cse:treaty ?under ; rdfs:label ?label .
      OPTIONAL {{ ?act cse:followedDate ?followed }}
      OPTIONAL {{ ?act cse:date ?day }}
      BIND(IF(BOUND(?followed), ?followed, IF(?follows, ?none, ?day)) AS ?acted_on)
      OPTIONAL {{ ?act cse:followedKind ?fine }}
      OPTIONAL {{ ?act cse:notBefore ?first }}
      OPTIONAL {{ ?act cse:notAfter ?last }}
      OPTIONAL {{
        ?act a cse:TerritorialAction ; cse:territory ?where
      }}
      OPTIONAL {{ ?act cse:dismissed ?dismissed }}
      FILTER(!BOUND(?dismissed))
    }} GROUP BY ?act ?who ?under ?what ?plain ?label ?fine ?acted_on
  }}
  BIND(?act AS ?iri)
  BIND(COALESCE(STR(?fine), ?plain) AS ?kind)
  {UNDER_PATTERN} {WHO_PATTERN}
}}""",
)

ACT_SOURCES = TidyTable(
    name="act_sources",
    row_is="a source that states an act, with the day that it gives",
    key=("act", "source", "stated_on"),
    columns=(
        column("act", "category", "key of the act", "/id/action/", required=True, references="acts"),
        column("source", "category", "key of the source", required=True, references="sources"),
        column("stated_on", "day", "the day of the act as this source gives it"),
    ),
    query=f"""
SELECT DISTINCT ?act ?source ?stated_on WHERE {{
  VALUES (?class ?what ?plain ?follows) {{ {_CLASSES} {_STATEMENTS} }}
  ?act a ?class ; prov:hadPrimarySource ?origin .
  ?origin dcterms:identifier ?source .
  OPTIONAL {{ ?act cse:dismissed ?dismissed }}
  FILTER(!BOUND(?dismissed))
  OPTIONAL {{ ?origin cse:hasGraph ?graph . GRAPH ?graph {{ ?act cse:date ?stated_on }} }}
}}""",
)

STATEMENTS = TidyTable(
    name="statements",
    row_is="a reservation, declaration, objection or communication",
    key=("act",),
    columns=(
        column("act", "text", "key of the act", "/id/action/", required=True, references="acts"),
        *WHO,
        *UNDER,
        column("kind", "category", "reservation, interpretative-declaration, objection ...", required=True),
        column("made_on", "day", "day on which it was made; empty where it is not known"),
        column("made_upon", "category", "occasion: signature, consent, later or unknown", "/"),
        column(
            "effect",
            "category",
            "what it does: declares, interprets, limits ...; the first in the alphabet of several",
            "/",
        ),
        column("description", "text", "what it says, in our words"),
        column(
            "withdrawal",
            "category",
            "whether it was taken back; no: printed by the depositary on the day of its list, without a withdrawal",
            "/",
        ),
        column("withdrawn_on", "day", "day of the notice that took back the whole"),
        several("partly_withdrawn_on", "days of notices that took back a part"),
        column("declared_minimum_age", "integer", "age in years that it declares, in particular for recruitment"),
    ),
    query=f"""
SELECT ?act ?actor ?actor_name ?region ?subregion ?treaty ?treaty_title ?kind ?made_on ?made_upon
       ?effect ?description ?withdrawal ?withdrawn_on ?partly_withdrawn_on ?declared_minimum_age
WHERE {{
  {{
    SELECT ?act ?who ?under ?kind (MIN(?day) AS ?made_on) (MIN(?mode) AS ?effect) WHERE {{
      VALUES (?class ?what ?kind ?follows) {{ {_STATEMENTS} }}
      ?act a ?class ; cse:actor ?who ; cse:treaty ?under .
      OPTIONAL {{ ?act cse:date ?day }}
      OPTIONAL {{ ?act cse:effect ?each BIND(STR(?each) AS ?mode) }}
    }} GROUP BY ?act ?who ?under ?kind
  }}
  {UNDER_PATTERN} {WHO_PATTERN}
  OPTIONAL {{ ?act cse:madeUpon ?made_upon }}
  OPTIONAL {{ ?act dcterms:description ?description FILTER(LANG(?description) IN ("en", "")) }}
  OPTIONAL {{ ?act cse:withdrawal ?withdrawal }}
  OPTIONAL {{ ?act cse:withdrawnOn ?withdrawn_on }}
  OPTIONAL {{ ?act cse:declaredMinimumAge ?declared_minimum_age }}
  {several_pattern("act", "cse:partlyWithdrawnOn", "partly_withdrawn_on")}
}}""",
)

STATEMENT_PROVISIONS = TidyTable(
    name="statement_provisions",
    row_is="a provision that a statement concerns",
    key=("act", "provision"),
    columns=(
        column("act", "category", "key of the statement", "/id/action/", required=True, references="statements"),
        column(
            "provision", "category", "key of the provision", "/id/instrument/", required=True, references="provisions"
        ),
    ),
    query=f"""
SELECT DISTINCT ?act ?provision WHERE {{
  VALUES (?class ?what ?kind ?follows) {{ {_STATEMENTS} }}
  ?act a ?class ; cse:concernsProvision ?provision . ?provision cse:provisionOf ?treaty
}}""",
)

OBJECTIONS = TidyTable(
    name="objections",
    row_is="what an objection is directed at",
    key=("act", "objected_actor", "objected_act"),
    columns=(
        column("act", "category", "key of the objection", "/id/action/", required=True, references="statements"),
        column(
            "objected_actor",
            "category",
            "key of the State whose statement is meant",
            required=True,
            references="actors",
        ),
        column(
            "objected_act",
            "category",
            "key of the statement; empty where it is not known which one is meant",
            "/id/action/",
            references="statements",
        ),
    ),
    query=f"""
SELECT DISTINCT ?act ?objected_actor ?objected_act WHERE {{
  ?act a cse:Objection ; cse:objectsTo ?thing .
  OPTIONAL {{
    VALUES (?class ?what ?kind ?follows) {{ {_STATEMENTS} }}
    ?thing a ?class ; cse:actor ?maker BIND(?thing AS ?objected_act)
  }}
  BIND(COALESCE(?maker, ?thing) AS ?whose)
  ?whose dcterms:identifier ?objected_actor ; a cse:TreatyActor
}}""",
)

DIFFERENCES = TidyTable(
    name="differences",
    row_is="a fact on which two sources differ",
    key=("difference",),
    columns=(
        column("difference", "text", "key of the difference", "/id/discrepancy/", required=True),
        column("act", "category", "key of the act", "/id/action/", required=True),
        *WHO,
        *UNDER,
        column("property", "category", "what they differ on: a property of the ontology", "#", required=True),
        column("chosen_value", "text", "the value that is followed; empty if none is"),
        column("chosen_source", "category", "key of its source", required=True, references="sources"),
        column("other_value", "text", "the other value"),
        column("other_source", "category", "key of its source", required=True, references="sources"),
        column("state_of_it", "category", "open or settled", "/", required=True),
        column("reason", "text", "why this value is followed", required=True),
    ),
    query=f"""
SELECT * WHERE {{
  ?difference a cse:Discrepancy ; cse:concernsAction ?act ; cse:concernsProperty ?property ;
      cse:chosenSource ?ours ; cse:dissentingSource ?theirs ; cse:reason ?reason ;
      cse:discrepancyStatus ?state_of_it .
  FILTER(LANG(?reason) = "en")
  ?act cse:treaty ?under ; cse:actor ?who .
  ?ours dcterms:identifier ?chosen_source . ?theirs dcterms:identifier ?other_source .
  {UNDER_PATTERN} {WHO_PATTERN}
  OPTIONAL {{ ?difference cse:chosenValue ?chosen_value }}
  OPTIONAL {{ ?difference cse:dissentingValue ?other_value }}
}}""",
)


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
