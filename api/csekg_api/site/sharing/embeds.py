"""What other sites show of ours: a treaty's map in a frame.

Here alone framing is allowed. The page has no script, no form and no cookie.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.status.status_answers import standings_of_treaty
from csekg_api.site.choices import FormChoices
from csekg_api.site.page import page, page_router
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
    answer = page(
        request,
        "embed.html",
        title=_("Who is bound by the {treaty}", treaty=summary.treaty.name),
        summary=summary,
        map=map_of_treaty(store, summary, rows),
        statuses=choices.statuses,
    )
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
