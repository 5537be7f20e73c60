"""Renders the HTML pages: plain templates, a style sheet of ours, no script, nothing foreign."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from csekg import __version__
from csekg.calendar import spelled

_HERE = Path(__file__).resolve().parent
STATIC = _HERE / "static"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["spelled"] = spelled
    environment.filters["grouped"] = lambda number: f"{number:,}"
    environment.globals["version"] = __version__
    return environment


def render(template: str, request: Request, **context: object) -> HTMLResponse:
    """Return a page; its links begin with the path under which a proxy publishes the service."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return HTMLResponse(_environment().get_template(template).render(root=root, **context))
