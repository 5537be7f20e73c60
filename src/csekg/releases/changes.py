"""What changed between two releases, as answers tell it: each difference with its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Iri
from csekg.languages.messages import _
from csekg.releases.differences import Difference, HasTables, differences
from csekg.releases.wording import Say, as_it_is, in_words


class Change(Answer):
    """Something that a release says otherwise than another one."""

    change: Literal["added", "removed", "changed"]
    thing: str = Field(description="kind of thing: act, participation, instrument, source ...")
    id: Iri
    actor: str | None = Field(description="key of the State; null where it is about none")
    treaty: str | None = Field(description="key of the treaty; null where it is about none")
    property: str | None = Field(description="column that has another value; null for a whole row")
    before: str | None
    after: str | None
    text: str = Field(description="the change in words")


def changes(before: HasTables, after: HasTables, say: Say = as_it_is) -> list[Change]:
    """Return what changed, in the order of `differences`, in words of the current language.

    `say` gives texts of the dataset in that language. Raises CsekgError where a table is not as it
    was released.
    """
    return [told(each, say) for each in differences(before, after)]


def told(difference: Difference, say: Say) -> Change:
    """Return a difference as a change, in words of the current language."""
    row = difference.row
    return Change(
        change=difference.change,
        thing=difference.thing,
        id=row["id"],
        actor=row.get("actor") or row.get("state") or None,
        treaty=row.get("treaty") or row.get("instrument") or None,
        property=difference.column or None,
        before=difference.before or None,
        after=difference.after or None,
        text=in_words(difference, say),
    )


def counted(found: Sequence[Difference | Change]) -> str:
    """Return how many acts are new, corrected and removed, and how much else changed, in words."""
    acts = Counter(each.change for each in found if each.thing == "act")
    return _(
        "acts: {added} new, {changed} changed, {removed} removed; {others} other changes",
        added=acts["added"], changed=acts["changed"], removed=acts["removed"],
        others=len(found) - acts.total(),
    )  # fmt: skip
