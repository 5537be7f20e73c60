"""Addresses of documents, and which format a request gets: by Accept or by the ending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request

from csekg.answers.entities.description import as_uri
from csekg.namespaces import ONTOLOGY
from csekg.validation.shapes import CSH
from csekg_api.web.formats import GRAPHS, Format, parse_accept
from csekg_api.web.problems import ProblemError, cut

HTML_TYPES = ("text/html", "application/xhtml+xml")

#: The formats of documents by file ending; Turtle, the default, is the first.
FILES = {format_.writer.file_extension: format_ for format_ in GRAPHS}
#: The formats of documents without named graphs: the ontology, the shapes.
GRAPH_FILES = {ending: format_ for ending, format_ in FILES.items() if ending not in ("trig", "nq")}


def accepted(request: Request, endings: Iterable[str]) -> str:
    """Return the ending of the format that the Accept header prefers, `html` for a page.

    Turtle is returned for a missing Accept header and for `*/*`. Raises a 406 problem (RFC 9110,
    section 15.5.7) that lists the formats if none is acceptable.
    """
    header = ", ".join(request.headers.getlist("accept")).strip()
    choice = list(endings)
    if not header:
        return choice[0]
    # Registered types come before their common substitutes, so that a wildcard selects them.
    offered = {FILES[ending].media_types[0]: ending for ending in choice}
    offered |= dict.fromkeys(HTML_TYPES, "html")
    for ending in choice:
        for other in FILES[ending].media_types[1:]:
            offered.setdefault(other, ending)
    best = parse_accept(header).best_match(list(offered))
    if best is None:
        types = ", ".join([HTML_TYPES[0], *(FILES[ending].media_types[0] for ending in choice)])
        raise ProblemError(406, f"nothing fits Accept: {cut(header)}; there is {types}", {"Vary": "Accept"})
    return offered[best]


def split_ending(name: str, endings: Sequence[str] | Iterable[str]) -> tuple[str, str]:
    """Return the name of a document without the ending of a format, and the ending or ''."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and ending in endings else (name, "")


def writer(ending: str) -> ox.RdfFormat:
    """Return Oxigraph's writer for the format with this file ending."""
    form = FILES[ending].writer
    assert isinstance(form, ox.RdfFormat)
    return form


def media_type(ending: str) -> str:
    """Return the registered media type of a format given by its ending, `html` included."""
    return HTML_TYPES[0] if ending == "html" else FILES[ending].media_types[0]


def label(format_: Format) -> str:
    """Return the name of a format for a list of links, without the remark in brackets."""
    return format_.label.partition(" (")[0]


def content_schemas(endings: Iterable[str]) -> dict[str, dict[str, object]]:
    """Return the OpenAPI content of formats: an object for JSON-LD, otherwise a string."""
    return {
        media_type(ending): {"schema": {"type": "object" if ending == "jsonld" else "string"}} for ending in endings
    }


_THINGS = "id/"
# Marks the documents of identifiers that do not begin with `id/`, so that none has two meanings.
_OTHER = "~/"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a service that dereferences the IRIs beginning with `base`."""

    base: str

    def document(self, iri: str) -> str:
        """Return the name of the document about an IRI without fragment, encoded for a path.

        The document of `id/state/FRA` under the base is `state/FRA`; the document of any other IRI
        begins with `~/`. Raises ValueError for an IRI that does not begin with the base.
        """
        if not iri.startswith(self.base):
            raise ValueError(f"{iri} does not begin with {self.base}")
        path = iri.removeprefix(self.base)
        name = path.removeprefix(_THINGS) if path.startswith(_THINGS) else _OTHER + path
        # `?` and `#` would end the path; existing percent-encoding stays.
        return quote(name, safe="%:/@!$&'()*+,;=~")

    def path(self, document: str) -> str:
        """Return the path of the identifier that a document describes; inverts `document`."""
        if document.startswith(_OTHER):
            return document.removeprefix(_OTHER)
        return _THINGS + document

    def link(self, iri: str, root: str) -> str:
        """Return the address that a page links to for a thing, empty if there is none.

        A thing of this service has a page under `root`, the path at which the service is
        published; for a foreign IRI it is the IRI, if its scheme is http or https.
        """
        for namespace, place in ((ONTOLOGY, "/ontology"), (CSH.iri, "/shapes")):
            if iri.startswith(namespace) and namespace.startswith(self.base):
                return f"{root}{place}#{as_uri(iri.removeprefix(namespace))}"
        if iri.startswith(self.base):
            document, _, fragment = iri.partition("#")
            page = f"{root}/page/{self.document(document)}"
            return f"{page}#{as_uri(fragment)}" if fragment else page
        return as_uri(iri) if iri.startswith(("http://", "https://")) else ""


def link_header(*links: tuple[str, str, str]) -> str:
    """Return the value of a Link header (RFC 8288).

    A link is an address, a relation and a media type, empty for none.
    """
    return ", ".join(
        f'<{as_uri(address)}>; rel="{relation}"' + (f'; type="{kind}"' if kind else "")
        for address, relation, kind in links
    )


def alternates(document: str, page: str, endings: Iterable[str], without: str = "") -> list[tuple[str, str, str]]:
    """Return links to the formats of a document and to its page, except the format `without`."""
    places = [(ending, f"{document}.{ending}") for ending in endings]
    places.append(("html", page))
    return [(address, "alternate", media_type(ending)) for ending, address in places if ending != without]
