"""Puts the routes of routers together."""

from __future__ import annotations

from fastapi import APIRouter


def add_routes(router: APIRouter, *others: APIRouter) -> None:
    """Add the routes of other routers to a router, in this order and as they are.

    `include_router` would prepare each of them twice more, once to check it and once when it is
    first asked for, which takes longer than all else that a start and a first request do.
    """
    for other in others:
        router.routes.extend(other.routes)
