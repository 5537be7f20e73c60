from __future__ import annotations

import json

import pytest

from csekg.dataset.assemble import build
from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.texts import is_english, untranslated
from csekg.releases.change_texts import _heading, as_change, as_it_is, changes, counted
from csekg.releases.differences import Difference, StoreTables, differences, statement_changes
from csekg.resources import ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.tables.all_tables import BY_NAME
from tests.command import invoke, output
from tests.releases import NEW, OLD, TwoReleases, changed_data

WORDS = [
    "Singapore signed the OPSC on 25 Nov 2025",
    "Ireland, OPSC, signature: date corrected from 6 Sep 2000 to 7 Sep 2000",
    "Removed: Tuvalu signed the OPSC on 1 Jan 2020",
    "Singapore, OPSC: status signatory only, before not joined",
    "Tuvalu, OPSC: status not joined, before signatory only",
]


def test_what_changed_is_told_in_words(releases: TwoReleases) -> None:
    found = changes(releases.old, releases.new)
    assert [change.text for change in found] == WORDS
    assert counted(found) == "acts: 1 new, 1 changed, 1 removed; 2 other changes"
    first = found[0]
    assert (first.change, first.thing, first.actor, first.treaty) == ("added", "act", "SGP", "opsc")
    corrected = found[1]
    assert (corrected.property, corrected.before, corrected.after) == ("acted_on", "2000-09-06", "2000-09-07")
    assert corrected.id.endswith("/action/opsc/IRL/2000-09-07/signature")


def test_the_other_way_round_what_came_goes(releases: TwoReleases) -> None:
    texts = [change.text for change in changes(releases.new, releases.old)]
    assert texts[:3] == [
        "Tuvalu signed the OPSC on 1 Jan 2020",
        "Ireland, OPSC, signature: date corrected from 7 Sep 2000 to 6 Sep 2000",
        "Removed: Singapore signed the OPSC on 25 Nov 2025",
    ]
    assert changes(releases.new, releases.new) == []


#: Texts of the fact files, and what stands there afterwards.
CHANGED_FACTS = {
    "actors.csv": {"the French Republic": "the Republic of France", "IRL,372,372": "IRL,373,372"},
    "correspondences/decided.csv": {"Same content as UNTOC, article 30(2)(c); one": "Same content; one"},
    "documents.csv": {
        "A/RES/61/146,ga,": "A/RES/61/147,ga,",
        "world-congress-2001,,,2001,": "world-congress-2001,,,2002,",
        "resolution,Rights of the child,": "report,Rights of children,",
        "e-cn15-2009-14,report,Effective": (
            "ga-99-1,resolution,A title,Short title,,ga,,,2006,,,,,,resolution-16-2,\ne-cn15-2009-14,report,Effective"
        ),
    },
    "resolution/citations.csv": {
        'pp/4,2,recalling,yokohama-2001,75,,,"A/S-27/12, annex"': "pp/4,2,noting,stockholm-1996,75,,,A/S-27/12",
        'pp/12,2,taking-note,,,,,"instruments on the sexual exploitation of children, none of them named"\n': "",
        "human rights instruments that apply to children, none": "instruments, none",
    },
    "resolution/paragraphs.csv": {
        "organised-crime;trafficking": "trafficking",
        "pp/3,3,,recalling,none": "pp/3,3,,recalling,member-states",
        "pp/4,4,,recalling,": "pp/4,4,,recalling;noting,",
    },
    "treaties/crc/declarations.csv": {
        "Objects to the reservations which Singapore made when acceding.,,no,"
        + ";".join(f"SGP/reservation/{number}" for number in range(1, 6)): (
            "Objects to the reservations which Singapore made when acceding.,,no,NOR"
        )
    },
    "treaties/crc/events.csv": {"DEU,,reservation-withdrawal,,2010-07-15": "DEU,,reservation-withdrawal,,2010-07-16"},
    "treaties/crc/treaty.toml": {"A/RES/44/25, annex": "A/RES/44/25"},
    "treaties/opac/declarations.csv": {
        "Recruits only informed volunteers from seventeen, and enlistment below eighteen is valid "
        'only if legal representatives consent.",17': 'Recruits volunteers.",18'
    },
    "treaties/opsc/articles.csv": {
        "that apply.,adoption,treaty-texts,verified": "that apply.,adoption;sanctions,treaty-texts,unverified"
    },
}
RESOLUTION = "CCPCJ resolution 16/2, preambular paragraph"
CITATION = f"{RESOLUTION} 4, noting: Stockholm Declaration and Agenda for Action"
CHANGED_WORDS = [
    "Germany, CRC, reservation withdrawal: date corrected from 15 Jul 2010 to 16 Jul 2010",
    *(
        f"Germany, CRC: {statement}: withdrawn on 16 Jul 2010, before 15 Jul 2010"
        for statement in (
            "declaration 2, 26 Jan 1990",
            "declaration 3, 6 Mar 1992",
            "interpretative declaration 1, 6 Mar 1992",
            "interpretative declaration 2, 6 Mar 1992",
            "reservation 1, 6 Mar 1992",
        )
    ),
    "Sweden, CRC: objection 12, 13 Aug 1997: objects to no longer stated: "
    + ", ".join(f"crc/SGP/undated/reservation/{number}" for number in range(1, 6)),
    "Sweden, CRC: objection 12, 13 Aug 1997: objected actor NOR, before SGP",
    "France, OPAC: binding age declaration 1, 5 Feb 2003: description Recruits volunteers., before "
    "Recruits only informed volunteers from seventeen, and enlistment below eighteen is valid only "
    "if legal representatives consent.",
    "France, OPAC: binding age declaration 1, 5 Feb 2003: declared minimum age 18, before 17",
    "CRC: document symbol A/RES/44/25, before A/RES/44/25, annex",
    "New instrument: Short title",
    "General Assembly resolution 61/146: name Rights of children, before Rights of the child",
    "General Assembly resolution 61/146: kind corrected from resolution to report",
    "General Assembly resolution 61/146: document symbol A/RES/61/147, before A/RES/61/146",
    "Yokohama Global Commitment: adopted in year 2002, before 2001",
    f"{RESOLUTION} 19 and UN Cybercrime Convention, article 56(2)(c): decision reason Same "
    "content; one reading names it., before Same content as UNTOC, article 30(2)(c); one reading "
    "names it.",
    "OPSC, article 3(5): verification unverified, before verified",
    "OPSC, article 3(5): topic adoption; sanctions, before adoption",
    f"{RESOLUTION} 3: addressee member-states, before none",
    f"{RESOLUTION} 3: topic trafficking, before organised-crime; trafficking",
    f"{RESOLUTION} 1, recalling: not named: description instruments, none of them named, before "
    "human rights instruments that apply to children, none of them named",
    f"{CITATION}: citation verb noting, before recalling",
    f"{CITATION}: cited instrument stockholm-1996, before yokohama-2001",
    f"{CITATION}: cited as A/S-27/12, before A/S-27/12, annex",
    f"Removed citation: {RESOLUTION} 12, taking note: not named",
    "France: formal name the Republic of France, before the French Republic",
    "Ireland: iso numeric 373, before 372",
]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> StoreTables:
    """The tables of the facts of the newer release, of which one of each kind is changed."""
    data = changed_data(tmp_path_factory.mktemp("changed"), CHANGED_FACTS)
    return StoreTables(Store(build(data, ontology_dir(), lambda _step: None)))


def test_a_change_of_each_kind_is_told(releases: TwoReleases, changed: StoreTables) -> None:
    assert [change.text for change in changes(releases.new, changed)] == CHANGED_WORDS
    other_way = [change.text for change in changes(changed, releases.new)]
    assert {text for text in other_way if text.startswith(("New", "Removed"))} == {
        f"New citation: {RESOLUTION} 12, taking note: not named",
        "Removed instrument: Short title",
    }


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


@pytest.fixture(scope="module")
def of_every_cell(small_store: Store) -> list[Difference]:
    return differences(Altered(small_store), StoreTables(small_store))


def test_what_changed_is_identified_as_in_the_dataset(small_store: Store, of_every_cell: list[Difference]) -> None:
    things = {difference.thing for difference in of_every_cell}
    assert things == {
        "act",
        "declaration",
        "participation",
        "instrument",
        "source",
        "correspondence",
        "difference between sources",
        "provision",
        "paragraph",
        "citation",
        "actor",
        "group",
    }
    iris = {as_change(difference, as_it_is).id for difference in of_every_cell}
    known = {iri for (iri,) in small_store.values("SELECT DISTINCT ?thing { ?thing a ?class }")}
    assert len(iris) > 1000
    assert iris <= known


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_what_a_change_is_about_has_a_heading_in_each_language(of_every_cell: list[Difference], language: str) -> None:
    columns = {change.column for change in of_every_cell}
    with speaking(language):
        english = {column for column in columns if is_english(_heading(column))}
    # No list of the service has these columns, whose headings would be translated with it.
    assert english == {"opened_on", "signature_closes_on", "territory"}


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
    monkeypatch.setattr("csekg.answers.common.translations.said", lambda _store, english: untranslated(english))
    folders = (str(releases.old.folder), str(releases.new.folder))
    printed = output("--language", "fr", "diff", *folders, "--format", form)
    assert "Singapore, OPSC" in printed
    assert "au lieu de" in printed
    assert printed == str(printed)


def test_the_command_prints_statements(releases: TwoReleases) -> None:
    folders = ("diff", str(releases.old.folder), str(releases.new.folder), "--statements")
    expected = list(statement_changes(releases.old, releases.new))
    lines = output(*folders).splitlines()
    assert lines == [f"{'+' if each.change == 'added' else '-'} {each.line.decode()}" for each in expected]
    assert output(*folders, "--format", "markdown").splitlines() == ["```diff", *lines, "```"]
    records = json.loads(output(*folders, "--format", "json"))
    assert len(records) == len(lines)
    assert {record["graph"] for record in records} > {"<https://w3id.org/csekg/id/graph/verdragen-nl-009290>"}


def test_what_is_no_release_is_an_error_of_one_line(releases: TwoReleases) -> None:
    with pytest.raises(Exception, match="is no release: cannot read"):
        invoke("diff", str(releases.folder), str(releases.new.folder))
