"""Claims that are not in the public set: odd ones, those that are not understood, words, days and parts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csekg.answers.claims.checking import ASSERTED, EXAMPLES, Stated, check
from csekg.answers.claims.days import Period, period_at
from csekg.answers.claims.pieces import _most_words
from csekg.answers.claims.words import clean, read_words, words_of
from csekg.answers.common.references import actor_refs
from csekg.answers.search.indexes import Names
from csekg.errors import DataError
from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.messages import _
from csekg.sparql.oxigraph_store import Store
from csekg_api.web.deadline import Deadline, DeadlineEngine, keeping
from csekg_api.web.problems import ProblemError
from tests.records import examples

HERE = Path(__file__).parent
#: States that are gone.
GONE = ("CSK", "DDR", "SCG", "SUN", "YUG")


def test_claims_of_our_own(store: Store, names: Names) -> None:
    rows = examples(HERE / "other_claims.csv")
    found = check(store, names, [row["text"] for row in rows]).items
    wrong = [
        (item.text, item.verdict, row["verdict"], [str(claim.reason) for claim in item.checked], item.not_understood)
        for item, row in zip(found, rows, strict=True)
        if item.verdict != row["verdict"] or not item.checked
    ]
    assert not wrong


@pytest.mark.parametrize("row", examples(HERE / "not_understood.csv"), ids=lambda row: row["text"])
def test_what_is_not_understood_is_said_and_no_sentence_is_half_read(
    store: Store, names: Names, row: dict[str, str]
) -> None:
    """The part that is told stands beside each claim, * where any will do."""
    (item,) = check(store, names, [row["text"]]).items
    assert (item.verdict, item.checked) == ("undecided", ())
    assert row["part"] in ("*", item.not_understood)
    assert "Kenya has signed but not ratified the OPSC" in str(item.problem)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_are_understood(store: Store, names: Names, language: str) -> None:
    with speaking(language):
        texts = [str(_(example)) for example in EXAMPLES]
    assert [bool(item.checked) for item in check(store, names, texts).items] == [True] * len(EXAMPLES)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("27 Sep 2019", "2019-09-27", "2019-09-27"),
        ("the 27th of September, 2019", "2019-09-27", "2019-09-27"),
        ("September 27, 2019", "2019-09-27", "2019-09-27"),
        ("27.09.2019", "2019-09-27", "2019-09-27"),
        ("09/27/2019", "2019-09-27", "2019-09-27"),
        ("1er mars 1991", "1991-03-01", "1991-03-01"),
        ("27 de septiembre de 2019", "2019-09-27", "2019-09-27"),
        ("2019年9月27日", "2019-09-27", "2019-09-27"),
        ("27 сентября 2019 года", "2019-09-27", "2019-09-27"),
        ("٢٧ سبتمبر ٢٠١٩", "2019-09-27", "2019-09-27"),
        ("27 أيلول/سبتمبر 2019", "2019-09-27", "2019-09-27"),
        ("2019-09", "2019-09-01", "2019-09-30"),
        ("May 2004", "2004-05-01", "2004-05-31"),
        ("2004 году", "2004-01-01", "2004-12-31"),
    ],
)
def test_days_are_read_as_they_are_written(text: str, first: str, last: str) -> None:
    plain = clean(text)
    words = words_of(plain)
    found = next(filter(None, (period_at(plain, words, place) for place in range(len(words)))))
    assert found[1] == Period(date.fromisoformat(first), date.fromisoformat(last))


def test_a_claim_in_parts(store: Store, names: Names) -> None:
    stated = [
        Stated("Gambia", "OPAC", "ratified", "2019-09-27"),
        Stated("GMB", "opac", "acceded", "2019"),
        Stated("Kenya", "OPSC", "not-party"),
        Stated("Atlantis", "OPSC", "party"),
    ]
    found = check(store, names, stated)
    assert [item.verdict for item in found.items] == ["confirmed", "contradicted", "confirmed", "undecided"]
    assert found.items[3].not_understood == "Atlantis OPSC party"
    assert (found.confirmed, found.contradicted, found.undecided) == (2, 1, 1)
    # The right kind and day are told.
    assert "Ratification, 27 Sep 2019" in str(found.items[1].checked[0].reason)


@pytest.mark.parametrize(
    ("state", "treaty", "said"), [("Scotland", "crc", "is a part of"), ("KEN", "Optional Protocol", "several")]
)
def test_a_name_that_helps_a_search_is_refused_in_parts(
    store: Store, names: Names, state: str, treaty: str, said: str
) -> None:
    (item,) = check(store, names, [Stated(state, treaty, "party")]).items
    assert (item.verdict, item.checked) == ("undecided", ())
    assert said in str(item.problem)


@pytest.mark.parametrize("row", examples(HERE / "claims_in_parts.csv"), ids=lambda row: row["claim"])
def test_a_status_or_day_in_parts_has_its_verdict(store: Store, names: Names, row: dict[str, str]) -> None:
    (item,) = check(store, names, [Stated(*row["claim"].split())]).items
    assert item.verdict == row["verdict"], item.checked[0].reason


@pytest.mark.parametrize("day", ["0001", "0001-01", "0001-01-01", "9998-12-31", "9999-12-30"])
def test_the_ends_of_the_calendar_have_a_verdict(store: Store, names: Names, day: str) -> None:
    texts = [f"France ratified the OPSC {time} {day}" for time in ("on", "before", "since", "after", "by")]
    stated = [Stated("FRA", "opsc", claim, day) for claim in ASSERTED]
    assert all(item.checked for item in check(store, names, stated).items)
    # A year in a sentence has four digits that are read as one from 1000 on.
    assert all(item.checked or item.not_understood for item in check(store, names, texts).items)


def test_who_is_no_party_and_did_not_join_has_one_verdict(store: Store, names: Names) -> None:
    for treaty in ("ets185", "ets189", "c029", "cyber"):
        keys = [actor.key for actor in actor_refs(store).values()]
        party, joined = (
            [item.verdict for item in check(store, names, [Stated(key, treaty, claim) for key in keys]).items]
            for claim in ("party", "joined")
        )
        differ = [keys[n] for n, pair in enumerate(zip(party, joined, strict=True)) if "undecided" in pair]
        # The acts of a State that is gone may stand under the one that continues it.
        assert all(party[keys.index(key)] == joined[keys.index(key)] or key in GONE for key in differ), treaty


@pytest.mark.parametrize("line", ["ratifed,en,joined", "party,xx,party", "party,en,", "party,en,a;a", "party,en"])
def test_a_malformed_file_of_words_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "claims.csv"
    file.write_text(f"meaning,language,words\nparty,en,party\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"claims\.csv:3"):
        read_words(file)


def test_a_claim_with_too_many_words_is_refused_before_it_is_read(store: Store, names: Names) -> None:
    item = check(store, names, ["Kenya " * 41]).items[0]
    assert (item.verdict, item.problem and str(item.problem)[:42]) == (
        "undecided",
        "A claim has at most 40 words, not 41. Unde",
    )


def test_only_what_a_name_begins_with_is_looked_for() -> None:
    known = sorted({"a b c", "a b", "b"})
    asked = {text: _most_words(known, words_of(text)) for text in ("a", "a a a", "a b", "a b c d", "b b", "d")}
    assert asked == {"a": 1, "a a a": 2, "a b": 2, "a b c d": 3, "b b": 1, "d": 1}


def test_each_sentence_notices_the_deadline(store: Store, names: Names) -> None:
    with pytest.raises(ProblemError), keeping(Deadline.after(0)):
        check(DeadlineEngine(store), names, ["ก" * 290])
