"""Who is bound by a treaty on a day, who is not, and who signed without ratifying."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.common.groups import members
from csekg.answers.common.references import Status
from csekg.answers.status.signatures import PendingSignature, signatures_without_ratification
from csekg.answers.status.status_answers import Standing, StandingSummary, standings_of_treaty
from csekg.sparql.store import QueryEngine
from csekg_api.rest.answering import PREFIX, ListOptions, Page
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import OfGroup, OfTreaty, On, TreatyKey, of_release
from csekg_api.web.request_limits import SEVERAL

_Statuses = Annotated[
    list[Status] | None,
    Query(max_length=SEVERAL,
          description="only these statuses; may be repeated. Without it, those who are bound: "
          "party and contracting-state", examples=[["party"]]),
]  # fmt: skip

#: The statuses of those whom a treaty does not bind.
Gap = Literal[
    "contracting-state", "signatory", "no-action", "needs-invitation", "must-join-first",
    "former-party", "unknown", "not-eligible",
]  # fmt: skip
_Gaps = Annotated[
    list[Gap] | None,
    Query(max_length=SEVERAL, examples=[["signatory"]],
          description="only these statuses; may be repeated"),
]  # fmt: skip
#: Who has consented to be bound, in force or not yet.
_BOUND = ("party", "contracting-state")


class StandingPage(Page[Standing]):
    """A page of statuses under one treaty on one day."""

    summary: StandingSummary = Field(description="the treaty, the day and the counts")


def parties_routes(store: QueryEngine) -> APIRouter:
    """Return the routes about the parties to treaties and the gaps between them."""
    router = APIRouter(prefix=PREFIX, tags=["Status"], dependencies=[Depends(of_release)])

    def only(group: Collection[str] | None, on: date | None) -> Collection[str] | None:
        return members(store, group, on) if group else None

    @router.get("/instruments/{key}/parties", operation_id="listParties",
                summary="Who is bound by a treaty on a day",
                **documented_list(Standing, page=StandingPage))  # fmt: skip
    def parties(
        options: Annotated[ListOptions, Depends()],
        key: TreatyKey,
        on: On = None,
        status: _Statuses = None,
        group: OfGroup = None,
    ) -> Response:
        """Who is bound, since when, by which act, and which sources say so.

        `status` asks for other statuses instead; together they tell of every State. `did-not-exist`
        asks for those that did not exist on the day, which no other list or count has.
        """
        summary, found = standings_of_treaty(
            store, key, on, members=only(group, on), statuses=status or _BOUND
        )
        name = f"{key}-parties-{summary.on}"
        return options.page(Standing, found, name, summary=summary.model_dump(mode="json"))

    @router.get("/instruments/{key}/gaps", operation_id="listGaps",
                summary="Who is not bound by a treaty on a day, and why",
                **documented_list(Standing, page=StandingPage))  # fmt: skip
    def gaps(
        options: Annotated[ListOptions, Depends()],
        key: TreatyKey,
        on: On = None,
        status: _Gaps = None,
        group: OfGroup = None,
    ) -> Response:
        """Everyone whom the treaty does not bind on that day, with the reason.

        Those who have consented and will be bound come first; then who signed, who could join,
        who needs an invitation, who must join another treaty first, who was bound, of whom nothing
        is known, and who cannot join. States that did not exist on the day are left out: former
        ones, and those to come.
        """
        summary, found = standings_of_treaty(
            store, key, on, members=only(group, on), statuses=status or get_args(Gap)
        )
        name = f"{key}-gaps-{summary.on}"
        return options.page(Standing, found, name, summary=summary.model_dump(mode="json"))

    @router.get("/signatures-without-ratification", operation_id="listPendingSignatures",
                summary="Signed and not ratified",
                **documented_list(PendingSignature))  # fmt: skip
    def signatures(
        options: Annotated[ListOptions, Depends()],
        treaty: OfTreaty = None,
        group: OfGroup = None,
        on: On = None,
    ) -> Response:
        """Who has signed a treaty and not consented to be bound, and for how long, longest first.

        The time is counted up to the day on which the data stand, not up to today.
        """
        found = signatures_without_ratification(store, on, treaty=treaty, members=only(group, on))
        return options.page(PendingSignature, found, "signatures-without-ratification")

    return router
