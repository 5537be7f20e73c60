from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.declarations import read_declarations, read_events
from tests.records import all_facts, changed

FIRST = "ARG,1,declaration,2(a),unknown,,interprets,"


def read(data: Path, treaty: str) -> None:
    it = all_facts()
    read_declarations(
        data, treaty, it.actors, it.provisions[treaty], it.sources, it.vocabularies
    )  # fmt: skip
    read_events(data, treaty, it.actors, it.territories, it.sources)


def test_all_kinds_of_declarations_are_there() -> None:
    kinds = Counter(made.kind for made in all_facts().declarations)
    assert kinds == {
        "binding-age-declaration": 155, "declaration": 78, "reservation": 76,
        "interpretative-declaration": 72, "objection": 8, "communication": 2,
    }  # fmt: skip


def test_a_declaration_is_known_by_actor_kind_and_number() -> None:
    keys = Counter(
        (m.treaty, m.actor, m.kind, m.number, m.made_on) for m in all_facts().declarations
    )
    assert max(keys.values()) == 1


def test_a_lowest_age_is_a_number() -> None:
    made = next(m for m in all_facts().declarations if (m.treaty, m.actor) == ("opac", "AFG"))
    assert (made.kind, made.minimum_age, made.provisions) == (
        "binding-age-declaration",
        22,
        ("3(2)",),
    )


def test_an_invitation_has_its_days() -> None:
    event = next(e for e in all_facts().events if (e.kind, e.actor) == ("invitation", "KEN"))
    assert (event.on, event.until) == (date(2024, 10, 9), date(2029, 10, 9))
    assert event.effective_on is None


def test_only_an_invitation_ends() -> None:
    assert {event.kind for event in all_facts().events if event.until} == {"invitation"}


def test_no_act_is_dated_after_its_source() -> None:
    acts = [(made.made_on, made.source) for made in all_facts().declarations]
    acts += [(event.on, event.source) for event in all_facts().events]
    for day, source in acts:
        as_of = all_facts().sources[source].as_of
        assert (day or as_of) <= as_of, source


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (FIRST, FIRST.replace("ARG", "ARX"), "declarations.csv:2: unknown actor in column"),
        (FIRST, FIRST.replace(",1,", ",,"), "declarations.csv:2: column number may not"),
        (FIRST, FIRST.replace(",1,", ",one,"), "column number is no whole number: 'one'"),
        (FIRST, FIRST.replace("declaration", "declaraton"), "Did you mean declaration"),
        (FIRST, FIRST.replace("2(a)", "99(a)"), "declarations.csv:2: unknown provision of opsc: "
         "'99(a)'. Add it to articles.csv of the treaty."),
        (FIRST, FIRST.replace("unknown", "unknwn"), "unknown occasion in column made_upon"),
        (FIRST, FIRST.replace(",,int", ",2002-1-1,int"), "column made_on is no date: '2002-1-1'"),
        (FIRST, FIRST.replace("interprets", "interpret"), "unknown effect in column effect: "),
        ("gist,", "gists,", "opsc/declarations.csv:1: unknown column: 'gists'. Did you mean gist"),
    ],
)  # fmt: skip
def test_a_fault_in_a_declaration_is_named(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read(changed(tmp_path, "treaties/opsc/declarations.csv", old, new), "opsc")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("KEN,,invitation", "KNE,,invitation", "unknown actor in column actor: 'KNE'. Did"),
        ("KEN,,invitation", "KEN,AAA,invitation", "unknown territory in column territory: 'AAA'"),
        ("KEN,,invitation", "KEN,,invitaton", "events.csv:11: unknown kind of event in column "
         "kind: 'invitaton'. Did you mean invitation"),
        ("2029-10-09", "2029-10-9", "column until is no date: '2029-10-9'"),
        (",nc4-go-ke", ",nc4", "unknown source in column source: 'nc4'. Did you mean nc4-go-ke"),
        ("effective_on", "effective", "unknown column: 'effective'. Did you mean effective_on"),
    ],
)  # fmt: skip
def test_a_fault_in_an_event_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read(changed(tmp_path, "treaties/ets185/events.csv", old, new), "ets185")
