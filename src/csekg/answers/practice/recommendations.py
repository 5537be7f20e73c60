"""What States were asked in the Universal Periodic Review, how they answered, and what they joined since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Day, Filter, Iri, Ref, Words, alphabetical, chosen, code, look_up
from csekg.answers.common.references import (
    SourceRef,
    actor_ref,
    actor_refs,
    concept_refs,
    find_paragraph,
    find_treaty,
    paragraph_refs,
    source_refs,
    treaties,
    treaty_refs,
)
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import grouped, lists_of, rows_as, rows_by_first
from csekg.answers.common.translations import values
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine
from csekg.wording.practice import say_asked, say_where

#: How UPR Info codes the response of the reviewed State.
Response = Literal["accepted", "noted", "pledge"]
#: The acts that bring a State towards being a party.
JOINING = ("join", "sign", "consider-joining")


class TreatyAsked(Answer):
    """What a recommendation asks about a treaty, or about a group of treaties that it does not name."""

    id: Iri
    type: Literal["TreatyRecommendation"] = "TreatyRecommendation"
    key: str = Field(description="treaty or group and act, as `opsc join`", exclude=True)
    asked_treaty: Ref | None
    asked_treaty_group: Code | None
    asked_act: Code = Field(
        description="`join`, `sign`, `consider-joining`, `withdraw-reservation`, `implement`, `other`"
    )
    told_as: Code | None = Field(description="how its words tell the treaty, as `named` or `plural`")


class ReviewRef(Ref):
    """The review of one State in one session."""

    type: Literal["StateReview"] = "StateReview"
    reviewed_state: Iri
    reviewed_on: Day | None
    report_symbol: Words | None
    note: Words | None


class Recommendation(Answer):
    """What one State recommended to another in its review, or what the reviewed State pledged.

    Its words stand in the report, at the paragraph given, and are not copied.
    """

    id: Iri
    type: Literal["Recommendation"] = "Recommendation"
    key: str
    made_in_review: ReviewRef
    state: Ref = Field(description="the reviewed State")
    recommended_by: Ref | None = Field(description="null for a pledge, and where the source does not tell the State")
    response: Response = Field(
        description="as UPR Info codes it; `noted` holds refusals, acceptance in part, and silence"
    )
    session: int = Field(description="session of the Working Group")
    review_day: Day | None = Field(description="day of the review; null where the report was not read")
    report: Words | None = Field(description="symbol of the report")
    report_paragraph: Words | None = Field(description="paragraph of the report, where it was found and numbered")
    found_in_report: Code = Field(description="`yes`: with the recommending State; `text`: the words alone; `no`")
    asked: tuple[TreatyAsked, ...] = Field(description="what it asks about treaties")
    subjects: tuple[Ref, ...] = Field(description="conduct that it names, as the editors coded it")
    topics: tuple[Ref, ...]
    paragraphs: tuple[Ref, ...] = Field(description="paragraphs of the resolution that ask for the same")
    measures: tuple[Ref, ...] = Field(description="what it asks the State to do")
    year: int = Field(description="year of the session")
    source: SourceRef

    @property
    def where(self) -> str:
        """Where it stands in the report."""
        return say_where(self.report, self.session, [self.report_paragraph], self.made_in_review.note)


class AskedToJoin(Answer):
    """That a State was asked to join a treaty, to sign it or to consider it, and what it did since.

    What it did is computed from its participation and the days of the reviews.
    """

    state: Ref
    treaty: Ref
    count: int = Field(description="how many recommendations, pledges left out")
    first_year: int = Field(description="year of the first of these reviews")
    asked_by: tuple[Ref, ...] = Field(
        description="the States that asked, by name, each once, as far as the source tells them"
    )
    accepted_in: tuple[int, ...] = Field(description="years of the reviews in which at least one was accepted")
    pledged_in: tuple[int, ...]
    was_party_in: tuple[int, ...] = Field(
        description="years of those of these reviews by the day of which it had consented to be bound"
    )
    consented_on: Day | None
    as_of: Day = Field(description="day to which the treaty's list of parties is complete")
    sentence: Words
    reports: tuple[Words, ...] = Field(
        description="symbol of each report, with the paragraphs, of how many these are not known, and a note on it"
    )
    recommendations: tuple[Recommendation, ...] = Field(exclude=True)

    @property
    def places(self) -> list[tuple[str | None, str]]:
        """The symbol of each report, None for one that was not read, and where in it the recommendations stand."""
        return _places(self.recommendations)


_ALL = """
SELECT ?id ?key ?review ?recommended_by ?response ?session ?report_paragraph
       ?found_in_report ?first ?source WHERE {
  ?id a cse:Recommendation ; dcterms:identifier ?key ; cse:madeInReview ?review ; cse:response ?response ;
      cse:foundInReport ?found_in_report ; dcterms:source ?source .
  ?review cse:reviewSession ?held . ?held dcterms:identifier ?session ; cse:firstDay ?first .
  OPTIONAL { ?id cse:reportParagraph ?report_paragraph }
  OPTIONAL { ?id cse:recommendedBy ?recommended_by }
}
"""
_ASKED = """
SELECT ?made ?id ?asked_treaty ?asked_treaty_group ?asked_act ?told_as WHERE {
  ?id a cse:TreatyRecommendation ; dcterms:isPartOf ?made ; cse:askedAct ?asked_act .
  OPTIONAL { ?id cse:askedTreaty ?asked_treaty }
  OPTIONAL { ?id cse:askedTreatyGroup ?asked_treaty_group }
  OPTIONAL { ?id cse:toldAs ?told_as }
} ORDER BY ?id
"""
_REVIEWS = """
SELECT ?id ?name ?reviewed_state ?reviewed_on ?report_symbol ?note WHERE {
  ?id a cse:StateReview ; rdfs:label ?name ; cse:reviewedState ?reviewed_state .
  FILTER(LANG(?name) IN ("en", ""))
  OPTIONAL { ?id cse:reviewedOn ?reviewed_on }
  OPTIONAL { ?id cse:reportSymbol ?report_symbol }
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
}
"""
_CODED = "SELECT ?made ?value WHERE {{ ?made cse:{} ?value }} ORDER BY ?value"
_CONSENTS = """
SELECT ?actor ?treaty (MIN(?day) AS ?first) WHERE {
  ?held cse:consent ?consent ; cse:actor ?actor ; cse:treaty ?treaty . ?consent cse:followedDate ?day .
} GROUP BY ?actor ?treaty
"""


@remembered
def all_recommendations(store: QueryEngine) -> tuple[Recommendation, ...]:
    """Return every recommendation and pledge: the newest session first, then by State and number."""
    actors, concepts, known, sources = actor_refs(store), concept_refs(store), treaty_refs(store), source_refs(store)
    texts = {ref.id: ref for ref in paragraph_refs(store).values()}
    asked = rows_by_first(
        store,
        _ASKED,
        TreatyAsked,
        asked_treaty=lambda row: known.get(row["asked_treaty"]),
        key=lambda row: f"{code(row['asked_treaty'] or row['asked_treaty_group'])} {code(row['asked_act'])}",
    )
    reviewed = rows_as(store, _REVIEWS, ReviewRef, key=lambda row: row["id"].partition("/review/")[2])
    reviews = {review.id: review for review in reviewed}
    subjects, topics, paragraphs, measures = (
        lists_of(store, _CODED.format(name))
        for name in ("askedSubject", "askedTopic", "askedParagraph", "askedMeasure")
    )
    found = rows_as(
        store,
        _ALL,
        Recommendation,
        made_in_review=lambda row: reviews[row["review"]],
        state=lambda row: actors[reviews[row["review"]].reviewed_state],
        review_day=lambda row: reviews[row["review"]].reviewed_on,
        report=lambda row: reviews[row["review"]].report_symbol,
        recommended_by=lambda row: actors.get(row["recommended_by"]),
        asked=lambda row: asked[row["id"]],
        subjects=lambda row: tuple(concepts[iri] for iri in subjects[row["id"]]),
        topics=lambda row: tuple(concepts[iri] for iri in topics[row["id"]]),
        paragraphs=lambda row: tuple(texts[iri] for iri in paragraphs[row["id"]]),
        measures=lambda row: tuple(concepts[iri] for iri in measures[row["id"]]),
        year=lambda row: int(row["first"][:4]),
        source=lambda row: sources[row["source"]],
    )
    return tuple(sorted(found, key=lambda one: (-one.session, one.state.key, int(one.key.rpartition("-")[2]))))


@remembered
def _by_state(store: QueryEngine) -> Mapping[str, tuple[Recommendation, ...]]:
    """Return the recommendations to each State, by its IRI."""
    return grouped(all_recommendations(store), lambda one: one.state.id)


def recommendations(
    store: QueryEngine,
    *,
    state: Filter[str] = None,
    recommending: Filter[str] = None,
    treaty: Filter[str] = None,
    treaty_group: Filter[str] = None,
    act: Filter[str] = None,
    topic: Filter[str] = None,
    paragraph: Filter[str] = None,
    response: Filter[Response] = None,
    year: Collection[int] | None = None,
) -> list[Recommendation]:
    """Return the recommendations and pledges that have one of the values of each filter given.

    With a treaty or group and an act, the act is asked for under that treaty or group. Treaties and
    groups add to one another. Raises UnknownNameError for an unknown State, treaty, group, act, topic
    or paragraph.
    """
    states, by = ({actor_ref(store, key).id for key in chosen(keys)} for keys in (state, recommending))
    under = {find_treaty(store, key).id for key in chosen(treaty)}
    on = {concept.id for concept in _concepts(store, "topic", topic)}
    acts = {concept.key for concept in _concepts(store, "recommended-act", act)}
    in_groups = {concept.key for concept in _concepts(store, "treaty-group", treaty_group)}

    def asks(each: TreatyAsked) -> bool:
        about = (each.asked_treaty and each.asked_treaty.id in under) or each.asked_treaty_group in in_groups
        return bool(about or not (under or in_groups)) and (not acts or each.asked_act in acts)

    texts = {find_paragraph(store, key).id for key in chosen(paragraph)}
    answers = set(chosen(response))
    known = _by_state(store).get(next(iter(states)), ()) if len(states) == 1 else all_recommendations(store)
    return [
        one
        for one in known
        if (not states or one.state.id in states)
        and (not by or (one.recommended_by and one.recommended_by.id in by))
        and (not (under or in_groups or acts) or any(map(asks, one.asked)))
        and (not on or any(each.id in on for each in one.topics))
        and (not texts or any(each.id in texts for each in one.paragraphs))
        and (not answers or one.response in answers)
        and (not year or one.year in year)
    ]


def _concepts(store: QueryEngine, vocabulary: str, keys: Filter[str]) -> list[Ref]:
    """Return the concepts of a vocabulary with these keys; raises UnknownNameError for another key."""
    known = {each.key: each for iri, each in concept_refs(store).items() if f"/vocab/{vocabulary}/" in iri}
    return [look_up(vocabulary.replace("-", " "), known, key) for key in chosen(keys)]


@remembered
def _consents(store: QueryEngine) -> Mapping[tuple[str, str], date]:
    rows = values(store, _CONSENTS)
    return {(actor, treaty): date.fromisoformat(day) for actor, treaty, day in rows}


@remembered
def _asked_to_join(store: QueryEngine) -> tuple[tuple[str, str, tuple[Recommendation, ...]], ...]:
    """Return the recommendations to join by State and treaty, in the order of the keys."""
    pairs = [
        (f"{one.state.key} {each.asked_treaty.key}", one)
        for one in all_recommendations(store)
        for each in one.asked
        if each.asked_treaty and each.asked_act in JOINING
    ]
    found = grouped(pairs, lambda pair: pair[0])
    return tuple((*key.split(" "), tuple(one for _, one in found[key])) for key in sorted(found))  # type: ignore[misc]


def asked_to_join(
    store: QueryEngine, *, state: Filter[str] = None, treaty: Filter[str] = None, recommending: Filter[str] = None
) -> list[AskedToJoin]:
    """Return what States were asked to join, by State and treaty; the sentences are in the current language.

    `recommending` keeps those whom one of these States asked among others. Raises UnknownNameError for
    an unknown State or treaty.
    """
    by = {actor_ref(store, key).id for key in chosen(recommending)}
    states = {actor_ref(store, key).key for key in chosen(state)}
    under = {find_treaty(store, key).key for key in chosen(treaty)}
    return [
        _summary(store, key, made)
        for actor, key, made in _asked_to_join(store)
        if (not states or actor in states)
        and (not under or key in under)
        and (not by or any(one.recommended_by and one.recommended_by.id in by for one in made))
    ]


def _summary(store: QueryEngine, key: str, made: tuple[Recommendation, ...]) -> AskedToJoin:
    treaty, state = treaties(store)[key], made[0].state
    consent = _consents(store).get((state.id, treaty.id))
    years = {
        answer: tuple(sorted({one.year for one in made if one.response == answer})) for answer in ("accepted", "pledge")
    }
    # Where the report was not read, the review was in the year of the session.
    days = sorted({one.review_day or date(one.year, 12, 31) for one in made})
    party_in = tuple(day.year for day in days if consent is not None and consent <= day)
    asked = [one for one in made if one.response != "pledge"]
    by = {one.recommended_by.id: one.recommended_by for one in asked if one.recommended_by}
    return AskedToJoin(
        state=state,
        treaty=treaty.ref,
        count=len(asked),
        first_year=days[0].year,
        asked_by=tuple(sorted(by.values(), key=lambda ref: alphabetical(ref.name))),
        accepted_in=years["accepted"],
        pledged_in=years["pledge"],
        was_party_in=party_in,
        consented_on=consent,
        as_of=treaty.as_of,
        sentence=say_asked(
            [one.year for one in asked], years["accepted"], years["pledge"], consent, party_in, treaty.as_of
        ),
        reports=tuple(joined("", (report, " (", where, ")")) if report else where for report, where in _places(made)),
        recommendations=made,
    )


def _places(made: tuple[Recommendation, ...]) -> list[tuple[str | None, str]]:
    """Return the symbol of each report, and where in it recommendations stand."""
    found: dict[str, list[Recommendation]] = {}
    for one in made:
        found.setdefault(one.made_in_review.id, []).append(one)
    return [
        (
            of_review[0].report,
            say_where(
                of_review[0].report,
                of_review[0].session,
                [one.report_paragraph for one in of_review],
                of_review[0].made_in_review.note,
            ),
        )
        for of_review in found.values()
    ]
