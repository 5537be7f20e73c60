"""All facts together: complete, and checked against one another."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.derived.declarations import DeclarationRecord, OtherAct
from csekg.errors import DataError
from csekg.resources import data_dir, ontology_dir
from tests.records import all_facts, changed, rows, stated


def test_every_line_of_the_data_is_read() -> None:
    it = all_facts()
    assert len(it.sources) == len(rows("sources.csv"))
    assert len(it.actors) == len(rows("actors.csv")) == 204
    assert len(it.groups) == len(rows("groups.csv"))
    assert len(it.territories) == len(rows("territories.csv"))
    assert len(it.statements) == len(list(stated())) > 4000
    folders = [folder.name for folder in (data_dir() / "treaties").iterdir()]
    assert set(it.treaties) == set(folders)
    assert len(it.declarations) == sum(len(rows(f"treaties/{k}/declarations.csv")) for k in folders)
    assert len(it.events) == sum(len(rows(f"treaties/{key}/events.csv")) for key in folders)


def test_no_kind_of_fact_is_missing() -> None:
    assert all(getattr(all_facts(), field.name) for field in fields(AllFacts))


def test_every_act_that_is_followed_and_has_a_day_is_dated_once() -> None:
    it = all_facts()
    dated = {iri: (actor, on) for iri, actor, on in it.dated_acts()}
    assert {act.iri: (act.actor, act.begins) for act in it.acts if not act.dismissed}.items() <= dated.items()
    others: list[DeclarationRecord | OtherAct] = [*it.declaration_records, *it.other_acts]
    for made in others:
        assert (made.iri in dated) is (made.day.on is not None)
        assert made.iri not in dated or dated[made.iri][0] == made.stated.actor
    assert not any(act.iri in dated for act in it.acts if act.dismissed)


def test_short_titles_are_distinct() -> None:
    titles = all_facts().short_titles
    assert titles["opsc"] == "OPSC"
    assert len(set(titles.values())) == len(titles) >= 18


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("sources.csv", "boe-a-2010-14221,", "boe-a-2010-1422,", "ets185/treaty.toml:"),
        ("actors.csv", "\nAFG,", "\nAFX,", "data/names.csv:"),
        ("groups.csv", "\nilo,", "\nil,", "data/memberships.csv:"),
        ("territories.csv", "\nCCK,", "\nCCX,", "languages/territories.csv:"),
    ],
)
def test_what_one_file_lacks_another_misses(tmp_path: Path, file: str, old: str, new: str, place: str) -> None:
    with pytest.raises(DataError, match=place):
        read_all_facts(changed(tmp_path, file, old, new), ontology_dir())
