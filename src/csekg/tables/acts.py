"""Tables of what States did and said: acts, statements, objections, and who says so."""

from __future__ import annotations

from csekg.tables.common_columns import UNDER, UNDER_PATTERN, WHO, WHO_PATTERN
from csekg.tables.tidy_table import TidyTable, column, several, several_pattern

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
