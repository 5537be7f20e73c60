"""Plain CSV and TSV: what `csekg import` prints is read again."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.cli import main
from csekg.importers.delimited import read
from csekg.importers.records import KINDS, Reading, SourceFileError, SourceRecord
from tests.csekg.importers.un_pages import BELOW, DECLARING, Page

COLUMNS = ("participant", "actor", "territory", "kind", "date", "marker", "effective_on", "text", "place")
ACTORS = {"Ireland": "IRL", "Türkiye": "TUR", "Yugoslavia": "YUG"}


def _written(records: list[SourceRecord], delimiter: str = ",") -> str:
    """Return the records as `csekg import --format csv` prints them."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n", delimiter=delimiter)
    writer.writerow(COLUMNS)
    for each in records:
        day, effective = (str(day) if day else "" for day in (each.day, each.effective_on))
        actor = ACTORS.get(each.participant, "")
        writer.writerow(
            (each.participant, actor, each.territory, each.kind, day, each.marker, effective, each.text, each.place)
        )
    return stream.getvalue()


def _read(folder: Path, content: str | bytes, name: str = "acts.csv") -> Reading:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (reading,) = read(path)
    return reading


# A cell has no space around it, and no control characters but the end of a line.
_cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\"',;\t"), max_size=30
).map(str.strip)
_days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
_records = st.builds(
    SourceRecord,
    participant=st.sampled_from(list(ACTORS)) | _cells.filter(bool),
    kind=st.sampled_from(KINDS),
    place=_cells.filter(bool),
    territory=_cells,
    day=_days,
    marker=_cells,
    effective_on=st.none() | _days,
    text=_cells,
)


@settings(deadline=None, max_examples=50)
@given(st.lists(_records, min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_is_printed_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, records: list[SourceRecord], delimiter: str
) -> None:
    content = _written(records, delimiter)
    reading = _read(tmp_path_factory.mktemp("csv"), content)
    assert list(reading.records) == records
    assert _written(list(reading.records), delimiter) == content


def test_a_typed_table_needs_three_columns(tmp_path: Path) -> None:
    table = "\ufeffkind;date;participant\r\n\r\nratification;2001-11-09;Spain\r\n;;\r\n"
    reading = _read(tmp_path, table)
    assert reading.reference == ""
    (record,) = reading.records
    assert (record.participant, record.kind, record.day) == ("Spain", "ratification", date(2001, 11, 9))
    assert record.place == "acts.csv:3"


def test_what_stands_in_words_needs_no_day(tmp_path: Path) -> None:
    rows = "participant,kind,date,text\nSpain,declaration,,Words\n,communication,,A note\n"
    assert [each.day for each in _read(tmp_path, rows).records] == [None, None]


def test_the_output_of_the_command_is_its_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def imported(form: str, content: str) -> str:
        file = tmp_path / f"file.{form}"
        file.write_text(content, encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["csekg", "import", form, str(file), "--format", "csv"])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code in (0, None)
        return capsys.readouterr().out

    printed = imported("untc", str(Page(DECLARING, below=BELOW)))
    assert printed.count("\n") > 20
    assert imported("csv", printed) == printed


HEAD = "participant,actor,kind,date\n"
WRONG: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "is empty"),
    "a header alone": (HEAD, "has a header and no rows"),
    "a missing column": ("participant,date\nSpain,2001-11-09\n", "has no column kind"),
    "a misspelt column": ("participant,kin,date\n", "unknown column: 'kin'. Did you mean kind?"),
    "a column twice": ("participant,kind,date,date\n", "a column stands twice: 'date'"),
    "another table": ("actor,territory,name_in_source\n", "unknown column: 'name_in_source'"),
    "a cell too many": (HEAD + "Spain,,signature,2000-01-01,x\n", ":2: has 5 cells, the header"),
    "a cell too few": (HEAD + "Spain,,signature\n", ":2: has 3 cells, the header has 4"),
    "an unknown kind": (HEAD + "Spain,,signatur,2000-01-01\n", "Did you mean signature"),
    "a day of another form": (HEAD + "Spain,,signature,01/02/2000\n", "'01/02/2000' is not a day"),
    "a day that is none": (HEAD + "Spain,,signature,2000-02-30\n", "day is out of range"),
    "an act without a day": (HEAD + "Spain,,signature,\n", "signature needs a date"),
    "an act of nobody": (HEAD + ",,signature,2000-01-01\n", "signature needs a participant"),
    "another actor": (HEAD + "Spain,PRT,signature,2000-01-01\n", "the actor of 'Spain' is ESP, not: 'PRT'"),
    "an actor of an unknown name": (HEAD + "Arcadia,PRT,signature,2000-01-01\n", "is not known"),
    "an open quote": (HEAD + '"Spain,,signature,2000-01-01\n', ":2: is broken CSV"),
    "an odd quote": (HEAD + 'a"b"c,,x,"y"z\n', ":2: is broken CSV"),
    "another encoding": (HEAD.encode() + b"C\xf4te,,signature,2000-01-01\n", ":2: is not UTF-8"),
    "UTF-16": (HEAD.encode("utf-16"), "is not UTF-8"),
    "a zero byte": (HEAD + "Spa\0in,,signature,2000-01-01\n", "has a control character"),
    "no table": ("<html><table></table></html>", "unknown column: '<html>"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_such_table_is_refused(tmp_path: Path, case: str) -> None:
    content, message = WRONG[case]
    with pytest.raises(SourceFileError, match=r"acts\.csv") as caught:
        _read(tmp_path, content)
    assert message in str(caught.value)
