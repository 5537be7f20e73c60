"""The reasons of statuses in words: every code in English, and samples in the other languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import get_args

import pytest

from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.law.conditions import Condition
from csekg.law.reasons import CODES, WAYS, Code, Reason, Reasons, Way
from csekg.wording.labels import Names
from csekg.wording.reasons import say, say_without_day
from tests.csekg.wording.by_hand import by_hand, plain

ON, LATER = date(2007, 12, 12), date(2008, 1, 11)
#: By the key of a State or treaty, its English name.
NAMES = {
    "CAN": "Canada",
    "JPN": "Japan",
    "SUN": "Soviet Union",
    "untoc": "Convention on Crime",
    "crc": "Convention on the Child",
    "ets185": "Budapest Convention",
}


def said(*reasons: Reason, language: str = ENGLISH) -> str:
    with speaking(language):
        return say(reasons, _names(language))


def said_without_day(*reasons: Reason, language: str = ENGLISH) -> str:
    with speaking(language):
        return say_without_day(reasons, _names(language))


def _names(language: str) -> Names:
    spoken = by_hand(language)
    names = {key: spoken.get(name, name) for key, name in NAMES.items()}
    return Names(names.__getitem__, names.__getitem__)


def to(code: Code, *conditions: str, article: str = "", way: Way | None = None) -> Reason:
    parsed = tuple(map(Condition.parse, conditions))
    return Reason(code, conditions=parsed, article=article, way=way)


NESTED = ["party-or-signatory-to:ets185", "party-to:ets185"]

#: Every code, in each of its variants.
SENTENCES = {
    Reason("bound", ON): "Bound since 12 Dec 2007.",
    Reason("bound-undated", ON): ("Bound by 12 Dec 2007 at the latest; no source read gives the day."),
    Reason("consented", ON, LATER): "Consented to be bound on 12 Dec 2007; bound from 11 Jan 2008.",
    Reason("consented", ON, LATER, latest=True): (
        "Consented to be bound by 12 Dec 2007 at the latest; bound from 11 Jan 2008."
    ),
    Reason("consented", ON, LATER, latest2=True): (
        "Consented to be bound on 12 Dec 2007; bound by 11 Jan 2008 at the latest."
    ),
    Reason("consented", ON, LATER, latest=True, latest2=True): (
        "Consented to be bound by 12 Dec 2007 at the latest; bound by 11 Jan 2008 at the latest."
    ),
    Reason("consented-only", ON): "Consented to be bound on 12 Dec 2007; not bound yet.",
    Reason("consented-only", ON, latest=True): ("Consented to be bound by 12 Dec 2007 at the latest; not bound yet."),
    Reason("consented-undated", date(2007, 1, 1)): ("Consented to be bound in 2007; no source read gives the day."),
    Reason("left", ON): "No longer bound since 12 Dec 2007.",
    Reason("left", ON, latest=True): "No longer bound by 12 Dec 2007 at the latest.",
    Reason("signed", ON): "Signed on 12 Dec 2007; no consent was read.",
    Reason("signed", ON, latest=True): "Signed by 12 Dec 2007 at the latest; no consent was read.",
    Reason("signed-undated", ON): "Signed by 12 Dec 2007; no source read gives the day.",
    Reason("signed-to-ratify", ON): (
        "It ratified on 12 Dec 2007, and only signatories ratify; no source read gives the day."
    ),
    Reason("consented-between", ON, LATER): (
        "It consented to be bound from 12 Dec 2007 to 11 Jan 2008; no source read gives the day."
    ),
    Reason("predecessor", actor="SUN"): "Act of its predecessor: Soviet Union.",
    Reason("open"): "Open to it; no signature or consent is recorded.",
    Reason("open-unread"): "Open to it; no signature or consent was read.",
    Reason("not-yet-open", ON): "Nobody could sign before 12 Dec 2007.",
    Reason("may-sign-then-join", treaty="untoc"): (
        "It may sign; to consent it must also be a party to the Convention on Crime."
    ),
    to("may-sign-only", "any-state"): "It may sign; consent is open only to States.",
    to("may-sign-only"): "It may sign; consent is open to nobody.",
    Reason("join-first", treaty="untoc"): ("To join it must also be a party to the Convention on Crime."),
    Reason("join-first", treaty="untoc", way="open"): (
        "To join it must also be a party to the Convention on Crime, which is open to it."
    ),
    Reason("join-first", treaty="untoc", way="invitation"): (
        "To join it must also be a party to the Convention on Crime, which it joins on invitation."
    ),
    Reason("join-first", treaty="untoc", way="other-first"): (
        "To join it must also be a party to the Convention on Crime, for which it must first join another treaty."
    ),
    to("open-only-to"): "Open to nobody.",
    to("open-only-to", "ilo-member", article="10"): "Open only to Members of the ILO (art. 10).",
    to("open-only-to", "coe-member", "named:JPN,CAN", article="36"): (
        "Open only to member States of the Council of Europe or those it names (Canada, Japan) (art. 36)."
    ),
    to("open-only-to", "any-state", "regional-organization", "party-to:crc"): (
        "Open only to States or regional organizations or parties to the Convention on the Child."
    ),
    to("open-only-to", "party-or-signatory-to:crc", article="13", way="open"): (
        "Open only to parties to or signatories of the Convention on the Child (art. 13), which is open to it."
    ),
    to("open-only-to", "party-to:ets185", way="invitation"): (
        "Open only to parties to the Budapest Convention, which it joins on invitation."
    ),
    to("open-only-to", "party-to:ets185", way="other-first"): (
        "Open only to parties to the Budapest Convention, for which it must first join another treaty."
    ),
    to("open-only-to", "signatory-to:ets185", "consented-to:ets185", article="9"): (
        "Open only to signatories of the Budapest Convention or those that have consented to be bound by "
        "the Budapest Convention (art. 9)."
    ),
    to("open-only-to", "coe-member", "invited-state", article="36, 37"): (
        "Open only to member States of the Council of Europe or States that are invited (art. 36, 37)."
    ),
    Reason("part-of", ON, LATER): "It was part of another State from 12 Dec 2007 to 11 Jan 2008.",
    # Parties beside parties and signatories: they are named once.
    to("open-only-to", *NESTED, article="5", way="open"): (
        "Open only to parties to or signatories of the Budapest Convention (art. 5), which is open to it."
    ),
    to("open-only-to", *NESTED, article="5", way="invitation"): (
        "Open only to parties to or signatories of the Budapest Convention (art. 5), which it joins on invitation."
    ),
    to("open-only-to", "party-or-signatory-to:crc", "any-state", article="9"): (
        "Open only to parties to or signatories of the Convention on the Child or States (art. 9)."
    ),
    to("may-sign-only", "party-to:crc", "party-to:ets185"): (
        "It may sign; consent is open only to parties to the Convention on the Child or parties to"
        " the Budapest Convention."
    ),
    Reason("invitation-only"): "It joins on invitation; whether it has one was not read.",
    Reason("may-have-drafted"): (
        "It can sign if it took part in the drafting, and else joins on invitation; no source read names those that"
        " took part, and whether it has an invitation was not read."
    ),
    Reason("invited", ON): "Invited to accede on 12 Dec 2007.",
    Reason("invitation-ended", ON, LATER): "The invitation of 12 Dec 2007 ended on 11 Jan 2008.",
    Reason("invited-undated"): "An invitation is recorded; its day is not known.",
    Reason("no-actor"): "It counts as not eligible, since the lists that were read name it neither as a State "
    "nor as an organization.",
    Reason("no-list"): "No complete list of signatures and parties has been read.",
    Reason("no-list-of-former"): ("No list has been read that names the acts of States which no longer exist."),
    Reason("parties-listed-to", ON): "The list of parties that was read is complete only to 12 Dec 2007.",
    Reason("no-list-of-signatures"): "The list of signatures that was read is not complete.",
    Reason("signatures-listed-to", ON): "The list of signatures that was read is complete only to 12 Dec 2007.",
    Reason("not-in-force"): "The treaty is not in force and binds nobody.",
    Reason("began", ON): "It came into being on 12 Dec 2007.",
    Reason("ended", ON): "It ceased to exist on 12 Dec 2007.",
    Reason("continues", actor="SUN"): "It continues: Soviet Union.",
    Reason("continued-by", actor="SUN"): "Continued by: Soviet Union.",
}


@pytest.mark.parametrize(("reason", "sentence"), SENTENCES.items(), ids=SENTENCES.values())
def test_says_each_code_in_english(reason: Reason, sentence: str) -> None:
    assert said(reason) == sentence


def test_those_are_all_codes_ways_and_conditions() -> None:
    assert {reason.code for reason in SENTENCES} == {*CODES}
    for code in ("join-first", "open-only-to"):
        assert {reason.way for reason in SENTENCES if reason.code == code} == {*WAYS, None}
    kinds = {condition.kind for reason in SENTENCES for condition in reason.conditions}
    assert kinds == {
        "any-state",
        "ilo-member",
        "coe-member",
        "regional-organization",
        "named",
        "party-to",
        "consented-to",
        "signatory-to",
        "invited-state",
        "party-or-signatory-to",
    }
    assert {*get_args(Code)} == {*CODES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_each_of_them_in_each_language(language: str) -> None:
    spoken = [said(reason, language=language) for reason in SENTENCES]
    assert not any(map(is_english, spoken))
    assert len({*spoken}) == len(SENTENCES)
    short = [said_without_day(reason, language=language) for reason in SENTENCES]
    assert not any(map(is_english, short))
    if language != ENGLISH:
        assert {*spoken}.isdisjoint(SENTENCES.values())


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        (
            (Reason("bound", ON), Reason("predecessor", actor="SUN")),
            "Bound since 12 Dec 2007. Act of its predecessor: Soviet Union.",
        ),
        (
            (Reason("began", ON), Reason("continues", actor="SUN")),
            "It came into being on 12 Dec 2007. It continues: Soviet Union.",
        ),
        ((), ""),
    ],
)
def test_says_several_one_after_the_other(reasons: Reasons, sentence: str) -> None:
    assert said(*reasons) == sentence


@pytest.mark.parametrize(
    ("reason", "short"),
    [
        (Reason("bound", ON), ""),
        (Reason("signed", ON), ""),
        (Reason("consented", ON, LATER), "Bound from 11 Jan 2008."),
        (Reason("consented", ON, LATER, latest2=True), "Bound by 11 Jan 2008 at the latest."),
        (Reason("consented-only", ON), "Not bound yet."),
    ],
)
def test_leaves_out_the_day_that_stands_beside_it(reason: Reason, short: str) -> None:
    by = Reason("predecessor", actor="SUN")
    assert said_without_day(reason) == short
    rest = f"{short} Act of its predecessor: Soviet Union.".strip()
    assert said_without_day(reason, by) == rest


def test_says_all_where_the_day_is_not_beside_it() -> None:
    short = ("bound", "signed", "consented", "consented-only")
    whole = [reason for reason in SENTENCES if reason.code not in short]
    whole.append(Reason("signed", ON, latest=True))
    for reason in whole:
        assert said_without_day(reason) == said(reason)
    assert said_without_day() == ""


@pytest.mark.parametrize(("language", "listed"), [("fr", "Égypte, Italie"), ("en", "Italie, Égypte")])
def test_named_states_stand_in_the_alphabetical_order_of_the_language(language: str, listed: str) -> None:
    """In English, which the build of a wheel speaks without any rules of order, by code points."""
    names = {"EGY": "Égypte", "ITA": "Italie"}
    with speaking(language):
        spoken = say([to("open-only-to", "named:EGY,ITA")], Names(names.__getitem__, str))
    assert f"({listed})" in spoken


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_says_it_in_the_other_languages_as_a_hand_did(language: str) -> None:
    reasons = {sentence: reason for reason, sentence in SENTENCES.items()}
    hand = {english: text for english, text in by_hand(language).items() if english in reasons}
    assert len(hand) > 10
    for english, text in hand.items():
        assert plain(said(reasons[english], language=language)) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_combination_of_last_possible_days_is_said_in_its_own_way(language: str) -> None:
    consented = Reason("consented", ON, LATER)
    spoken = {
        said(replace(consented, latest=latest, latest2=latest2), language=language)
        for latest, latest2 in product((False, True), repeat=2)
    }
    assert len(spoken) == 4


def test_a_chinese_sentence_follows_without_a_space() -> None:
    bound, by = Reason("bound", ON), Reason("predecessor", actor="SUN")
    together = said(bound, by, language="zh")
    assert together == said(bound, language="zh") + said(by, language="zh")
