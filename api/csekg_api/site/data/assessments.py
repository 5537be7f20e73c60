"""What assessors of law and practice found: who they are, and their values about one State or under one treaty."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.references import actor_ref, find_treaty
from csekg.answers.practice.assessments import PracticeAssessment, assessments, assessors
from csekg.answers.practice.before_and_after import before_and_after, days_bound
from csekg.answers.quality.dataset import sources
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import with_query
from csekg_api.site.data.sources import address
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.value_chart import value_chart
from csekg_api.site.states.state import answer_names
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import root_path
from csekg_api.web.words import _

router = page_router()


@router.get("/assessments")
def assessments_page(store: ServedStore, request: Request, state: str = "", treaty: str = "") -> Response:
    """Answer who assesses and how; with a State its values by year, with a treaty those before and after it bound."""
    if state:
        actor = actor_ref(store, state)
        if actor.key != state:
            return _moved(request, "state", actor.key)
        shown = values_shown(store, assessments(store, state=actor.key), actor.id)
        return page(request, "state_findings.html", status=200, actor=actor, **shown)
    if treaty:
        info, comparisons = find_treaty(store, treaty), before_and_after(store, treaty)
        if not comparisons:
            raise ProblemError(
                404, _("No values of an assessor for years before and after the {treaty} are here.", treaty=info.key)
            )
        if info.key != treaty:
            return _moved(request, "treaty", info.key)
        return page(request, "treaty_findings.html", info=info, comparisons=comparisons, answers=answer_names(store))
    return page(request, "assessments.html", assessors=assessors(store))


def _moved(request: Request, name: str, key: str) -> Response:
    return RedirectResponse(root_path(request) + with_query("/assessments", [(name, key)]), 308)


def values_shown(store: QueryEngine, values: Iterable[PracticeAssessment], actor: str = "") -> dict[str, object]:
    """Return what assessors state, by assessor and indicator, the newest year first, each with its chart.

    The days on which treaties began to bind `actor`, an IRI, are drawn in.
    """
    bound = days_bound(store, actor) if actor and values else {}
    names = answer_names(store)

    def question(value: PracticeAssessment) -> tuple[str, str]:
        return value.assessor.key, value.indicator.key

    values = sorted(values, key=lambda value: (question(value), -value.assessed_year))
    return {
        "found": [
            (its, value_chart(its, bound.get(key, ()), names))
            for key, its in ((key, tuple(its)) for key, its in groupby(values, question))
        ],
        "answers": names,
        "addresses": {source.key: address(source) for source in sources(store)} if values else {},
    }
