"""The page /docs: the operations of the OpenAPI document, and Swagger UI from this host alone.

Swagger UI is heavy: it is loaded where somebody asks for it.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from csekg_api.web.assets import FOREVER, PATH
from csekg_api.web.openapi import operations_by_tag
from csekg_api.web.pages import render
from csekg_api.web.problem_types import PATH as PROBLEMS
from csekg_api.web.problem_types import TYPES
from csekg_api.web.urls import root_path

_FILES = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}
# Swagger UI has its arrows in data URLs, and sends requests to the service from scripts.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def docs_router() -> APIRouter:
    """Return the routes of the page, of types of problems, and of two files of fastapi-swagger."""
    router = APIRouter(include_in_schema=False)
    resources = files("fastapi_swagger") / "resources"
    release = version("fastapi-swagger")

    @router.get("/docs")
    def docs(request: Request) -> HTMLResponse:
        document = request.app.openapi()
        page = render(
            "docs.html", request, swagger=release, groups=operations_by_tag(document),
            problems=TYPES.values(),
        )  # fmt: skip
        page.headers["Content-Security-Policy"] = _POLICY
        return page

    @router.get(PROBLEMS)
    def problem_types(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{root_path(request)}/docs#problems", 303)

    @router.get(PROBLEMS + "/{code}")
    def problem(request: Request, code: str) -> RedirectResponse:
        if code not in TYPES:
            raise HTTPException(404)
        return RedirectResponse(f"{root_path(request)}/docs#problem-{code}", 303)

    @router.get(PATH + "/swagger-ui/{name}")
    def swagger_file(name: str, v: str = "") -> Response:
        if name not in _FILES:
            raise HTTPException(404)
        answer = Response((resources / name).read_bytes(), media_type=_FILES[name])
        if v == release:
            answer.headers["Cache-Control"] = FOREVER
        return answer

    return router
