"""The list of the States that are bound to what a paragraph asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csekg.answers.common.base import Ref
from csekg.answers.common.groups import memberships
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.texts.correspondences import STRENGTHS, CorrespondingParty, Strength
from csekg.languages.forms import listed
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, regions
from csekg_api.site.lists import Choice, Column, Facet, ListOf
from csekg_api.site.resolution import Resolution
from csekg_api.web.words import _, pgettext


@dataclass(frozen=True, slots=True)
class BoundState:
    """A State with the treaties that bind it; `since` is the first day of the earliest."""

    actor: Ref
    since: date
    closest: Strength
    treaties: tuple[CorrespondingParty, ...]


def by_state(rows: Sequence[CorrespondingParty]) -> list[BoundState]:
    """Return the States in the order of the rows: by name."""
    treaties: dict[str, list[CorrespondingParty]] = defaultdict(list)
    for row in rows:
        treaties[row.actor.key].append(row)
    return [
        BoundState(
            each[0].actor,
            min(row.held_since or row.since for row in each),
            min((row.closest for row in each), key=STRENGTHS.index),
            tuple(each),
        )
        for each in treaties.values()
    ]


@remembered_in_order
def bound_list(store: QueryEngine) -> ListOf[BoundState]:
    """Return the columns of the list, and its facets: region and treaty."""
    choices, groups = Choices(store), memberships(store)
    strengths = Resolution(store).words["strength"]
    return ListOf(
        columns=(
            Column("state", _("State"), lambda row: row.actor.name),
            Column("since", _("Bound since"), lambda row: row.since, "day"),
            Column(
                "closest", pgettext("strength", "Closest"), lambda row: strengths[row.closest].name
            ),
            Column(
                "treaties", _("Treaties"),
                lambda row: listed(each.treaty.name for each in row.treaties),
            ),
            Column("code", _("Code"), lambda row: row.actor.key, says="ISO 3166-1", shown=False),
        ),
        facets=(
            Facet(
                "region", _("Region"),
                lambda row: (group.key for group in groups.get(row.actor.id, ())), regions(choices),
            ),
            Facet(
                "treaty", _("Treaty"), lambda row: (each.treaty.key for each in row.treaties),
                [Choice(each.key, each.short_title) for each in choices.treaties],
            ),
        ),
    )  # fmt: skip
