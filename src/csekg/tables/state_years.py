"""The panel: a State, a treaty and a year, with the status at the end of the year."""

from __future__ import annotations

from csekg.tables.tidy_table import STATUS, TidyTable, column, several

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
        column("bound_since", "day", "first day on which it was a party; empty if there is none (censored)"),
        column("years_to_event", "integer", "years from this one to that of `bound_since`: 0 in it, then negative"),
        several(
            "member_of",
            "keys of the groups with dated memberships in which it was at the end of the year",
            "/id/group/",
        ),
    ),
)
