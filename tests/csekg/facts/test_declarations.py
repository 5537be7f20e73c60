from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.declarations import DECLARATION_KINDS, DeclarationKey, read_declarations
from tests.records import all_facts, changed, references, rows

FIRST = "ARG,,1,declaration,2(a),consent,,at-ris-20003516,interprets,"


def read(data: Path, treaty: str) -> None:
    read_declarations(data, treaty, all_facts().provisions[treaty], references())


def test_every_row_is_read() -> None:
    read = Counter((made.treaty, made.kind) for made in all_facts().declarations)
    assert read == Counter(
        (treaty, row["kind"]) for treaty in all_facts().treaties for row in rows(f"treaties/{treaty}/declarations.csv")
    )
    assert {kind for _, kind in read} == set(DECLARATION_KINDS)
    assert sum(read.values()) >= 926


def test_a_lowest_age_is_a_number() -> None:
    made = next(m for m in all_facts().declarations if (m.treaty, m.actor) == ("opac", "AFG"))
    assert (made.kind, made.minimum_age, made.provisions) == ("binding-age-declaration", 22, ("3(2)",))


def test_the_source_of_the_day_is_that_of_the_row_unless_named() -> None:
    for made in all_facts().declarations:
        assert made.made_on_source == (made.row["made_on_source"] or made.source)
        assert made.row["made_on_source"] != made.source


def test_an_objection_names_the_declaration_where_it_is_known() -> None:
    made = {(m.treaty, m.key): m for m in all_facts().declarations}
    objection = made["crc", DeclarationKey("SWE", "objection", 4)]
    assert objection.objects_to == "SYR"
    assert objection.objects_to_declarations == (
        DeclarationKey("SYR", "reservation", 1),
        DeclarationKey("SYR", "reservation", 2),
        DeclarationKey("SYR", "reservation", 3),
    )
    # Which of the reservations of Oman is meant, the source does not say.
    objection = made["crc", DeclarationKey("SWE", "objection", 8)]
    assert (objection.objects_to, objection.objects_to_declarations) == ("OMN", ())


def test_a_declaration_for_territories_names_them() -> None:
    made = {(m.treaty, m.key): m for m in all_facts().declarations}
    assert made["crc", DeclarationKey("GBR", "reservation", 5)].territories == ("HKG", "CYM")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (FIRST, FIRST.replace("ARG", "ARX"), "declarations.csv:3: unknown actor in column"),
        (FIRST, FIRST.replace(",1,", ",,"), "declarations.csv:3: column number may not"),
        (FIRST, FIRST.replace(",1,", ",one,"), "column number is no whole number: 'one'"),
        (FIRST, FIRST.replace("declaration", "declaraton"), "Did you mean declaration"),
        (
            FIRST,
            FIRST.replace("2(a)", "99(a)"),
            "declarations.csv:3: unknown provision of opsc: '99(a)'. Add it to articles.csv of the treaty.",
        ),
        (FIRST, FIRST.replace("consent", "consnt"), "unknown occasion in column made_upon"),
        (FIRST, FIRST.replace("consent,,", "consent,2002-1-1,"), "column made_on is no date: "),
        (
            FIRST,
            FIRST.replace("consent,,", "consent,2014-09-24,"),
            "dated after its source at-ris-20003516, which stands as of 2014-09-23",
        ),
        (FIRST, FIRST.replace("ARG,,", "ARG,AAA,"), "unknown territory in column territory"),
        (
            FIRST,
            FIRST.replace("at-ris-20003516", "untc-zmjones-declarations-4-11-c"),
            "column made_on_source repeats the source",
        ),
        (
            "OMN/reservation/1,pt-dre",
            "OMN/reservation/2,pt-dre",
            "column objects_to names a "
            "declaration that declarations.csv does not list: 'OMN reservation/2'. OMN made: "
            "reservation/1.",
        ),
        (
            "OMN/reservation/1,pt-dre",
            "OMN/reservatio/1,pt-dre",
            "column objects_to names no declaration: 'reservatio/1'. Write it as reservation/2.",
        ),
        ("OMN/reservation/1,pt-dre", "OMM/reservation/1,pt-dre", "unknown actor in column objects_to: 'OMM'"),
        (
            "OMN/reservation/1,pt-dre",
            "OMN/reservation/1;ARE/reservation/1,pt-dre",
            "column objects_to names several actors",
        ),
        (FIRST, FIRST.replace("interprets", "interpret"), "unknown effect in column effect: "),
        ("gist,", "gists,", "opsc/declarations.csv:1: unknown column: 'gists'. Did you mean gist"),
    ],
)
def test_a_fault_in_a_declaration_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read(changed(tmp_path, "treaties/opsc/declarations.csv", old, new), "opsc")
