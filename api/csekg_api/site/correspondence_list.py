"""What corresponds to a treaty in the resolution, as a list: by paragraph and by strength."""

from __future__ import annotations

from collections.abc import Mapping

from csekg.answers.common.base import Ref
from csekg.answers.common.references import part_number
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.vocabularies import Concept
from csekg.answers.texts.correspondences import STRENGTHS, Correspondence, correspondences
from csekg.sparql.store import QueryEngine
from csekg_api.site.article_list import articles_of
from csekg_api.site.lists import Choice, Column, Facet, ListOf
from csekg_api.site.resolution import Resolution
from csekg_api.web.words import _, pgettext


@remembered_in_order
def listed_correspondences(
    store: QueryEngine, key: str
) -> tuple[ListOf[Correspondence], tuple[Correspondence, ...]]:
    """Return the list of what corresponds to a treaty, and its rows in the resolution's order."""
    rows = tuple(correspondences(store, instrument=key))
    order = {
        each.id: each.order
        for article, parts in articles_of(store, key)
        for each in (article, *parts)
    }
    paragraphs = {row.paragraph.id: row.paragraph for row in rows}
    return correspondence_list(paragraphs, order, Resolution(store).words["strength"]), rows


def correspondence_list(
    paragraphs: Mapping[str, Ref], order: Mapping[str, int], strengths: Mapping[str, Concept]
) -> ListOf[Correspondence]:
    """Return the columns of the list, and its facets: paragraph and strength.

    `paragraphs` are those of the rows in their order, by IRI, `order` is the place of a provision
    in the treaty, `strengths` are the concepts by code. The parameters begin with `link`, since the
    page of a treaty has other lists.
    """
    places = {iri: place for place, iri in enumerate(paragraphs)}
    return ListOf(
        name="link",
        columns=(
            Column("paragraph", pgettext("column", "Paragraph"),
                   lambda row: places[row.paragraph.id]),
            Column("provision", _("Provision"), lambda row: order.get(row.provision.id)),
            Column("strength", _("Strength"), lambda row: STRENGTHS.index(row.strength)),
            Column("readings", _("Readings"), lambda row: row.reading_count),
            Column("reason", _("Reason"), lambda row: row.rationale),
        ),
        facets=(
            Facet("paragraph", pgettext("column", "Paragraph"), lambda row: (row.paragraph.key,),
                  [Choice(each.key, _within(each.key)) for each in paragraphs.values()]),
            Facet("strength", _("Strength"), lambda row: (row.strength,),
                  [Choice(code, strengths[code].name) for code in STRENGTHS if code in strengths]),
        ),
    )  # fmt: skip


def _within(key: str) -> str:
    """Return what a paragraph is called within the resolution."""
    if key.startswith("pp/"):
        return _("preambular paragraph {number}", number=part_number(key))
    return _("operative paragraph {number}", number=part_number(key))
