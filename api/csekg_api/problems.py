"""Errors over HTTP: one shape (RFC 9457, application/problem+json) for every failure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from csekg.errors import CsekgError
from csekg_api.headers import COMMON_HEADERS

MEDIA_TYPE = "application/problem+json"
# The engine says where it stopped as `error at 3:24`, line and column counted from 1.
_POSITION = re.compile(r"\berror at (\d+):(\d+)")


class ProblemError(Exception):
    """A request that cannot be answered: status code and a detail that says what would be right."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        """Take the HTTP status code, the explanation and headers that belong to the answer."""
        self.status, self.detail, self.headers = status, detail, headers
        super().__init__(detail)


def problem_response(
    request: Request,
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **extensions: object,
) -> JSONResponse:
    """Return a problem document (RFC 9457) with extension members where more can be told."""
    content = {
        # RFC 9457, section 4.2.1: no more is meant than what the status code says.
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        **extensions,
    }
    return JSONResponse(content, status, {**COMMON_HEADERS, **(headers or {})}, MEDIA_TYPE)


def _on_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return problem_response(request, error.status, error.detail, error.headers)


def _on_csekg_error(request: Request, error: Exception) -> JSONResponse:
    detail = str(error)
    position = _POSITION.search(detail)
    if position is None:
        return problem_response(request, 400, detail)
    where = {"line": int(position[1]), "column": int(position[2])}
    return problem_response(request, 400, detail, position=where)


def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    details = {
        404: f"nothing is found at {request.url.path}; the start page / says what there is",
        405: f"{request.method} is not possible here; see the header Allow",
    }
    detail = details.get(error.status_code, error.detail)
    return problem_response(request, error.status_code, detail, error.headers)


def _on_validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return problem_response(request, 422, "; ".join(faults))


def _on_crash(request: Request, _error: Exception) -> JSONResponse:
    # What went wrong inside stands in the log; it is not told to whoever sent the request.
    return problem_response(request, 500, "the service failed at this request; the fault is ours")


def install_problem_handlers(app: FastAPI) -> None:
    """Make every failure of the application a problem document."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(CsekgError, _on_csekg_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(Exception, _on_crash)
