"""Who assesses law and practice: method, limits, what is asked, and how an error is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import Response

from csekg import namespaces as ns
from csekg.answers.common.references import concept_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.practice.assessments import assessors
from csekg.sparql.store import QueryEngine
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore

router = page_router()


@router.get("/assessments")
def assessments(store: ServedStore, request: Request) -> Response:
    """Answer `/assessments`."""
    return page(request, "assessments.html", assessors=assessors(store))


@remembered
def answer_names(store: QueryEngine) -> Mapping[str, str]:
    """Return the name of each kind of answer of an assessor by its code, as `not-applicable`."""
    scheme = ns.thing("vocab", "assessed-answer").value + "/"
    return MappingProxyType(
        {
            iri.removeprefix(scheme): concept.name
            for iri, concept in concept_refs(store).items()
            if iri.startswith(scheme)
        }
    )
