from __future__ import annotations

from collections import Counter

from csekg.facts.declarations import DECLARATION_KINDS, DeclarationKey
from tests.records import all_facts, rows


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
