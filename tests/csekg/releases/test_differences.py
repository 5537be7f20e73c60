from __future__ import annotations

import json

import pytest

from csekg.languages.texts import untranslated
from csekg.releases.change_texts import as_change, as_it_is, changes, counted
from csekg.releases.differences import StoreTables, differences, statement_changes
from csekg.sparql.oxigraph_store import Store
from csekg.tables.all_tables import BY_NAME
from tests.command import invoke, output
from tests.releases import NEW, OLD, TwoReleases

WORDS = [
    "Singapore signed the OPSC on 25 Nov 2025",
    "Ireland, OPSC, signature: date corrected from 6 Sep 2000 to 7 Sep 2000",
    "Removed: Tuvalu signed the OPSC on 1 Jan 2020",
    "Singapore, OPSC: status signatory only, before no action",
    "Tuvalu, OPSC: status no action, before signatory only",
]


def test_what_changed_is_told_in_words(releases: TwoReleases) -> None:
    found = changes(releases.old, releases.new)
    assert [change.text for change in found] == WORDS
    assert counted(found) == "acts: 1 new, 1 changed, 1 removed; 2 other changes"
    first = found[0]
    assert (first.change, first.thing, first.actor, first.treaty) == ("added", "act", "SGP", "opsc")
    corrected = found[1]
    assert (corrected.property, corrected.before, corrected.after) == (
        "acted_on", "2000-09-06", "2000-09-07",
    )  # fmt: skip
    assert corrected.id.endswith("/action/opsc/IRL/2000-09-07/signature")


def test_the_other_way_round_what_came_goes(releases: TwoReleases) -> None:
    texts = [change.text for change in changes(releases.new, releases.old)]
    assert texts[:3] == [
        "Tuvalu signed the OPSC on 1 Jan 2020",
        "Ireland, OPSC, signature: date corrected from 7 Sep 2000 to 6 Sep 2000",
        "Removed: Singapore signed the OPSC on 25 Nov 2025",
    ]
    assert changes(releases.new, releases.new) == []


class Altered:
    """The tables of a store, every compared cell of which another release fills otherwise."""

    def __init__(self, store: Store) -> None:
        self._tables = StoreTables(store)

    def rows(self, table: str) -> list[dict[str, str]]:
        key = BY_NAME[table].key
        return [
            {name: value if name in key else f"{value}." for name, value in row.items()}
            for row in self._tables.rows(table)
        ]


def test_what_changed_is_identified_as_in_the_dataset(store: Store) -> None:
    found = differences(Altered(store), StoreTables(store))
    things = {difference.thing for difference in found}
    assert things == {
        "act", "declaration", "participation", "instrument", "source", "correspondence",
        "difference between sources", "provision", "paragraph", "actor", "group",
    }  # fmt: skip
    iris = {as_change(difference, as_it_is).id for difference in found}
    known = {iri for (iri,) in store.values("SELECT DISTINCT ?thing { ?thing a ?class }")}
    assert len(iris) > 4000
    assert iris <= known


def test_statements_are_those_of_one_side_alone(releases: TwoReleases) -> None:
    found = list(statement_changes(releases.old, releases.new))
    old = set(releases.old.read("csekg.nq").splitlines())
    new = set(releases.new.read("csekg.nq").splitlines())
    assert {each.line for each in found if each.change == "added"} == new - old
    assert {each.line for each in found if each.change == "removed"} == old - new
    assert len(found) == len(old ^ new)
    assert [each.line for each in found] == sorted(each.line for each in found)
    assert list(statement_changes(releases.new, releases.new)) == []


def test_the_command_prints_it_in_every_form(releases: TwoReleases) -> None:
    folders = (str(releases.old.folder), str(releases.new.folder))
    last = f"{OLD} to {NEW}: acts: 1 new, 1 changed, 1 removed; 2 other changes"
    assert output("diff", *folders).splitlines() == [*WORDS, last]
    records = json.loads(output("diff", *folders, "--format", "json"))
    assert [record["text"] for record in records] == WORDS
    assert records[0]["before"] == ""
    header, *lines = output("diff", *folders, "--format", "csv").splitlines()
    assert header == "change,thing,id,actor,treaty,property,before,after,text"
    assert len(lines) == len(WORDS)
    markdown = output("diff", *folders, "--format", "markdown")
    assert markdown.startswith(f"# {OLD} to {NEW}\n\nacts: 1 new")
    assert f"## New: acts (1)\n\n- {WORDS[0]}\n" in markdown
    same = output("diff", folders[0], folders[0])
    assert same == f"{OLD} to {OLD}: the tables hold the same\n"


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_the_command_speaks_and_prints_no_marks(
    releases: TwoReleases, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    # As if the dataset had no translation of anything.
    monkeypatch.setattr(
        "csekg.answers.common.translations.said", lambda _store, english: untranslated(english)
    )
    folders = (str(releases.old.folder), str(releases.new.folder))
    printed = output("--language", "fr", "diff", *folders, "--format", form)
    assert "Singapore, OPSC" in printed
    assert "au lieu de" in printed
    assert printed == str(printed)


def test_the_command_prints_statements(releases: TwoReleases) -> None:
    folders = ("diff", str(releases.old.folder), str(releases.new.folder), "--statements")
    expected = list(statement_changes(releases.old, releases.new))
    lines = output(*folders).splitlines()
    assert lines == [
        f"{'+' if each.change == 'added' else '-'} {each.line.decode()}" for each in expected
    ]
    assert output(*folders, "--format", "markdown").splitlines() == ["```diff", *lines, "```"]
    records = json.loads(output(*folders, "--format", "json"))
    assert len(records) == len(lines)
    assert {record["graph"] for record in records} > {
        "<https://w3id.org/csekg/id/graph/verdragen-nl-009290>"
    }


def test_what_is_no_release_is_an_error_of_one_line(releases: TwoReleases) -> None:
    with pytest.raises(Exception, match="is no release: cannot read"):
        invoke("diff", str(releases.folder), str(releases.new.folder))
