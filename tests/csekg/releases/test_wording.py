"""A difference between two releases as a sentence, in English and in other languages."""

from __future__ import annotations

from functools import partial
from typing import Literal

import pytest

from csekg.answers.common.translations import said
from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.texts import pieces
from csekg.releases.differences import Difference
from csekg.releases.wording import as_it_is, heading, in_words
from csekg.sparql.oxigraph_store import Store

ROW = {
    "id": "i", "actorName": "Malta", "treatyName": "CRC", "kind": "accession", "date": "",
    "label": "Malta, CRC: accession, day not known",
}  # fmt: skip
SIGNATURE = {
    "id": "i", "actorName": "Singapore", "treatyName": "OPSC", "kind": "signature",
    "date": "2025-11-25", "label": "Singapore, OPSC: signature, 25 Nov 2025",
}  # fmt: skip
INSTRUMENT = {"name": "Long", "shortTitle": "CRC", "id": "i"}
#: Words of the English sentences that no other language has.
ENGLISH_WORDS = {"signed", "accession", "status", "date", "New", "Removed", "before", "Singapore,"}
DIFFER = {
    "id": "i", "name": "C029, GNB: sources differ on entersIntoForceOn",
    "concernsActionName": "Guinea-Bissau, C029: ratification, 21 Feb 1977",
    "propertyName": "takes effect on",
}  # fmt: skip
PAIR = {"paragraphName": "op 4", "provisionName": "art. 34"}


def change(
    kind: Literal["added", "removed", "changed"], thing: str, row: dict[str, str], *cell: str
) -> Difference:
    return Difference(kind, thing, row, *cell)


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (change("added", "act", SIGNATURE), "Singapore signed the OPSC on 25 Nov 2025"),
        (change("removed", "act", ROW), "Removed: Malta acceded to the CRC (day not known)"),
        (change("added", "act", {**ROW, "kind": "invitation"}),
         "Malta, CRC: accession, day not known"),
        (change("changed", "act", ROW, "date", "", "2001-02-03"),
         "Malta, CRC, accession: date now known: 3 Feb 2001"),
        (change("changed", "act", ROW, "date", "2001-02-04", "2001-02-03"),
         "Malta, CRC, accession: date corrected from 4 Feb 2001 to 3 Feb 2001"),
        (change("changed", "act", ROW, "detail", "x", ""),
         "Malta, CRC, accession: detail no longer stated: x"),
        (change("changed", "instrument", INSTRUMENT, "asOf", "2024-01-02", "2025-01-02"),
         "CRC: as of 2 Jan 2025, before 2 Jan 2024"),
        (change("added", "source", {"name": "A list", "id": "i"}), "New source: A list"),
        (change("added", "difference between sources", DIFFER),
         "New difference between sources: Guinea-Bissau, C029: ratification, 21 Feb 1977: takes "
         "effect on"),
        (change("removed", "correspondence", PAIR), "Removed correspondence: op 4 and art. 34"),
    ],
)  # fmt: skip
def test_in_english(difference: Difference, expected: str) -> None:
    assert in_words(difference, as_it_is) == expected


def test_headings() -> None:
    assert (
        heading("difference between sources", "removed") == "Removed: differences between sources"
    )
    with speaking("ru"):
        assert heading("act", "added") == "Добавлено: акты"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_in_other_languages_nothing_of_the_dataset_stays_english(
    store: Store, language: str
) -> None:
    status = ("statusLabel", "no action", "signatory only")
    with speaking(language):
        for difference in (
            change("added", "act", SIGNATURE),
            change("removed", "act", SIGNATURE),
            change("changed", "act", SIGNATURE, "date", "2025-11-24", "2025-11-25"),
            change("changed", "act", SIGNATURE, "kind", "signature", "accession"),
            change("changed", "participation", SIGNATURE, *status),
            change("removed", "instrument", {"id": "i", "shortTitle": "OPSC"}),
        ):
            sentence = in_words(difference, partial(said, store))
            assert not set(sentence.split()) & ENGLISH_WORDS, sentence


def test_what_only_english_has_is_marked(store: Store) -> None:
    unknown = change("added", "source", {"name": "A list that nobody knows", "id": "i"})
    with speaking("fr"):
        sentence = in_words(unknown, partial(said, store))
    assert sentence == "Ajout (source)\u00a0: A list that nobody knows"
    assert pieces(sentence)[-1] == ("A list that nobody knows", True)
