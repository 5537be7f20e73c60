"""`/states` and `/groups`: who acts under the treaties."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.answers.briefs.brief import Brief, NoBriefError, brief
from csekg.answers.common.groups import Group, groups
from csekg.answers.entities import actors as answers
from csekg_api.rest.parameters import OfGroup, StateKey, of_release
from csekg_api.rest.responses import PREFIX, ListOptions, ResponseOptions, documented_list, documented_one
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import NAME, SEVERAL
from csekg_api.web.work_limit import LimitedRoute

_Kind = Annotated[
    list[answers.Kind] | None,
    Query(max_length=SEVERAL, examples=[["state"]], description="only actors of these kinds; may be repeated"),
]
_Name = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=NAME,
        examples=["cote"],
        description="part of a name in any language, or a code; case and accents do not matter",
    ),
]


router = APIRouter(prefix=PREFIX, tags=["States"], dependencies=[Depends(of_release)], route_class=LimitedRoute)


@router.get("/states", operation_id="listStates", summary="States and organizations", **documented_list(answers.Actor))
def states(
    store: ServedStore,
    options: Annotated[ListOptions, Depends()],
    group: OfGroup = None,
    kind: _Kind = None,
    q: _Name = None,
) -> Response:
    """Every State and organization that can act under a treaty, sorted by name."""
    rows = answers.actors(store, group=group, kind=kind, q=q)
    return options.page(answers.Actor, rows, "states")


@router.get("/states/{key}", operation_id="getState", summary="One State", **documented_one(answers.ActorDetail))
def state(store: ServedStore, options: Annotated[ResponseOptions, Depends()], key: StateKey) -> Response:
    """Names in six languages, codes, groups, links, and how many treaties bind the State."""
    return options.one(answers.actor(store, key))


@router.get("/states/{key}/brief", operation_id="getBrief", summary="A brief on one State", **documented_one(Brief))
def state_brief(store: ServedStore, options: Annotated[ResponseOptions, Depends()], key: StateKey) -> Response:
    """What to ask first, peers, declarations, and the steps by which it joins.

    The same as the page, and as the PDF and DOCX files beside it. There is none (404) on a
    State that no longer exists.
    """
    try:
        return options.one(brief(store, key))
    except NoBriefError as error:
        raise ProblemError(404, str(error)) from error


@router.get("/groups", operation_id="listGroups", summary="Groups of States", **documented_list(Group))
def all_groups(store: ServedStore, options: Annotated[ListOptions, Depends()]) -> Response:
    """Regions (UN M49), regional groups of the United Nations, members of organizations.

    Membership is that of today, except where a date is known.
    """
    return options.page(Group, groups(store), "groups")
