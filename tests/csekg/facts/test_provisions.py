from __future__ import annotations

import pytest

from csekg.facts.provisions import parent_of, printed_order
from tests.records import rows
from tests.texts import texts


def test_the_articles_that_were_read_are_all_there() -> None:
    read = {
        treaty: sum(bool(it.summary) for it in provisions.values()) for treaty, provisions in texts().provisions.items()
    }
    assert read == {
        treaty: sum(bool(row["summary"]) for row in rows(f"treaties/{treaty}/articles.csv")) for treaty in read
    }
    assert min(read[treaty] for treaty in ("crc", "untoc", "cyber", "cets201", "cets197")) > 60


WHOLE = {
    "crc": 54,
    "opsc": 17,
    "untoc": 41,
    "cyber": 68,
    "cets201": 50,
    "ets189": 16,
    "cets224": 25,
    "c105": 10,
    "c138": 18,
    "p029": 12,
}


@pytest.mark.parametrize("treaty", WHOLE)
def test_no_article_is_left_out(treaty: str) -> None:
    whole = [int(it) for it in texts().provisions[treaty] if it.isdecimal()]
    assert sorted(whole) == [*range(1, WHOLE[treaty] + 1)]


def test_every_provision_says_where_it_was_read_and_how_far_it_was_checked() -> None:
    unread = {
        (treaty, it.printed)
        for treaty, provisions in texts().provisions.items()
        for it in provisions.values()
        if it.verification == "unverified"
    }
    assert {treaty for treaty, _ in unread} == {"cets224", "cyber"}
    for treaty, provisions in texts().provisions.items():
        for it in provisions.values():
            unchecked = it.source in ("memory", "editors")
            assert unchecked == ((treaty, it.printed) in unread)


def test_the_parent_of_a_part_is_what_contains_it() -> None:
    assert parent_of("40(2)(b)(v)") == "40(2)(b)"
    assert parent_of("24(2)") == "24"
    assert parent_of("24") == parent_of("preamble") == ""


def test_provisions_sort_as_they_are_printed() -> None:
    expected = [
        "preamble",
        "1",
        "2",
        "2(1)",
        "2(2)",
        "2(10)",
        "3",
        "3(a)",
        "3(b)",
        "10",
        "40(2)(b)",
        "40(2)(b)(iv)",
        "40(2)(b)(v)",
        "40(2)(b)(ix)",
        "40(2)(c)",
        "53(3)(h)",
        "53(3)(i)",
        "53(3)(j)",
    ]
    shuffled = sorted(expected)
    assert shuffled != expected
    assert sorted(shuffled, key=printed_order) == expected
