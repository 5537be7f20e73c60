"""The Link header of documents and redirects (RFC 8288)."""

from __future__ import annotations

from collections.abc import Iterable

from csekg.answers.things.identifiers import as_uri
from csekg_api.linked_data.negotiation import media_type


def link_header(*links: tuple[str, str, str]) -> str:
    """Return the value of a Link header from address, relation and media type ('' for none)."""
    return ", ".join(
        f'<{as_uri(address)}>; rel="{relation}"' + (f'; type="{kind}"' if kind else "")
        for address, relation, kind in links
    )


def alternates(
    document: str, page: str, endings: Iterable[str], without: str = ""
) -> list[tuple[str, str, str]]:
    """Return the links to a document's formats and to its page, without that which is answered."""
    places = [(ending, f"{document}.{ending}") for ending in endings]
    places.append(("html", page))
    return [
        (address, "alternate", media_type(ending))
        for ending, address in places
        if ending != without
    ]
