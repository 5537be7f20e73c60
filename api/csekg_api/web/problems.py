"""HTTP errors: every failure is answered as a problem document (RFC 9457), or as a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from csekg.errors import (
    AmbiguousNameError,
    CsekgError,
    MissingExtraError,
    NoActorError,
    TooEarlyError,
    UnknownNameError,
)
from csekg.languages.messages import as_sentence, capital
from csekg.languages.words import later
from csekg.sparql.errors import EndpointError
from csekg_api.observing.logs import Log
from csekg_api.observing.observation import observation
from csekg_api.web.headers import COMMON_HEADERS
from csekg_api.web.problem_types import MEDIA_TYPE, problem_type
from csekg_api.web.templates import in_languages, render
from csekg_api.web.urls import own_path
from csekg_api.web.words import _, in_english

# The form in which errors of queries give their position: line and column, counted from 1.
_POSITION = re.compile(r"\berror at (\d+):(\d+)")
_PLACES = {"query": "parameter", "path": "path", "header": "header", "body": "body"}
#: So many faults of a request are named; making each costs time.
MOST_FAULTS = 5
# Words of Pydantic about the code, not about what was sent.
_OURS = re.compile(r" after validation| or instance of \w+")
# No more of a value is repeated in an answer.
_LONGEST = 80

#: What is said where the service itself fails.
CRASHED = later("the service failed at this request; the fault is ours")
#: What is said where no route answers, by status code.
_NOT_HERE = {
    404: later("there is no page at {path}"),
    405: later("{method} is not possible here: the service is read-only, and the header Allow says what can be done"),
}


#: The folders of pages about things, by what an error about a name calls them.
_PAGES = {
    "State": "/states",
    "treaty": "/treaties",
    "instrument": "/treaties",
    "paragraph": "/resolution",
    "topic": "/topics",
    "territory": "/states#places",
}


def cut(value: str) -> str:
    """Return what an answer repeats of a value that a client has sent."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."


class ProblemError(Exception):
    """A request that cannot be answered: status code, and a detail that says what would be right.

    `cause` is for the log alone; the client does not see it. `localized` is the detail in the language
    of the request, for a page.
    """

    def __init__(
        self, status: int, detail: str, headers: Mapping[str, str] | None = None, cause: str = "", localized: str = ""
    ) -> None:
        """Take the HTTP status code, the detail, headers of the answer, the cause, and the detail translated."""
        self.status, self.detail, self.headers = status, detail, headers
        self.cause, self.localized = cause, localized
        super().__init__(detail)


def problem_response(
    request: Request,
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    *,
    localized: str = "",
    code: str = "",
    error: BaseException | None = None,
    **extensions: object,
) -> Response:
    """Return a problem document (RFC 9457), with `extensions` as additional members.

    `code` names its type (`problem_types`), where that says more than the status.
    A client that prefers HTML, such as a browser that follows a link, gets a page instead. `localized`
    is the detail in the language of the request, where it is known in that; of an error about a name
    the page has links to what may be meant.
    """
    answer: Response
    if _prefers_html(request):
        answer = error_page(request, status, localized or in_english(detail), _meant(error))
    else:
        type_ = problem_type(status, code)
        content = {
            "type": type_.iri,
            "title": type_.title if type_.status == status else HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "instance": request.url.path,
            **extensions,
        }
        answer = JSONResponse(content, status, media_type=MEDIA_TYPE)
    answer.headers.update(headers or {})
    answer.headers["Vary"] = "Accept"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _prefers_html(request: Request) -> bool:
    accept = ",".join(request.headers.getlist("accept"))
    if "html" not in accept:
        return False
    offered = [MEDIA_TYPE, "application/json", "text/html"]
    return parse_accept_header(accept, MIMEAccept).best_match(offered) == "text/html"


def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    if error.cause:
        log: Log = request.app.state.log
        log.failure(observation(request.scope), error.cause)
    shown = error.detail if isinstance(error.__cause__, CsekgError) else error.localized
    return problem_response(request, error.status, error.detail, error.headers, localized=shown, error=error.__cause__)


def _on_csekg_error(request: Request, error: Exception) -> Response:
    detail = str(error)
    position = _POSITION.search(detail)
    if position is None:
        status = 501 if isinstance(error, MissingExtraError) else 400
        return problem_response(request, status, detail, localized=detail)
    where = {"line": int(position[1]), "column": int(position[2])}
    return problem_response(request, 400, detail, localized=detail, code="query-error", position=where)


def endpoint_problem(error: EndpointError) -> ProblemError:
    """Return the problem for a remote store that fails (502) or does not answer in time (504).

    RFC 9110, sections 15.6.3 and 15.6.5. The client reads the public text of the error; the text
    and the address of the server are for the log.
    """
    status = 504 if error.late else 502
    return ProblemError(status, error.public, cause=str(error))


def _on_endpoint_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, EndpointError)
    return _on_problem(request, endpoint_problem(error))


def _on_name(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnknownNameError | AmbiguousNameError | TooEarlyError)
    status, code, named = of_name(error)
    return problem_response(request, status, str(error), None, localized=str(error), code=code, error=error, **named)


def of_name(error: UnknownNameError | AmbiguousNameError | TooEarlyError) -> tuple[int, str, dict[str, Any]]:
    """Return status, code of the type, and members of the problem of a name or day."""
    if isinstance(error, AmbiguousNameError):
        return 422, "ambiguous-name", {"candidates": _keys_and_names(error.candidates)}
    if isinstance(error, NoActorError):
        return 404, "unknown-name", {"nearest": [], "see": _keys_and_names(error.see)}
    if isinstance(error, UnknownNameError):
        return 404, "unknown-name", {"nearest": _keys_and_names(error.nearest)}
    return 404, "too-early", {}


def _keys_and_names(named: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"key": key, "name": name} for key, name in named]


def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    places = {"path": request.url.path, "method": request.method}
    form = _NOT_HERE.get(error.status_code)
    detail, shown = (form.format(**places), _(form, **places)) if form else (error.detail, "")
    return problem_response(request, error.status_code, detail, error.headers, localized=shown)


def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = faults_of(error)
    details = [str(fault["detail"]) for fault in faults]
    if (more := len(error.errors()) - len(faults)) > 0:
        details.append(f"and {more:,} more")
    return problem_response(request, 422, "; ".join(details), errors=faults)


def _on_crash(request: Request, _error: Exception) -> Response:
    # For exceptions of the outermost middleware only; `ErrorMiddleware` answers all others.
    return problem_response(request, 500, CRASHED, COMMON_HEADERS)


def faults_of(error: RequestValidationError) -> list[dict[str, object]]:
    """Return an entry for each of the first faults of a request (RFC 9457, section 3, example).

    `detail` says what is wrong and what would be right; `parameter` names the parameter and `in`
    its place, or `pointer` (RFC 6901) the member of the body.
    """
    return [_fault(fault) for fault in error.errors()[:MOST_FAULTS]]


def _fault(fault: Mapping[str, Any]) -> dict[str, object]:
    place, *names = fault["loc"]
    if place == "body":
        pointer = "".join(f"/{cut(str(name)).replace('~', '~0').replace('/', '~1')}" for name in names)
        return {"detail": _sentence(fault, "the body" + pointer), "pointer": f"#{pointer}"}
    # Further parts of `loc` are an index within a parameter that is a list.
    name = str(names[0]) if names else ""
    sentence = _sentence(fault, f"{_PLACES.get(place, place)} {name}")
    return {"detail": sentence, "in": place, "parameter": name}


def ruled(subject: str, message: str) -> str:
    """Return what Pydantic says of a value, said of a subject and without what is only ours."""
    message = _OURS.sub("", message).replace("a valid dictionary", "a JSON object")
    # It begins with "Input should be" or "String should match".
    _, should, rule = f" {message}".partition(" should ")
    return f"{subject} should {rule}" if should else f"{subject}: {message}"


def _sentence(fault: Mapping[str, Any], subject: str) -> str:
    if fault["type"] == "missing":
        return f"{subject} is missing"
    sentence = ruled(subject, str(fault["msg"]))
    value = fault.get("input")
    if isinstance(value, str) and len(value) <= _LONGEST:
        sentence += f", not {value!r}"
    return sentence


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every failure of the application with a problem document."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(EndpointError, _on_endpoint_error)
    for named in (UnknownNameError, AmbiguousNameError, TooEarlyError):
        app.add_exception_handler(named, _on_name)
    app.add_exception_handler(CsekgError, _on_csekg_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(Exception, _on_crash)


_TITLES = {
    400: later("Bad Request"),
    404: later("Not Found"),
    405: later("Method Not Allowed"),
    406: later("Not Acceptable"),
    410: later("Gone"),
    413: later("Request Entity Too Large"),
    415: later("Unsupported Media Type"),
    421: later("Misdirected Request"),
    422: later("Unprocessable Entity"),
    500: later("Internal Server Error"),
    502: later("Bad Gateway"),
    503: later("Service Unavailable"),
    504: later("Gateway Timeout"),
}


def _meant(error: BaseException | None) -> list[tuple[str, str]]:
    """Return the paths and names of the pages that may be meant with an unknown or ambiguous name."""
    match error:
        case NoActorError(see=named) | UnknownNameError(nearest=named) | AmbiguousNameError(candidates=named):
            folder = _PAGES.get(error.kind)
            return [(f"{folder}/{quote(key)}", name) for key, name in named] if folder else []
    return []


def error_page(request: Request, status: int, detail: str, meant: Sequence[tuple[str, str]] = ()) -> HTMLResponse:
    """Return the page for a problem; `detail` may be marked as English.

    `meant` are the paths and names of pages that may have been meant.
    """
    phrase = HTTPStatus(status).phrase
    title = _(_TITLES[status]) if status in _TITLES else in_english(phrase)
    sentence = capital(detail if str(detail).endswith("?") else as_sentence(detail))
    path = own_path(request)
    languages = in_languages(request, path if len(path) <= _LONGEST else "/")
    shown = render("error.html", request, status=status, title=title, detail=sentence, meant=meant, languages=languages)
    shown.status_code = status
    return shown
