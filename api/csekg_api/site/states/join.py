"""How a State joins a treaty: a page, and a model of the instrument as PDF, DOCX and text."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from csekg.answers.briefs.kit import Kit, NothingToJoinError, kit
from csekg.answers.common.references import scope_notes
from csekg.days import today
from csekg.errors import UnknownNameError
from csekg.extras import is_installed, require
from csekg.languages.current import current
from csekg.languages.messages import sentences
from csekg.sparql.store import QueryEngine
from csekg_api.briefs.job import BRIEF, MEDIA_TYPES, Form, encode
from csekg_api.briefs.kit_contents import as_text, instrument_document, kit_document
from csekg_api.settings import Settings
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.job_runner import run_job
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import is_nowhere, root_path, service_url
from csekg_api.web.words import site_name
from csekg_api.web.work_limit import in_thread

router = page_router()


@router.get("/states/{key}/join/{treaty}")
def show(store: ServedStore, request: Request, key: str, treaty: str) -> Response:
    """Answer `/states/{key}/join/{treaty}`."""
    found = _found(store, key, treaty)
    if (found.state.key, found.treaty.key) != (key, treaty):
        return RedirectResponse(f"{root_path(request)}/states/{found.state.key}/join/{found.treaty.key}", 308)
    # A folder of files has the instruments of some 1,400 pages as text alone: the other forms take long to make.
    forms = ("pdf", "docx", "txt") if is_installed("briefs") and not is_nowhere(request) else ("txt",)
    return page(request, "join.html", kit=found, document=kit_document(found, site_name(request), "", forms))


@router.get("/states/{key}/join/{treaty}/instrument.{form}")
async def instrument(
    store: ServedStore, request: Request, key: str, treaty: str, form: Annotated[Form | Literal["txt"], Path()]
) -> Response:
    """Answer `/states/{key}/join/{treaty}/instrument.{form}`."""
    found = await in_thread(request, lambda: _found(store, key, treaty))
    document = instrument_document(found, site_name(request), service_url(request, ""))
    name = f"instrument-{found.state.key}-{found.treaty.key}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": current()}
    if form == "txt":
        return PlainTextResponse(as_text(document), headers=headers)
    require("briefs", f"an instrument as {form.upper()}")
    settings: Settings = request.app.state.settings
    reply = await run_job(request, BRIEF, encode(form, document), settings.page_timeout, what="brief")
    return Response(reply.body, media_type=MEDIA_TYPES[form], headers=headers)


def _found(store: QueryEngine, key: str, treaty: str) -> Kit:
    """Return the kit; raises a 404 problem for an unknown key and where there is nothing to join."""
    try:
        return kit(store, key, treaty, today())
    except (UnknownNameError, NothingToJoinError) as error:
        raise ProblemError(404, sentences(str(error), scope_notes(store).get(key, ""))) from error
