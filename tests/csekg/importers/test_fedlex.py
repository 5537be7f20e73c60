"""The Swiss tables in three languages, with territories, signs and notes: what is written is read."""

from __future__ import annotations

import tempfile
from datetime import date
from html import escape
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers import fedlex
from csekg.importers.names import is_actor
from tests.csekg.importers.fedlex_pages import FRENCH, GERMAN, ITALIAN, row, scope

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
        page = Path(folder, "page.html")
        page.write_text(scope(written, as_of, words, notes), encoding="utf-8")
        (reading,) = fedlex.read(page)
    found = [
        (each.participant, each.territory, each.kind, each.day, each.effective_on, each.marker)
        for each in reading.records
    ]
    assert found == expected
    assert reading.as_of == as_of
