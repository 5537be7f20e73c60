"""The brief on one State for a meeting: a page, and the same as PDF and DOCX."""

from __future__ import annotations

import unicodedata
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.briefs.brief import Brief, NoBriefError, brief
from csekg.answers.common.base import Ref
from csekg.answers.common.references import territory_refs, treaties
from csekg.answers.status.acts import territorial_acts
from csekg.days import today
from csekg.errors import UnknownNameError
from csekg.extras import is_installed, require
from csekg.languages.current import current
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg_api.briefs.contents import document
from csekg_api.briefs.document import Document
from csekg_api.briefs.job import BRIEF, MEDIA_TYPES, Form, encode
from csekg_api.briefs.territory import territory_document
from csekg_api.settings import Settings
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.job_runner import run_job
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import is_nowhere, root_path, service_url
from csekg_api.web.words import _, site_name
from csekg_api.web.work_limit import in_thread

_Form = Annotated[Form, Path()]


router = page_router()


@router.get("/states/{key}/brief")
def show(store: ServedStore, request: Request, key: str) -> Response:
    """Answer `/states/{key}/brief`."""
    about, document, _version = _contents(store, request, key, "")
    if about.key != key:
        return _moved(request, about, "")
    files = is_installed("briefs")
    return page(request, "brief.html", about=about, document=document, files=files)


@router.get("/states/{key}/brief.{form}")
async def download(store: ServedStore, request: Request, key: str, form: _Form) -> Response:
    """Answer `/states/{key}/brief.{form}`."""
    require("briefs", f"a brief as {form.upper()}")
    settings: Settings = request.app.state.settings
    base = "" if is_nowhere(request) else service_url(request, "")
    about, content, version = await in_thread(request, lambda: _contents(store, request, key, base))
    if about.key != key:
        return _moved(request, about, f".{form}")
    reply = await run_job(request, BRIEF, encode(form, content), settings.page_timeout, what="brief")
    answer = Response(reply.body, media_type=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = _disposition(about, version, form)
    answer.headers["Content-Language"] = current()
    return answer


def _contents(store: QueryEngine, request: Request, key: str, base: str) -> tuple[Ref, Document, str]:
    """Return what the brief with a key is about, its document, and the release that it tells."""
    territory = next((each for each in territory_refs(store).values() if each.key == key.upper()), None)
    if territory and (acts := [act for act in territorial_acts(store) if act.territory == territory]):
        return territory, territory_document(territory, acts, site_name(request), base, today()), ""
    found = _found(store, key)
    names = {treaty.id: treaty.short_title for treaty in treaties(store).values()}
    path = f"/states/{found.state.key}/brief"
    permalink = path if is_nowhere(request) else service_url(request, path)
    return found.state, document(found, names, site_name(request), base, permalink), found.release.version or ""


def _found(store: QueryEngine, key: str) -> Brief:
    """Return the brief; raises a 404 problem for an unknown key and for a former State."""
    try:
        return brief(store, key, today())
    except (UnknownNameError, NoBriefError) as error:
        raise ProblemError(404, str(error)) from error


def _moved(request: Request, about: Ref, ending: str) -> Response:
    return RedirectResponse(f"{root_path(request)}/states/{about.key}/brief{ending}", status_code=308)


def _disposition(about: Ref, version: str, form: Form) -> str:
    """Return the file's name in ASCII, and in UTF-8 for who reads it so (RFC 6266, section 5)."""
    parts = (_("Brief"), about.name, version)
    name = f"{joined(' ', filter(None, parts))}.{form}"
    straight = name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    apart = unicodedata.normalize("NFKD", straight).encode("ascii", "ignore").decode()
    plain = "".join(letter for letter in apart if letter not in '"\\').strip()
    # A PDF is read where it opens, a document to edit is not.
    kind = "inline" if form == "pdf" else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
