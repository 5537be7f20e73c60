from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers.mtdsg import read
from csekg.importers.mtdsg.table import read_header
from csekg.importers.records import Reading, SourceFileError, SourceRecord
from tests.csekg.importers.mtdsg_files import STATEMENTS, File

_PLAIN = File().text()
FULL = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def reading(folder: Path, file: File | bytes | str) -> Reading:
    content = file.content() if isinstance(file, File) else file
    path = folder / "x.xml"
    path.write_bytes(content.encode("latin-1") if isinstance(content, str) else content)
    (found,) = read(path)
    return found


def acts(found: Reading) -> list[tuple[str, str, str | None, str]]:
    return [
        (each.participant, each.kind, each.day.isoformat() if each.day else None, each.marker) for each in found.records
    ]


def test_a_file_gives_its_treaty_its_acts_and_its_totals(tmp_path: Path) -> None:
    found = reading(tmp_path, File())
    assert (found.reference, found.title) == ("IV-11-c", "Protocol on examples")
    assert found.totals == {"signatories": 1, "parties": 2}
    assert found.notices == ()
    assert acts(found) == [
        ("Albania", "signature", "2000-12-12", ""),
        ("Albania", "ratification", "2002-08-21", ""),
        ("Belgium", "accession", "2006-03-17", "a 1"),
    ]
    line = File().text().splitlines().index("                <Entry>12 Dec 2000</Entry>") + 1
    assert found.records[0].place == f"x.xml:{line}"


def test_what_participants_say_is_recorded_with_its_kind(tmp_path: Path) -> None:
    found = reading(tmp_path, File(rows=[("Albania", "1 Dec 2000", "")], totals={"Signatories": "1"}, parts=STATEMENTS))
    told = [
        (each.participant, each.kind, str(each.day or ""), each.marker, each.territory, each.text)
        for each in found.records[1:]
    ]
    assert told == [
        ("Albania", "communication", "", "[]", "", "Contributions. Amount: 1,000"),
        ("Albania", "reservation", "", "2", "", "Reservation:\nWe do not accept article 5."),
        ("Albania", "declaration", "", "2", "", "Declarations:\nWe read article 7 so.\nAnd article 8."),
        (
            "Belgium",
            "objection",
            "2002-10-04",
            "",
            "",
            "4 October 2002\nWith regard to the reservation of Albania:\nBelgium objects.",
        ),
        ("Belgium", "objection", "2003-10-05", "", "", "5 October 2003*\nAnd again."),
        ("Albania", "notification", "", "", "", "The authority is the ministry."),
        ("Belgium", "territorial-application", "2003-04-04", "", "Aruba", ""),
        ("Belgium", "territorial-application", "2003-04-05", "", "Curaçao", ""),
        ("Siam", "communication", "", "", "", "Ratifications. (May, 10th, 1933)"),
        ("Siam", "communication", "", "", "Elsewhere", "Ratifications. With a reservation."),
    ]


@pytest.mark.parametrize(
    ("header", "letter", "kind", "words"),
    [
        (FULL, "", "ratification", "Ratification"),
        (FULL, "AA", "approval", "Approval"),
        (FULL, "d", "succession", "Succession"),
        ("Signature, Succession to signature(d)", "d", "succession-to-signature", "Succession to signature"),
        ("Definitive signature(s), Acceptance(A)", "s", "definitive-signature", "Definitive signature"),
        ("Definitive signature(s), Acceptance(A)", "", "consent", "Definitive signature, Acceptance"),
        ("Signature ad referendum (s)", "", "signature", "Signature ad referendum"),
        ("Acceptance(A)", "", "acceptance", "Acceptance"),
        ("Provisional application(n)", "n", "provisional-application", "Provisional application"),
        ("Consent to be bound(P), Succession(d)", "P", "consent", "Consent to be bound"),
        ("Confirmation of signature ad referendum(C)", "C", "consent", "Confirmation of signature ad referendum"),
        ("Formal confirmation(c), Accession(a), Ratification", "c", "formal-confirmation", "Formal confirmation"),
        (
            "Ratification, Participation under articles 3 (2) and (3)(P)",
            "P",
            "consent",
            "Participation under articles 3 (2) and (3)",
        ),
        ("Notification under article 21 (1)", "", "notification", "Notification under article 21 (1)"),
        ("Notification of succession(d), Ratification", "d", "succession", "Notification of succession"),
        (
            "Acceptance of the Protocol, ipso facto (1) or not, Accession(a)",
            "",
            "acceptance",
            "Acceptance of the Protocol, ipso facto (1) or not",
        ),
        (
            "Participation by virtue of ratification, accession or succession",
            "",
            "consent",
            "Participation by virtue of ratification, accession or succession",
        ),
        (
            "Definitive signature of the Protocol, Acceptance of the Protocol",
            "",
            "consent",
            "Definitive signature of the Protocol, Acceptance of the Protocol",
        ),
        ("Application", "", "consent", "Application"),
        ("Withdrawal(w), Ratification", "w", "denunciation", "Withdrawal"),
    ],
)
def test_a_letter_means_what_the_header_of_its_column_says(header: str, letter: str, kind: str, words: str) -> None:
    column = read_header(header, "x")
    assert (column.kinds[letter], column.words[letter]) == (kind, words)


def test_an_unmarked_date_is_nothing_where_signatures_and_consents_have_letters() -> None:
    assert "" not in read_header("Signature(x), Accession(a)", "x").kinds


def test_the_dates_of_an_unknown_act_are_communications() -> None:
    column = read_header("Ratification, Colour(x)", "x")
    assert column.kinds == {"": "ratification", "x": "communication"}
    assert list(column.warnings("x:1")) == [
        "x:1: a column has an act that is unknown, 'Colour': its dates become communications"
    ]


def test_a_date_that_may_be_an_unknown_act_or_a_consent_is_refused(tmp_path: Path) -> None:
    file = File(header=("Participant", "Ratification, Colour"), totals={}, rows=[("Albania", "1 Jan 2000")])
    with pytest.raises(SourceFileError, match="has no letter"):
        reading(tmp_path, file)


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("<Footer>", "<Colour>red</Colour><Footer>", "<Colour> in <Treaty> is unknown and not read: 'red'"),
        ("<Conclusion>", "<Colour>4 May 1990</Colour><Conclusion>", "<Colour> in <ExternalData> is unknown"),
        ("<ExternalData>", '<ExternalData lang="en">', "attribute lang of <ExternalData> is unknown"),
        ("<TGroup", "<Title>States</Title><TGroup", "<Title> in <Table> is unknown and not read: 'States'"),
        ("<Table c", "A text<Table c", "text in <Participants> is not read: 'A text'"),
        ("<Row>", "<Row><Entry>States</Entry></Row><Row>", "a title within the table is not read: 'States'"),
        ("Signature</Entry>", "Signature, Colour(x)</Entry>", "an act that is unknown, 'Colour'"),
    ],
)
def test_what_is_unknown_and_no_act_is_named(tmp_path: Path, old: str, new: str, warning: str) -> None:
    before, _, after = _PLAIN.partition("</Thead>") if old == "<Row>" else ("", "", _PLAIN)
    assert old in after
    found = reading(tmp_path, f"{before}{'</Thead>' if before else ''}{after.replace(old, new, 1)}")
    assert acts(found) == acts(reading(tmp_path, _PLAIN))
    assert [warning in each for each in found.warnings] == [True]


def test_the_words_of_the_header_are_kept_where_the_kind_says_less(tmp_path: Path) -> None:
    file = File(
        header=("Participant", "Definitive acceptance"),
        totals={},
        rows=[("Albania", "[ 6 Nov 1991 ]"), ("Chile", "7 Nov 1991")],
    )
    assert [(each.kind, each.text, each.marker) for each in reading(tmp_path, file).records] == [
        ("acceptance", "Definitive acceptance", "[]"),
        ("acceptance", "Definitive acceptance", ""),
    ]


def test_cells_with_brackets_tabs_and_several_acts(tmp_path: Path) -> None:
    file = File(
        totals={},
        rows=[
            ("Albania", "[24 Apr\t 1963 ]", "[20 Jan 1993 a], 3 Feb 1999"),
            ("Chile", "1 January 1990", " 7 Feb 2023  a "),
        ],
    )
    assert acts(reading(tmp_path, file)) == [
        ("Albania", "signature", "1963-04-24", "[]"),
        ("Albania", "accession", "1993-01-20", "[a]"),
        ("Albania", "ratification", "1999-02-03", ""),
        ("Chile", "signature", "1990-01-01", ""),
        ("Chile", "accession", "2023-02-07", "a"),
    ]


def test_a_column_of_effect_dates_the_act_before_it(tmp_path: Path) -> None:
    file = File(
        header=("Participant", "Ratification", "Entry into force"),
        totals={},
        rows=[("Albania", "1 Feb 1990", "3 May 1990")],
    )
    (record,) = reading(tmp_path, file).records
    assert (record.day, record.effective_on) == (date(1990, 2, 1), date(1990, 5, 3))


@pytest.mark.parametrize(
    ("rows", "totals", "notes", "notice"),
    [
        ([("A", "", "[1 Jan 2000 a]"), ("B", "", "1 Jan 2000")], {"Parties": "2"}, {}, "2 parties"),
        ([("A", "", ""), ("B", "1 Jan 2000", "")], {"Signatories": "2"}, {}, "2 signatories"),
        (
            [("Serbia<superscript>1</superscript>", "", "1 Jan 2000"), ("B", "", "1 Jan 2000")],
            {"Parties": "1"},
            {"1": "The former Yugoslavia had acceded."},
            "1 parties",
        ),
    ],
)
def test_a_total_that_the_source_counts_otherwise_for_a_reason_that_it_shows_is_a_notice(
    tmp_path: Path, rows: list[tuple[str, str, str]], totals: dict[str, str], notes: dict[str, str], notice: str
) -> None:
    found = reading(tmp_path, File(rows=rows, totals=totals, notes=notes))
    assert notice in found.notices[0]


def test_a_row_without_an_act_is_a_notice(tmp_path: Path) -> None:
    found = reading(tmp_path, File(rows=[("China", "", ""), ("B", "1 Jan 2000", "")], totals={}))
    assert found.notices == ("lists without an act: China",)


def test_signs_that_an_editor_cut_are_restored(tmp_path: Path) -> None:
    text = (
        File(title="A \x1cfine\x1d title", rows=[("C\xf4te d\x19Ivoire", "", "1 Jan 2000 a")], totals={})
        .text()
        .replace("18 January 2002.", "18 January & so on")
    )
    found = reading(tmp_path, text)
    assert (found.title, found.records[0].participant) == ("A “fine” title", "Côte d\u2019Ivoire")
    assert found.notices == ("has 4 typographic signs cut to one byte, which are restored",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (_PLAIN[:1500], "broken XML"),
        (_PLAIN.replace("<Footer>", "<Colour>4 May 2000</Colour><Footer>"), "is unknown and holds a day: '4 May 2000'"),
        (_PLAIN.replace("<Row>", '<Row x="1">', 1), "attribute x of <Row> is unknown"),
        (_PLAIN.replace("<Table c", "4 May 2000<Table c"), "text in <Participants> has no place there and holds a day"),
        (_PLAIN.replace("<Row>", "<Row><Entry>4 May 2000</Entry></Row><Row>"), "has 1 cells"),
        (_PLAIN.replace("<Entry>Albania", '<Entry morerows="1">Albania'), "attribute morerows of <Entry> is unknown"),
        (File(rows=[]).text(), "the table of participants is empty"),
        (File(rows=[("Albania", "1 Jan 2000")]).text(), "has 2 cells, the header has 3"),
        (File(header=("Participant", "Signature")).text(), "has 3 cells, the header has 2"),
        (_PLAIN.replace('cols="3"', 'cols="4"'), "another number of columns"),
        (File(header=("Signature", "Participant", "Ratification")).text(), "column has moved"),
        (File(rows=[("1 Jan 2000", "Albania", "")]).text(), "no participant in its first cell"),
        (File(rows=[("Albania", "Belgium", "")]).text(), "a cell is no date of an act: 'Belgium'"),
        (File(rows=[("Albania", "31 Feb 2000", "")]).text(), "day is out of range"),
        (File(rows=[("Albania", "3 Foo 2000", "")]).text(), "names no month"),
        (File(rows=[("Albania", "", "1 Jan 2000 z")]).text(), "letter 'z', which the header does"),
        (File(rows=[("Albania", "1 Jan 2000 a", "")]).text(), "letter 'a', which the header does"),
        (File(rows=[("Albania", "[1 Jan 2000", "")]).text(), "is no date of an act"),
        (File(totals={"Parties": "1"}).text(), "prints 1 parties, its rows give 2"),
        (File(totals={"Signatories": "2"}).text(), "prints 2 signatories, its rows give 1"),
        (File(totals={"Parties": "many"}).text(), "<Parties> is no number: 'many'"),
        (File(title="").text(), "has no title"),
        (File(reference=("Four", "1", "")).text(), "does not number the treaty"),
        ("<Other/>", "is no document of this format"),
        (_PLAIN.replace("Albania", "Alb\x07ania"), "broken XML"),
        (_PLAIN.replace("<Document>", "<!DOCTYPE Document [<!ENTITY a 'b'>]><Document>"), "document type or entities"),
    ],
)
def test_a_file_that_is_not_of_the_format_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SourceFileError, match=re.escape(message)):
        reading(tmp_path, content)


_LETTERS_OF_NAMES = "ABCabcdefgßÇÉéíôü"
_NAMES = st.lists(st.text(f"{_LETTERS_OF_NAMES}'.-&", min_size=1, max_size=8), min_size=1, max_size=4).map(
    lambda words: f"{' '.join(words)} (The)"
)
_DAYS = st.dates(date(1850, 1, 1), date(2199, 12, 31))
_LETTERS = st.sampled_from(["", "A", "AA", "a", "d"])
_ROWS = st.lists(
    st.tuples(_NAMES, _DAYS | st.none(), _DAYS, _LETTERS, st.booleans(), st.lists(st.integers(1, 99), max_size=3)),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=30)
@given(rows=_ROWS)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, date | None, date, str, bool, list[int]]]
) -> None:
    kinds = {"": "ratification", "A": "acceptance", "AA": "approval", "a": "accession", "d": "succession"}
    expected: list[tuple[str, str, date, str]] = []
    cells = []
    for name, signed, day, letter, bracketed, marks in rows:
        noted = f"<superscript>{','.join(map(str, marks))}</superscript>" if marks else ""
        act = f"{_printed(day)} {letter}"
        cells.append((name + noted, _printed(signed) if signed else "", f"[{act}]" if bracketed else act))
        signs = ",".join(map(str, marks))
        if signed:
            expected.append((name, "signature", signed, signs))
        marker = f"[{letter}] {signs}" if bracketed else f"{letter} {signs}"
        expected.append((name, kinds[letter], day, marker.strip()))
    parties = sum(not row[4] for row in rows)
    file = File(header=("Participant", "Signature", FULL), rows=cells, totals={"Parties": str(parties)})
    records: tuple[SourceRecord, ...] = reading(tmp_path_factory.mktemp("m"), file).records
    assert [(each.participant, each.kind, each.day, each.marker) for each in records] == expected


def _printed(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
