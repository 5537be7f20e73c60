"""What a treaty says, as tables: its articles, and what corresponds to them in the resolution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from csekg.answers.common.base import Ref
from csekg.answers.common.references import part_number
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.entities.vocabularies import Concept, concepts_by_code
from csekg.answers.texts.correspondences import STRENGTHS, Correspondence, correspondences
from csekg.answers.texts.provisions import Provision, provisions
from csekg.languages.forms import sort_key
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.site.resolution.resolution import Resolution
from csekg_api.web.words import _, pgettext

#: An article with its parts.
Article: TypeAlias = tuple[Provision, tuple[Provision, ...]]


@remembered
def articles_of(store: QueryEngine, key: str) -> tuple[Article, ...]:
    """Return the articles of a treaty in their order, each with its parts."""
    found: list[tuple[Provision, list[Provision]]] = []
    for each in provisions(store, key):
        if found and each.id.startswith(f"{found[-1][0].id}/"):
            found[-1][1].append(each)
        else:
            found.append((each, []))
    return tuple((article, tuple(parts)) for article, parts in found)


@remembered_in_order
def topics_of(store: QueryEngine, key: str) -> tuple[Concept, ...]:
    """Return the topics of the articles of a treaty and of their parts, by name."""
    known, articles = concepts_by_code(store, "topic"), articles_of(store, key)
    codes = {code for article, its in articles for each in (article, *its) for code in each.topic}
    return tuple(sorted((known[code] for code in codes), key=lambda each: sort_key(each.name)))


@remembered_in_order
def listed_articles(store: QueryEngine, key: str) -> tuple[Table[Provision], tuple[Provision, ...]]:
    """Return the list of a treaty's articles, and its rows.

    They are the articles, and those of their parts of which there is something to say.
    """
    rows = tuple(
        each
        for article, parts in articles_of(store, key)
        for each in (article, *parts)
        if each is article or each.description or each.paragraphs
    )
    return article_table(topics_of(store, key), Resolution(store).words["duty"]), rows


def article_table(topics: Iterable[Concept], duties: Mapping[str, Concept]) -> Table[Provision]:
    """Return the columns of the list, and its facets: topic and duty.

    `topics` are those of the articles, `duties` the concepts by code. The page of a treaty has
    another list: the parameters of this one begin with `article`.
    """

    def duty(row: Provision) -> str | None:
        return duties[row.duty_strength].name if row.duty_strength else None

    return Table(
        name="article",
        anchor=lambda row: row.key,
        columns=(
            Column("number", pgettext("column", "Article"), lambda row: row.order, "integer"),
            Column("says", _("What it says"), lambda row: row.heading or row.description),
            Column("duty", pgettext("column", "Duty"), duty),
            Column("paragraphs", _("Resolution"), lambda row: len(row.paragraphs) or None, "integer"),
        ),
        facets=(
            Facet("topic", _("Topics"), lambda row: row.topic, [Choice(each.key, each.name) for each in topics]),
            Facet(
                "duty",
                pgettext("column", "Duty"),
                lambda row: (row.duty_strength,) if row.duty_strength else (),
                [Choice(code, each.name) for code, each in duties.items()],
            ),
        ),
    )


@remembered_in_order
def listed_correspondences(store: QueryEngine, key: str) -> tuple[Table[Correspondence], tuple[Correspondence, ...]]:
    """Return the list of what corresponds to a treaty, and its rows in the resolution's order."""
    rows = tuple(correspondences(store, instrument=key))
    order = {each.id: each.order for article, parts in articles_of(store, key) for each in (article, *parts)}
    paragraphs = {row.paragraph.id: row.paragraph for row in rows}
    return correspondence_table(paragraphs, order, Resolution(store).words["strength"]), rows


def correspondence_table(
    paragraphs: Mapping[str, Ref], order: Mapping[str, int], strengths: Mapping[str, Concept]
) -> Table[Correspondence]:
    """Return the columns of the list, and its facets: paragraph and strength.

    `paragraphs` are those of the rows in their order, by IRI, `order` is the place of a provision
    in the treaty, `strengths` are the concepts by code. The parameters begin with `link`, since the
    page of a treaty has other lists.
    """
    places = {iri: place for place, iri in enumerate(paragraphs)}
    return Table(
        name="link",
        columns=(
            Column("paragraph", pgettext("column", "Paragraph"), lambda row: places[row.paragraph.id]),
            Column("provision", _("Provision"), lambda row: order.get(row.provision.id)),
            Column("strength", _("Strength"), lambda row: STRENGTHS.index(row.strength)),
            Column("readings", _("Readings"), lambda row: row.reading_count),
            Column("reason", _("Reason"), lambda row: row.rationale),
        ),
        facets=(
            Facet(
                "paragraph",
                pgettext("column", "Paragraph"),
                lambda row: (row.paragraph.key,),
                [Choice(each.key, _within(each.key)) for each in paragraphs.values()],
            ),
            Facet(
                "strength",
                _("Strength"),
                lambda row: (row.strength,),
                [Choice(code, strengths[code].name) for code in STRENGTHS if code in strengths],
            ),
        ),
    )


def _within(key: str) -> str:
    """Return what a paragraph is called within the resolution."""
    if key.startswith("pp/"):
        return _("preambular paragraph {number}", number=part_number(key))
    return _("operative paragraph {number}", number=part_number(key))
