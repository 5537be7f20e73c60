from __future__ import annotations

from csekg.dataset.writers.provisions import correspondence_iri
from tests.texts import ask, texts


def test_every_correspondence_has_its_own_iri() -> None:
    iris = {correspondence_iri(item).value for item in texts().correspondences}
    assert len(iris) == len(texts().correspondences)
    assert "https://w3id.org/csekg/id/correspondence/op-16/ets185/18-1-b" in iris
    assert "https://w3id.org/csekg/id/correspondence/op-16/opsc/preamble" in iris


def test_both_ends_exist() -> None:
    joined = ask("?c a cse:Correspondence; cse:paragraph ?p; cse:provision ?v. ?p rdfs:label ?a. ?v rdfs:label ?b")
    assert len({row[2] for row in joined}) == len(texts().correspondences)


def test_the_short_cut_says_the_same() -> None:
    long = {row[:2] for row in ask("?x cse:paragraph ?a; cse:provision ?b")}
    assert set(ask("?a cse:correspondsTo ?b")) == {(row[0], row[1]) for row in long}


def test_it_is_marked_as_the_editors_judgment() -> None:
    rows = ask("?a a cse:Correspondence; dcterms:creator ?b; cse:rationale ?c; cse:strength ?d", "editorial")
    assert len(rows) == len(texts().correspondences)
    assert {row[1] for row in rows} == {"csekg editors"}


def test_each_reading_that_has_a_link_gives_it_a_strength() -> None:
    found = ask("?a a cse:Judgment; cse:correspondence ?b; cse:reading ?c; cse:strength ?d")
    assert len(found) == sum(len(item.strengths) for item in texts().correspondences)
    assert (
        "correspondence/op-12/opsc/5/earlier",
        "correspondence/op-12/opsc/5",
        "reading/earlier",
        "vocab/strength/equivalent",
    ) in found
    counts = {row[0]: row[1] for row in ask("?a a cse:Correspondence; cse:readingCount ?b")}
    for item in texts().correspondences:
        iri = correspondence_iri(item).value.removeprefix("https://w3id.org/csekg/id/")
        assert counts[iri] == str(len(item.strengths))


def test_assessed_and_not_assessed_differ() -> None:
    assessed = {row[0] for row in ask(":ccpcj-16-2\\/op\\/6 cse:assessedIn ?a")}
    assert assessed == {"reading/earlier", "reading/a", "reading/b"}
    assert ask(":ccpcj-16-2\\/pp\\/1 cse:assessedIn ?a") == []
    notes = ask("?a cse:assesses :c105; cse:reading ?b; skos:note ?c")
    assert [row[1] for row in notes] == ["reading/a", "reading/b"]


def test_what_the_editors_decided_says_why() -> None:
    decided = {row[0]: row[1] for row in ask("?a cse:decisionReason ?b")}
    assert len(decided) == sum(bool(item.decided) for item in texts().correspondences)
    assert "later check" in decided["correspondence/op-1/crc/35"]
