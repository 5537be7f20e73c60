"""The brief on one State for a meeting: a page, and the same as PDF and DOCX."""

from __future__ import annotations

import unicodedata
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.briefs.brief import Brief, NoBriefError, brief
from csekg.answers.common.references import treaties
from csekg.errors import UnknownNameError
from csekg.extras import is_installed, require
from csekg.languages.current import current
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg_api.briefs.contents import document
from csekg_api.briefs.document import Document
from csekg_api.briefs.job import BRIEF, MEDIA_TYPES, Form, encode
from csekg_api.settings import Settings
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.job_runner import run_job
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import root_path, service_url
from csekg_api.web.words import _, site_name
from csekg_api.web.work_limit import in_thread

_Form = Annotated[Form, Path()]


router = page_router()


@router.get("/states/{key}/brief")
def show(store: ServedStore, request: Request, key: str) -> Response:
    """Answer `/states/{key}/brief`."""
    contents = _found(store, key)
    if contents.state.key != key:
        return _moved(request, contents, "")
    return page(
        request,
        "brief.html",
        brief=contents,
        document=_document(store, request, contents, ""),
        files=is_installed("briefs"),
    )


@router.get("/states/{key}/brief.{form}")
async def download(store: ServedStore, request: Request, key: str, form: _Form) -> Response:
    """Answer `/states/{key}/brief.{form}`."""
    require("briefs", f"a brief as {form.upper()}")
    settings: Settings = request.app.state.settings
    contents, content = await in_thread(request, lambda: _contents(store, request, key))
    if contents.state.key != key:
        return _moved(request, contents, f".{form}")
    reply = await run_job(request, BRIEF, encode(form, content), settings.page_timeout, what="brief")
    answer = Response(reply.body, media_type=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = _disposition(contents, form)
    answer.headers["Content-Language"] = current()
    return answer


def _contents(store: QueryEngine, request: Request, key: str) -> tuple[Brief, Document]:
    contents = _found(store, key)
    return contents, _document(store, request, contents, service_url(request, ""))


def _document(store: QueryEngine, request: Request, contents: Brief, base: str) -> Document:
    names = {treaty.id: treaty.short_title for treaty in treaties(store).values()}
    return document(contents, names, site_name(request), base, _permalink(request, contents))


def _found(store: QueryEngine, key: str) -> Brief:
    """Return the brief; raises a 404 problem for an unknown key and for a former State."""
    try:
        return brief(store, key)
    except (UnknownNameError, NoBriefError) as error:
        raise ProblemError(404, str(error)) from error


def _moved(request: Request, contents: Brief, ending: str) -> Response:
    return RedirectResponse(f"{root_path(request)}/states/{contents.state.key}/brief{ending}", status_code=308)


def _permalink(request: Request, contents: Brief) -> str:
    return service_url(request, f"/states/{contents.state.key}/brief")


def _disposition(contents: Brief, form: Form) -> str:
    """Return the file's name in ASCII, and in UTF-8 for who reads it so (RFC 6266, section 5)."""
    parts = (_("Brief"), contents.state.name, contents.release.version or "")
    name = f"{joined(' ', filter(None, parts))}.{form}"
    straight = name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    apart = unicodedata.normalize("NFKD", straight).encode("ascii", "ignore").decode()
    plain = "".join(letter for letter in apart if letter not in '"\\').strip()
    # A PDF is read where it opens, a document to edit is not.
    kind = "inline" if form == "pdf" else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
