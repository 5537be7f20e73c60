"""What States were asked: every row of the files by each filter, and the sentences beside the participations."""

from __future__ import annotations

from collections import Counter

import pytest

from csekg.answers.practice.recommendations import JOINING, all_recommendations, asked_to_join, recommendations
from csekg.answers.status.participation import participation
from csekg.errors import UnknownNameError
from csekg.languages.current import speaking
from csekg.sparql.oxigraph_store import Store
from tests.queries.oracle import ask
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


def test_south_sudan_was_asked_in_the_review_of_sudan(store: Store) -> None:
    """Wherever it is told that it was asked, also in another language."""
    line, *_ = asked_to_join(store, state="SSD")
    [report] = line.reports
    assert "in the review of Sudan, before its independence" in report
    assert all("review of Sudan" in one.where for one in recommendations(store, state="SSD"))
    with speaking("fr"):
        line, *_ = asked_to_join(store, state="SSD")
        assert "examen du Soudan, avant son indépendance" in line.reports[0]


def test_every_request_to_a_party_is_told(store: Store) -> None:
    """Of 31 reviews the State had consented by the day, of three of them not yet at its first one."""
    lines = asked_to_join(store)
    asked = {(line.state.key, line.treaty.key, str(year)) for line in lines for year in line.was_party_in}
    rows_ = ask(store, "asked-though-party")
    assert asked == {(row["state"], row["treaty"], row["reviewed_on"][:4]) for row in rows_}
    assert len(asked) == 31
    told = {line.state.key for line in lines if "already bound at the review" in line.sentence}
    assert told == {"CAF", "ETH", "LIE"}


def test_who_asked_and_where(store: Store) -> None:
    """Every State that asked is named once, and what no paragraph or report was found of is told."""
    asking: dict[tuple[str, str], set[str]] = {}
    for row in JOINS:
        if row["act"] in JOINING:
            asking.setdefault((row["state"], row["treaty"]), set()).update({row["recommending"]} - {"", "unknown"})
    lines = {(line.state.key, line.treaty.key): line for line in asked_to_join(store)}
    assert {key: {ref.key for ref in line.asked_by} for key, line in lines.items()} == asking
    for line in lines.values():
        names = [ref.name for ref in line.asked_by]
        assert names == sorted(set(names))
        unlocated = any(not one.report_paragraph for one in line.recommendations)
        assert ("not known" in str(line.reports) or "not read" in str(line.reports)) == unlocated
    kenya = lines["KEN", "opsc"]
    assert [ref.name for ref in kenya.asked_by] == ["Argentina", "Spain"]
    assert kenya.sentence.startswith("Asked twice in 2010, noted,")
    assert kenya.reports == ("A/HRC/15/8 (para. 102.7; of 1 the paragraph is not known)",)
    assert "session 19, report not read" in lines["GNQ", "opac"].reports
    # Asked in 2013 alone; in 2008 it pledged.
    assert lines["ARE", "opac"].sentence.startswith("Asked 4 times in 2013, accepted in 2013, pledged in 2008,")
