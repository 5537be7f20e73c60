"""Renders the HTML pages from Jinja templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from csekg import __version__
from csekg.answers.common.parts import part_number
from csekg.days import spelled, with_days_spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.forms import (
    colon,
    comma,
    decimal,
    direction,
    list_comma,
    listed,
    number,
    semicolon,
)
from csekg.languages.joining import as_sentence, capital
from csekg.languages.marks import after
from csekg.languages.words import later
from csekg.wording.kinds import kind_in_words
from csekg_api.web import markup
from csekg_api.web.assets import static_url
from csekg_api.web.cards import with_cards
from csekg_api.web.kinds import statements_counted
from csekg_api.web.reporting import Reporter
from csekg_api.web.site_name import site_name, site_name_in_page
from csekg_api.web.templating import PageEnvironment, gettext, ngettext, pgettext, rendered
from csekg_api.web.urls import base_path, own_path, root_path
from csekg_api.web.words import in_english

_HERE = Path(__file__).resolve().parents[1]

#: The entries of the navigation: path and name, in order.
NAVIGATION = (
    ("/ask", later("Ask")),
    ("/compare", later("Compare")),
    ("/gaps", later("Who has not ratified")),
    ("/matrix", later("Matrix")),
    ("/states", later("States")),
    ("/treaties", later("Treaties")),
    ("/resolution", later("Resolution")),
    ("/topics", later("Topics")),
    ("/changes", later("Changes")),
    ("/query", later("Query")),
    ("/method", later("Data and method")),
)


@cache
def _environment() -> PageEnvironment:
    environment = PageEnvironment(
        loader=FileSystemLoader(_HERE / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Files of the package do not change while it runs.
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    # Messages are called with the values of their places.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext)
    # Marks of English text must stay as they are until a page is complete.
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    environment.filters["spelled"] = spelled
    environment.filters["dated"] = with_days_spelled
    environment.filters["grouped"] = number
    environment.filters["listed"] = listed
    environment.filters["capital"] = capital
    environment.filters["as_sentence"] = as_sentence
    environment.filters["decimal"] = decimal
    environment.filters["after"] = after
    environment.filters["own_part"] = _own_part
    environment.filters["paragraph_number"] = part_number
    environment.filters["kind_in_words"] = kind_in_words
    environment.filters["in_english"] = _in_english
    environment.globals.update(comma=comma, list_comma=list_comma, semicolon=semicolon, colon=colon)
    environment.globals["statements_counted"] = statements_counted
    environment.globals["version"] = __version__
    environment.globals["navigation"] = NAVIGATION
    environment.globals["static"] = static_url
    environment.globals["day_markup"] = markup.day
    environment.globals["status_markup"] = markup.status
    environment.globals["plain_markup"] = markup.plain
    return environment


@pass_context
def _in_english(_context: Context, text: str) -> str:
    """Return what `in_english` does when a page is made, not when its template is compiled."""
    return in_english(text)


def _own_part(name: str) -> str:
    """Return what the name of a part of a text says of the part itself: `article 3`.

    Chinese names the text in its own marks, with no comma behind.
    """
    return after(after(name, comma()), "\N{RIGHT DOUBLE ANGLE BRACKET}")


def loading_templates() -> Iterator[Callable[[], object]]:
    """Return what compiles each template, which takes the first visitor of a page up to 50 ms."""
    environment = _environment()
    return (partial(environment.get_template, name) for name in environment.list_templates())


def render(template: str, request: Request, **context: object) -> HTMLResponse:
    """Return a page; its links begin with the path under which the service is published."""
    page = _environment().get_template(template)
    root, language = root_path(request), current()
    section = "/" + own_path(request).strip("/").split("/")[0]
    values = {
        "root": root,
        "base": base_path(request),
        # `/` leads to the language that the browser prefers.
        "home": f"{root}/en/" if language == ENGLISH else f"{root}/",
        "language": language,
        "direction": direction(language),
        "section": section,
        "site_name": site_name(request),
        "site": site_name_in_page(request),
        "report": Reporter(request),
        **context,
    }
    return HTMLResponse(with_cards(rendered(page, values)))
