from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.treaties import read_treaties
from csekg.resources import data_dir
from tests.records import all_facts, changed, rows

FILE = "treaties/opsc/treaty.toml"


def test_every_folder_is_a_treaty_under_its_name() -> None:
    treaties = all_facts().treaties
    folders = [folder.name for folder in (data_dir() / "treaties").iterdir()]
    assert list(treaties) == sorted(folders)
    assert all(treaty.facts["key"] == key for key, treaty in treaties.items())


def test_the_cybercrime_convention_is_not_in_force() -> None:
    treaty = all_facts().treaties["cyber"]
    assert "in_force_on" not in treaty.facts
    assert treaty.rule
    assert treaty.rule.treaty_date is None
    assert treaty.facts["signature_closes_on"] == date(2026, 12, 31)


def test_the_days_in_treaty_toml_are_those_of_the_clauses() -> None:
    names = {
        "adopted-on": "adopted_on",
        "opened-on": "opened_on",
        "signature-closes": "signature_closes_on",
        "treaty-eif-date": "in_force_on",
    }
    compared = 0
    for treaty in all_facts().treaties.values():
        for clause in treaty.clauses:
            fact = treaty.facts.get(names.get(clause.kind, ""))
            if fact is not None:
                assert clause.value == fact.isoformat(), (treaty.key, clause.kind)
                compared += 1
    assert compared > 25


def test_a_treaty_begins_with_its_adoption_else_later() -> None:
    cets224 = all_facts().treaties["cets224"]
    assert cets224.since == cets224.facts["adopted_on"] == date(2021, 11, 17)
    opened = replace(cets224, facts={"key": "cets224", "opened_on": date(2022, 5, 12)})
    assert opened.since == date(2022, 5, 12)
    undated = replace(cets224, facts={"key": "cets224"})
    assert undated.since == cets224.as_of


def test_every_clause_is_read_with_its_source() -> None:
    general = len(rows("general_clauses.csv"))
    assert general
    for key, treaty in all_facts().treaties.items():
        assert len(treaty.clauses) == len(rows(f"treaties/{key}/clauses.csv")) + general
        assert all(clause.source in all_facts().sources for clause in treaty.clauses)


def test_as_of_is_the_day_to_which_the_list_of_parties_is_complete() -> None:
    for treaty in all_facts().treaties.values():
        newest = max(all_facts().sources[source].as_of for source in treaty.status_sources)
        assert treaty.as_of <= treaty.status_on <= newest
        (listed,) = [each.complete_on for each in treaty.lists if each.kind == "parties"] or [None]
        assert treaty.as_of == (listed or treaty.status_on)


def test_what_is_complete_is_a_fact_for_each_list() -> None:
    treaties = all_facts().treaties
    complete = {key for key, treaty in treaties.items() if treaty.complete}
    assert complete == set(treaties) - {"cyber"}
    for treaty in treaties.values():
        for each in treaty.lists:
            assert each.complete_on or each.checked_until
            if each.complete_on and each.checked_until:
                assert each.complete_on <= each.checked_until
    assert not any(each.complete_on is None for each in treaties["c029"].lists)
    kinds = {each.kind: each.complete_on for each in treaties["ets185"].lists}
    assert kinds == {
        "parties": date(2025, 6, 19),
        "reservation": date(2010, 9, 14),
        "interpretative-declaration": date(2010, 9, 14),
        "declaration": date(2010, 9, 14),
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('key = "opsc"', 'key = "opsk"', "opsc/treaty.toml:1: unknown key: 'opsk'. Did you mean ops"),
        (
            'class = "protocol"',
            'class = "protokol"',
            "unusable value: \"class = 'protokol'\". Input should be 'treaty' or 'protocol'",
        ),
        ('= "urged"', '= "urge"', "unknown legal basis: 'urge'. Did you mean urged"),
        ('supplements = "crc"', 'supplements = "crd"', "unknown supplements: 'crd'. Did you mean crc"),
        ("short_title", "shorttitle", "unknown key: 'shorttitle'. Did you mean short_title"),
        ("first_rounds", "first_round", "opsc/treaty.toml:69: unknown key: 'first_round'. Did you m"),
        ("[eligibility]", "[eligible]", "unknown key: 'eligible'. Did you mean eligibility"),
        ('"untc-status-20260203-4-11-c"', '"untc-20260203-4-11-c"', "unknown source: 'untc-20260203-4-11-c'"),
        ("as_of = 2026-02-03", "as_of = 2026-02-32", "not valid TOML"),
        ('"P1M"', '"1M"', "unusable rule: \"not a waiting period: '1M'. Write P30D"),
        ('"deposit-on-or-after-entry-into-force"', '"deposit-some-day"', "unusable rule: "),
        ('of = "parties"', 'of = "party"', "unknown kind of list: 'party'. Did you mean parties"),
        ('of = "signatures"', 'of = "parties"', "unusable list: 'list of parties: listed twice'"),
        ("complete_on = 2026-02-03\n", "", "'list of parties: a day and its sources go together'"),
        ("complete_on = 2026-02-03", "complete_on = 2026-02-04", "is after the day of its sources"),
        ("complete_on", "completed_on", "unknown key: 'completed_on'. Did you mean complete_on"),
        ("read_every_days = 30\n", "", "missing key: 'status.read_every_days'"),
        ("read_every_days = 30", "read_every_days = 0", "'status.read_every_days = 0'"),
        ('"boe-a-2026-7040"', '"boe-2026-7040"', "unknown source: 'boe-2026-7040'"),
        ('"party-or-signatory-to:crc"', '"friend-of:crc"', "unknown condition 'friend-of:crc'"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    data = changed(tmp_path, FILE, old, new)
    with pytest.raises(DataError, match=re.escape(message)):
        read_treaties(data, all_facts().sources, all_facts().vocabularies)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",un-avl,", ",un-alv,", "opsc/clauses.csv:2: unknown source in column source: 'un-alv'"),
        (",verified\n", ",verifed\n", "unknown verification in column verification: 'verifed'"),
        ("adopted-at,", ",", "opsc/clauses.csv:2: column fact may not be empty"),
        ("source_note", "sourcenote", "opsc/clauses.csv:1: unknown column: 'sourcenote'. Did you m"),
    ],
)
def test_a_fault_in_a_clause_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    data = changed(tmp_path, "treaties/opsc/clauses.csv", old, new)
    with pytest.raises(DataError, match=re.escape(message)):
        read_treaties(data, all_facts().sources, all_facts().vocabularies)
