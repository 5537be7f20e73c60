"""Recommendations of the Universal Periodic Review (`data/reviews/`): no sentence of them, only what is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from csekg.facts.actors import References
from csekg.facts.tables import Row, read_csv

#: The response of a pledge, which no State recommends.
PLEDGE = "pledge"
#: What the source prints for each response.
_PRINTED = {"accepted": "Accepted", "noted": "Noted", PLEDGE: "Voluntary Pledge"}
#: Where the source does not tell who recommends.
_UNKNOWN = "unknown"

#: The columns of `sessions.csv`.
_SESSION = "session,first_day,last_day,source,recommendations_source,verification,note"
_REVIEW = "state,session,reviewed_on,adopted_on,report,verification,note"
_MADE = "id,state,recommending,session,response,report_paragraph,seen_in_report"
_JOINS = f"{_MADE},review_year,in_reply,act"


@dataclass(frozen=True, slots=True)
class ReviewSession:
    """A session of the Working Group, and the sources of its reports and of its recommendations."""

    number: int
    first_day: date
    last_day: date
    source: str
    recommendations_source: str


@dataclass(frozen=True, slots=True)
class StateReview:
    """The review of a State; days and `report` (a symbol) are None and '' where no report was read."""

    state: str
    session: ReviewSession
    reviewed_on: date | None
    adopted_on: date | None
    report: str
    verification: str
    note: str


@dataclass(frozen=True, slots=True)
class TreatyAsked:
    """What a recommendation asks about a treaty, or about a group of treaties of which it names none."""

    treaty: str
    group: str
    act: str
    told_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A recommendation of one State to another, or a pledge of the reviewed State itself.

    `recommending` is empty for a pledge, and where the source does not tell the State. `response` is
    the coding of the source. The last four are the editors' coding, empty where it has no row.
    """

    key: str
    review: StateReview
    recommending: str
    response: str
    report_paragraph: str
    found_in_report: str
    asked: tuple[TreatyAsked, ...] = ()
    subjects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviews:
    """The sessions and reviews in file order, and the recommendations by key."""

    sessions: tuple[ReviewSession, ...]
    reviews: tuple[StateReview, ...]
    recommendations: Mapping[str, Recommendation]


def read_reviews(data: Path, paragraphs: Collection[str], treaties: Collection[str], references: References) -> Reviews:
    """Return the reviews and their recommendations.

    Raises DataError for anything unknown, for
    a day outside its session or year, for a pledge of another State, and where two files tell the same
    recommendation differently.
    """
    folder = data / "reviews"
    sessions = {
        row["session"]: _read_session(row, references) for row in read_csv(folder / "sessions.csv", _SESSION, "session")
    }
    reviews = {}
    for row in read_csv(folder / "reviews.csv", _REVIEW, "state,session"):
        reviews[row["state"], row["session"]] = _read_review(row, sessions, references)
    found: dict[str, Recommendation] = {}

    def made(row: Row) -> Recommendation:
        read = _read_recommendation(row, reviews, references)
        known = found.setdefault(read.key, read)
        if replace(known, asked=(), subjects=(), topics=(), paragraphs=(), measures=()) != read:
            raise row.fail("told differently in another row with this id", read.key)
        return known

    vocabularies = references.vocabularies
    for row in read_csv(folder / "joins.csv", f"{_JOINS},treaty,list_note", "id,treaty,act"):
        treaty = row.one_of("treaty", treaties, "treaty")
        told = row.one_of("list_note", vocabularies["told-as"], "way of telling a treaty")
        _ask(found, made(row), row, TreatyAsked(treaty, "", _act(row, references), told))
    for row in read_csv(folder / "joins-groups.csv", f"{_JOINS},group", "id,group,act"):
        group = row.one_of("group", vocabularies["treaty-group"], "group of treaties")
        _ask(found, made(row), row, TreatyAsked("", group, _act(row, references), ""))
    for row in read_csv(folder / "topics.csv", f"{_MADE},subject,topic,paragraphs,asks", "id"):
        row.required("subject")
        known = made(row)
        found[known.key] = replace(
            known,
            subjects=row.each_of("subject", vocabularies["recommendation-subject"], "subject"),
            topics=row.each_of("topic", vocabularies["topic"], "topic"),
            paragraphs=row.each_of("paragraphs", paragraphs, "paragraph"),
            measures=row.each_of("asks", vocabularies["recommendation-measure"], "measure"),
        )
    return Reviews(tuple(sessions.values()), tuple(reviews.values()), found)


def _read_session(row: Row, references: References) -> ReviewSession:
    first, last = row.day("first_day"), row.day("last_day")
    if first is None or last is None or first > last:
        raise row.fail("a session has a first day, and a last one that is not before it", row["last_day"])
    row.one_of("verification", references.vocabularies["verification"], "verification")
    number = row.number("session")
    if number is None:
        raise row.fail("column session may not be empty", "")
    source = row.one_of("source", references.sources, "source")
    coded = row.one_of("recommendations_source", references.sources, "source")
    return ReviewSession(number, first, last, source, coded)


def _read_review(row: Row, sessions: Mapping[str, ReviewSession], references: References) -> StateReview:
    session = sessions[row.one_of("session", sessions, "session")]
    reviewed, adopted = row.day("reviewed_on"), row.day("adopted_on")
    for column, day in (("reviewed_on", reviewed), ("adopted_on", adopted)):
        if day and not session.first_day <= day <= session.last_day:
            raise row.fail(f"{column} is outside session {session.number}", row[column])
    return StateReview(
        row.one_of("state", references.actors, "State"),
        session,
        reviewed,
        adopted,
        row["report"],
        row.one_of("verification", references.vocabularies["verification"], "verification"),
        row["note"],
    )


def _read_recommendation(
    row: Row, reviews: Mapping[tuple[str, str], StateReview], references: References
) -> Recommendation:
    review = reviews.get((row["state"], row["session"]))
    if review is None:
        raise row.fail("reviews.csv has no such review", f"{row['state']}, session {row['session']}")
    response = row.one_of("response", references.vocabularies["review-response"], "response")
    recommending = row.optional("recommending", (*references.actors, _UNKNOWN), "State")
    if (response == PLEDGE) == bool(recommending):
        raise row.fail("a pledge is made by the State itself, anything else recommended by another", recommending)
    return Recommendation(
        key=row.required("id"),
        review=review,
        recommending="" if recommending == _UNKNOWN else recommending,
        response=response,
        report_paragraph=row["report_paragraph"],
        found_in_report=row.one_of("seen_in_report", references.vocabularies["found-in-report"], "answer"),
    )


def _act(row: Row, references: References) -> str:
    """Return the act that is asked for; raises DataError for one that is unknown."""
    return row.one_of("act", references.vocabularies["recommended-act"], "act")


def _ask(found: dict[str, Recommendation], known: Recommendation, row: Row, asked: TreatyAsked) -> None:
    """Add what a recommendation asks about a treaty; raises DataError for a year or reply that does not fit."""
    day = known.review.reviewed_on or known.review.session.first_day
    if row.number("review_year") != day.year:
        raise row.fail("not the year of the review", row["review_year"], str(day.year))
    row.one_of("in_reply", (_PRINTED[known.response],), f"printed form of {known.response}")
    found[known.key] = replace(known, asked=(*known.asked, asked))
