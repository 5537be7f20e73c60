"""Puts the routes of routers together."""

from __future__ import annotations

from fastapi import APIRouter


def add_routes(router: APIRouter, *others: APIRouter) -> None:
    """Add the routes of other routers to a router, in this order and as they are.

    `include_router` would prepare each route twice more, to check it and for its first request:
    a third of the time in which the application is made, and as much of a first request.
    """
    for other in others:
        router.routes.extend(other.routes)
