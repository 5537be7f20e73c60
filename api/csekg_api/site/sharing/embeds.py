"""Addresses that other sites may show in a frame: a treaty's map and chart, a State's table.

Here alone framing is allowed. These pages have no script, no form and no cookie.
"""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.references import actor_ref, find_treaty
from csekg.answers.status.comparisons import bound_spans, years_of_parties
from csekg.answers.status.status_answers import standings_of_actor, standings_of_treaty
from csekg_api.site.choices import Choices, FormChoices
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.chart import curve
from csekg_api.site.shared.world_map import map_of_treaty
from csekg_api.site.sharing.picture_answer import day_of
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.headers import CONTENT_SECURITY_POLICY
from csekg_api.web.words import _

#: The policy of all pages, with other ancestors and without forms.
POLICY = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace(
    "form-action 'self'", "form-action 'none'"
)


router = page_router()


@router.get("/embed/treaties/{key}/map")
def treaty_map(store: ServedStore, choices: FormChoices, request: Request, key: str, on: str = "") -> Response:
    summary, rows = standings_of_treaty(store, key, day_of(on))
    return _framed(
        choices,
        request,
        "map",
        f"/treaties/{summary.treaty.key}",
        _("Who is bound by the {treaty}", treaty=summary.treaty.name),
        summary.as_of,
        summary.as_of,
        treaties=[summary.treaty.key],
        summary=summary,
        map=map_of_treaty(store, summary, rows),
    )


@router.get("/embed/treaties/{key}/parties")
def treaty_parties(store: ServedStore, choices: FormChoices, request: Request, key: str) -> Response:
    info = find_treaty(store, key)
    spans = bound_spans(store, info.key)
    return _framed(
        choices,
        request,
        "parties",
        f"/treaties/{info.key}",
        _("Parties to the {treaty} over time", treaty=info.short_title),
        info.as_of,
        info.as_of,
        curve=curve(spans, info.status_on),
        years=years_of_parties(spans, info.status_on),
        treaties=[info.key],
    )


@router.get("/embed/states/{key}")
def state(store: ServedStore, choices: FormChoices, request: Request, key: str) -> Response:
    actor = actor_ref(store, key)
    rows = standings_of_actor(store, actor.key)
    days = [row.as_of for row in rows]
    return _framed(
        choices,
        request,
        "state",
        f"/states/{actor.key}",
        _("{state}: treaties joined and not joined", state=actor.name),
        min(days, default=None),
        max(days, default=None),
        rows=rows,
        spoken_of=[actor.key],
        treaties=[row.treaty.key for row in rows],
    )


def _framed(
    choices: Choices, request: Request, what: str, whole: str, title: str, first: object, last: object, **shown: Any
) -> Response:
    """Return a page for a frame; `whole` is the path of the page that it is a part of."""
    answer = page(
        request,
        "embed.html",
        what=what,
        whole=whole,
        title=title,
        first=first,
        last=last,
        statuses=choices.statuses,
        **shown,
    )
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
