"""Adds the routes of routers to a router, and names the route that a request took."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.types import Scope


def add_routes(router: APIRouter, *others: APIRouter) -> None:
    """Add the routes of other routers to a router, in this order and as they are.

    `include_router` would prepare each route twice more, to check it and for its first request:
    a third of the time in which the application is made, and as much of a first request.
    """
    for other in others:
        router.routes.extend(other.routes)


def route_template(scope: Scope) -> str:
    """Return the path as its route declares it (`/states/{key}`), empty where none fits."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path_format", None) or getattr(route, "path", ""))
    # Of mounted files only the beginning of the path is declared.
    root, outer = scope.get("root_path", ""), scope.get("app_root_path")
    return "" if outer is None or root == outer else f"{root.removeprefix(outer)}/{{path}}"
