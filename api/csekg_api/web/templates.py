"""Renders the HTML pages from Jinja templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from csekg import __version__
from csekg.answers.common.references import own_name, part_number
from csekg.errors import is_installed
from csekg.languages.current import ENGLISH, LANGUAGES, current
from csekg.languages.days import spelled, with_days_spelled
from csekg.languages.forms import colon, comma, decimal, direction, list_comma, listed, number, semicolon
from csekg.languages.forms import own_name as language_name
from csekg.languages.messages import as_sentence, capital, without_stop
from csekg.languages.texts import each_piece, is_english, joined
from csekg.languages.words import later
from csekg.tables.table import Column
from csekg.wording.labels import kind_in_words
from csekg_api.settings import Settings
from csekg_api.web.assets import static_url
from csekg_api.web.urls import base_path, own_path, root_path, service_url
from csekg_api.web.words import in_english, site_name, statements_counted, words

_HERE = Path(__file__).resolve().parents[1]
#: What pages share stands in `templates`, the template of a page beside its route.
_FOLDERS = sorted({file.parent for file in _HERE.rglob("*.html")})

#: The entries of the navigation: path and name, in order. The first five stand in the header, the
#: others in its menu "More".
NAVIGATION = (
    ("/joined", later("Who has joined")),
    ("/treaties", later("Treaties")),
    ("/states", later("States")),
    ("/resolution", later("The resolution")),
    ("/check", later("Check a claim")),
    ("/changes", later("What changed")),
    ("/compare", later("Compare")),
    ("/topics", later("Topics")),
    ("/questions", later("Saved questions")),
    ("/method", later("Data and method")),
    ("/about", later("About")),
)
#: Those for people who write programs.
DEVELOPERS = (("/query", later("Query")), ("/docs", later("API documentation")), ("/ontology", later("Ontology")))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDERS),
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
    environment.globals["png_is_made"] = partial(is_installed, "briefs")
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext)
    environment.filters["spelled"] = spelled
    environment.filters["dated"] = with_days_spelled
    environment.filters["grouped"] = number
    environment.filters["listed"] = listed
    environment.filters["capital"] = capital
    environment.filters["as_sentence"] = as_sentence
    environment.filters["decimal"] = decimal
    environment.filters["own_name"] = own_name
    environment.filters["plain"] = _plain
    environment.filters["joined"] = _joined
    environment.filters["without_stop"] = without_stop
    environment.filters["tojson"] = _as_json
    environment.filters["lower"] = _lower
    environment.filters["paragraph_number"] = part_number
    environment.filters["kind_in_words"] = kind_in_words
    environment.filters["in_english"] = _in_english
    environment.globals.update(comma=comma, list_comma=list_comma, semicolon=semicolon, colon=colon)
    environment.globals["statements_counted"] = statements_counted
    environment.globals["version"] = __version__
    environment.globals.update(navigation=NAVIGATION, developers=DEVELOPERS)
    environment.globals["static"] = static_url
    environment.globals.update(day_markup=day_markup, status_markup=status_markup, plain_markup=plain_markup)
    return environment


@pass_context
def _in_english(_context: Context, text: str) -> str:
    """Return what `in_english` does when a page is made, not when its template is compiled."""
    return in_english(text)


def _plain(words: str) -> Markup:
    """Return words without elements, as attributes and the elements of plain text need them."""
    return _stripped(words) if isinstance(words, Markup) else escape(str(words))


@lru_cache(maxsize=2000)
def _stripped(words: Markup) -> Markup:
    """Return words without elements; kept, since every row of a table repeats the headings of its columns."""
    return escape(words.striptags())


def _joined(words: Iterable[str], separator: str) -> str:
    return joined(separator, words)


def _as_json(value: object) -> Markup:
    """Return a value as JSON within an element `script`, its texts in the current language."""
    return htmlsafe_json_dumps(_said(value), sort_keys=True, ensure_ascii=False)


def _said(value: object) -> object:
    match value:
        case str():
            return _plain(value).unescape()
        case Mapping():
            return {name: _said(part) for name, part in value.items()}
        case list() | tuple():
            return [*map(_said, value)]
    return value


def _lower(words: str) -> str:
    """Return words in small letters."""
    return words.lower() if isinstance(words, Markup) else each_piece(words, str.lower)


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
        "site": site_name(request),
        "report": Reporter(request),
        "own_address": own_path(request) + (f"?{request.url.query}" if request.url.query else ""),
        **context,
    }
    return HTMLResponse(page.render(values))


def in_languages(request: Request, address: str) -> tuple[tuple[str, str, str], ...]:
    """Return code, own name and address on this host of a page in each language."""
    base = base_path(request)

    def in_language(language: str) -> str:
        if language != ENGLISH:
            return f"{base}/{language}{address}"
        # The start page without a language would lead back to the one that the browser prefers.
        return f"{base}/en/" if address == "/" else base + address

    return tuple((code, language_name(code), in_language(code)) for code in LANGUAGES)


def day_markup(value: date | None) -> Markup:
    """Return a day as a `time` element, nothing for None."""
    if not value:
        return Markup()
    return Markup(f'<time datetime="{value}">{spelled(value)}</time>')


def status_markup(key: str, label: str) -> Markup:
    """Return the label of a status, coloured by its code, such as `signatory`."""
    return Markup(f'<span class="status s-{escape(key)}">{escape(label)}</span>')


def plain_markup(column: Column[Any], row: object) -> Markup:
    """Return the value of a record in a column of a table, where a page says no more than that."""
    value = column.value(row)
    if value is None:
        return Markup("\N{EN DASH}")
    if isinstance(value, date):
        return day_markup(value)
    return escape(number(value) if isinstance(value, int) else value)


def gettext(message: str, /, **values: object) -> Markup:
    """Return a message in the language of the request, its places filled with escaped values."""
    return _filled(words.gettext(message), values) if values else _constant(current(), message)


@cache
def _constant(_language: str, message: str) -> Markup:
    """Return a message without places; kept, since a page has hundreds of them."""
    return _filled(words.gettext(message), {})


def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
    """Return the form of a message that fits a number; `%(num)s` stands for it."""
    return _filled(words.ngettext(one, many, number), {"num": number, **values})


def pgettext(context: str, message: str, /, **values: object) -> Markup:
    """Return a message that means different things in different places, named by `context`."""
    return _filled(words.pgettext(context, message), {"context": context, **values})


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    form = f'<span lang="en" dir="ltr">{text}</span>' if is_english(text) else text
    return Markup(form % {name: escape(value) for name, value in values.items()})


#: The most characters of a field of a report.
LONGEST_FIELD = 1000


class Reporter:
    """Makes links by which readers report an error; in templates the function `report`.

    They lead to the setting `CSEKG_REPORT_ADDRESS`, and without one to the form at `/about`, which
    writes the text of a report.
    """

    def __init__(self, request: Request) -> None:
        settings: Settings = request.app.state.settings
        self.address, self._request = settings.report_address, request

    def __call__(
        self, about: str, path: str, shown: str = "", *, state: str = "", treaty: str = "", act: str = ""
    ) -> str:
        """Return the address at which to report an error.

        `about` names the fact, `path` is that of its page, `shown` what the page says. An address
        with `template=` in its query is that of a form on GitHub, whose fields are filled in;
        another `https:` address gets `title` and `body`, a `mailto:` one subject and body (RFC
        6068).
        """
        page = service_url(self._request, path)[:LONGEST_FIELD]
        about, shown = (str(Markup(said).unescape())[:LONGEST_FIELD] for said in (about, shown))
        if not self.address:
            return f"{root_path(self._request)}/about?{_query(about=about, page=page, shown=shown)}#report"
        if "template" in parse_qs(urlsplit(self.address).query):
            shown = f"{shown}, at {page}" if shown else page
            title = f"Error: {about}"
            return self._filled(_query(title=title, state=state, treaty=treaty, act=act or about, shown=shown))
        return self.send(about, self.text(about, page, shown))

    def text(self, about: str, page: str, shown: str, right: str = "", source: str = "") -> str:
        """Return the text of a report, in English; what is right and where it stands may still be empty."""
        said = (("Fact", about), ("Page", page), ("Shown", shown))
        lines = [f"{name}: {value}" for name, value in said if value]
        asked = f"What is right:\n{right}\n\nOfficial source (address, and the day on which you saw it):\n{source}\n"
        return "\n".join([*lines, "", asked])

    def send(self, about: str, text: str) -> str:
        """Return the address that sends a text: a mail without a recipient where the operator set none."""
        title = f"Error: {about or 'a fact'}"
        if self.address.startswith("https:"):
            return self._filled(_query(title=title, body=text))
        return self._filled(_query(subject=title, body=text.replace("\n", "\r\n")))

    def _filled(self, query: str) -> str:
        return f"{self.address or 'mailto:'}{'&' if '?' in self.address else '?'}{query}"


def _query(**fields: str) -> str:
    return urlencode({name: value for name, value in fields.items() if value}, quote_via=quote)
