"""The articles of a treaty as a list: by topic, by duty, by what corresponds to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.entities.vocabularies import Concept, concepts_by_code
from csekg.answers.texts.provisions import Provision, provisions
from csekg.languages.forms import sort_key
from csekg.sparql.store import QueryEngine
from csekg_api.site.lists import Choice, Column, Facet, ListOf
from csekg_api.site.resolution import Resolution
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
def listed_articles(
    store: QueryEngine, key: str
) -> tuple[ListOf[Provision], tuple[Provision, ...]]:
    """Return the list of a treaty's articles, and its rows.

    They are the articles, and those of their parts of which there is something to say.
    """
    rows = tuple(
        each
        for article, parts in articles_of(store, key)
        for each in (article, *parts)
        if each is article or each.description or each.paragraphs
    )
    return article_list(topics_of(store, key), Resolution(store).words["duty"]), rows


def article_list(topics: Iterable[Concept], duties: Mapping[str, Concept]) -> ListOf[Provision]:
    """Return the columns of the list, and its facets: topic and duty.

    `topics` are those of the articles, `duties` the concepts by code. The page of a treaty has
    another list: the parameters of this one begin with `article`.
    """

    def duty(row: Provision) -> str | None:
        return duties[row.duty_strength].name if row.duty_strength else None

    return ListOf(
        name="article",
        anchor=lambda row: row.key,
        columns=(
            Column("number", pgettext("column", "Article"), lambda row: row.order, "number"),
            Column("says", _("What it says"), lambda row: row.heading or row.description),
            Column("duty", pgettext("column", "Duty"), duty),
            Column(
                "paragraphs", _("Resolution"), lambda row: len(row.paragraphs) or None, "number"
            ),
        ),
        facets=(
            Facet(
                "topic", _("Topics"), lambda row: row.topic,
                [Choice(each.key, each.name) for each in topics],
            ),
            Facet(
                "duty", pgettext("column", "Duty"),
                lambda row: (row.duty_strength,) if row.duty_strength else (),
                [Choice(code, each.name) for code, each in duties.items()],
            ),
        ),
    )  # fmt: skip
