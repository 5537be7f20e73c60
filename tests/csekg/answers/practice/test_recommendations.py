"""What States were asked: every row of the files by each filter, and the sentences beside the participations."""

from __future__ import annotations

from collections import Counter

import pytest

from csekg.answers.practice.recommendations import JOINING, all_recommendations, asked_to_join, recommendations
from csekg.answers.status.participation import participation
from csekg.errors import UnknownNameError
from csekg.sparql.oxigraph_store import Store
from tests.records import rows

JOINS = list(rows("reviews/joins.csv"))


def test_every_recommendation_has_its_report_and_paragraph(store: Store) -> None:
    paragraphs = {row["id"]: row["report_paragraph"] for row in (*JOINS, *rows("reviews/topics.csv"))}
    symbols = {(row["state"], row["session"]): row["report"] for row in rows("reviews/reviews.csv")}
    for one in all_recommendations(store):
        assert (one.report or "") == symbols[one.state.key, str(one.session)]
        if one.key in paragraphs:
            assert (one.report_paragraph or "") == paragraphs[one.key]


def test_filters(store: Store) -> None:
    of_ireland = recommendations(store, state="IRL")
    assert {one.key for one in of_ireland} == {
        row["id"] for row in (*JOINS, *rows("reviews/topics.csv")) if row["state"] == "IRL"
    }
    tourism = recommendations(store, topic="travel-and-tourism", response="accepted")
    assert {one.key for one in tourism} == {
        row["id"]
        for row in rows("reviews/topics.csv")
        if "travel-and-tourism" in row["topic"].split(";") and row["response"] == "accepted"
    }
    asked = recommendations(store, treaty="opic", recommending="PRT")
    assert {one.key for one in asked} == {
        row["id"] for row in JOINS if row["treaty"] == "opic" and row["recommending"] == "PRT"
    }
    assert len(recommendations(store, paragraph="op/14")) == 4
    for wrong in ({"state": "XXX"}, {"treaty": "opcs"}, {"topic": "tourisms"}, {"paragraph": "op/99"}):
        with pytest.raises(UnknownNameError):
            recommendations(store, **wrong)  # type: ignore[arg-type]


def test_who_was_asked_to_join_what(store: Store) -> None:
    """By State and treaty, and beside the participation: nobody who consented is told not to have joined."""
    lines = asked_to_join(store)
    counts = Counter((row["state"], row["treaty"]) for row in JOINS if row["act"] in JOINING and row["recommending"])
    assert {(line.state.key, line.treaty.key): line.count for line in lines if line.count} == counts
    for line in lines:
        acts = participation(store, line.state.key, line.treaty.key).actions
        days = [act.date for act in acts if act.what == "consent" and act.date and not act.dismissed]
        assert line.consented_on == min(days, default=None)
    opsc = [line for line in lines if line.treaty.key == "opsc"]
    waiting = {line.state.key for line in opsc if (line.accepted_in or line.pledged_in) and not line.consented_on}
    assert waiting == set("BRB CMR GHA IRL KNA LBR NRU PLW PNG SGP SOM STP TON TUV".split())  # noqa: SIM905
    [ireland] = asked_to_join(store, state="IRL", treaty="opsc")
    assert ireland.sentence == "Asked 6 times in 2011, accepted in 2011, pledged in 2011, not joined as of 3 Feb 2026."
    assert asked_to_join(store, state="FRA", treaty="opsc") == []
