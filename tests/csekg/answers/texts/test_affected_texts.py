"""What declarations mean for paragraphs, and the objections to them."""

from __future__ import annotations

from csekg.answers.status.declarations import declarations
from csekg.answers.texts.affected_texts import (
    affected_paragraphs,
    annotated,
    declarations_on,
    objections,
    overlaps,
    without_repeated_objections,
)
from csekg.answers.texts.correspondences import STRENGTHS, correspondences
from csekg.sparql.oxigraph_store import Store


def test_a_provision_overlaps_itself_its_parts_and_its_whole() -> None:
    assert overlaps(["crc/article/3"], "crc/article/3/1")
    assert overlaps(["crc/article/3/1/a", "crc/article/9"], "crc/article/3")
    assert not overlaps(["crc/article/3"], "crc/article/34")
    assert not overlaps([], "crc/article/3")


def test_a_paragraph_is_touched_by_its_closest_provision_once(store: Store) -> None:
    by_id = {each.id: each for each in declarations(store)}
    assert len(affected_paragraphs(store)) > 200
    for iri, found in affected_paragraphs(store).items():
        statement = by_id[iri]
        about = [each.id for each in statement.concerns_provision]
        assert about
        assert len({touch.paragraph.key for touch in found}) == len(found)
        for touch in found:
            links = correspondences(store, paragraph=touch.paragraph.key, instrument=statement.treaty.key)
            ranks = [STRENGTHS.index(one.strength) for one in links if overlaps(about, one.provision.id)]
            assert STRENGTHS.index(touch.strength) == min(ranks)


def test_the_paragraph_leads_back_to_the_declaration(store: Store) -> None:
    [first, *_] = declarations_on(store, "op/4/d")
    assert "op/4/d" in {touch.paragraph.key for touch in first.touches}
    assert declarations_on(store, "pp/1") == []


def test_objections_stand_beside_what_they_object_to(store: Store) -> None:
    declared = declarations(store, treaty="opsc")
    found = annotated(store, declared)
    target = next(each for each in found if each.objections)
    assert all(target.statement.id in {what.id for what in each.objects_to} for each in target.objections)
    shown = [each.statement.id for each in without_repeated_objections(found)]
    assert target.statement.id in shown
    assert not {each.id for each in target.objections} & set(shown)
    # Nothing is lost: each is listed, or stands beside one that is.
    beside = {one.id for each in found for one in each.objections}
    assert {each.id for each in declared} <= set(shown) | beside
    assert all(iri for iri in objections(store))
