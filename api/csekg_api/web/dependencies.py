"""What all routers share: how they are put together, and what routes take from the application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Depends, Request

from csekg.answers.search.search import Hit
from csekg.sparql.store import QueryEngine


def of_application(name: str) -> Any:
    """Return the dependency of a route that gives it what the application has under a name."""

    # A coroutine: FastAPI would run a plain function in a thread.
    async def value(request: Request) -> Any:
        return getattr(request.app.state, name)

    return Depends(value)


#: The dataset that is served.
ServedStore: TypeAlias = Annotated[QueryEngine, of_application("store")]
#: Returns the path of the page about a hit of the search.
PageOfHit: TypeAlias = Annotated[Callable[[Hit], str], of_application("page_of_hit")]


def add_routes(router: APIRouter, *others: APIRouter) -> None:
    """Append the routes of other routers to a router, in this order and unchanged.

    `include_router` would prepare each route twice more, which takes a third of the time to create
    the application, and as much again in the first request.
    """
    for other in others:
        router.routes.extend(other.routes)
