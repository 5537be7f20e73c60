from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers.records import Reading, SourceFileError
from csekg.importers.verdragenbank import read
from tests.csekg.importers.verdragenbank_files import treaty


def reading(folder: Path, content: bytes) -> Reading:
    path = folder / "t.xml"
    path.write_bytes(content)
    (found,) = read(path)
    return found


def told(found: Reading) -> list[tuple[str, ...]]:
    return [
        (
            each.participant,
            each.territory,
            each.kind,
            str(each.day or ""),
            each.marker,
            str(each.effective_on or ""),
            each.text,
        )
        for each in found.records
    ]


def test_a_party_gives_its_acts(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        treaty(
            [
                {
                    "NaamPartij": "België",
                    "DatumOndertekenning": "2000-09-06",
                    "DatumRatificatie": "2006-03-17",
                    "TypeInstemming": "R",
                    "DatumVoorlopigeToepassing": "",
                    "DatumInwerkingtreding": "2006-04-17",
                    "DatumTerugwerkendeKracht": "",
                    "DatumOpzegging": "",
                    "DatumBuitenwerkingtreding": "",
                    "IsVoorbehoud": "true",
                    "IsBezwaar": "false",
                },
                {
                    "NaamPartij": "Albanië",
                    "DatumRatificatie": "2008-02-05",
                    "TypeInstemming": "T",
                    "DatumVoorlopigeToepassing": "2007-01-01",
                    "DatumOpzegging": "2010-01-01",
                    "DatumBuitenwerkingtreding": "2011-01-01",
                },
                {"NaamPartij": "Joegoslavië (< 25-06-1991)", "DatumBuitenwerkingtreding": "1991-06-25"},
            ]
        ),
    )
    assert (found.reference, found.title) == ("009290", "Verdrag over voorbeelden")
    assert (found.as_of, found.notices) == (date(2025, 12, 4), ())
    assert told(found) == [
        ("België", "", "signature", "2000-09-06", "", "", ""),
        ("België", "", "consent", "2006-03-17", "R", "2006-04-17", ""),
        ("België", "", "reservation", "", "", "", ""),
        ("Albanië", "", "provisional-application", "", "", "2007-01-01", ""),
        ("Albanië", "", "accession", "2008-02-05", "T", "", ""),
        ("Albanië", "", "denunciation", "2010-01-01", "", "2011-01-01", ""),
        ("Joegoslavië", "", "communication", "", "(< 25-06-1991)", "1991-06-25", "no longer in force"),
    ]


def test_words_and_territories_of_a_party_are_recorded(tmp_path: Path) -> None:
    party = (
        "<NaamPartij>Verenigd Koninkrijk</NaamPartij><Voorbehoud>Niet artikel 5.</Voorbehoud>"
        "<Bezwaar>Tegen Albanië.</Bezwaar><Gebiedsdelen><Gebiedsdeel>"
        "<NaamGebiedsdeel>Jersey</NaamGebiedsdeel>"
        "<DatumInwerkingtreding>2014-04-29</DatumInwerkingtreding></Gebiedsdeel></Gebiedsdelen>"
    )
    part = {
        "NaamKoninkrijksdeel": "Aruba",
        "DatumInwerkingtreding": "2006-10-17",
        "DatumTerugwerkendeKracht": "2006-01-01",
        "DatumBuitenwerkingtreding": "",
    }
    without = {"NaamKoninkrijksdeel": "Saba", "DatumInwerkingtreding": ""}
    kingdom = "Nederlanden, het Koninkrijk der"
    assert told(reading(tmp_path, treaty([party], [part, without]))) == [
        ("Verenigd Koninkrijk", "", "reservation", "", "", "", "Niet artikel 5."),
        ("Verenigd Koninkrijk", "", "objection", "", "", "", "Tegen Albanië."),
        ("Verenigd Koninkrijk", "Jersey", "territorial-application", "", "", "2014-04-29", ""),
        (kingdom, "Aruba", "territorial-application", "", "", "2006-10-17", "retroactive to 2006-01-01"),
    ]


def test_a_treaty_without_parties_is_read_with_a_notice(tmp_path: Path) -> None:
    assert reading(tmp_path, treaty()).notices == ("lists no parties",)


_PARTY = {"NaamPartij": "België", "DatumRatificatie": "2006-03-17"}
_GOOD = treaty([_PARTY])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (_GOOD[:-40], "broken XML"),
        (_GOOD.replace("ë".encode(), b"\xeb"), "is not UTF-8"),
        (treaty([{**_PARTY, "Kleur": "rood"}]), "<Kleur> in <Partij> is unknown: 'rood'"),
        (treaty([{**_PARTY, "DatumOpzegging": "17-03-2006"}]), "is not a day such as 2001-11-23"),
        (treaty([{**_PARTY, "IsBezwaar": "misschien"}]), "neither true nor false: 'misschien'"),
        (treaty([{"DatumRatificatie": "2006-03-17"}]), "has no element <NaamPartij>"),
        (treaty(["<NaamPartij/>"]), "<Partij> has no name"),
        (treaty(parts=[{"DatumInwerkingtreding": "2006-10-17"}]), "no name of a part"),
        (treaty(number="X"), "no number of a treaty: 'X'"),
        (treaty(body="<Kleur>2001-02-03</Kleur>"), "<Kleur> in <verdrag> is unknown and holds a day: '2001-02-03'"),
        (_GOOD.replace(b"<Partijen>", b"<Partijen><Kleur>2001-02-03</Kleur>"), "<Kleur> in <Partijen> is unknown"),
        (b"<a/>", "is no treaty"),
        (b"<html><p>currently unavailable", "is a maintenance page where XML is expected"),
    ],
)
def test_a_file_that_is_not_of_the_format_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(SourceFileError, match=re.escape(message)):
        reading(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        (treaty([_PARTY], body="<Kleur>rood</Kleur>"), "<Kleur> in <verdrag> is unknown and not read: 'rood'"),
        (_GOOD.replace(b"<Partijen>", b"<Partijen><Kleur/>"), "<Kleur> in <Partijen> is unknown and not read"),
        (_GOOD.replace(b"</meta>", b"<Kleur>2001-02-03</Kleur></meta>"), "<Kleur> in <meta> is unknown and not read"),
        (treaty([{**_PARTY, "TypeInstemming": "X"}]), "België has an unknown letter of consent, 'X'"),
    ],
)
def test_what_is_unknown_and_no_act_is_named(tmp_path: Path, content: bytes, warning: str) -> None:
    found = reading(tmp_path, content)
    assert [warning in each for each in found.warnings] == [True]
    assert [(each.kind, str(each.day)) for each in found.records] == [("consent", "2006-03-17")]


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
    written: list[Mapping[str, str]] = [{name: str(value or "") for name, value in party.items()} for party in parties]
    expected: list[tuple[str, ...]] = []
    for party in written:
        name, letter = party["NaamPartij"], party["TypeInstemming"]
        if signed := party["DatumOndertekenning"]:
            expected.append((name, "", "signature", signed, "", "", ""))
        expected.append(
            (name, "", kinds[letter], party["DatumRatificatie"], letter, party["DatumInwerkingtreding"], "")
        )
    assert told(reading(tmp_path_factory.mktemp("v"), treaty(written))) == expected
