"""Territories and other areas, and what assessors found about a State or place, year by year."""

from __future__ import annotations

from itertools import groupby

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.base import alphabetical
from csekg.answers.common.references import actor_ref, treaties
from csekg.answers.entities.actors import place, places
from csekg.answers.practice.assessments import PracticeAssessment, assessments
from csekg.answers.practice.before_and_after import days_bound
from csekg.answers.quality.dataset import sources
from csekg.answers.status.acts import acts_by_treaty, territorial_acts
from csekg.answers.status.declarations import declarations
from csekg.answers.texts.affected_texts import annotated
from csekg.sparql.store import QueryEngine
from csekg_api.site.data.sources import address
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.value_chart import value_chart
from csekg_api.site.states.state import answer_names, by_kind
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path

router = page_router()


@router.get("/places")
def every_place(store: ServedStore, request: Request) -> Response:
    acts = {act.territory.key for act in territorial_acts(store) if act.territory}
    listed = sorted(places(store).values(), key=lambda one: alphabetical(one.ref.name))
    return page(request, "places.html", places=listed, with_acts=acts)


@router.get("/places/{key}")
def one_place(store: ServedStore, request: Request, key: str) -> Response:
    about = place(store, key)
    if about.ref.key != key:
        return RedirectResponse(f"{root_path(request)}/places/{about.ref.key}", 308)
    by_treaty = acts_by_treaty(store, about.ref.id)
    under = {acts[0].treaty.key for acts in by_treaty}
    made = [each for each in declarations(store) if about.ref.id in {territory.id for territory in each.territories}]
    today = [each for each in made if about.of is None or each.actor.id == about.of.id]
    return page(
        request,
        "place.html",
        status=200,
        about=about,
        by_treaty=by_treaty,
        others=[info.ref for info in treaties(store).values() if info.key not in under],
        remarks=by_kind(annotated(store, today)),
        earlier=by_kind(annotated(store, [each for each in made if each not in today])),
        as_of=max((info.as_of for info in treaties(store).values()), default=None),
        **_found(store, assessments(store, territory=about.ref.key)),
    )


@router.get("/states/{key}/findings")
def findings(store: ServedStore, request: Request, key: str) -> Response:
    actor = actor_ref(store, key)
    if actor.key != key:
        return RedirectResponse(f"{root_path(request)}/states/{actor.key}/findings", 308)
    values = assessments(store, state=actor.key)
    return page(request, "findings.html", status=200, actor=actor, **_found(store, values, actor.id))


def _found(store: QueryEngine, values: list[PracticeAssessment], actor: str = "") -> dict[str, object]:
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
