from __future__ import annotations

from collections import Counter

import pytest

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


@pytest.mark.parametrize(
    ("treaty", "actor", "kind", "number", "printed"),
    [
        # Under "Reservations" on the depositary's page of 3 February 2026; by their words they interpret.
        ("crc", "VAT", "interpretative-declaration", 1, ("reservation",)),
        ("crc", "LUX", "interpretative-declaration", 4, ("reservation",)),
        ("crc", "MCO", "interpretative-declaration", 1, ("reservation",)),
        ("opac", "TUR", "declaration", 1, ("reservation",)),
        # Under "Declarations" of 7 September 1994, for dependent territories.
        ("crc", "GBR", "reservation", 1, ("declaration",)),
        # "Declarations and reservation" above three texts, and a text without a heading of its own.
        ("crc", "FRA", "reservation", 1, ("declaration", "reservation")),
        ("crc", "QAT", "communication", 1, ("declaration", "reservation")),
        # "Upon ratification: Reservations to articles 14 and 21", and words of end notes.
        ("crc", "MDV", "reservation", 3, ("reservation",)),
        ("crc", "BIH", "reservation", 1, ("reservation",)),
        ("crc", "DNK", "objection", 7, ("communication",)),
        ("opsc", "USA", "interpretative-declaration", 1, ("understanding",)),
        # No list of the depositary was read.
        ("untoc", "AND", "reservation", 1, ()),
    ],
)
def test_the_word_of_the_list_stands_beside_our_kind(
    treaty: str, actor: str, kind: str, number: int, printed: tuple[str, ...]
) -> None:
    made = {(m.treaty, m.key): m for m in all_facts().declarations}[treaty, DeclarationKey(actor, kind, number)]
    assert made.printed_as == printed
    assert bool(made.printed_in) == bool(printed)


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
