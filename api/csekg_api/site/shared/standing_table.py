"""The list of the statuses under one treaty, as its workbook has it, and columns that other lists share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from csekg.answers.common.groups import memberships
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.status.status_answers import Standing
from csekg.languages.days import full_years, spelled
from csekg.languages.messages import as_sentence, capital, sentences
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Facet, Table
from csekg_api.site.choices import Choices, regions, statuses
from csekg_api.web.words import _, ngettext, pgettext

#: The columns of the workbook of a treaty unless others are chosen.
_SHOWN = ("state", "status", "signed", "waiting", "consented", "consent", "in-force")


def in_force(row: Standing) -> date | None:
    """Return the day from which a treaty binds, as stated, else computed, else known of a party."""
    day = row.entry_into_force_stated or row.entry_into_force_computed
    return day or ((row.held_since or row.since) if row.status == "party" else None)


def consent_kind(choices: Choices, row: Standing) -> str | None:
    """Return the kind of a consent in words, None without one."""
    code, kinds = row.consent_kind, choices.consent_kinds
    return (kinds[code].name if code in kinds else code) if code else None


def statements_column() -> Column[Standing]:
    """Return the column with how many statements were read."""
    meaning = _("reservations, declarations, objections read")
    return Column("statements", pgettext("column", "Statements"), lambda row: row.statements, "integer", meaning)


def as_of_column() -> Column[Any]:
    """Return the column with the day of the newest data, which stands where it is chosen."""
    return Column(
        "as-of", pgettext("column", "As of"), lambda row: row.as_of, "day", _("day of the newest data"), shown=False
    )


@remembered_in_order
def standing_table(store: QueryEngine) -> Table[Standing]:
    """Return the list of those who have a status under a treaty, in parts by status."""
    choices, groups = Choices(store), memberships(store)
    by_region: Facet[Standing] = Facet(
        "region", _("Region"), lambda row: (group.key for group in groups.get(row.actor.id, ())), regions(choices)
    )
    columns: tuple[Column[Standing], ...] = (
        Column("state", pgettext("column", "State"), lambda row: row.actor.name),
        Column("status", pgettext("under a treaty", "Status"), lambda row: row.status_label),
        Column("signed", pgettext("column", "Signed"), lambda row: row.signed_on, "day"),
        Column("waiting", _("Not ratified"), lambda row: unratified(row) if row.status == "signatory" else None),
        Column("consented", pgettext("column", "Consent"), lambda row: row.consented_on, "day"),
        Column("consent", _("Kind of consent"), lambda row: consent_kind(choices, row)),
        Column("in-force", pgettext("column", "In force"), in_force, "day"),
        Column("since", _("Status since"), lambda row: row.held_since or row.since, "day"),
        Column("reason", pgettext("column", "Reason"), why),
        Column("code", _("Code"), lambda row: row.actor.key, meaning="ISO 3166-1"),
        statements_column(),
        Column("computed", pgettext("column", "Note"), lambda row: row.arithmetic),
    )
    return Table(
        columns=[replace(column, shown=column.key in _SHOWN) for column in columns],
        facets=(
            Facet("status", pgettext("under a treaty", "Status"), lambda row: (row.status,), statuses(choices)),
            by_region,
        ),
        part="status",
    )


def unratified(row: Standing) -> str:
    """Return for how long a signature stood without ratification: `unratified for 25 years on 4 Dec 2025`.

    It is counted to the day that is spoken of, but not beyond that on which statuses are told.
    """
    years = full_years(row.held_since or row.since, row.counted_to)
    if not years:
        return _("unratified for less than a year") if row.day_known else _("unratified")
    if row.day_known:
        length = ngettext("unratified for {number} year", "unratified for {number} years", years)
    else:
        length = ngettext("unratified for at least {number} year", "unratified for at least {number} years", years)
    return _("{length} on {day}", length=length, day=spelled(row.counted_to))


def why(row: Standing) -> str:
    """Return the reason of a status without the day since which it is held.

    Of a signature that waits it is how long.
    """
    if row.status == "signatory":
        return sentences(as_sentence(capital(unratified(row))), row.reason_without_day)
    if row.status == "party":
        return row.reason_without_day or _("A source states the day.")
    return row.reason_without_day


def how(row: Standing) -> str:
    """Return how the day of entry into force follows, without the days it is computed from.

    Without a sum it is the reason of the status.
    """
    return row.arithmetic_without_days or why(row)
