"""Topics: a list from broad to narrow, and a page for each."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.base import Ref
from csekg.answers.practice.assessments import asked_about
from csekg.answers.practice.promises import fields_of
from csekg.answers.texts.affected_paragraphs import annotated
from csekg.answers.texts.topics import from_broad_to_narrow, topic
from csekg.errors import UnknownNameError
from csekg.languages.words import later
from csekg_api.site.choices import FormChoices
from csekg_api.site.links import PageLinks
from csekg_api.site.page import page, page_router
from csekg_api.site.states.state import by_kind
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import root_path
from csekg_api.web.words import _

#: The regional groups of the United Nations, as short as the heads of columns have to be.
_REGIONS = {
    "un-african-group": later("African"),
    "un-asia-pacific-group": later("Asia-Pacific"),
    "un-eastern-european-group": later("Eastern European"),
    "un-latin-american-and-caribbean-group": later("Latin America and Caribbean"),
    "un-western-european-and-others-group": later("Western Europe and Others"),
}


router = page_router()


@router.get("/topics")
def every(store: ServedStore, request: Request) -> Response:
    """Answer `/topics`."""
    return page(
        request,
        "topics.html",
        topics=from_broad_to_narrow(store),
        api="/api/v1/topics",
        csv="/api/v1/topics?format=csv",
    )


@router.get("/topics/{key}")
def one(store: ServedStore, choices: FormChoices, links: PageLinks, request: Request, key: str) -> Response:
    """Answer `/topics/{key}`."""
    try:
        detail = topic(store, key.lower())
    except UnknownNameError as error:
        raise ProblemError(404, str(error)) from error
    if detail.key != key:
        return RedirectResponse(f"{root_path(request)}/topics/{detail.key}", 308)
    days = [line.as_of for line in detail.treaties]
    return page(
        request,
        "topic.html",
        topic=detail,
        short_region=_short_region,
        choices=choices,
        remarks=by_kind(annotated(store, detail.statements)),
        promised=[(text, fields_of(store, text.key)) for text in detail.texts if text.id in asked_about(store)],
        link=links.of,
        as_of=(min(days), max(days)) if days else None,
        api=f"/api/v1/topics/{detail.key}",
    )


def _short_region(region: Ref) -> str:
    return _(_REGIONS[region.key]) if region.key in _REGIONS else region.name
