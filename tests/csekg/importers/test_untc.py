"""Status pages of the UN Treaty Collection: what is written is read, and no change of one ends in a traceback."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers.records import MissingDocumentError, SourceFileError
from csekg.importers.untc import read
from tests.csekg.importers.un_pages import LETTERS, Page, Row

_STATEMENTS = Path(__file__).parent / "examples" / "untc" / "statements.html"


def _expected(rows: list[Row]) -> list[tuple[str, str, date | None, str]]:
    """Return the records of rows, from the rows themselves."""
    acts: list[tuple[str, str, date | None, str]] = []
    for row in rows:
        signs = [("signature", row.signed, "")] if row.signed else []
        if row.consent:
            kind, day = row.consent
            signs.append((kind, day, LETTERS[kind]))
        for kind, day, letter in signs:
            shown = f"[{letter}]" if row.former else letter
            acts.append((row.name, kind, day, f"{shown} {','.join(row.notes)}".strip()))
    return acts


_days = st.dates(date(1946, 1, 1), date(2030, 12, 31))
# A footnote number at the end of a name and brackets around it are marks, not parts of it.
_names = st.text(st.characters(codec="utf-8", categories=["L", "M", "P", "S", "Zs"]), min_size=1, max_size=40).map(
    lambda text: " ".join(f"x{text}y".split())
)
_rows = st.builds(
    Row,
    _names,
    st.none() | _days,
    st.none() | st.tuples(st.sampled_from(list(LETTERS)), _days),
    st.lists(st.integers(1, 99).map(str), max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(_rows, min_size=1, max_size=6), st.integers(0, 10_000))
def test_every_page_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], seed: int
) -> None:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(str(Page(rows, seed)), encoding="utf-8")
    (reading,) = read(path)
    assert [(each.participant, each.kind, each.day, each.marker) for each in reading.records] == _expected(rows)


def test_a_page_that_is_none_of_a_treaty_is_a_missing_document(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body><form action='./Error.aspx'>The document is not available.</form></body></html>")
    with pytest.raises(MissingDocumentError, match="the site does not have the document"):
        read(path)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_mutated_page_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = bytearray(_STATEMENTS.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        cut = data.draw(st.integers(0, 40))
        content[at : at + cut] = data.draw(
            st.binary(max_size=8)
            | st.sampled_from([b"<", b">", b"</td>", b"<tr>", b"</table>", b"<table>", b"<sup>", b"&", b"\t"])
        )
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(bytes(content))
    # Any other error fails the test.
    with suppress(SourceFileError):
        assert read(path)[0].records
