"""Status chapters of the United Nations: what the header of a column says, and what is written is read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers.mtdsg import read
from csekg.importers.mtdsg.table import read_header
from tests.csekg.importers.mtdsg_files import File

FULL = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"


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
    path = tmp_path_factory.mktemp("m") / "x.xml"
    path.write_bytes(file.content())
    (reading,) = read(path)
    assert [(each.participant, each.kind, each.day, each.marker) for each in reading.records] == expected


def _printed(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"
