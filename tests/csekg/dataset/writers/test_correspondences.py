from __future__ import annotations

from csekg.dataset.writers.correspondences import correspondence_iri
from tests.texts import ask, texts


def test_every_correspondence_has_its_own_iri() -> None:
    iris = {correspondence_iri(item).value for item in texts().correspondences}
    assert len(iris) == 275
    assert "https://w3id.org/csekg/id/correspondence/op-16/ets185/18-1-b" in iris
    assert "https://w3id.org/csekg/id/correspondence/op-16/opsc/preamble" in iris


def test_both_ends_exist() -> None:
    joined = ask("?c a cse:Correspondence; cse:paragraph ?p; cse:provision ?v. "
                 "?p rdfs:label ?a. ?v rdfs:label ?b")  # fmt: skip
    assert len({row[2] for row in joined}) == 275


def test_the_short_cut_says_the_same() -> None:
    long = {row[:2] for row in ask("?x cse:paragraph ?a; cse:provision ?b")}
    assert set(ask("?a cse:correspondsTo ?b")) == {(row[0], row[1]) for row in long}


def test_it_is_marked_as_the_editors_judgment() -> None:
    rows = ask("?a a cse:Correspondence; dcterms:creator ?b; cse:rationale ?c; cse:strength ?d",
               "editorial")  # fmt: skip
    assert len(rows) == 275
    assert {row[1] for row in rows} == {"csekg editors"}


def test_the_label_names_both_ends() -> None:
    assert ask("id:correspondence\\/op-4-a\\/crc\\/1 rdfs:label ?a") == [
        ("CCPCJ resolution 16/2, operative paragraph 4(a), and CRC, article 1",)
    ]
