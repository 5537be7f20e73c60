"""The sheets that the workbooks of a treaty and of a State share: statements, territories, acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csekg.answers.common.base import Ref
from csekg.answers.common.references import own_name
from csekg.answers.entities.vocabularies import concepts_by_code
from csekg.answers.status.acts import TerritorialAct
from csekg.answers.status.declarations import Declaration
from csekg.answers.status.events import Event
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Table
from csekg.wording.labels import kind_in_words
from csekg_api.site.shared.table_view import FurtherSheet
from csekg_api.web.words import _, pgettext


def statements_sheet(store: QueryEngine, declared: Sequence[Declaration]) -> FurtherSheet:
    """Return the sheet of reservations, declarations and objections."""
    return FurtherSheet(pgettext("sheet", "Declarations"), Table(statement_columns(store)), declared)


def statement_columns(store: QueryEngine) -> tuple[Column[Declaration], ...]:
    """Return the columns of a list of reservations, declarations and objections."""
    withdrawal = concepts_by_code(store, "withdrawal")
    return (
        Column("state", pgettext("column", "State"), lambda row: row.actor.name),
        Column("treaty", pgettext("column", "Treaty"), lambda row: row.treaty.name),
        Column("kind", pgettext("column", "Kind"), lambda row: kind_in_words(row.kind)),
        Column("listed-as", _("Listed as"), lambda row: joined_in_cell(map(kind_in_words, row.printed_as))),
        Column("day", pgettext("column", "Day"), lambda row: row.date, "day"),
        Column("computed", _("On signing or joining"), lambda row: row.date_basis == "computed" if row.date else None),
        Column("provisions", _("Provisions"), lambda row: joined_in_cell(map(own_name, row.concerns_provision))),
        Column("says", _("What it says"), lambda row: row.description),
        Column("age", _("Minimum age"), lambda row: row.declared_minimum_age, "integer"),
        Column("territories", _("Territories"), lambda row: _names(row.territories)),
        Column("objects-to", _("Objects to"), lambda row: _names(row.objects_to)),
        Column("withdrawn", _("Withdrawn"), lambda row: withdrawal[row.withdrawal].name if row.withdrawal else None),
        Column("withdrawn-on", _("Withdrawn on"), lambda row: row.withdrawn_on, "day"),
        Column("read-until", _("Newest source read"), lambda row: row.list_read_until, "day"),
    )


def territories_sheet(acts: Sequence[TerritorialAct]) -> FurtherSheet:
    """Return the sheet of territories to which a treaty is extended, or from which it is withheld."""
    kinds = {"TerritorialApplication": "territorial-application", "TerritorialExclusion": "territorial-exclusion"}
    columns: tuple[Column[TerritorialAct], ...] = (
        Column("state", pgettext("column", "State"), lambda row: row.actor.name),
        Column("treaty", pgettext("column", "Treaty"), lambda row: row.treaty.name),
        Column("territory", pgettext("column", "Territory"), lambda row: row.territory.name if row.territory else None),
        Column("kind", pgettext("column", "Kind"), lambda row: kind_in_words(kinds[row.type])),
        Column("day", pgettext("column", "Day"), lambda row: row.date, "day"),
        Column("in-force", pgettext("column", "In force"), lambda row: joined_in_cell(map(str, row.takes_effect_on))),
        Column("note", pgettext("column", "Note"), lambda row: joined_in_cell(row.notes)),
    )
    return FurtherSheet(pgettext("sheet", "Territories"), Table(columns), acts)


def acts_sheet(happened: Sequence[Event]) -> FurtherSheet:
    """Return the sheet of the acts of a State."""
    columns: tuple[Column[Event], ...] = (
        Column("day", pgettext("column", "Day"), lambda row: row.date, "day"),
        Column("treaty", pgettext("column", "Treaty"), lambda row: row.treaty.name),
        Column("kind", pgettext("column", "Kind"), lambda row: kind_in_words(row.kind)),
        Column("detail", pgettext("column", "Detail"), lambda row: row.detail),
    )
    return FurtherSheet(
        pgettext("sheet", "Acts"), Table(columns), [each for each in happened if each.what != "status-change"]
    )


def _names(refs: Iterable[Ref]) -> str | None:
    return joined_in_cell(ref.name for ref in refs)


def joined_in_cell(texts: Iterable[str]) -> str | None:
    """Return texts as one cell, separated by semicolons; None without any."""
    return "; ".join(map(str, texts)) or None
