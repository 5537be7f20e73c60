from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from csekg.derived.correspondences import STRENGTHS, Correspondence, agreed_strength, derive_correspondences, is_part
from csekg.errors import DataError
from csekg.facts.correspondences import Decision, Ends, Link, Parallel, Readings
from csekg.facts.provisions import Provision
from csekg.facts.tables import Row
from tests.records import changed, rows
from tests.texts import read_texts, texts

PRINTED = ("5", "5(1)", "5(2)", "5(1)(a)", "9")


def provision(treaty: str, printed: str, verification: str = "verified") -> Provision:
    return Provision(
        treaty=treaty,
        printed=printed,
        heading="",
        kind="kind",
        duty="duty",
        summary="Said.",
        topics=(),
        source="list",
        verification=verification,
    )


PROVISIONS = {
    treaty: {printed: provision(treaty, printed) for printed in PRINTED} | {"7": provision(treaty, "7", "unverified")}
    for treaty in ("crc", "opsc")
}


def row() -> Row:
    return Row(Path("data/correspondences/links.csv"), 2, {})


def link(provision: str, left_out: str = "", treaty: str = "crc", **strengths: str) -> Link:
    said = f"{provision}: " + ", ".join(f"{key} {value}" for key, value in strengths.items())
    return Link(("op/1", treaty, provision), strengths, said, left_out, row())


def derived(
    *links: Link, decisions: dict[Ends, Decision] | None = None, parallels: tuple[Parallel, ...] = ()
) -> dict[str, Correspondence]:
    readings = Readings({}, (), links, decisions or {}, parallels)
    found = derive_correspondences(readings, ["op/2", "op/1"], PROVISIONS)
    return {item.provision: item for item in found}


@pytest.mark.parametrize(
    ("given", "agreed"),
    [
        ("implements implements", "implements"),
        ("implements related", "related"),
        ("equivalent implements", "implements"),
        ("supports implements implements", "implements"),
        ("related related equivalent", "related"),
        ("related supports equivalent", "supports"),
        ("related implements equivalent", "implements"),
    ],
)
def test_the_agreed_strength(given: str, agreed: str) -> None:
    assert agreed_strength(given.split()) == agreed


def test_three_readings_follow_the_majority_else_the_middle() -> None:
    for given in product(STRENGTHS, repeat=3):
        frequent = [each for each in STRENGTHS if given.count(each) > 1]
        expected = frequent or [sorted(given, key=STRENGTHS.index)[1]]
        assert agreed_strength(given) == expected[0]


def test_one_reading_does_not_agree() -> None:
    with pytest.raises(ValueError, match=r"^a strength is agreed on by at least two readings$"):
        agreed_strength(["related"])
    assert derived(link("5", a="related")) == {}


def test_a_part_is_a_part_at_any_depth() -> None:
    assert is_part("24(2)(f)", "24(2)")
    assert is_part("24(2)(f)", "24")
    assert not is_part("24", "24")
    assert not is_part("24(2)", "24(2)(f)")
    assert not is_part("240", "24")


def test_readings_that_differ_in_depth_agree_on_the_whole() -> None:
    parts = link("5(1)", a="implements"), link("5(2)", a="related")
    found = derived(link("5", b="supports"), *parts)
    assert set(found) == {"5"}
    assert found["5"].strengths == {"b": "supports", "a": "implements"}
    assert found["5"].strength == "supports"
    assert (found["5"].rationale, found["5"].decided) == ("5: b supports", "")


def test_the_reason_is_that_of_a_reading_with_the_agreed_strength() -> None:
    found = derived(link("5", b="equivalent"), link("5(1)", a="implements"))
    assert found["5"].strength == "implements"
    assert found["5"].rationale == "5(1): a implements"


def test_the_same_reading_twice_does_not_agree_with_itself() -> None:
    assert derived(link("5", a="supports"), link("5(1)", a="supports")) == {}


def test_the_whole_is_not_taken_where_a_part_is_agreed_on() -> None:
    found = derived(link("5", b="equivalent"), link("5(1)", a="implements", b="implements"), link("5(2)", a="supports"))
    assert set(found) == {"5(1)"}


def test_nothing_is_taken_where_the_whole_is_agreed_on() -> None:
    links = link("5", a="supports", b="related"), link("5(1)", a="supports"), link("9", b="related")
    assert set(derived(*links)) == {"5"}
    # Nor on a part of it, whatever its own parts would give; another article stands on its own.
    deeper = link("5", a="supports", b="related"), link("5(1)", a="supports"), link("5(1)(a)", b="related")
    assert set(derived(*deeper, link("9", a="supports"), link("9(1)", b="related"))) == {"5", "9"}


def test_the_editors_decide_with_or_without_the_readings() -> None:
    both: tuple[Ends, ...] = (("op/1", "crc", "5"), ("op/1", "crc", "9"))
    decisions = {ends: Decision(ends, "equivalent", "Why.", "Reason.") for ends in both}
    found = derived(link("5", a="related", b="related"), decisions=decisions)
    assert (found["5"].strength, found["5"].rationale, found["5"].decided) == ("equivalent", "Why.", "Reason.")
    assert found["5"].strengths == {"a": "related", "b": "related"}
    assert found["9"].strengths == {}


def test_what_is_left_out_is_not_published() -> None:
    assert derived(link("5", "not read", a="related", b="related")) == {}
    with pytest.raises(DataError, match=r"links.csv:2: only a link on which readings agree is left out: 'not read'$"):
        derived(link("5", "not read", a="related"))
    for treaty, unread in (("crc", "7"), ("crc", "8"), ("tip", "5")):
        message = (
            f"readings agree on a provision that was not read or has no summary in articles.csv: '{treaty} {unread}'. "
            "Add it there, or say in column left_out why the link is not published."
        )
        with pytest.raises(DataError, match=re.escape(message) + "$"):
            derived(link(unread, treaty=treaty, a="related", b="related"))


def test_they_stand_in_the_order_of_paragraphs_treaties_and_provisions() -> None:
    ends: list[Ends] = [
        ("op/2", "crc", "5(1)"),
        ("op/2", "crc", "9"),
        ("op/2", "opsc", "5"),
        ("op/1", "crc", "5"),
        ("op/1", "crc", "5(2)"),
    ]
    links = tuple(Link(it, {"a": "related", "b": "related"}, "Why.", "", row()) for it in reversed(ends))
    found = derive_correspondences(Readings({}, (), links, {}, ()), ["op/2", "op/1"], PROVISIONS)
    assert [item.ends for item in found] == ends


def test_only_parts_under_one_paragraph_and_of_one_treaty_agree_on_a_whole() -> None:
    whole = link("5", a="related")
    other_paragraph = Link(("op/2", "crc", "5(1)"), {"b": "related"}, "Why.", "", row())
    for part in (link("5(1)", treaty="opsc", b="related"), other_paragraph):
        assert derived(whole, part) == {}
    # The closest of the parts of one reading counts, whichever comes first.
    for parts in ((("5(1)", "related"), ("5(2)", "implements")), (("5(1)", "implements"), ("5(2)", "related"))):
        found = derived(whole, *(link(printed, b=strength) for printed, strength in parts))
        assert found["5"].strengths == {"a": "related", "b": "implements"}


def test_the_same_content_has_the_same_strength() -> None:
    parallel = Parallel("content", (("crc", "5"), ("opsc", "9")), (), (), False, row())
    one = link("5", a="related", b="related")
    other = link("9", treaty="opsc", a="supports", b="supports")
    message = "the same content has different strengths under op/1: 'crc:5 related, opsc:9 supports'. Decide one in "
    with pytest.raises(DataError, match=re.escape(f"{message}decided.csv, or say in parallels.csv why they differ.")):
        derived(one, other, parallels=(parallel,))
    same = link("9", treaty="opsc", a="supports", b="related")
    assert len(derived(one, same, parallels=(parallel,))) == 2
    assert len(derived(one, parallels=(parallel,))) == 1
    # Under a paragraph where they differ, which the editors have said why.
    apart = Parallel("content", parallel.provisions, (), ("op/1",), False, row())
    assert len(derived(one, other, parallels=(apart,))) == 2
    with pytest.raises(DataError, match="the strengths are the same"):
        derived(one, same, parallels=(apart,))


def test_every_correspondence_joins_what_exists() -> None:
    for item in texts().correspondences:
        assert item.paragraph in texts().resolution.paragraphs
        assert texts().provisions[item.treaty][item.provision].summary
    assert len({item.ends for item in texts().correspondences}) == len(texts().correspondences)


def test_the_two_closest_links_that_would_go_stay() -> None:
    kept = {
        item.provision: item
        for item in texts().correspondences
        if item.paragraph == "op/12" and item.provision in ("5", "6")
    }
    assert {item.strength for item in kept.values()} == {"equivalent"}
    assert all(item.decided for item in kept.values())


def test_no_treaty_whose_text_was_not_read_has_a_correspondence() -> None:
    assert {"cets224", "opic"}.isdisjoint(item.treaty for item in texts().correspondences)
    waiting = [row for row in rows("correspondences/links.csv") if row["left_out"]]
    assert {row["treaty"] for row in waiting} == {"cets224", "opic"}


def test_assessed_paragraphs_without_a_counterpart() -> None:
    assessed = {each.paragraph for each in texts().readings.assessments} - {""}
    joined = {item.paragraph for item in texts().correspondences}
    assert joined <= assessed
    assert assessed - joined == {"op/6"}  # its sub-paragraphs have
    assert not any(f"pp/{number}" in assessed for number in (*range(1, 13), 20, 21, 22))


def test_a_difference_between_parallels_stops_the_build(tmp_path: Path) -> None:
    file = "correspondences/decided.csv"
    data = changed(tmp_path, file, "cyber,44,implements", "cyber,44,related")
    with pytest.raises(DataError, match=re.escape("under op/13/a")):
        read_texts(data)
