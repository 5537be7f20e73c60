"""The strict reader of the reviews: their totals are those that were counted in the source, and it refuses the rest."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.reviews import read_reviews
from tests.records import all_facts, changed, references, rows

#: Counted when the files were made, from UPR Info's tables and before this reader was written:
#: rows that ask to join, sign or consider it (accepted, noted, pledge), to withdraw, to implement, other.
ASKED = {
    "crc": (48, 3, 0, 77, 181, 10),
    "opsc": (182, 42, 3, 4, 28, 4),
    "opac": (148, 51, 5, 5, 24, 3),
    "opic": (71, 66, 1, 0, 0, 1),
    "untoc": (9, 2, 1, 0, 8, 0),
    "tip": (46, 17, 4, 0, 24, 2),
    "som": (3, 1, 0, 0, 2, 0),
    "c182": (5, 14, 0, 0, 21, 0),
    "c138": (4, 12, 0, 0, 20, 0),
    "c029": (1, 2, 0, 0, 5, 0),
    "c105": (0, 3, 0, 0, 1, 0),
    "ets185": (0, 0, 0, 0, 1, 0),
    "ets189": (1, 0, 0, 0, 0, 0),
    "cets197": (3, 0, 0, 0, 2, 0),
    "cets201": (5, 0, 1, 0, 5, 0),
}
BY_YEAR = {2008: (54, 21, 8), 2009: (177, 28, 7), 2010: (230, 33, 2), 2011: (286, 29, 2), 2012: (169, 27, 1)}
BY_YEAR |= {2013: (223, 17, 2), 2014: (229, 19, 1)}
MEASURES = "adopt-plan 327, join-treaty 314, act-against 289, prosecute 272, adopt-law 264, prevent 207"
MEASURES += ", protect-victims 181, implement-treaty 83, raise-awareness 62, cooperate-internationally 48, train 44"
MEASURES += ", collect-data 38, seek-assistance 19, fund 19, receive-mandate-holder 17, regulate-tourism 12, other 10"
MEASURES += ", inspect-labour 7, online-measures 7"
JOINING = ("join", "sign", "consider-joining")


def read(data: Path) -> None:
    read_reviews(data, all_facts().resolution.paragraphs, all_facts().treaties, references())


def test_every_row_of_the_files_is_read() -> None:
    reviews = all_facts().reviews
    made = reviews.recommendations
    joins, groups, topics = (rows(f"reviews/{name}.csv") for name in ("joins", "joins-groups", "topics"))
    assert (len(joins), len(groups), len(topics)) == (1182, 23, 1565)
    assert (len(reviews.reviews), len(reviews.sessions)) == (305, 20)
    assert sum(len(one.asked) for one in made.values()) == 1182 + 23
    assert sum(bool(one.subjects) for one in made.values()) == 1565
    assert made.keys() == {row["id"] for row in (*joins, *groups, *topics)}
    # 914 recommendations name a treaty of ours, 576 of them ask to join it.
    assert sum(any(asked.treaty for asked in one.asked) for one in made.values()) == 914
    assert sum(any(a.treaty and a.act in JOINING for a in one.asked) for one in made.values()) == 576


def test_the_totals_are_those_of_the_source() -> None:
    made = all_facts().reviews.recommendations.values()
    found = Counter(
        (asked.treaty, one.response if asked.act in JOINING else asked.act) for one in made for asked in one.asked
    )
    kinds = ("accepted", "noted", "pledge", "withdraw-reservation", "implement", "other")
    assert {treaty: tuple(found[treaty, kind] for kind in kinds) for treaty in ASKED} == ASKED
    topics = [one for one in made if one.subjects]
    by_year = Counter(((one.review.reviewed_on or one.review.session.first_day).year, one.response) for one in topics)
    assert {year: tuple(by_year[year, kind] for kind in kinds[:3]) for year in BY_YEAR} == BY_YEAR
    measures = Counter(measure for one in topics for measure in one.measures)
    assert ", ".join(f"{name} {measures[name]}" for name in (part.split()[0] for part in MEASURES.split(", "))) == (
        MEASURES
    )
    assert sum(one.found_in_report == "yes" for one in topics) == 1483


def test_who_recommends_is_told_or_not() -> None:
    made = all_facts().reviews.recommendations
    told = {row["id"]: row["recommending"] for row in (*rows("reviews/joins.csv"), *rows("reviews/topics.csv"))}
    assert {key: one.recommending for key, one in made.items() if key in told} == {
        key: name.replace("unknown", "") for key, name in told.items()
    }


def test_a_recommendation_is_the_same_in_all_files(tmp_path: Path) -> None:
    shared = next(
        row for row in rows("reviews/topics.csv") if row["id"] in {join["id"] for join in rows("reviews/joins.csv")}
    )
    start = f"{shared['id']},{shared['state']},"
    data = changed(tmp_path, "reviews/topics.csv", f"{start}{shared['recommending']}", f"{start}TUV")
    with pytest.raises(DataError, match="told differently in another row with this id"):
        read(data)
