"""Tables of what States did and said, who says so, and who is bound since when."""

from __future__ import annotations

from csekg.tables.tidy_table import AS_OF, STATUS, STATUS_ON, UNDER, WHO, TidyTable, column, several

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
        several("printed_as", "what the depositary's list calls it; empty where no list was read"),
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
)

#: The panel: the status at the end of each year.
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
)
