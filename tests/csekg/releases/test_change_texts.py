"""A difference between two releases as a sentence, in English and in other languages."""

from __future__ import annotations

from functools import partial
from typing import Literal

import pytest

from csekg.answers.common.names import status_labels
from csekg.answers.common.translations import said
from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.texts import pieces
from csekg.releases.change_texts import as_it_is, heading, in_words
from csekg.releases.differences import Difference
from csekg.sparql.oxigraph_store import Store

ROW = {
    "iri": "i",
    "actor_name": "Malta",
    "treaty_title": "CRC",
    "kind": "accession",
    "acted_on": "",
    "label": "Malta, CRC: accession, day not known",
}
SIGNATURE = {
    "iri": "i",
    "actor_name": "Singapore",
    "treaty_title": "OPSC",
    "kind": "signature",
    "acted_on": "2025-11-25",
    "label": "Singapore, OPSC: signature, 25 Nov 2025",
}
INSTRUMENT = {"title": "Long", "short_title": "CRC", "iri": "i"}
#: Words of the English sentences that no other language has.
ENGLISH_WORDS = {"signed", "accession", "status", "date", "New", "Removed", "before", "Singapore,"}
DIFFER = {"label": "Guinea-Bissau, C029: ratification, 21 Feb 1977", "property": "entersIntoForceOn"}
PAIR = {"paragraph_name": "op 4", "treaty_title": "CRC", "number": "34"}


def change(kind: Literal["added", "removed", "changed"], thing: str, row: dict[str, str], *cell: str) -> Difference:
    return Difference(kind, thing, row, *cell)


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (change("added", "act", SIGNATURE), "Singapore signed the OPSC on 25 Nov 2025"),
        (change("removed", "act", ROW), "Removed: Malta acceded to the CRC (day not known)"),
        (change("added", "act", {**ROW, "kind": "invitation"}), "Malta, CRC: accession, day not known"),
        (
            change("changed", "act", ROW, "acted_on", "", "2001-02-03"),
            "Malta, CRC, accession: date now known: 3 Feb 2001",
        ),
        (
            change("changed", "act", ROW, "acted_on", "2001-02-04", "2001-02-03"),
            "Malta, CRC, accession: date corrected from 4 Feb 2001 to 3 Feb 2001",
        ),
        (change("changed", "act", ROW, "sources", "x", ""), "Malta, CRC, accession: sources no longer stated: x"),
        (
            change("changed", "participation", ROW, "status", "no-action", "signatory"),
            "Malta, CRC: status signatory only, before not joined",
        ),
        (
            change("changed", "instrument", INSTRUMENT, "as_of", "2024-01-02", "2025-01-02"),
            "CRC: as of 2 Jan 2025, before 2 Jan 2024",
        ),
        (change("added", "source", {"title": "A list", "iri": "i"}), "New source: A list"),
        (
            change("added", "difference between sources", DIFFER),
            "New difference between sources: Guinea-Bissau, C029: ratification, 21 Feb 1977: enters into force on",
        ),
        (change("removed", "correspondence", PAIR), "Removed correspondence: op 4 and CRC, article 34"),
    ],
)
def test_in_english(difference: Difference, expected: str) -> None:
    assert in_words(difference, as_it_is) == expected


def test_each_status_is_said_as_the_vocabulary_labels_it(store: Store) -> None:
    labels = status_labels(store)
    assert len(labels) > 9
    for code, label in labels.items():
        difference = change("changed", "participation", ROW, "status", "", code)
        assert in_words(difference, as_it_is) == f"Malta, CRC: status now known: {label}"


def test_headings() -> None:
    assert heading("difference between sources", "removed") == "Removed: differences between sources"
    with speaking("ru"):
        assert heading("act", "added") == "Добавлено: акты"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_in_other_languages_nothing_of_the_dataset_stays_english(store: Store, language: str) -> None:
    status = ("status", "no-action", "signatory")
    with speaking(language):
        for difference in (
            change("added", "act", SIGNATURE),
            change("removed", "act", SIGNATURE),
            change("changed", "act", SIGNATURE, "acted_on", "2025-11-24", "2025-11-25"),
            change("changed", "act", SIGNATURE, "kind", "signature", "accession"),
            change("changed", "participation", SIGNATURE, *status),
            change("removed", "instrument", {"iri": "i", "short_title": "OPSC"}),
        ):
            sentence = in_words(difference, partial(said, store))
            assert not set(sentence.split()) & ENGLISH_WORDS, sentence


def test_what_only_english_has_is_marked(store: Store) -> None:
    unknown = change("added", "source", {"title": "A list that nobody knows", "iri": "i"})
    with speaking("fr"):
        sentence = in_words(unknown, partial(said, store))
    assert sentence == "Ajout (source)\u00a0: A list that nobody knows"
    assert pieces(sentence)[-1] == ("A list that nobody knows", True)
