"""The treaty database of the Netherlands: what is written is read."""

from __future__ import annotations

from datetime import date
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers.verdragenbank import read
from tests.csekg.importers.test_examples import EXAMPLES

_EMPTY = (EXAMPLES / "verdragenbank" / "no-parties.xml").read_text("utf-8")
_NIL = ' xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value, quote=False)}</{name}>" if value else f"<{name}{_NIL}/>"


_DAYS = st.dates(date(1850, 1, 1), date(2199, 12, 31)) | st.none()
_NAMES = st.from_regex(r"[A-ZÉ][a-zéïë&<>',. -]{0,20}[a-z]", fullmatch=True)
_PARTIES = st.lists(
    st.fixed_dictionaries(
        {
            "NaamPartij": _NAMES,
            "DatumOndertekenning": _DAYS,
            "DatumRatificatie": _DAYS,
            "TypeInstemming": st.sampled_from(["R", "T", "VG", "O", "NB"]),
            "DatumInwerkingtreding": _DAYS,
        }
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=30)
@given(parties=_PARTIES)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, parties: list[dict[str, str | date | None]]
) -> None:
    kinds = {"R": "consent", "T": "accession", "VG": "succession", "O": "definitive-signature", "NB": "consent"}
    written = [{name: str(value or "") for name, value in party.items()} for party in parties]
    listed = "".join(f"<Partij>{''.join(_element(*field) for field in party.items())}</Partij>" for party in written)
    path = tmp_path_factory.mktemp("v") / "t.xml"
    path.write_text(_EMPTY.replace("<Partijen></Partijen>", f"<Partijen>{listed}</Partijen>"), encoding="utf-8")
    (reading,) = read(path)
    expected: list[tuple[str, ...]] = []
    for party in written:
        name, letter = party["NaamPartij"], party["TypeInstemming"]
        if signed := party["DatumOndertekenning"]:
            expected.append((name, "signature", signed, "", ""))
        expected.append((name, kinds[letter], party["DatumRatificatie"], letter, party["DatumInwerkingtreding"]))
    assert [
        (each.participant, each.kind, str(each.day or ""), each.marker, str(each.effective_on or ""))
        for each in reading.records
    ] == expected
