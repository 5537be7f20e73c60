"""Synthetic worlds keep the rules of the real dataset, and follow from their seed."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from benchmarks.worlds import Templates, templates, world
from csekg.sparql.embedded import Store
from csekg.validation import validate

#: What no copied State can have: there are too few codes of two letters and of three digits.
_CODES = {
    f"A State has exactly one {code}: plain text."
    for code in ("ISO 3166-1 alpha-2 code", "ISO 3166-1 numeric code", "M49 code")
}


@pytest.fixture(scope="module")
def made_from(dataset: bytes) -> Templates:
    return templates(dataset)


@pytest.fixture(scope="module")
def doubled(made_from: Templates) -> Store:
    return Store(b"".join(world(made_from, 2, 2, seed=1)))


def digest(made_from: Templates, seed: int) -> bytes:
    found = hashlib.sha256()
    for part in world(made_from, 1, 2, seed):
        found.update(part)
    return found.digest()


def test_a_world_of_one_is_the_real_dataset(made_from: Templates, dataset: bytes) -> None:
    lines = b"".join(world(made_from, 1, 1, seed=1)).splitlines()
    assert sorted(lines) == dataset.splitlines()


def test_one_seed_makes_one_world(made_from: Templates) -> None:
    assert digest(made_from, 1) == digest(made_from, 1)
    assert digest(made_from, 1) != digest(made_from, 2)


def findings(store: Store) -> Counter[str]:
    """Count findings by rule, but for the codes that copies lack."""
    return Counter(
        f"{each.severity} {each.shape} {each.path}"
        for each in validate(store).findings
        if each.message not in _CODES
    )


def test_a_world_is_found_as_valid_as_the_real_dataset(store: Store, doubled: Store) -> None:
    real, of_four = findings(store), findings(doubled)
    assert of_four == {rule: 4 * count for rule, count in real.items()}


def test_copies_differ_in_what_they_did(doubled: Store) -> None:
    rows = doubled.values(
        "SELECT ?treaty (GROUP_CONCAT(?key) AS ?parties) { { SELECT ?treaty ?key { "
        "?actor cse:partyTo ?treaty ; dcterms:identifier ?key } ORDER BY ?key } } GROUP BY ?treaty"
    )
    parties = {row[0].rpartition("/")[2]: row[1] for row in rows}
    assert len(parties["untoc"]) == len(parties["untoc-2"])
    assert parties["untoc"] != parties["untoc-2"]
