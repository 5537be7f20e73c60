"""How a day of entry into force follows, in words: every case, long and short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import get_args

import pytest

from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.law.entry_into_force import Case, CountsFrom, EntryIntoForce, EntryIntoForceRule, Wait, entry_into_force
from csekg.wording.sums import addition, length, say_sum
from tests.csekg.wording.by_hand import by_hand, plain

#: As in the Convention on the Rights of the Child: 30 days, and nobody waits for the treaty.
CRC = EntryIntoForceRule(
    first_threshold=20,
    first_wait="P30D",
    later_wait="P30D",
    applies_when="deposit-after-trigger",
    counts_from="deposit",
    article="49",
    trigger_on=date(1990, 8, 3),
    in_force_on=date(1990, 9, 2),
)
#: As in the Organized Crime Convention: nobody is bound before the treaty is in force.
UNTOC = replace(
    CRC,
    first_wait="P90D",
    article="38",
    trigger_on=date(2003, 7, 1),
    floor=True,
    floor_basis="not in the text.",
    in_force_on=date(2003, 9, 29),
)
#: As in the Optional Protocol: what comes in the gap has two readings.
OPSC = replace(
    CRC,
    first_wait="P3M",
    later_wait="P1M",
    applies_when="deposit-on-or-after-entry-into-force",
    article="14",
    trigger_on=date(2001, 10, 18),
    in_force_on=date(2002, 1, 18),
    gap_from=date(2001, 12, 19),
    gap_until=date(2002, 1, 17),
)
#: As in the Worst Forms of Child Labour Convention: a year from registration.
C182 = replace(
    CRC,
    first_wait="P12M",
    later_wait="P12M",
    counts_from="registration",
    article="10",
    trigger_on=date(1999, 11, 19),
    in_force_on=date(2000, 11, 19),
)
#: As in the Budapest Convention: the first of the month after three months; no article is given.
BUDAPEST = replace(
    CRC,
    first_wait="P3M",
    first_rounds=True,
    later_wait="P3M",
    later_rounds=True,
    article="",
    counts_from="expression-of-consent",
    trigger_on=date(2004, 3, 18),
    in_force_on=date(2004, 7, 1),
)

#: The rule, the day of the consent, and the sum, long and short.
SUMS: list[tuple[EntryIntoForceRule, date, str, str]] = [
    (
        CRC,
        date(1994, 3, 28),
        "Art. 49: deposit on 28 Mar 1994; 28 Mar 1994 + 30 days = 27 Apr 1994.",
        "Art. 49: deposit + 30 days.",
    ),
    (
        CRC,
        date(1990, 7, 24),
        "Art. 49: deposit on 24 Jul 1990 came no later than 3 Aug 1990, when the condition was met, so"
        " it takes the treaty's own date, 2 Sep 1990 (3 Aug 1990 + 30 days = 2 Sep 1990).",
        "Art. 49: deposit came no later than 3 Aug 1990, when the condition was met, so it takes the"
        " treaty's own date (that day + 30 days).",
    ),
    (
        CRC,
        date(1990, 8, 3),
        "Art. 49: deposit on 3 Aug 1990 came no later than 3 Aug 1990, when the condition was met, so"
        " it takes the treaty's own date, 2 Sep 1990 (3 Aug 1990 + 30 days = 2 Sep 1990).",
        "Art. 49: deposit came on the day when the condition was met, so it takes the treaty's own"
        " date (that day + 30 days).",
    ),
    (
        UNTOC,
        date(2003, 7, 24),
        "Art. 38: deposit on 24 Jul 2003; 24 Jul 2003 + 30 days = 23 Aug 2003, but not before the"
        " treaty's own date, 29 Sep 2003 (not in the text).",
        "Art. 38: deposit + 30 days = 23 Aug 2003, but not before the treaty's own date (not in the text).",
    ),
    (
        replace(UNTOC, floor_basis=""),
        date(2003, 7, 24),
        "Art. 38: deposit on 24 Jul 2003; 24 Jul 2003 + 30 days = 23 Aug 2003, but not before the"
        " treaty's own date, 29 Sep 2003.",
        "Art. 38: deposit + 30 days = 23 Aug 2003, but not before the treaty's own date.",
    ),
    (
        OPSC,
        date(2001, 11, 11),
        "Art. 14: deposit on 11 Nov 2001 came before the treaty was in force, so it takes the treaty's"
        " own date, 18 Jan 2002 (18 Oct 2001 + 3 months = 18 Jan 2002).",
        "Art. 14: deposit came before the treaty was in force, so it takes the treaty's own date"
        " (18 Oct 2001 + 3 months).",
    ),
    # The day of the deposit, which stands beside it, is that on which the condition was met.
    (
        OPSC,
        date(2001, 10, 18),
        "Art. 14: deposit on 18 Oct 2001 came before the treaty was in force, so it takes the treaty's"
        " own date, 18 Jan 2002 (18 Oct 2001 + 3 months = 18 Jan 2002).",
        "Art. 14: deposit came before the treaty was in force, so it takes the treaty's own date (that"
        " day + 3 months).",
    ),
    (
        OPSC,
        date(2001, 12, 20),
        "Art. 14: deposit on 20 Dec 2001 came before the treaty was in force, so it takes the treaty's"
        " own date, 18 Jan 2002 (18 Oct 2001 + 3 months = 18 Jan 2002). A second reading of the"
        " article gives 20 Dec 2001 + 1 month = 20 Jan 2002.",
        "Art. 14: deposit came before the treaty was in force, so it takes the treaty's own date"
        " (18 Oct 2001 + 3 months). A second reading of the article gives that of the deposit"
        " + 1 month = 20 Jan 2002.",
    ),
    (
        C182,
        date(2004, 2, 29),
        "Art. 10: registration on 29 Feb 2004; 29 Feb 2004 + 12 months = 28 Feb 2005.",
        "Art. 10: registration + 12 months.",
    ),
    (
        BUDAPEST,
        date(2005, 1, 19),
        "Expression of consent on 19 Jan 2005; 19 Jan 2005 + 3 months = 19 Apr 2005, first day of the"
        " following month = 1 May 2005.",
        "Expression of consent + 3 months = 19 Apr 2005, first day of the following month.",
    ),
    (
        BUDAPEST,
        date(2004, 1, 10),
        "Expression of consent on 10 Jan 2004 came no later than 18 Mar 2004, when the condition was"
        " met, so it takes the treaty's own date, 1 Jul 2004 (18 Mar 2004 + 3 months = 18 Jun 2004,"
        " first day of the following month = 1 Jul 2004).",
        "Expression of consent came no later than 18 Mar 2004, when the condition was met, so it takes"
        " the treaty's own date (that day + 3 months = 18 Jun 2004, first day of the following"
        " month).",
    ),
    # Whatever gave the treaty its own date, the sum of a later consent does not rest on it.
    (
        replace(CRC, trigger_on=None),
        date(1994, 3, 28),
        "Art. 49: deposit on 28 Mar 1994; 28 Mar 1994 + 30 days = 27 Apr 1994.",
        "Art. 49: deposit + 30 days.",
    ),
    (
        replace(UNTOC, in_force_on=date(2003, 9, 30)),
        date(2003, 7, 24),
        "Art. 38: deposit on 24 Jul 2003; 24 Jul 2003 + 30 days = 23 Aug 2003, but not before the"
        " treaty's own date, 30 Sep 2003 (not in the text).",
        "Art. 38: deposit + 30 days = 23 Aug 2003, but not before the treaty's own date (not in the text).",
    ),
    # How the treaty's own date came about is not known: nothing is shorter.
    (
        replace(CRC, trigger_on=None),
        date(1990, 7, 24),
        "Art. 49: deposit on 24 Jul 1990 came before the treaty was in force, so it takes the treaty's"
        " own date, 2 Sep 1990.",
        "Art. 49: deposit on 24 Jul 1990 came before the treaty was in force, so it takes the treaty's"
        " own date, 2 Sep 1990.",
    ),
    # It came about in another way than by the wait.
    (
        replace(CRC, in_force_on=date(1990, 9, 3)),
        date(1990, 7, 24),
        "Art. 49: deposit on 24 Jul 1990 came no later than 3 Aug 1990, when the condition was met, so"
        " it takes the treaty's own date, 3 Sep 1990.",
        "Art. 49: deposit on 24 Jul 1990 came no later than 3 Aug 1990, when the condition was met, so"
        " it takes the treaty's own date, 3 Sep 1990.",
    ),
]


def said(rule: EntryIntoForceRule, on: date, *, short: bool, language: str = ENGLISH) -> str:
    effect = entry_into_force(rule, on)
    assert effect is not None
    with speaking(language):
        return say_sum(rule, on, effect, short=short)


@pytest.mark.parametrize(("rule", "on", "long", "short"), SUMS)
def test_says_the_sum_in_english(rule: EntryIntoForceRule, on: date, long: str, short: str) -> None:
    assert said(rule, on, short=False) == long
    assert said(rule, on, short=True) == short
    effect = entry_into_force(rule, on)
    assert effect is not None
    assert say_sum(rule, on, effect) == long


def test_those_are_all_cases() -> None:
    effects = [entry_into_force(rule, on) for rule, on, _, _ in SUMS]
    assert {effect.case for effect in effects if effect} == {*get_args(Case)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("counts_from", get_args(CountsFrom))
def test_says_each_case_in_each_language(counts_from: CountsFrom, language: str) -> None:
    """Each case, whatever the waiting period counts from, in a sentence of its own."""
    for short in (False, True):
        spoken = {
            say_in(language, replace(rule, counts_from=counts_from, article="1"), case, short=short)
            for case, rule in product(get_args(Case), (CRC, OPSC))
        }
        assert not any(map(is_english, spoken))
        assert len(spoken) == 8
        if language != ENGLISH:
            english = {
                say_in(ENGLISH, replace(rule, counts_from=counts_from, article="1"), case, short=short)
                for case, rule in product(get_args(Case), (CRC, OPSC))
            }
            assert spoken.isdisjoint(english)


def say_in(language: str, rule: EntryIntoForceRule, case: Case, *, short: bool) -> str:
    on = date(1990, 7, 24)
    with speaking(language):
        assert rule.treaty_date
        effect = EntryIntoForce(rule.treaty_date, None, case)
        return say_sum(rule, on, effect, short=short)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_says_it_in_the_other_languages_as_a_hand_did(language: str) -> None:
    hand = by_hand(language)
    checked = 0
    for rule, on, *english in SUMS:
        for text, short in zip(english, (False, True), strict=True):
            if text in hand:
                with_basis = replace(rule, floor_basis=hand["not in the text"])
                assert plain(said(with_basis, on, short=short, language=language)) == hand[text]
                checked += 1
    assert checked > 9


@pytest.mark.parametrize(
    ("wait", "on", "sentence"),
    [
        (Wait(days=30), date(1994, 3, 28), "28 Mar 1994 + 30 days = 27 Apr 1994"),
        (Wait(months=1), date(2005, 1, 31), "31 Jan 2005 + 1 month = 28 Feb 2005"),
        (
            Wait(months=3, first_of_following_month=True),
            date(2006, 10, 12),
            "12 Oct 2006 + 3 months = 12 Jan 2007, first day of the following month = 1 Feb 2007",
        ),
        (Wait(), date(2006, 10, 12), "12 Oct 2006 + 0 days = 12 Oct 2006"),
    ],
)
def test_tells_an_addition(wait: Wait, on: date, sentence: str) -> None:
    assert addition(wait, on) == sentence


@pytest.mark.parametrize(
    ("wait", "language", "words"),
    [
        (Wait(days=1), "en", "1 day"),
        (Wait(months=12), "en", "12 months"),
        (Wait(months=24), "en", "2 years"),
        (Wait(days=30), "fr", "30 jours"),
        (Wait(months=1), "es", "1 mes"),
        (Wait(months=3), "zh", "3个月"),
        (Wait(days=90), "ar", "90 يوما"),
    ],
)
def test_tells_a_length(wait: Wait, language: str, words: str) -> None:
    with speaking(language):
        assert plain(length(wait)) == words
