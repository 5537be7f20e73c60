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
from tests.csekg.importers.test_examples import EXAMPLES

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

    printed = imported("untc", (EXAMPLES / "untc" / "statements.html").read_text("utf-8"))
    assert printed.count("\n") > 20
    assert imported("csv", printed) == printed


@pytest.mark.parametrize(
    "content",
    ["participant,actor,kind,date\nC\u00f4te,,signature,2000-01-01\n".encode(form) for form in ("latin-1", "utf-16")],
)
def test_another_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceFileError, match=r"acts\.csv:\d: is not UTF-8"):
        _read(tmp_path, content)
