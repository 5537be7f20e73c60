"""`/validate`: checks a user's own ratifications against the treaties' final clauses."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from csekg.answers.quality.quality import Validation
from csekg_api.rest.parameters import known_parameters
from csekg_api.rest.responses import PREFIX
from csekg_api.rest.validation_job import FORMS, LOOK, MOST_ACTIONS, REPORTS, VALIDATE, decode, encode
from csekg_api.web.formats import parse_accept
from csekg_api.web.job_runner import run_job
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError, cut
from csekg_api.web.request_limits import media_type
from csekg_api.web.work_limit import LimitedRoute

# A second copy of the dataset is loaded, with the actions in it: slow on a busy machine. To look at
# the text takes a second at most, unless it is made to take longer.
_SECONDS, _SECONDS_TO_LOOK = 60, 5
_NAMES = {"json": "application/json", "csv": "text/csv", "turtle": "text/turtle", "jsonld": "application/ld+json"}
_CSV = "treaty,actor,kind,date,in_force_on,signed_on\nopsc,FRA,ratification,2003-02-05,2003-03-05,\n"
_TURTLE = """@prefix cse: <https://w3id.org/csekg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix instrument: <https://w3id.org/csekg/id/instrument/> .
@prefix state: <https://w3id.org/csekg/id/state/> .
[] a cse:Ratification ; cse:treaty instrument:opsc ; cse:actor state:FRA ;
   cse:date "2003-02-05"^^xsd:date ; cse:entersIntoForceOn "2003-03-05"^^xsd:date .
"""
_JSON_LD = {
    "@context": "https://w3id.org/csekg/context.jsonld",
    "type": "Ratification",
    "treaty": "https://w3id.org/csekg/id/instrument/opsc",
    "actor": "https://w3id.org/csekg/id/state/FRA",
    "date": "2003-02-05",
    "entersIntoForceOn": "2003-03-05",
}
#: A document of JSON-LD.
_OBJECTS = {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"at most {MOST_ACTIONS:,} treaty actions: a table with the columns treaty, "
        "actor, kind and date, and if wanted in_force_on and signed_on, or the same in the terms "
        "of the ontology; days up to 9000-12-31",
        "content": {
            "text/csv": {"schema": {"type": "string", "minLength": 1}, "example": _CSV},
            "text/turtle": {"schema": {"type": "string", "minLength": 1}, "example": _TURTLE},
            "application/ld+json": {"schema": _OBJECTS, "example": _JSON_LD},
        },
    }
}
_REPORTS = {
    "text/csv": {"schema": {"type": "string", "description": "a line for each finding"}},
    "text/turtle": {"schema": {"type": "string", "description": "the report of SHACL"}},
    "application/ld+json": {"schema": {**_OBJECTS, "description": "the report of SHACL"}},
}
_Form = Annotated[
    Literal["json", "csv", "turtle", "jsonld"] | None,
    Query(description="form of the report, before the Accept header", examples=["json"]),
]


router = APIRouter(
    prefix=PREFIX, tags=["Validation"], dependencies=[Depends(known_parameters)], route_class=LimitedRoute
)


@router.post(
    "/validate",
    operation_id="validate",
    summary="Check your own ratifications",
    response_model=Validation,
    openapi_extra=_BODY,
    responses={
        200: {"description": "What was found", "content": _REPORTS},
        **problems(
            406,
            422,
            s400="The text cannot be read, or describes no treaty action.",
            s413="The body is too large, or has too many actions.",
            s415="The body is of another media type.",
            s503="No worker is free, or the work needed too much memory.",
            s504="The work took too long.",
        ),
    },
)
async def validate(request: Request, format: _Form = None) -> Response:
    """Dates and acts are checked together with the dataset, by the treaties' own clauses.

    They stand in the dataset in the place of what is known about the same acts. Only what
    concerns them is reported, each finding with its line in a table and with what would be
    right. Nothing is kept.
    """
    answer = _answer_type(request, format)
    sent_as = media_type(request, list(FORMS), "treaty actions")
    content = await request.body()
    if not content.strip():
        raise ProblemError(400, "the body is empty: send treaty actions as " + ", ".join(FORMS))
    payload = encode(content, sent_as, answer)
    # Nothing is prepared for a text that cannot be read.
    decode(await run_job(request, LOOK, payload, _SECONDS_TO_LOOK, what="validation"))
    reply = await run_job(request, VALIDATE, payload, _SECONDS, what="validation")
    return Response(decode(reply), media_type=answer, headers={"Vary": "Accept"})


def _answer_type(request: Request, named: str | None) -> str:
    """Return the media type of the report; raises a 406 problem where none fits."""
    if named:
        return _NAMES[named]
    accept = ", ".join(request.headers.getlist("accept"))
    if not accept.strip():
        return "application/json"
    best = parse_accept(accept).best_match(REPORTS)
    if not best:
        raise ProblemError(
            406, f"a report cannot be had as Accept: {cut(accept)}; it can be had as " + ", ".join(REPORTS)
        )
    return best
