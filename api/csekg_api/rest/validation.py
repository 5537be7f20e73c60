"""`/validate`: checks a user's own ratifications in a worker, against the treaties' final clauses."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pyoxigraph as ox
from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.common.names import names
from csekg.answers.common.reasons import rules_by_treaty
from csekg.answers.common.tables import table_of
from csekg.answers.common.translations import translations
from csekg.answers.quality.quality import FindingRow, Validation, findings, validation
from csekg.dataset.cache import changeable, open_store
from csekg.errors import CsekgError
from csekg.languages.current import LANGUAGES, current, speaking
from csekg.languages.days import spelled
from csekg.languages.messages import words
from csekg.sparql.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg.tables.as_csv import to_csv
from csekg.validation.submissions.submission import CONVERSION, Form, TooManyActsError
from csekg_api.rest.responses import SubjectRouter
from csekg_api.web.formats import accepted
from csekg_api.web.job_runner import run_job
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError, endpoint_problem
from csekg_api.web.request_limits import media_type
from csekg_api.workers.jobs import Reply

if TYPE_CHECKING:
    from csekg.validation import Report

#: The name of the job.
VALIDATE = "validate"
#: Media types that can be validated.
FORMS = {"text/csv": Form.csv, "text/turtle": Form.turtle}
#: Maximum number of actions in a request, within the time and the memory of a worker.
MOST_ACTIONS = 2_000
#: Media types of reports; the first is the default.
REPORTS = ("application/json", "text/csv", "text/turtle", "application/ld+json")


#: Copies of the dataset, each for one validation, which changes it.
_COPIES: list[ox.Store] = []


@cache
def _dataset() -> QueryEngine:
    return open_store()


def prepare_validation() -> None:
    """Load the files that the next validation reads, since its worker cannot open files.

    From a server, the validation itself fetches what it needs, where it does not answer now.
    """
    # Imported in the worker: the service starts 0.1 s earlier without it.
    import csekg.validation.reports  # noqa: F401
    from csekg.validation.submissions.validator import prepare

    prepare()
    for language in LANGUAGES:
        words.load(language)
        with speaking(language):
            spelled(date.today())
    store = _dataset()
    if store.answers and store.answers.is_dir():
        # What is asked for a text that is in none of them reads all files with texts in other languages.
        names(store), rules_by_treaty(store), translations(store).found("none")
    if not _COPIES:
        with suppress(EndpointError):
            _COPIES.append(changeable(store))


def _copy() -> ox.Store:
    with suppress(IndexError):
        return _COPIES.pop()
    return changeable(_dataset())


def validation_job(payload: bytes) -> Reply:
    """Return the report of a text, in the form and the language that the first line of the payload names.

    With an empty head, the body is a problem: status, detail and cause.
    """
    from csekg.answers.quality.quality import in_language
    from csekg.validation import validate
    from csekg.validation.submissions.validator import validate_bytes

    options, _, content = payload.partition(b"\n")
    sent_as, answer, language = json.loads(options)
    try:
        with speaking(language):
            report = validate_bytes(
                content,
                FORMS[sent_as],
                "the body",
                _copy,
                lambda store, submission: in_language(validate(store, focus=submission.lines), _dataset(), submission),
                MOST_ACTIONS,
            )
            return Reply(answer.encode(), _written(report, answer))
    except EndpointError as error:
        problem = endpoint_problem(error)
    except TooManyActsError as error:
        problem = ProblemError(413, f"{error}, or run csekg validate on your own machine")
    except CsekgError as error:
        problem = ProblemError(400, str(error))
    return Reply(b"", json.dumps([problem.status, problem.detail, problem.cause]).encode())


def _written(report: Report, media_type: str) -> bytes:
    from csekg.validation.reports import as_rdf

    match media_type:
        case "text/turtle":
            return as_rdf(report, ox.RdfFormat.TURTLE).encode()
        case "application/ld+json":
            return as_rdf(report, ox.RdfFormat.JSON_LD).encode()
        case "text/csv":
            table = table_of(FindingRow)
            return to_csv(table.keys, table.rows_of(findings(report)))
    return validation(report).model_dump_json().encode()


# A second copy of the dataset is loaded, with the actions in it: slow on a busy machine.
_SECONDS = 60
_NAMES = {"json": "application/json", "csv": "text/csv", "turtle": "text/turtle", "jsonld": "application/ld+json"}
_CSV = "treaty,actor,kind,date,in_force_on,signed_on\nopsc,FRA,ratification,2003-02-05,2003-03-05,\n"
_TURTLE = """@prefix cse: <https://w3id.org/csekg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix instrument: <https://w3id.org/csekg/id/instrument/> .
@prefix state: <https://w3id.org/csekg/id/state/> .
[] a cse:Ratification ; cse:treaty instrument:opsc ; cse:actor state:FRA ;
   cse:date "2003-02-05"^^xsd:date ; cse:entersIntoForceOn "2003-03-05"^^xsd:date .
"""
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"at most {MOST_ACTIONS:,} treaty actions: a table with the columns treaty, "
        "actor, kind and date, and if wanted in_force_on and signed_on, or the same in the terms "
        "of the ontology; days up to 9000-12-31",
        "content": {
            "text/csv": {"schema": {"type": "string", "minLength": 1}, "example": _CSV},
            "text/turtle": {"schema": {"type": "string", "minLength": 1}, "example": _TURTLE},
        },
    }
}
_REPORTS = {
    "text/csv": {"schema": {"type": "string", "description": "a line for each finding"}},
    "text/turtle": {"schema": {"type": "string", "description": "the report of SHACL"}},
    "application/ld+json": {
        "schema": {"type": "array", "items": {"type": "object"}, "description": "the report of SHACL"}
    },
}
_Form = Annotated[
    Literal["json", "csv", "turtle", "jsonld"] | None,
    Query(description="form of the report, before the Accept header", examples=["json"]),
]


router = SubjectRouter("Validation")


@router.post(
    "/validate",
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
    sent_as = media_type(request, list(FORMS), f"treaty actions ({CONVERSION})")
    content = await request.body()
    if not content.strip():
        raise ProblemError(400, "the body is empty: send treaty actions as " + ", ".join(FORMS))
    payload = json.dumps([sent_as, answer, current()]).encode() + b"\n" + content
    reply = await run_job(request, VALIDATE, payload, _SECONDS, what="validation")
    if not reply.head:
        status, detail, cause = json.loads(reply.body)
        raise ProblemError(status, detail, cause=cause)
    return Response(reply.body, media_type=answer, headers={"Vary": "Accept"})


def _answer_type(request: Request, named: str | None) -> str:
    """Return the media type of the report; raises a 406 problem where none fits."""
    if named:
        return _NAMES[named]
    return accepted(request, REPORTS, "a report cannot be had as Accept: {accept}; it can be had as {offered}")
