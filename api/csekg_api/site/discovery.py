"""Files for crawlers and for people who report faults: robots.txt, sitemaps, security.txt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.answers.common.references import actor_refs, paragraph_refs, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.vocabularies import schemes
from csekg.answers.texts.instruments import instruments
from csekg.answers.texts.topics import from_broad_to_narrow
from csekg.languages.current import ENGLISH, LANGUAGES
from csekg.sparql.store import QueryEngine
from csekg_api.settings import Settings
from csekg_api.site.links import Links
from csekg_api.site.llms import LLMS_TXT
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import root_path, service_url

#: Paths of single pages: of any dataset, and of a dataset with treaties.
SECTIONS = (
    "/", "/states", "/treaties", "/query", "/method", "/glossary", "/sources", "/quality",
    "/assessments", "/corrections", "/downloads", "/releases", "/docs", "/ontology", "/shapes",
)  # fmt: skip
OF_TREATIES = ("/ask", "/compare", "/gaps", "/matrix", "/changes")
#: Of these the ones that are the same in all languages.
_WITHOUT_LANGUAGE = ("/docs", "/ontology", "/shapes")
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
#: The longest matching rule counts (RFC 9309, section 2.2.2). `*?` keeps crawlers from visiting
#: every day, group and treaty that the forms offer.
_ROBOTS = """User-agent: *
Disallow: {root}/sparql
Disallow: {root}/rdf-graph-store
Disallow: {root}/search
Disallow: {root}/*?
Allow: {root}/static/
Sitemap: {sitemap}
# For language models: {llms}
"""
#: RFC 9116, section 2.5.5, recommends that security.txt expires in less than a year.
_VOUCHED = timedelta(days=364)
SECURITY_TXT = "/.well-known/security.txt"


router = APIRouter(include_in_schema=False)
#: Counted from the start of this process.
_EXPIRES = datetime.now(UTC).date() + _VOUCHED


@router.get("/robots.txt")
def robots(store: ServedStore, request: Request) -> Response:
    """Answer `/robots.txt`."""
    sitemap = service_url(request, "/sitemap.xml")
    llms = service_url(request, LLMS_TXT)
    rules = _ROBOTS.format(root=root_path(request), sitemap=sitemap, llms=llms)
    return Response(rules, media_type="text/plain")


@router.get("/sitemap.xml")
def index(request: Request) -> Response:
    """Answer `/sitemap.xml`."""
    parts = (f"/sitemap-{language}.xml" for language in LANGUAGES)
    return _sitemap("sitemapindex", "sitemap", (service_url(request, part) for part in parts))


@router.get("/sitemap-{language}.xml")
def sitemap(store: ServedStore, request: Request, language: str) -> Response:
    """Answer `/sitemap-{language}.xml`."""
    if language not in LANGUAGES:
        raise ProblemError(404, f"there is no sitemap of the language {language}")
    paths = page_paths(store)
    root = service_url(request, "")
    if language != ENGLISH:
        root += f"/{language}"
        paths = tuple(path for path in paths if path not in _WITHOUT_LANGUAGE)
    return _sitemap("urlset", "url", (root + path for path in paths))


@router.get(SECURITY_TXT)
def security_txt(request: Request) -> Response:
    """Answer the path of RFC 9116."""
    settings: Settings = request.app.state.settings
    if not settings.security_contact:
        raise ProblemError(
            404,
            "no contact for security is set; the operator names one in CSEKG_SECURITY_CONTACT",
        )
    address = service_url(request, SECURITY_TXT)
    text = _security_txt(settings.security_contact, _EXPIRES, address)
    # Not stored: its day changes with each start of the service, its entity tag does not.
    return Response(text, media_type="text/plain", headers={"Cache-Control": "no-store"})


def _sitemap(whole: str, entry: str, addresses: Iterable[str]) -> Response:
    """Return a sitemap (sitemaps.org, 0.9) or an index of sitemaps.

    Pages name their translations themselves, by links with `hreflang`.
    """
    entries = "".join(f"<{entry}><loc>{escape(each)}</loc></{entry}>\n" for each in addresses)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} {_XMLNS}>\n{entries}</{whole}>\n'
    return Response(text, media_type="application/xml")


@remembered_in_order
def page_paths(store: QueryEngine) -> tuple[str, ...]:
    """Return the paths of all pages: sections, paragraphs, topics, States, instruments."""
    found = [*SECTIONS, *(OF_TREATIES if treaties(store) else ())]
    links = Links(store)
    if links.resolution is not None:
        found += ["/resolution", *(f"/resolution/{quote(key)}" for key in paragraph_refs(store))]
    if any(each.key == "topic" for each in schemes(store)):
        of_all = (
            each for broad, narrow in from_broad_to_narrow(store) for each in (broad, *narrow)
        )
        found += ["/topics", *(f"/topics/{quote(each.key)}" for each in of_all)]
    found += [f"/states/{quote(actor.key)}" for actor in actor_refs(store).values()]
    # /treaties/{key} of the resolution redirects to /resolution.
    keys = (each.key for each in instruments(store) if each.key != links.resolution)
    return (*found, *(f"/treaties/{quote(key)}" for key in keys))


def _security_txt(contact: str, expires: date, address: str) -> str:
    """Return the file of RFC 9116, which expires 364 days after the start of the service.

    Nobody may be reading the reports to a service that has not been restarted for longer.
    """
    fields = {
        "Contact": contact,
        "Expires": f"{expires.isoformat()}T00:00:00Z",
        "Preferred-Languages": "en",
    }
    # A web address must begin with https (RFC 9116, section 2.5.2).
    if address.startswith("https://"):
        fields["Canonical"] = address
    return "".join(f"{name}: {value}\n" for name, value in fields.items())
