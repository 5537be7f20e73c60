"""What all pages share: their router, their script, and the policy that lets it run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from csekg.languages.current import ENGLISH, LANGUAGES, current
from csekg.languages.forms import own_name
from csekg_api.site.initials import explained
from csekg_api.site.script_words import script_words
from csekg_api.web.assets import STATIC
from csekg_api.web.headers import CONTENT_SECURITY_POLICY
from csekg_api.web.pages import render
from csekg_api.web.request_limits import check_values
from csekg_api.web.urls import base_path, origin, own_path, service_url

_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"


def page_router(
    longer: Mapping[str, int] = {}, several: Collection[str] | Callable[[], Collection[str]] = ()
) -> APIRouter:
    """Return a router for pages that answers 400 to what no form sends.

    That is a parameter given twice, or a value that is longer than usual; `longer` are the maximum
    lengths of parameters that may be longer, `several` those that may be given more than once: a
    function where they depend on the dataset.
    """

    def values(request: Request) -> None:
        check_values(request, 400, several() if callable(several) else several, longer)

    async def at_once(request: Request) -> None:
        values(request)

    # The dataset is asked in a thread: it may take long, above all on another server.
    checking = values if callable(several) else at_once
    return APIRouter(include_in_schema=False, dependencies=[Depends(checking)])


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Return a page with the canonical address and permalink of the request."""
    path = own_path(request)
    query = str(request.url.query)
    answer = render(
        template,
        request,
        canonical=service_url(request, path),
        host=service_url(request, ""),
        origin=origin(request),
        permalink=service_url(request, path) + (f"?{query}" if query else ""),
        release=request.app.state.release,
        languages=_languages(request, path + (f"?{query}" if query else "")),
        script=_has_script(),
        script_words=script_words,
        **context,
    )
    titles: Mapping[str, str] = request.app.state.initials()
    text = explained(bytes(answer.body).decode(), titles)
    if current() == "zh":
        # Templates put a space between sentences; Chinese ones follow one another without.
        text = text.replace("\N{IDEOGRAPHIC FULL STOP} ", "\N{IDEOGRAPHIC FULL STOP}")
    answer = HTMLResponse(text)
    answer.status_code = status
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


@cache
def _has_script() -> bool:
    """Return whether `make assets` has bundled the script of the pages."""
    return (STATIC / "built" / "site.js").is_file()


def _languages(request: Request, address: str) -> tuple[tuple[str, str, str], ...]:
    """Return code, own name and address on this host of a page in each language."""
    base = base_path(request)

    def in_language(language: str) -> str:
        if language != ENGLISH:
            return f"{base}/{language}{address}"
        # The start page without a language would lead back to the one that the browser prefers.
        return f"{base}/en/" if address == "/" else base + address

    return tuple((each, own_name(each), in_language(each)) for each in LANGUAGES)
