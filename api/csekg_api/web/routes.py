"""Which route a request took."""

from __future__ import annotations

from starlette.types import Scope


def route_template(scope: Scope) -> str:
    """Return the path as its route declares it (`/states/{key}`), empty where none fits."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path_format", None) or getattr(route, "path", ""))
    # Of mounted files only the beginning of the path is declared.
    root, outer = scope.get("root_path", ""), scope.get("app_root_path")
    return "" if outer is None or root == outer else f"{root.removeprefix(outer)}/{{path}}"
