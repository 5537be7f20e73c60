from __future__ import annotations

from dataclasses import replace
from datetime import date

from csekg.resources import data_dir
from tests.records import all_facts, rows


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


def test_signatures_are_listed_where_the_depositary_list_was_read() -> None:
    listed = {key for key, treaty in all_facts().treaties.items() if treaty.signatures_listed}
    assert listed >= {"crc", "opsc", "opac", "opic", "untoc", "tip", "som", "cets224"}
    assert not listed & {"c029", "c182", "cets197", "cets201", "ets185", "ets189", "p029"}
