"""Addresses of pages and files that are parts of others now: each leads on for good."""

from __future__ import annotations

import re
from typing import ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.convertors import Convertor, register_url_convertor

from csekg_api.web.urls import root_path

#: Where each address leads.
MOVED = {
    "corrections": "quality#differences",
    # Without a part: that of the old address stays, as `#accession`.
    "glossary": "topics",
    "releases": "downloads",
    "context.jsonld": "data/context.jsonld",
    **{
        f"{name}.{ending}": f"data/{name}.{ending}"
        for name in ("ontology", "ontology/alignments", "shapes")
        for ending in ("ttl", "nt", "rdf", "jsonld")
    },
}


class _Moved(Convertor[str]):
    """Takes the addresses that moved, and no other path."""

    regex: ClassVar[str] = "|".join(map(re.escape, MOVED))

    def convert(self, value: str) -> str:
        """Return the part of a path."""
        return value

    def to_string(self, value: str) -> str:
        """Return the part of a path."""
        return value


register_url_convertor("moved", _Moved())
router = APIRouter(include_in_schema=False)


@router.get("/{address:moved}")
async def moved(request: Request, address: str) -> Response:
    """Answer 308, with the query that was sent."""
    path, mark, part = MOVED[address].partition("#")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{root_path(request)}/{path}{query}{mark}{part}", 308)
