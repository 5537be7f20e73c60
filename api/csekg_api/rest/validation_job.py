"""The job that validates a user's own actions in a worker process."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csekg.answers.common.tables import table_of
from csekg.answers.quality.quality import FindingRow, findings, validation
from csekg.dataset.cache import opened_bytes
from csekg.days import spelled
from csekg.errors import CsekgError
from csekg.languages.current import LANGUAGES, current, speaking
from csekg.languages.messages import words
from csekg.resources import ontology_dir
from csekg.sparql.errors import EndpointError
from csekg.tables.as_csv import to_csv
from csekg.validation.submissions.json_ld import own_context
from csekg.validation.submissions.precheck import Form, look
from csekg.validation.submissions.submission import TooManyActsError
from csekg.validation.submissions.turtle import superclasses
from csekg_api.web.problems import ProblemError, endpoint_problem
from csekg_api.workers import Reply

if TYPE_CHECKING:
    from csekg.validation import Report

#: The names of the jobs: a look at the text, before the other one is prepared, and the validation.
LOOK, VALIDATE = "look", "validate"
#: Media types that can be validated, with the endings of file names.
FORMS = {"text/csv": ".csv", "text/turtle": ".ttl", "application/ld+json": ".jsonld"}
#: Maximum number of actions in a request, within the time and the memory of a worker.
MOST_ACTIONS = 2_000
#: Media types of reports; the first is the default.
REPORTS = ("application/json", "text/csv", "text/turtle", "application/ld+json")


def encode(content: bytes, media_type: str, answer: str) -> bytes:
    """Return the payload of the job: the content, its media type, and that of the report.

    The report is in the current language.
    """
    return json.dumps([media_type, answer, current()]).encode() + b"\n" + content


def look_job() -> Callable[[bytes], Reply]:
    """Return the job that refuses, as `validation_job` would, a text that cannot be validated."""
    # Read now: in a sealed worker it would be too late.
    codecs.lookup("utf-8-sig")
    own_context()
    parents = superclasses(ontology_dir())

    def job(payload: bytes) -> Reply:
        options, _, content = payload.partition(b"\n")
        form = Form(FORMS[json.loads(options)[0]])
        try:
            look(content, form, "the body", parents, MOST_ACTIONS)
        except CsekgError as error:
            return _refused(error)
        return Reply(b"read", b"")

    return job


@cache
def _dataset() -> bytes:
    return opened_bytes()


def prepare_validation() -> None:
    """Load the files that a validation reads, since its worker cannot open files.

    The validation itself fetches a dataset from a remote server.
    """
    # Imported in the worker: the service starts 0.1 s earlier without it.
    import csekg.validation.reports  # noqa: F401
    from csekg.validation.submissions.validator import prepare

    prepare()
    for language in LANGUAGES:
        words.load(language)
        with speaking(language):
            spelled(date.today())
    with suppress(EndpointError):
        _dataset()


def validation_job(payload: bytes) -> Reply:
    """Return the report of a payload; with an empty head, the body is a problem for `decode`."""
    options, _, content = payload.partition(b"\n")
    media_type, answer, language = json.loads(options)
    with speaking(language):
        return _validated(content, media_type, answer)


def _validated(content: bytes, media_type: str, answer: str) -> Reply:
    from csekg.answers.quality.quality import in_language
    from csekg.validation import validate
    from csekg.validation.submissions.validator import validate_bytes

    try:
        report = validate_bytes(
            content,
            Form(FORMS[media_type]),
            "the body",
            _dataset,
            lambda store, focus: in_language(validate(store, focus=focus), store),
            MOST_ACTIONS,
        )
    except CsekgError as error:
        return _refused(error)
    return Reply(answer.encode(), _written(report, answer))


def _refused(error: CsekgError) -> Reply:
    if isinstance(error, EndpointError):
        problem = endpoint_problem(error)
    else:
        problem = ProblemError(413 if isinstance(error, TooManyActsError) else 400, str(error))
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


def decode(reply: Reply) -> bytes:
    """Return the report that a reply holds.

    Raises a 400 problem for an unreadable text, 413 for too many actions, 502 or 504 for a dataset
    that cannot be had.
    """
    if not reply.head:
        status, detail, cause = json.loads(reply.body)
        raise ProblemError(status, detail, cause=cause)
    return reply.body
