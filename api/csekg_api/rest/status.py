"""Who stands where: one State under every treaty, the parties and the gaps, the matrix."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal, get_args

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.common.base import Answer
from csekg.answers.common.groups import members
from csekg.answers.common.references import Status
from csekg.answers.status.events import Event, events
from csekg.answers.status.intervals import PendingSignature, signatures_without_ratification
from csekg.answers.status.matrix import MatrixTreaty, Row, matrix, matrix_table
from csekg.answers.status.participation import ParticipationDetail, participation
from csekg.answers.status.status_answers import Standing, StandingSummary, standings_of_actor, standings_of_treaty
from csekg.errors import TooEarlyError
from csekg.sparql.store import QueryEngine
from csekg_api.rest.parameters import Lower, OfGroup, OfTreaty, On, StateKey, TreatyKey, path_key, repeatable
from csekg_api.rest.responses import Listing, Page, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.request_limits import SEVERAL

_Treaty = Annotated[str, path_key(r"^[A-Za-z0-9][A-Za-z0-9-]*$", "opsc", "key of a treaty"), Lower]


router = SubjectRouter("Status")


@router.get_list("/states/{key}/participation", Standing, "One State under every treaty")
def list_participation(store: ServedStore, options: Listing, key: StateKey, on: On = None) -> Response:
    """Where a State stands under each treaty, by which acts, and why.

    Without a day each row speaks of the day on which the data about its treaty stand. Treaties
    adopted after the day are left out, and those of which nothing is known so early.
    """
    rows = standings_of_actor(store, key, on)
    if not rows:
        raise TooEarlyError(f"no status is known on {on}: none of the treaties was adopted")
    return options.page(Standing, rows, f"{key.upper()}-participation")


@router.get_one("/states/{key}/participation/{treaty}", ParticipationDetail, "One State under one treaty, in full")
def get_participation(store: ServedStore, options: Single, key: StateKey, treaty: _Treaty) -> Response:
    """Every span of status, every act with what each source states, differences, statements."""
    return options.one(participation(store, key, treaty))


@router.get_list("/states/{key}/timeline", Event, "What a State did")
def list_state_events(store: ServedStore, options: Listing, key: StateKey) -> Response:
    """Acts and changes of status under all treaties by day, those without a day last."""
    return options.page(Event, events(store, actor=key), f"{key.upper()}-timeline")


_Statuses = Annotated[
    list[Status] | None,
    Query(
        max_length=SEVERAL,
        description="only these statuses; may be repeated. Without it, those who are bound: "
        "party and contracting-state",
        examples=[["party"]],
    ),
]

#: The statuses of those whom a treaty does not bind.
Gap = Literal[
    "contracting-state",
    "signatory",
    "no-action",
    "no-act-read",
    "needs-invitation",
    "must-join-first",
    "former-party",
    "unknown",
    "not-eligible",
]
_Gaps = Annotated[list[Gap] | None, repeatable("only these statuses", "signatory")]
#: Who has consented to be bound, in force or not yet.
_BOUND = ("party", "contracting-state")


class StandingPage(Page[Standing]):
    """A page of statuses under one treaty on one day."""

    summary: StandingSummary = Field(description="the treaty, the day and the counts")


def _only(store: QueryEngine, group: Collection[str] | None, on: date | None) -> Collection[str] | None:
    return members(store, group, on) if group else None


@router.get_list("/instruments/{key}/parties", Standing, "Who is bound by a treaty on a day", page=StandingPage)
def list_parties(
    store: ServedStore, options: Listing, key: TreatyKey, on: On = None, status: _Statuses = None, group: OfGroup = None
) -> Response:
    """Who is bound, since when, by which act, and which sources say so.

    `status` asks for other statuses instead; together they tell of every State. `did-not-exist`
    asks for those that did not exist on the day, which no other list or count has.
    """
    summary, rows = standings_of_treaty(store, key, on, members=_only(store, group, on), statuses=status or _BOUND)
    name = f"{key}-parties-{summary.on}"
    return options.page(Standing, rows, name, summary=summary.model_dump(mode="json"))


@router.get_list(
    "/instruments/{key}/gaps", Standing, "Who is not bound by a treaty on a day, and why", page=StandingPage
)
def list_gaps(
    store: ServedStore, options: Listing, key: TreatyKey, on: On = None, status: _Gaps = None, group: OfGroup = None
) -> Response:
    """Everyone whom the treaty does not bind on that day, with the reason.

    Those who have consented and will be bound come first; then who signed, who could join,
    who joins on invitation, who must join another treaty first, who was bound, of whom nothing
    is known, and who cannot join. States that did not exist on the day are left out: former
    ones, and those to come.
    """
    summary, rows = standings_of_treaty(
        store, key, on, members=_only(store, group, on), statuses=status or get_args(Gap)
    )
    name = f"{key}-gaps-{summary.on}"
    return options.page(Standing, rows, name, summary=summary.model_dump(mode="json"))


@router.get_list("/signatures-without-ratification", PendingSignature, "Signed and not ratified")
def list_pending_signatures(
    store: ServedStore, options: Listing, treaty: OfTreaty = None, group: OfGroup = None, on: On = None
) -> Response:
    """Who has signed a treaty and not consented to be bound, and for how long, longest first.

    The time is counted up to the day on which the data stand, not up to today.
    """
    rows = signatures_without_ratification(store, on, treaty=treaty, members=_only(store, group, on))
    return options.page(PendingSignature, rows, "signatures-without-ratification")


class MatrixSummary(Answer):
    """What the columns of a matrix stand for."""

    treaties: tuple[MatrixTreaty, ...]


class MatrixPage(Page[Row]):
    """A page of the State x treaty matrix."""

    summary: MatrixSummary = Field(description="the treaties, each with its day and sources")


@router.get_list("/matrix", Row, "State x treaty matrix for any day", page=MatrixPage)
def get_matrix(
    store: ServedStore, options: Listing, on: On = None, group: OfGroup = None, treaty: OfTreaty = None
) -> Response:
    """A row for each State, a cell for each treaty: status, since when, data as of when.

    As CSV or XLSX the treaties are columns. Without a day each cell speaks of the day on which
    the data about its treaty stand. Treaties adopted after the day are left out, and those of
    which nothing is known so early.
    """
    columns, rows = matrix(store, on, keys=treaty or (), members=members(store, group, on) if group else None)
    name = f"matrix-{on}" if on else "matrix"
    summary = MatrixSummary(treaties=tuple(columns)).model_dump(mode="json")
    table = matrix_table(columns)
    return options.page(Row, rows, name, basis=columns, table=table, summary=summary)
