"""Claims that are not in the public set: odd ones, those that are not understood, words, days and parts."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from csekg.answers.claims.checking import ASSERTED, EXAMPLES, Stated, check
from csekg.answers.claims.days import Period, period_at
from csekg.answers.claims.pieces import _most_words
from csekg.answers.claims.words import clean, read_words, words_of
from csekg.answers.common.references import actor_refs
from csekg.answers.search.entries import read_entries
from csekg.answers.search.indexes import Names
from csekg.errors import DataError
from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.messages import _
from csekg.sparql.oxigraph_store import Store
from csekg_api.web.deadline import Deadline, DeadlineEngine, keeping
from csekg_api.web.problems import ProblemError

#: States that are gone.
GONE = ("CSK", "DDR", "SCG", "SUN", "YUG")


@pytest.fixture(scope="module")
def names(store: Store) -> Names:
    return Names(store, read_entries(store, {}))


def test_claims_of_our_own(store: Store, names: Names) -> None:
    with Path(__file__).with_name("other_claims.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = check(store, names, [row["text"] for row in rows]).items
    wrong = [
        (item.text, item.verdict, row["verdict"], [str(claim.reason) for claim in item.checked], item.not_understood)
        for item, row in zip(found, rows, strict=True)
        if item.verdict != row["verdict"] or not item.checked
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Kenya will ratify the OPSC", "will"),
        ("Kenya was a party to the CRC until 2010", "until"),
        ("Kenya ratified the Convention", "Convention"),
        ("Kenya has ratified all treaties", "treaties"),
        ("Kenya has ratified the CRC, the OPSC, all", "all"),
        ("Kenya has only ratified the OPAC", "only"),
        ("Kenya has ratified only the OPAC", "only"),
        ("Kenya has ratifed the OPSC", "ratifed"),
        ("Over 20 of Kenya", "Over 20 of Kenya"),
        ("Kenya ratified the CRC and the OPSC in 1990 and 2002 respectively", "respectively"),
        ("Kenya has not only signed but ratified the OPSC", "only"),
        ("Kennia has ratified the OPSC", "Kennia"),
        ("Has Kenya ratified the OPSC", "Has Kenya ratified the OPSC"),
        ("Is Kenya a party to the CRC", "Is Kenya a party to the CRC"),
        ("Kenya still has to ratify the OPSC", "Kenya still has to ratify the OPSC"),
        ("Kenya does not have to ratify the OPSC", "Kenya does not have to ratify the OPSC"),
        ("The OPSC is to be ratified by Kenya", "The OPSC is to be ratified by Kenya"),
        ("Kenya: ratify the OPSC", "Kenya ratify the OPSC"),
        ("Kenya ha de ratificar el OPSC", "Kenya ha de ratificar el OPSC"),
        ("Le Kenya est à ratifier l'OPSC", "Le Kenya est à ratifier l OPSC"),
        ("Congo has ratified the CRC", "Congo"),
        ("Hong Kong has ratified the CRC", "Hong Kong"),
        ("Kenya ratified the CRC on 2024-13-40", "2024-13-40"),
        ("Kenya ratified the CRC on 07/08/1990", "07/08/1990"),
        ("Kenya can join the Lanzarote Convention", "can"),
        ("Kenya ratified the CRC in 1990 in 1991", "Kenya ratified the CRC in 1990 in 1991"),
        ("Has Kenya ratified the OPSC?", "Has Kenya ratified the OPSC?"),
        ("Kenya Uganda CRC OPSC", "Kenya Uganda CRC OPSC"),
        ("Serbia and Montenegro have ratified the OPSC", "Serbia and Montenegro"),
        ("The 178th State ratified the OPSC", "178th"),
        ("178 States have signed the OPSC", "178 States have signed the OPSC"),
        ("Kenya has ratified", "Kenya has ratified"),
        ("has ratified the CRC", "has ratified the CRC"),
        ("Kenya ratified article 3 of the CRC", "Kenya ratified article 3 of the CRC"),
        ("...", ""),
    ],
)
def test_what_is_not_understood_is_said(store: Store, names: Names, text: str, part: str) -> None:
    (item,) = check(store, names, [text]).items
    assert (item.verdict, item.checked, item.not_understood) == ("undecided", (), part)
    assert "Kenya has signed but not ratified the OPSC" in str(item.problem)


@pytest.mark.parametrize(
    "text",
    [
        "In 2000 Kenya signed the OPSC. It has ratified the OPAC.",
        "Kenya ratified the OPAC in 2002 but not the OPSC",
        "Kenya did not ratify the OPSC but the OPAC",
        "Kenya ratified the CRC, has it not",
        "Kenya and Norway signed the OPSC but neither State has ratified it",
        "Kenya has not ratified both the CRC and the OPSC",
        "Kenya has signed or ratified the OPSC",
        "Kenya never failed to ratify the CRC",
        "Qatar withdrew its 2001 reservation to the OPSC",
        "Qatar withdrew its reservation of 2001 to the OPSC",
        "Sweden objected to the reservation made by Qatar in 2001 to the OPSC",
        "Somalia made a reservation to article 14 of the CRC upon ratification",
        "Norway ratified the OPSC, which entered into force in 2002",
        "Sweden objected to the reservation of Qatar to the OPSC, which ratified it in 2001",
        "All EU member States are not party to the OPIC",
        "All EU member States and Kenya are party to the OPSC",
        "Not all EU member States are party to the OPSC",
        "All States have signed the CRC",
        "27 EU member States are party to the OPSC",
        "Kenya has ratified over 20 protocols of the CRC",
        "Norway ratified the OPSC in 2001, Finland in 2012 and Kenya in 2013",
        "Norway has not ratified the OPSC in 2002, Finland in 2012",
        "To Qatar's reservation to the OPSC, Sweden objected",
        "Kenya ratified the CRC and objected to the reservation of Qatar",
        "瑞典和挪威不都是OPSC的缔约国",
        "Kenya has not ratified the OPSC and Uganda has",
        "Kenya has and Uganda has not ratified the OPSC",
        "The OPSC was ratified by Kenya and the OPAC by Uganda",
        "Kenya has ratified the OPSC and Uganda the OPAC",
        "Kenya has signed the OPSC or the OPAC",
        "Kenya has ratified not the OPSC",
        "Kenya has not signed and ratified the OPSC",
        "Kenya, Uganda and Sweden objected to the reservations of Qatar and Oman to the CRC",
    ],
)
def test_no_sentence_is_half_read(store: Store, names: Names, text: str) -> None:
    assert not check(store, names, [text]).items[0].checked


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
    ("claim", "verdict"),
    [
        # A status must hold throughout the day, month or year; what entered into force did so in it.
        ("FRA opsc in-force 2010", "confirmed"),
        ("FRA opsc not-in-force 2010-01-01", "contradicted"),
        ("FRA opsc in-force 2003", "undecided"),
        ("FRA opsc entered-into-force 2003", "confirmed"),
        ("FRA opsc entered-into-force 2010", "contradicted"),
        ("MYS c105 entered-into-force", "confirmed"),
        ("PNG ets185 entered-into-force", "contradicted"),
        # After the list, and without one, nothing is wrong for want of an act, whoever may join.
        ("XKX cyber party", "undecided"),
        ("XKX crc party 2090", "undecided"),
        ("FSM c138 party 2090", "undecided"),
        ("FSM c138 not-party 2030", "undecided"),
        ("EUE crc party 2030", "undecided"),
        ("FSM c138 party", "contradicted"),
        ("DDR crc party 2090", "contradicted"),
        # Without a day the list decides, but for what was done after it.
        ("RUS ets185 party", "contradicted"),
        ("AUT ets189 party", "contradicted"),
        ("AUT ets189 signatory-only", "undecided"),
        ("AUT ets189 former", "contradicted"),
        ("NZL ets185 party", "confirmed"),
        ("HUN cets224 signatory-only", "contradicted"),
        # It is open which of two sources is right.
        ("NRU c029 succeeded 1968-09-05", "undecided"),
        ("NRU c029 not-succeeded 1968-09-05", "undecided"),
        ("NRU c105 succeeded", "undecided"),
        ("NRU c105 party", "undecided"),
        ("NRU c105 succeeded 1970", "contradicted"),
        ("SYR c029 succeeded", "undecided"),
        ("GNB c029 entered-into-force 1978-02-21", "undecided"),
    ],
)
def test_a_status_or_day_in_parts_has_its_verdict(store: Store, names: Names, claim: str, verdict: str) -> None:
    (item,) = check(store, names, [Stated(*claim.split())]).items
    assert item.verdict == verdict, item.checked[0].reason


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
