"""The JSON-LD context with which the JSON of every answer is RDF."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response

from csekg.answers.common.kinds import CLASSES
from csekg.resources import ontology_dir
from csekg_api.rest.responses import PREFIX
from csekg_api.web.work_limit import LimitedRoute

_OVERRIDES = Path(__file__).with_name("context.json")


@cache
def context() -> bytes:
    """Return the context document: that of the ontology, with terms for simpler members.

    Answers have one English text where RDF has one for each language, and codes where RDF has
    concepts. A member without a term in the context states nothing (JSON-LD 1.1, section 3.1).
    """
    terms: dict[str, object] = {}
    for file in (ontology_dir() / "context.jsonld", _OVERRIDES):
        terms |= json.loads(file.read_text(encoding="utf-8"))["@context"]
    # The sources of an act are facts about it; those of other things are other properties.
    sources = {"@id": "prov:hadPrimarySource", "@type": "@id"}
    for name in CLASSES:
        terms[name] = {"@id": f"cse:{name}", "@context": {"sources": sources, "key": None}}
    return json.dumps({"@context": terms}, ensure_ascii=False, indent=1).encode()


router = APIRouter(prefix=PREFIX, tags=["Service"], route_class=LimitedRoute)


@router.get(
    "/context.jsonld",
    operation_id="getContext",
    summary="The JSON-LD context",
    response_class=Response,
    responses={200: {"description": "The context", "content": {"application/ld+json": {"schema": {"type": "object"}}}}},
)
def context_document() -> Response:
    """The context that every JSON answer refers to, for reading it as RDF."""
    return Response(context(), media_type="application/ld+json")
