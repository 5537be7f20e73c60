"""The Swiss tables are read in three languages, with territories, signs and notes, or refused."""

from __future__ import annotations

import tempfile
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers import fedlex
from csekg.importers.names import is_actor
from csekg.importers.records import Reading, SourceFileError, SourceRecord
from tests.csekg.importers.fedlex_pages import (
    FRENCH,
    GERMAN,
    ITALIAN,
    Words,
    cells,
    declarations,
    header,
    row,
    save,
    scope,
)

DAY, SINCE = date(2013, 5, 29), date(2014, 4, 14)
NOTES = {"*": "Vorbehalte.", "**": "Einwendungen.", "": "Nicht publiziert.", "a": "Ohne Grönland."}


def read(folder: Path, *sections: str) -> Reading:
    (reading,) = fedlex.read(save(folder, *sections))
    return reading


def short(record: SourceRecord) -> tuple[str, str, str, str]:
    return record.participant, record.territory, record.kind, record.marker


def test_a_table_gives_kinds_signs_and_notes(tmp_path: Path) -> None:
    rows = [
        row("Albanien*", DAY, "", SINCE),
        row("Dänemark<sup> a</sup>", date(2015, 10, 7), "B", date(2016, 1, 7)),
        row("Slowakei*<sup> </sup>**", date(1993, 5, 28), "N", date(1993, 1, 1)),
        row("Zypern <sup><inl>*</inl></sup>", date(2017, 9, 1), "", None),
        cells(*[""] * 5),
    ]
    reading = read(tmp_path, scope(rows, explained=NOTES))
    assert [short(each) for each in reading.records] == [
        ("Albanien", "", "consent", "*"),
        ("Dänemark", "", "accession", "B a"),
        ("Slowakei", "", "succession", "N * **"),
        ("Zypern", "", "consent", "*"),
    ]
    first, second, third, fourth = reading.records
    assert (first.day, first.effective_on, fourth.effective_on) == (DAY, SINCE, None)
    assert (second.text, third.text) == ("Ohne Grönland.", "Vorbehalte. Einwendungen.")
    assert first.place == "page.html:8"
    assert (reading.reference, reading.as_of) == ("", date(2024, 12, 11))
    assert reading.title == "(Geltungsbereich am 11. Dezember 2024)"
    assert reading.notices == ("The list adds: Nicht publiziert.",)


def test_a_page_gives_number_and_title_and_a_reading_per_table(tmp_path: Path) -> None:
    change = scope([row("Ägypten", DAY)], date(2014, 6, 4), part="der Änderung", number=3)
    swiss = declarations(
        '<p class="man-template-tab-untertit man-space-before-8">Schweiz<sup><a href="#f">7</a>'
        "</sup></p><p>Artikel 10</p><dl><dt>a.</dt><dd>bleibt <i>vorbehalten</i>.</dd></dl><p></p>"
        '<div class="footnotes"><p>7 AS 1998 2053</p></div>'
    )
    page = save(
        tmp_path,
        scope([row("Schweiz", DAY)]),
        swiss,
        change,
        identity=("0.107", "Übereinkommen über die Rechte des Kindes"),
    )
    treaty, amendment = fedlex.read(page)
    assert (treaty.reference, amendment.reference) == ("0.107", "0.107 der änderung")
    assert treaty.title == ("Übereinkommen über die Rechte des Kindes (Geltungsbereich am 11. Dezember 2024)")
    assert amendment.as_of == date(2014, 6, 4)
    assert [each.kind for each in treaty.records] == ["consent", "declaration"]
    declared = treaty.records[1]
    assert (declared.participant, declared.text) == ("Schweiz", "Artikel 10\na.\nbleibt vorbehalten.")
    assert [each.participant for each in amendment.records] == ["Ägypten"]


TAB = '<dl class="x"><dt><span data-message="E40S10-TAB">[tab]</span></dt><dd>{}</dd></dl>'


def test_declarations_may_have_the_State_in_bold_letters_once(tmp_path: Path) -> None:
    swiss = "<p><b>Schweiz</b></p><p><b>Artikel 5</b></p><p>Vorbehalten.</p>"
    reading = read(tmp_path, scope([row("Kuba", DAY)]), declarations(swiss))
    assert [(each.participant, each.text) for each in reading.records[1:]] == [("Schweiz", "Artikel 5\nVorbehalten.")]


def test_an_indented_row_is_a_territory_unless_it_acts_itself(tmp_path: Path) -> None:
    def tabbed(*contents: str) -> str:
        return "<tr>" + "".join(f"<td>{TAB.format(each)}\n</td>" for each in contents) + "</tr>"

    rows = [
        row("Neuseeland", DAY),
        row("\u00a0\u00a0\u00a0\u00a0Cook-Inseln*", date(1997, 6, 6), "B", date(1997, 7, 6)),
        row("Niederlande* **", DAY),
        "<tr><td><p>    Karibische Gebiete (Bonaire, <br>    Saba)*</p></td>"
        + "".join(f"<td>{TAB.format(each)}</td>" for each in ("1. Mai", "2000", "2. Mai", "2000"))
        + "</tr>",
        tabbed("Guernsey <sup>a</sup>\n", "15. Oktober", "2001", "15. Oktober", "2001"),
        row("Australien"),
        row("    Bundesstaaten", DAY),
    ]
    reading = read(tmp_path, scope(rows, explained=NOTES))
    assert [short(each) for each in reading.records] == [
        ("Neuseeland", "", "consent", ""),
        ("Cook-Inseln", "", "accession", "B *"),
        ("Niederlande", "", "consent", "* **"),
        ("Niederlande", "Karibische Gebiete (Bonaire, Saba)", "territorial-application", "*"),
        ("Niederlande", "Guernsey", "territorial-application", "a"),
        ("Australien", "Bundesstaaten", "territorial-application", ""),
    ]
    assert reading.records[3].effective_on == date(2000, 5, 2)
    assert reading.notices[1:] == (
        "Cook-Inseln, indented below Neuseeland, has the letter B: read as a participant of its own.",
        "Guernsey is set below Niederlande with a tabulator: check it.",
    )


def test_a_state_under_a_state_is_not_its_territory(tmp_path: Path) -> None:
    rows = [row("Neuseeland", DAY), row("    Cook-Inseln", DAY), row("    Niue", DAY)]
    reading = read(tmp_path, scope(rows))
    assert [short(each) for each in reading.records] == [
        ("Neuseeland", "", "consent", ""),
        ("Cook-Inseln", "", "consent", ""),
        # A State for some lists, and a territory for others: as the list has it.
        ("Neuseeland", "Niue", "territorial-application", ""),
    ]
    assert reading.notices == (
        "Cook-Inseln, indented below Neuseeland, is no territory of it: read as a participant of its own.",
    )


def test_odd_things_that_lists_do_print_are_noticed(tmp_path: Path) -> None:
    rows = [row("Kap Verde", date(2108, 6, 19)), row("Kuba <sup>c</sup>", DAY), row("Kuba", DAY)]
    reading = read(tmp_path, scope(rows, beside="<p>Provisorisch.</p>"))
    assert len(reading.records) == 3
    assert reading.notices == (
        "Kap Verde is listed with 2108-06-19, after the day of the list (2024-12-11).",
        "The list adds: Provisorisch.",
        "Kuba has the sign c, which no note explains.",
        "Kuba stands in the list twice.",
    )


LETTERS = {
    "German": (GERMAN, {"consent": "", "accession": "B", "succession": "N"}),
    "French": (FRENCH, {"consent": "", "accession": "A", "succession": "S"}),
    "Italian": (ITALIAN, {"consent": "", "accession": "A", "succession": "S"}),
}
days = st.dates(date(1900, 1, 1), date(2024, 12, 11))
# Not a name's own: a final star is a sign, and two spaces before a name are an indentation. "EUE" is a
# participant, and never a territory.
names = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="*"), min_size=1, max_size=12).filter(
    lambda name: not is_actor(name)
)
signs = st.lists(st.sampled_from(("*", "**", "a", "b")), unique=True).map(sorted)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(LETTERS)),
    days,
    st.dictionaries(
        names,
        st.tuples(
            st.sampled_from(("consent", "accession", "succession")),
            days,
            st.none() | days,
            signs,
            st.dictionaries(names, days, max_size=2),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_what_is_written_is_read(
    language: str, as_of: date, states: dict[str, tuple[str, date, date | None, list[str], dict[str, date]]]
) -> None:
    words, letters = LETTERS[language]
    written: list[str] = []
    expected: list[tuple[object, ...]] = []
    for name, (kind, day, since, marks, territories) in states.items():
        stars = " ".join(mark for mark in marks if mark.startswith("*"))
        raised = ", ".join(mark for mark in marks if mark.isalpha())
        marked = escape(name) + stars + (f"<sup> {raised}</sup>" if raised else "")
        written.append(row(marked, day, letters[kind], since, words))
        marker = " ".join(filter(None, (letters[kind], *marks)))
        expected.append((name, "", kind, day, since, marker))
        for territory, applied in territories.items():
            written.append(row("\u00a0" * 4 + escape(territory), applied, "", applied, words))
            expected.append((name, territory, "territorial-application", applied, applied, ""))
    with tempfile.TemporaryDirectory() as folder:
        notes = {"*": "R", "**": "O", "a": "A", "b": "B"}
        reading = read(Path(folder), scope(written, as_of, words, explained=notes))
    found = [
        (each.participant, each.territory, each.kind, each.day, each.effective_on, each.marker)
        for each in reading.records
    ]
    assert found == expected
    assert reading.as_of == as_of


def moved(words: Words) -> str:
    parties, consent, in_force = words.header
    return header(Words("", (parties, in_force, consent), (), "", ""))


def consent(text: str) -> str:
    return header(Words("", ("Vertragsstaaten", text, "Inkrafttreten"), (), "", ""))


def inside(sections: str) -> str:
    return f'<div id="scope">{sections}</div>'


GOOD = row("Kuba", DAY)
HOSTILE: dict[str, tuple[str, str]] = {
    "no section": ("<p>Vertragsstaaten</p>", "has no section with a table of parties"),
    "declarations alone": (declarations("<p><b>Schweiz</b></p><p>A</p>"), "has no section"),
    "a section that is new": (inside(f"{scope([GOOD])}<section>A</section>"), "unknown <section>"),
    "a table beside": (inside(f"{scope([GOOD])}<table></table>"), "unknown <table>"),
    "another language": (
        scope([GOOD]).replace("Geltungsbereich am", "Champ d'applicaziun ils"),
        "language or form that is not read",
    ),
    "a heading without day": (scope([GOOD]).replace("Dezember", "Wintermonat"), "without a day"),
    "no rows": (scope([]), "has a table without rows"),
    "empty rows alone": (scope([cells(*[""] * 5)], explained=NOTES), "has a table without rows"),
    "no header": (scope([GOOD], head=""), "has 0 rows of column headers"),
    "two headers": (scope([GOOD], head=header(GERMAN) * 2), "has 2 rows of column headers"),
    "moved columns": (scope([GOOD], head=moved(GERMAN)), "has other columns: 'Vertragsstaaten |"),
    "headers of another language": (scope([GOOD], head=header(FRENCH)), "has other columns"),
    "an unknown act": (scope([GOOD], head=consent("Ratifikation Kauf (K)")), "'Kauf (K)' is no"),
    "a letter twice": (scope([GOOD], head=consent("Beitritt (B) Genehmigung (B)")), "the letter B stands twice"),
    "no act": (scope([GOOD], head=consent("")), "it names no act"),
    "an unknown letter": (scope([row("Kuba", DAY, "X")]), "does not explain: '2013 X'"),
    "no letter allowed": (scope([GOOD], head=consent("Beitritt (B)")) + "", "Known: B."),
    "four cells": (scope([cells("Kuba", "1. Mai", "2013", "")]), "has 4 cells, not 5: 'Kuba'"),
    "no name": (scope([row("", DAY)]), "has dates without a name"),
    "no year": (scope([cells("Kuba", "1. Mai", "", "", "")]), "has no year of consent"),
    "no such day": (scope([cells("Kuba", "31. Juni", "2013", "", "")]), "has no day (day is out"),
    "no such month": (scope([cells("Kuba", "3. Jan", "2013", "", "")]), "not a day in German"),
    "half a day": (scope([cells("Kuba", "1. Mai", "2013", "2. Mai", "")]), "not a day in German"),
    "a State without day": (scope([row("Kuba"), GOOD]), "has no date: 'Kuba'"),
    "a last State without day": (scope([GOOD, row("Laos")]), "has no date: 'Laos'"),
    "a territory of nobody": (scope([row("    Aruba", DAY)]), "indented below no State"),
    "an odd sign": (scope([row("Kuba<sup>§</sup>", DAY)]), "'§' is no sign of a note"),
    "a row after the notes": (scope([GOOD, '<tr><td colspan="5"><p>Ohne:</p></td></tr>', GOOD]), "row after the notes"),
    "an unclear note": (
        scope([GOOD, '<tr><td colspan="5"><dl><dt>a)</dt><dd>A</dd></dl></td></tr>']),
        "a note of which the sign is unclear: 'a)'",
    ),
    "a control character": (scope([row("Ku&#7;ba", DAY)]), "control character"),
    "declarations of nobody": (scope([GOOD]) + declarations("<p>A</p>"), "of no State: 'A'"),
    "no declaration": (scope([GOOD]) + declarations("<p><b>Schweiz</b></p>"), "without a decl"),
    "declarations first": (declarations("<p><b>Schweiz</b></p><p>A</p>") + scope([GOOD]), "before the first table"),
    "two tables": (scope([GOOD], beside="<table><tr><td>A</td></tr></table>"), "has 2 tables, not one"),
    "no heading": (scope([GOOD]).replace("h1", "h4"), "has 0 headings, not one"),
    "a maintenance page": ("<html><body>Scheduled maintenance</body></html>", "maintenance page"),
    "no markup": ("Kuba 1. Mai 2013", "is no HTML"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_broken_page_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    content, message = HOSTILE[case]
    file = tmp_path / "page.html"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SourceFileError) as caught:
        fedlex.read(file)
    assert str(caught.value).startswith("page.html")
    assert message in str(caught.value)


def test_a_page_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    file = save(tmp_path, scope([row("Albanien*", DAY), row("Kuba", DAY)], explained={"*": "V"}))
    whole = file.read_text(encoding="utf-8").rstrip()
    for length in range(0, len(whole), 7):
        file.write_text(whole[:length], encoding="utf-8")
        with pytest.raises(SourceFileError):
            fedlex.read(file)
