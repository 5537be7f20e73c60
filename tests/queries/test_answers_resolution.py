"""What the resolution says and which treaty articles answer it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from csekg.sparql.oxigraph_store import Store
from tests.queries.oracle import (
    RESOLUTION_DAY,
    TREATIES,
    Row,
    as_of,
    ask,
    bound,
    bound_on,
    correspondences,
    of_treaty,
    path_of,
    short,
    table,
    toml,
)
from tests.records import examples

EXPECTED = Path(__file__).parent / "expected"
CLOSE = ("equivalent", "implements")


def links(paragraph: str = "", strengths: tuple[str, ...] = ()) -> list[Row]:
    return [
        row
        for row in correspondences()
        if paragraph in ("", row["paragraph"]) and (not strengths or row["strength"] in strengths)
    ]


@pytest.mark.parametrize("file", sorted(EXPECTED.glob("*.csv")), ids=lambda file: str(file.stem))
def test_the_answer_is_the_one_read_in_the_resolution(store: Store, file: Path) -> None:
    # Written from the text of the resolution, column by column; some columns are left out.
    expected = examples(file)
    answer = ask(store, file.stem)
    assert [{name: row[name] for name in expected[0]} for row in answer] == expected


def test_citations_name_what_they_cite_through(store: Store) -> None:
    through = {row["cites"]: row["through"] for row in ask(store, "citations-by-verb")}
    passed_on = {name: way for name, way in through.items() if way}
    assert list(passed_on.values()) == ["General Assembly resolution 50/145"]
    unnamed = [row for row in ask(store, "citations-by-verb") if not row["cites"]]
    assert len(unnamed) == 3


def test_a_treaty_that_the_resolution_does_not_name_has_no_citation(store: Store) -> None:
    named = {row["cites"] for row in table("resolution/citations.csv")}
    for treaty in TREATIES:
        answer = ask(store, "paragraph-recalls-treaty", treaty=treaty)
        assert bool(answer) == (treaty in named), treaty
    budapest = ask(store, "paragraph-recalls-treaty", treaty="ets185")
    assert [(row["verb"], row["stance"]) for row in budapest] == [("Taking note", "neutral")]


def test_requests_tell_due_day_and_condition(store: Store) -> None:
    answer = {path_of(row["paragraph"]): row for row in ask(store, "who-must-do-what")}
    assert answer["op/18"]["due_at"].startswith("Eighteenth session")
    conditions = {row["paragraph"] for row in table("resolution/requests.csv") if row["condition"]}
    # The condition of a chapeau holds for its parts.
    conditions |= {path for path in answer if path.rpartition("/")[0] in conditions}
    assert {path for path, row in answer.items() if row["condition"]} == conditions
    assert set(answer) == {row["paragraph"] for row in table("resolution/requests.csv")}


def test_resolution_paragraphs(store: Store) -> None:
    answer = ask(store, "resolution-paragraphs")
    places = list(dict.fromkeys(path_of(row["paragraph"]) for row in answer))
    assert places == [row["path"] for row in table("resolution/paragraphs.csv")]
    parts = Counter(part for _, part in dict.fromkeys((row["paragraph"], row["part"]) for row in answer))
    assert parts == {"preamble": 22, "operative": 18, "sub-paragraph": 8}
    # Paragraph 1 opens with two verbs, operative paragraph 3 speaks to two addressees.
    assert len(answer) == 48 + 2
    condemns = [row for row in answer if row["verb"] == "Condemns"]
    assert [path_of(row["paragraph"]) for row in condemns] == ["op/1"]


def test_footnotes_are_those_of_the_resolution(store: Store) -> None:
    numbers = {row["footnote"] for row in ask(store, "footnotes")}
    assert numbers == {str(number) for number in range(70, 82)}


def test_instruments_cited_with_links(store: Store) -> None:
    answer = ask(store, "instruments-cited-with-links")
    meetings = {row["key"] for row in table("documents.csv") if row["class"] == "meeting"}
    cited = {row["cites"] for row in table("resolution/citations.csv")} - {""} - meetings
    assert len({row["short_title"] for row in answer}) == len(cited) == 17
    kinds = Counter(row["kind"] for row in answer)
    assert kinds["treaty"] == len(cited & set(TREATIES)) == 6
    crc = next(row for row in answer if row["title"] == toml("crc")["title"])
    assert (crc["adopted_on"], crc["symbol"]) == ("1989-11-20", "A/RES/44/25, annex")
    unlinked = {row["kind"] for row in answer if not row["official_text"].startswith("https://")}
    assert unlinked == {"mandate"}


def test_meetings_and_what_they_adopted(store: Store) -> None:
    answer = ask(store, "meetings-and-what-they-adopted")
    meetings = {row["key"] for row in table("documents.csv") if row["class"] == "meeting"}
    assert len({row["meeting"] for row in answer}) == len(meetings) == 7
    session = [row for row in answer if row["meeting"].startswith("Sixteenth session")]
    assert [row["adopted_on"] for row in session] == [RESOLUTION_DAY.isoformat()]
    assert session[0]["held_by"] == "Commission on Crime Prevention and Criminal Justice"


@pytest.mark.parametrize("paragraph", ["op/4/b", "op/10", "op/17"])
def test_paragraph_to_articles(store: Store, paragraph: str) -> None:
    answer = ask(store, "paragraph-to-articles", paragraph=paragraph)
    expected = {(row["strength"], short(row["treaty"]), row["provision"], row["rationale"]) for row in links(paragraph)}
    found = [(r["strength"], r["treaty"], r["provision"], r["rationale"]) for r in answer]
    assert set(found) == expected
    assert len(found) == len(expected)
    ranks = ["equivalent", "implements", "supports", "related"]
    order = [ranks.index(row["strength"]) for row in answer]
    assert order == sorted(order)
    assert all(row["text_source"] for row in answer)


def test_a_paragraph_that_was_not_assessed_has_no_correspondence(store: Store) -> None:
    assert ask(store, "paragraph-to-articles", paragraph="pp/2") == []


def test_article_to_paragraphs(store: Store) -> None:
    for treaty, article in (("opsc", "3"), ("opsc", "3(1)"), ("ets185", "9"), ("crc", "34")):
        expected = Counter(
            (row["provision"], row["paragraph"], row["strength"])
            for row in links()
            if row["treaty"] == treaty and (row["provision"] == article or row["provision"].startswith(article + "("))
        )
        answer = ask(store, "article-to-paragraphs", treaty=treaty, article=article)
        found = Counter((r["provision"], path_of(r["paragraph"]), r["strength"]) for r in answer)
        assert found == expected
        assert found


def test_paragraph_to_states(store: Store) -> None:
    for paragraph, day in (("op/4/d", "2007-04-27"), ("op/10", "2012-01-01")):
        on = date.fromisoformat(day)
        counts = Counter(row["treaty"] for row in links(paragraph, CLOSE))
        expected = {
            (state, short(treaty), bound(treaty)[state].isoformat(), str(number))
            for treaty, number in counts.items()
            for state in bound_on(treaty, on)
        }
        answer = ask(store, "paragraph-to-states", paragraph=paragraph, on=day)
        found = {(r["state"], r["treaty"], r["since"], r["provisions"]) for r in answer}
        assert found == expected
        assert len(answer) == len(expected)
        for row in answer:
            treaty = next(key for key in counts if short(key) == row["treaty"])
            equivalent = [r for r in links(paragraph, ("equivalent",)) if r["treaty"] == treaty]
            assert row["closest"] == ("equivalent" if equivalent else "implements")
            assert row["as_of"] == as_of(treaty).isoformat()


def test_paragraphs_by_states_bound(store: Store) -> None:
    for day in ("2007-04-27", "2020-01-01"):
        on = date.fromisoformat(day)
        answer = ask(store, "paragraphs-by-states-bound", on=day)
        paragraphs = list(dict.fromkeys(row["paragraph"] for row in links(strengths=CLOSE)))
        assert [path_of(row["paragraph"]) for row in answer] == paragraphs
        for row in answer:
            treaties = {r["treaty"] for r in links(path_of(row["paragraph"]), CLOSE)}
            assert int(row["treaties"]) == len(treaties)
            there = {state for treaty in treaties for state in bound_on(treaty, on)}
            assert int(row["bound"]) == len(there), row["paragraph"]
            assert row["oldest_as_of"] == min(as_of(t) for t in treaties).isoformat()


def test_paragraphs_without_binding_counterpart(store: Store) -> None:
    answer = ask(store, "paragraphs-without-binding-counterpart")
    answered = {row["paragraph"] for row in links(strengths=CLOSE)}
    answered |= {path.rpartition("/")[0] for path in answered if path.count("/") == 2}
    every = [r["path"] for r in table("resolution/paragraphs.csv") if r["path"].startswith("op/")]
    assert [path_of(row["paragraph"]) for row in answer] == [p for p in every if p not in answered]
    for row in answer:
        here = Counter(link["strength"] for link in links(path_of(row["paragraph"])))
        assert (row["binding"], int(row["supports"]), int(row["related"])) == ("0", here["supports"], here["related"])
    # Crises, possession and further offences, health, the requests to the United Nations itself.
    found = [path_of(row["paragraph"]) for row in answer]
    assert found == ["op/5", "op/9", "op/11", "op/17", "op/18"]


def test_a_paragraph_without_any_link_is_told_too(dataset: bytes) -> None:
    graphs = (b"/id/graph/resolution-16-2> .", b"/id/graph/editorial> .")
    lines = [line for line in dataset.splitlines() if line.endswith(graphs)]
    store = Store(b"\n".join(line for line in lines if b"/id/correspondence/op-16/" not in line))
    answer = ask(store, "paragraphs-without-binding-counterpart")
    (row,) = [row for row in answer if path_of(row["paragraph"]) == "op/16"]
    assert (row["binding"], row["supports"], row["related"]) == ("0", "0", "0")


def test_treaties_by_paragraphs_answered(store: Store) -> None:
    answer = ask(store, "treaties-by-paragraphs-answered")
    operative = [link for link in links() if link["paragraph"].startswith("op/")]
    treaties = {row["treaty"] for row in operative}
    assert {row["treaty"] for row in answer} == {short(treaty) for treaty in treaties}
    for treaty in treaties:
        row = next(row for row in answer if row["treaty"] == short(treaty))
        own = [link for link in operative if link["treaty"] == treaty]
        assert int(row["links"]) == len(own)
        assert int(row["touched"]) == len({link["paragraph"] for link in own})
        close = {link["paragraph"] for link in own if link["strength"] in CLOSE}
        assert int(row["answered"]) == len(close)
    counts = [int(row["answered"]) for row in answer]
    assert counts == sorted(counts, reverse=True)


def test_articles_on_topic(store: Store) -> None:
    answer = ask(store, "articles-on-topic", topic="adoption")
    expected = {
        (short(treaty), row["provision"])
        for treaty in TREATIES
        for row in of_treaty(treaty, "articles")
        if "adoption" in row["topics"].replace(";", " ").split()
    }
    found = {(r["instrument"], r["provision"]) for r in answer if r["about"] == answer[0]["about"]}
    assert expected
    assert expected <= found
    default = {(row["instrument"], row["provision"]) for row in ask(store, "articles-on-topic")}
    assert {(short("tip"), "5"), (short("cets197"), "18"), ("CRC", "35")} <= default
    # The case of the letters does not matter, and an unknown topic finds nothing.
    assert len(ask(store, "articles-on-topic", topic="TRAFFICKING")) == len(ask(store, "articles-on-topic"))
    assert ask(store, "articles-on-topic", topic="fisheries") == []


def test_articles_of_treaty(store: Store) -> None:
    answer = ask(store, "articles-of-treaty")
    listed = {row["provision"]: row for row in of_treaty("opsc", "articles")}
    found = {row["provision"]: row for row in answer}
    assert set(listed) <= set(found)
    assert len(found) == len(answer)
    assert all(p.split("(")[0] in found for p in listed if "(" in p)
    for provision, row in found.items():
        links_here = [r for r in links() if (r["treaty"], r["provision"]) == ("opsc", provision)]
        assert int(row["paragraphs"]) == len(links_here), provision
        assert row["summary"] == listed.get(provision, {"summary": ""})["summary"]
        assert row["whole"] == str("(" not in provision and provision != "preamble").lower()


def test_treaties_and_identifiers(store: Store) -> None:
    answer = {row["treaty"]: row for row in ask(store, "treaties-and-identifiers")}
    assert len(answer) == len(TREATIES)
    for treaty in TREATIES:
        row, facts = answer[short(treaty)], toml(treaty)
        for column in ("adopted_on", "opened_on", "signature_closes_on", "in_force_on"):
            assert row[column] == str(facts.get(column, "")), (treaty, column)
        identifiers = facts.get("identifiers", {})
        assert row["unts_number"] == str(identifiers.get("unts_number", "")), treaty
        assert row["unts_volume"] == str(identifiers.get("unts_volume", "")), treaty
        main = facts.get("supplements")
        assert row["supplements"] == (short(main) if main else "")
    # The registration number is that of the family of treaties.
    assert answer["CRC"]["unts_number"] == answer["OPSC"]["unts_number"] == "27531"
    assert answer["CRC"]["unts_volume"] == "1577"


@pytest.mark.parametrize("treaty", ["opsc", "ets185", "c182"])
def test_final_clauses(store: Store, treaty: str) -> None:
    answer = ask(store, "final-clauses", treaty=treaty)
    general = table("general_clauses.csv")
    expected = Counter((row["fact"], row["value"]) for row in [*of_treaty(treaty, "clauses"), *general])
    assert Counter((row["clause"], row["value"]) for row in answer) == expected
    assert all(row["source"] and row["verification"] for row in answer)


def test_unverified_clauses(store: Store) -> None:
    expected = {
        (short(treaty), row["fact"])
        for treaty in TREATIES
        for row in of_treaty(treaty, "clauses")
        if row["verification"] in ("unverified", "partly-verified")
    }
    answer = ask(store, "unverified-clauses")
    assert {(row["treaty"], row["clause"]) for row in answer} == expected


def test_entry_into_force_rules(store: Store) -> None:
    answer = {row["treaty"]: row for row in ask(store, "entry-into-force-rules")}
    with_rule = [treaty for treaty in TREATIES if "entry_into_force" in toml(treaty)]
    assert set(answer) == {short(treaty) for treaty in with_rule}
    for treaty in with_rule:
        row, rule = answer[short(treaty)], toml(treaty)["entry_into_force"]
        assert row["threshold"] == str(rule["first_threshold"])
        assert row["threshold_met_on"] == str(rule.get("trigger_on", ""))
        assert row["rounds_to_month"] == str(rule["later_rounds"]).lower()
        assert row["not_before_treaty"] == str(rule["floor"]).lower()
        assert (row["gap_from"], row["gap_until"]) == (str(rule.get("gap_from", "")), str(rule.get("gap_until", "")))
        # P12M and P1Y are the same value, so an engine may print either.
        assert row["later_wait"] in (rule["later_wait"], "P1Y")


def test_topics_in_a_language(store: Store) -> None:
    listed = [row for row in table("languages/terms.csv") if row["thing"].startswith("vocab/topic/")]
    for language in ("ar", "zh"):
        answer = ask(store, "topics-in-a-language", language=language)
        expected = {row["thing"].rpartition("/")[2]: row["text"] for row in listed if row["language"] == language}
        assert {row["topic"]: row["term"] for row in answer} == expected
        assert all(row["status"] and row["verification"] for row in answer)
    english = ask(store, "topics-in-a-language", language="en")
    assert len(english) == len(expected)
    assert all(row["english"] == row["term"] and not row["status"] for row in english)


def test_titles_in_a_language(store: Store) -> None:
    listed = {
        row["thing"].rpartition("/")[2]: row
        for row in table("languages/titles.csv")
        if row["language"] == "fr" and row["form"] == "full"
    }
    answer = ask(store, "titles-in-a-language")
    assert [row["treaty"] for row in answer] == TREATIES
    for row in answer:
        stated = listed[row["treaty"]]
        assert row["title"] == stated["text"]
        assert row["seen_in"] == stated["seen_in"]
        assert row["status"].replace(" ", "-") == stated["status"]
    # Five treaties of the Council of Europe have no title in Arabic that we know.
    assert len(ask(store, "titles-in-a-language", language="ar")) == len(TREATIES) - 5
