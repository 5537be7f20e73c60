"""`/states` and `/groups`: who acts under the treaties; `/assessments`: what is said of their practice."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.briefs.brief import Brief, NoBriefError, brief
from csekg.answers.common.groups import Group, groups
from csekg.answers.entities import actors as answers
from csekg.answers.practice.assessments import PracticeAssessment, assessments
from csekg.answers.practice.promises import StatePromises, promises
from csekg.answers.practice.recommendations import AskedToJoin, Recommendation, asked_to_join, recommendations
from csekg.answers.practice.recommendations import Response as ReviewResponse
from csekg.languages.days import today
from csekg_api.rest.parameters import ConceptCode, OfGroup, OfParagraph, OfState, OfTreaty, On, StateKey, repeatable
from csekg_api.rest.responses import Listing, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import KEY, NAME, SEVERAL

_Kind = Annotated[list[answers.Kind] | None, repeatable("only actors of these kinds", "state")]
_Name = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=NAME,
        examples=["cote"],
        description="part of a name in any language, or a code; case and accents do not matter",
    ),
]


router = SubjectRouter("States")


@router.get_list("/states", answers.Actor, "States and organizations")
def list_states(
    store: ServedStore, options: Listing, group: OfGroup = None, kind: _Kind = None, q: _Name = None
) -> Response:
    """Every State and organization that can act under a treaty, sorted by name."""
    rows = answers.actors(store, group=group, kind=kind, q=q)
    return options.page(answers.Actor, rows, "states")


@router.get_one("/states/{key}", answers.ActorDetail, "One State")
def get_state(store: ServedStore, options: Single, key: StateKey) -> Response:
    """Names in six languages, codes, groups, links, and how many treaties bind the State."""
    return options.one(answers.actor(store, key))


@router.get_one("/states/{key}/brief", Brief, "A brief on one State")
def get_brief(store: ServedStore, options: Single, key: StateKey) -> Response:
    """What to ask first, peers, declarations, and the steps by which it joins.

    The same as the page, and as the PDF and DOCX files beside it. There is none (404) on a
    State that no longer exists.
    """
    try:
        return options.one(brief(store, key, today()))
    except NoBriefError as error:
        raise ProblemError(404, str(error)) from error


@router.get_list("/groups", Group, "Groups of States")
def list_groups(store: ServedStore, options: Listing) -> Response:
    """Regions (UN M49), regional groups of the United Nations, members of organizations.

    Membership is that of today, except where a date is known.
    """
    return options.page(Group, groups(store), "groups")


_Territories = Annotated[
    list[Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z-]*$", max_length=KEY)]] | None,
    Query(
        max_length=SEVERAL,
        examples=[["AIA"]],
        description="only these territories, or areas under their printed names; may be "
        "repeated, and beside States it adds to them",
    ),
]
_Indicators = Annotated[
    list[ConceptCode] | None,
    repeatable(
        "only these indicators, as `/vocabularies/indicator` lists them", "law-prohibits-commercial-sexual-exploitation"
    ),
]
_Assessors = Annotated[list[ConceptCode] | None, repeatable("only these assessors", "dol")]
_Years = Annotated[
    list[Annotated[int, Field(ge=1900, le=9999)]] | None, repeatable("only assessments about these years", 2022)
]
_Conforms = Annotated[
    bool | None,
    Query(
        examples=[False],
        description="only values of which the assessor says that law conforms to the "
        "international standard (`true`) or does not (`false`)",
    ),
]


practice_router = SubjectRouter("Practice")


@practice_router.get_list("/assessments", PracticeAssessment, "What assessors state about law and practice")
def list_assessments(
    store: ServedStore,
    options: Listing,
    state: OfState = None,
    territory: _Territories = None,
    indicator: _Indicators = None,
    assessor: _Assessors = None,
    year: _Years = None,
    conforms: _Conforms = None,
) -> Response:
    """Each value with its assessor, year and scope: the assessor's statement, not a status.

    A State without a value was not assessed; `unknown`, `not-applicable` and `no-value` are
    values of their own. None of them is no.
    """
    values = assessments(
        store, state=state, territory=territory, indicator=indicator, assessor=assessor, year=year, conforms=conforms
    )
    return options.page(PracticeAssessment, values, "assessments")


@practice_router.get_one("/states/{key}/promises", StatePromises, "What a State promised, and what assessors found")
def get_promises(store: ServedStore, options: Single, key: StateKey, on: On = None) -> Response:
    """By paragraph: the treaties in force for the State, and each value of each assessor."""
    return options.one(promises(store, key, on))


_Topics = Annotated[list[ConceptCode] | None, repeatable("only these topics", "trafficking")]
_Responses = Annotated[list[ReviewResponse] | None, repeatable("only these responses", "accepted")]


_TreatyGroups = Annotated[
    list[ConceptCode] | None,
    Query(
        alias="treatyGroup",
        max_length=SEVERAL,
        examples=[["crc-protocol-unsaid"]],
        description="only about these groups of treaties of which none is named, as `/vocabularies/treaty-group` "
        "lists them; may be repeated, and beside treaties it adds to them",
    ),
]
_Acts = Annotated[
    list[ConceptCode] | None,
    repeatable(
        "only what asks for these acts, as `/vocabularies/recommended-act` lists them, of a treaty or group that is "
        "given under that one",
        "join",
    ),
]
_ReviewYears = Annotated[
    list[Annotated[int, Field(ge=2008, le=9999)]] | None, repeatable("only reviews of these years", 2010)
]


@practice_router.get_list("/recommendations", Recommendation, "What States were asked in the Universal Periodic Review")
def list_recommendations(
    store: ServedStore,
    options: Listing,
    state: OfState = None,
    recommending: OfState = None,
    treaty: OfTreaty = None,
    treaty_group: _TreatyGroups = None,
    act: _Acts = None,
    topic: _Topics = None,
    paragraph: OfParagraph = None,
    response: _Responses = None,
    year: _ReviewYears = None,
) -> Response:
    """Recommendations and pledges of 2008 to 2014, with report and paragraph in place of their words.

    `accepted` is the coding of UPR Info; `noted` holds refusals and silence.
    """
    rows = recommendations(
        store,
        state=state,
        recommending=recommending,
        treaty=treaty,
        treaty_group=treaty_group,
        act=act,
        topic=topic,
        paragraph=paragraph,
        response=response,
        year=year,
    )
    return options.page(Recommendation, rows, "recommendations")


@practice_router.get_list("/asked-to-join", AskedToJoin, "Who was asked to join what, and what came of it")
def list_asked_to_join(
    store: ServedStore, options: Listing, state: OfState = None, treaty: OfTreaty = None, recommending: OfState = None
) -> Response:
    """By State and treaty: how often, accepted when, and whether it has consented to be bound since.

    What came of it is computed from the participation and the days of the reviews.
    """
    rows = asked_to_join(store, state=state, treaty=treaty, recommending=recommending)
    return options.page(AskedToJoin, rows, "asked-to-join")
