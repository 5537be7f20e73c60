"""Files for crawlers and people who report faults: robots.txt, the sitemap, security.txt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.answers.common.references import actor_refs, paragraph_refs, provision_refs, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.actors import places
from csekg.answers.entities.vocabularies import schemes
from csekg.answers.pages.links import Links, provision_address
from csekg.answers.texts.instruments import instruments
from csekg.answers.texts.topics import from_broad_to_narrow
from csekg.languages.current import ENGLISH, LANGUAGES
from csekg.sparql.store import QueryEngine
from csekg_api.settings import Settings
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import root_path, service_url

#: Paths of single pages: of any dataset, and of a dataset with treaties.
SECTIONS = (
    "/",
    "/about",
    "/states",
    "/treaties",
    "/query",
    "/questions",
    "/method",
    "/topics",
    "/sources",
    "/quality",
    "/assessments",
    "/docs",
    "/ontology",
    "/shapes",
)
OF_TREATIES = ("/joined", "/check", "/compare", "/changes", "/recommendations", "/statements")
#: Of these the ones that are the same in all languages.
_WITHOUT_LANGUAGE = ("/docs", "/ontology", "/shapes")
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
#: The longest matching rule counts (RFC 9309, section 2.2.2). `*?` keeps crawlers from visiting
#: every day, group and treaty that the forms offer.
_ROBOTS = """User-agent: *
Disallow: {root}/sparql
Disallow: {root}/search
Disallow: {root}/*?
Allow: {root}/static/
Sitemap: {sitemap}
"""
#: RFC 9116, section 2.5.5, recommends that security.txt expires in less than a year.
_VOUCHED = timedelta(days=364)
SECURITY_TXT = "/.well-known/security.txt"


router = APIRouter(include_in_schema=False)
#: Counted from the start of this process.
_EXPIRES = datetime.now(UTC).date() + _VOUCHED


@router.get("/robots.txt")
def robots(store: ServedStore, request: Request) -> Response:
    sitemap = service_url(request, "/sitemap.xml")
    rules = _ROBOTS.format(root=root_path(request), sitemap=sitemap)
    return Response(rules, media_type="text/plain")


@router.get("/sitemap.xml")
def sitemap(store: ServedStore, request: Request) -> Response:
    """Return the sitemap (sitemaps.org, 0.9) of all pages in all languages.

    Pages name their translations themselves, by links with `hreflang`.
    """
    root = service_url(request, "")
    addresses = (
        f"{root}{'' if language == ENGLISH else f'/{language}'}{path}"
        for language in LANGUAGES
        for path in page_paths(store)
        if language == ENGLISH or path not in _WITHOUT_LANGUAGE
    )
    entries = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_XMLNS}>\n{entries}</urlset>\n'
    return Response(text, media_type="application/xml")


@router.get(SECURITY_TXT)
def security_txt(request: Request) -> Response:
    settings: Settings = request.app.state.settings
    if not settings.security_contact:
        raise ProblemError(404, "no contact for security is set; the operator names one in CSEKG_SECURITY_CONTACT")
    address = service_url(request, SECURITY_TXT)
    text = _security_txt(settings.security_contact, _EXPIRES, address)
    # Not stored: its day changes with each start of the service, its entity tag does not.
    return Response(text, media_type="text/plain", headers={"Cache-Control": "no-store"})


@remembered_in_order
def page_paths(store: QueryEngine) -> tuple[str, ...]:
    """Return the paths of all pages: sections, paragraphs, topics, States, places, instruments, articles."""
    paths = [*SECTIONS, *(OF_TREATIES if treaties(store) else ())]
    links = Links(store)
    if links.resolution is not None:
        paths += ["/resolution", *(f"/resolution/{quote(key)}" for key in paragraph_refs(store))]
    if any(scheme.key == "topic" for scheme in schemes(store)):
        of_all = (concept for broad, narrow in from_broad_to_narrow(store) for concept in (broad, *narrow))
        paths += [f"/topics/{quote(concept.key)}" for concept in of_all]
    paths += [f"/states/{quote(actor.key)}" for actor in actor_refs(store).values()]
    paths += [f"/places/{quote(key)}" for key in places(store)]
    for treaty in treaties(store):
        articles = map(provision_address, provision_refs(store, treaty))
        paths += [f"/treaties/{quote(treaty)}/articles/{key}" for key in articles]
    # /treaties/{key} of the resolution redirects to /resolution.
    keys = (document.key for document in instruments(store) if document.key != links.resolution)
    return (*paths, *(f"/treaties/{quote(key)}" for key in keys))


def _security_txt(contact: str, expires: date, address: str) -> str:
    """Return the file of RFC 9116, which expires 364 days after the start of the service.

    Nobody may be reading the reports to a service that has not been restarted for longer.
    """
    fields = {"Contact": contact, "Expires": f"{expires.isoformat()}T00:00:00Z", "Preferred-Languages": "en"}
    # A web address must begin with https (RFC 9116, section 2.5.2).
    if address.startswith("https://"):
        fields["Canonical"] = address
    return "".join(f"{name}: {value}\n" for name, value in fields.items())
