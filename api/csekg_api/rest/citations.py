"""`/cite`: how to cite a thing of the dataset, bound to a release."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.namespaces import ID
from csekg.releases.citation_formats import cite
from csekg_api.rest.parameters import path_key
from csekg_api.rest.responses import PREFIX, SubjectRouter
from csekg_api.web.citation_answer import FORMS, Form, citation_answer
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.formats import accepted
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import raw_path

_ROUTE = f"{PREFIX}/cite/"
_Thing = Annotated[
    str,
    path_key(
        r"^[!-~]+$",
        "participation/opsc/FRA",
        "path of an identifier below `id/`: of an act, a participation, a treaty, or `dataset/csekg`",
        longest=200,
    ),
]


router = SubjectRouter("Linked data")


@router.get(
    "/cite/{thing:path}",
    summary="How to cite a thing",
    response_class=Response,
    responses={
        200: {
            "description": "The citation",
            "content": {media_type: {"schema": {"type": "string"}} for media_type, *_ in FORMS.values()},
        },
        **problems(404, 406, 422),
    },
    operation_id="cite",
)
def citation(
    store: ServedStore,
    request: Request,
    thing: _Thing,
    format: Annotated[
        Form | None, Query(description="form of the answer, before the Accept header", examples=["bibtex"])
    ] = None,
) -> Response:
    """Title, identifier, and the release of the data: as text, BibTeX, RIS or CSL-JSON."""
    # As it was sent, since identifiers may hold encoded characters.
    path = raw_path(request).removeprefix(_ROUTE)
    citation = cite(store, path)
    if citation is None:
        raise ProblemError(404, f"the dataset holds nothing with the identifier {ID}{path}")
    answer = citation_answer(citation, format or _accepted(request))
    answer.headers["Vary"] = "Accept"
    return answer


def _accepted(request: Request) -> Form:
    types = {media_type: form for form, (media_type, *_) in FORMS.items()}
    return types[accepted(request, list(types))]
