"""Renders the HTML pages from Jinja templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from csekg import __version__
from csekg.days import spelled, with_days_spelled
from csekg_api.web import markup
from csekg_api.web.assets import static_url
from csekg_api.web.cards import with_cards
from csekg_api.web.reporting import Reporter
from csekg_api.web.site_name import site_name
from csekg_api.web.urls import root_path

_HERE = Path(__file__).resolve().parents[1]

#: The entries of the navigation: path and name, in order.
NAVIGATION = (
    ("/ask", "Ask"),
    ("/compare", "Compare"),
    ("/gaps", "Who has not ratified"),
    ("/matrix", "Matrix"),
    ("/states", "States"),
    ("/treaties", "Treaties"),
    ("/resolution", "Resolution"),
    ("/topics", "Topics"),
    ("/changes", "Changes"),
    ("/query", "Query"),
    ("/method", "Data and method"),
)


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
    environment.filters["dated"] = with_days_spelled
    environment.filters["grouped"] = lambda number: f"{number:,}"
    environment.globals["version"] = __version__
    environment.globals["navigation"] = NAVIGATION
    environment.globals["static"] = static_url
    environment.globals["day_markup"] = markup.day
    environment.globals["status_markup"] = markup.status
    environment.globals["plain_markup"] = markup.plain
    return environment


def loading_templates() -> Iterator[Callable[[], object]]:
    """Return what compiles each template, which takes the first visitor of a page up to 50 ms."""
    environment = _environment()
    return (partial(environment.get_template, name) for name in environment.list_templates())


def render(template: str, request: Request, **context: object) -> HTMLResponse:
    """Return a page; its links begin with the path under which the service is published."""
    page = _environment().get_template(template)
    root = root_path(request)
    section = "/" + request.scope["path"].removeprefix(root).strip("/").split("/")[0]
    text = page.render(
        root=root,
        section=section,
        site_name=site_name(request),
        report=Reporter(request),
        **context,
    )
    return HTMLResponse(with_cards(text))
