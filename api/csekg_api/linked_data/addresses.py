"""Where things are described: addresses of documents, and the Link header that lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from csekg.answers.entities.description import as_uri
from csekg.namespaces import ONTOLOGY
from csekg.validation.shapes import CSH
from csekg_api.linked_data.negotiation import media_type

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


def alternates(
    document: str, page: str, endings: Iterable[str], without: str = ""
) -> list[tuple[str, str, str]]:
    """Return links to the formats of a document and to its page, except the format `without`."""
    places = [(ending, f"{document}.{ending}") for ending in endings]
    places.append(("html", page))
    return [
        (address, "alternate", media_type(ending))
        for ending, address in places
        if ending != without
    ]
