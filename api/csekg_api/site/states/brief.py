"""The brief on a State for a meeting, and how it joins a treaty: pages, and the same as files to take along."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import Path, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from csekg.answers.briefs.brief import Brief, NoBriefError, brief
from csekg.answers.briefs.kit import Kit, NothingToJoinError, kit
from csekg.answers.briefs.territory import territory_brief
from csekg.answers.common.base import Ref
from csekg.answers.common.references import scope_notes
from csekg.errors import UnknownNameError, is_installed, require
from csekg.languages.current import current
from csekg.languages.days import today
from csekg.languages.messages import sentences
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg_api.briefs.contents import document, first_to_join
from csekg_api.briefs.document import Document
from csekg_api.briefs.job import BRIEF, MEDIA_TYPES, Form, encode
from csekg_api.briefs.kit_contents import as_text, instrument_document, kit_document
from csekg_api.briefs.sections import annex
from csekg_api.briefs.territory import territory_document
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


#: The page for the minister, or the annex for advisers.
_Part = Literal["brief", "annex"]


@router.get("/states/{key}/brief")
def show(store: ServedStore, request: Request, key: str, part: _Part = "brief") -> Response:
    about, document, _version = _contents(store, request, key, "", part)
    if about.key != key:
        return _moved(request, about, "")
    files = is_installed("briefs")
    return page(request, "brief.html", about=about, document=document, files=files, part=part)


@router.get("/states/{key}/brief.{form}")
async def download(store: ServedStore, request: Request, key: str, form: _Form, part: _Part = "brief") -> Response:
    require("briefs", f"a brief as {form.upper()}")
    settings: Settings = request.app.state.settings
    base = service_url(request, "")
    about, content, version = await in_thread(request, lambda: _contents(store, request, key, base, part))
    if about.key != key:
        return _moved(request, about, f".{form}")
    reply = await run_job(request, BRIEF, encode(form, content), settings.page_timeout, what="brief")
    answer = Response(reply.body, media_type=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = _disposition(about, version, form, part)
    answer.headers["Content-Language"] = current()
    return answer


def _contents(store: QueryEngine, request: Request, key: str, base: str, part: _Part) -> tuple[Ref, Document, str]:
    """Return what the brief with a key is about, its document, and the release that it tells.

    A territory has one document, which is no annex.
    """
    name = site_name(request)
    if territory := territory_brief(store, key):
        permalink = _permalink(request, territory.territory)
        entry = territory_document(territory, name, base, permalink, today())
        return territory.territory, entry, territory.release.version or ""
    found = _found(store, key)
    permalink = _permalink(request, found.state)
    if part == "annex":
        made = annex(found, name, base, permalink)
    else:
        treaty = first_to_join(found)
        forms = ("pdf", "docx", "txt") if is_installed("briefs") else ("txt",)
        joins = kit_document(_kit(store, found.state.key, treaty), name, base, forms) if treaty else None
        made = document(found, name, base, permalink, joins)
    return found.state, made, found.release.version or ""


def _permalink(request: Request, about: Ref) -> str:
    return service_url(request, f"/states/{about.key}/brief")


def _found(store: QueryEngine, key: str) -> Brief:
    """Return the brief; raises a 404 problem for an unknown key and for a former State."""
    try:
        return brief(store, key, today())
    except (UnknownNameError, NoBriefError) as error:
        raise ProblemError(404, str(error)) from error


def _moved(request: Request, about: Ref, ending: str) -> Response:
    return RedirectResponse(f"{root_path(request)}/states/{about.key}/brief{ending}", status_code=308)


def _disposition(about: Ref, version: str, form: Form, part: _Part) -> str:
    """Return the file's name in ASCII, and in UTF-8 for who reads it so (RFC 6266, section 5)."""
    parts = (_("Brief") if part == "brief" else _("Annex to the brief"), about.name, version)
    name = f"{joined(' ', filter(None, parts))}.{form}"
    straight = name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    apart = unicodedata.normalize("NFKD", straight).encode("ascii", "ignore").decode()
    plain = "".join(letter for letter in apart if letter not in '"\\').strip()
    # A PDF is read where it opens, a document to edit is not.
    kind = "inline" if form == "pdf" else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@router.get("/states/{key}/join/{treaty}")
def joining(store: ServedStore, request: Request, key: str, treaty: str) -> Response:
    found = _kit(store, key, treaty)
    if (found.state.key, found.treaty.key) != (key, treaty):
        return RedirectResponse(f"{root_path(request)}/states/{found.state.key}/join/{found.treaty.key}", 308)
    forms = ("pdf", "docx", "txt") if is_installed("briefs") else ("txt",)
    return page(request, "join.html", kit=found, document=kit_document(found, site_name(request), "", forms))


@router.get("/states/{key}/join/{treaty}/instrument.{form}")
async def instrument(
    store: ServedStore, request: Request, key: str, treaty: str, form: Annotated[Form | Literal["txt"], Path()]
) -> Response:
    found = await in_thread(request, lambda: _kit(store, key, treaty))
    document = instrument_document(found, site_name(request), service_url(request, ""))
    name = f"instrument-{found.state.key}-{found.treaty.key}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": current()}
    if form == "txt":
        return PlainTextResponse(as_text(document), headers=headers)
    require("briefs", f"an instrument as {form.upper()}")
    settings: Settings = request.app.state.settings
    reply = await run_job(request, BRIEF, encode(form, document), settings.page_timeout, what="brief")
    return Response(reply.body, media_type=MEDIA_TYPES[form], headers=headers)


def _kit(store: QueryEngine, key: str, treaty: str) -> Kit:
    """Return the kit; raises a 404 problem for an unknown key and where there is nothing to join."""
    try:
        return kit(store, key, treaty, today())
    except (UnknownNameError, NothingToJoinError) as error:
        raise ProblemError(404, sentences(str(error), scope_notes(store).get(key, ""))) from error
