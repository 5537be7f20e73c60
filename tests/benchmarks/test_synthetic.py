"""Synthetic datasets keep the rules of the real one, and are determined by their seed."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from benchmarks.synthetic import Templates, synthetic_dataset, templates
from csekg.sparql.oxigraph_store import Store
from csekg.validation import validate

#: The findings about codes that copied States lack: two letters and three digits do not suffice.
_CODES = {
    f"A State has exactly one {code}: plain text."
    for code in ("ISO 3166-1 alpha-2 code", "ISO 3166-1 numeric code", "M49 code")
}


@pytest.fixture(scope="module")
def made_from(dataset: bytes) -> Templates:
    return templates(dataset)


@pytest.fixture(scope="module")
def doubled(made_from: Templates) -> Store:
    return Store(b"".join(synthetic_dataset(made_from, 2, 2, seed=1)))


def digest(made_from: Templates, seed: int) -> bytes:
    found = hashlib.sha256()
    for part in synthetic_dataset(made_from, 1, 2, seed):
        found.update(part)
    return found.digest()


def test_one_copy_is_the_real_dataset(made_from: Templates, dataset: bytes) -> None:
    lines = b"".join(synthetic_dataset(made_from, 1, 1, seed=1)).splitlines()
    assert sorted(lines) == dataset.splitlines()


def test_a_seed_determines_the_dataset(made_from: Templates) -> None:
    assert digest(made_from, 1) == digest(made_from, 1)
    assert digest(made_from, 1) != digest(made_from, 2)


def findings(store: Store) -> Counter[str]:
    """Count the findings by rule, without those about codes that copies lack."""
    return Counter(
        f"{each.severity} {each.shape} {each.path}" for each in validate(store).findings if each.message not in _CODES
    )


def test_copies_have_the_findings_of_the_real_dataset(store: Store, doubled: Store) -> None:
    real, of_four = findings(store), findings(doubled)
    # Histories are exchanged without regard to when States existed or joined organizations.
    of_time = ("EXIST-", "ELIG-2", "Structure-Existence-label")
    compared = {rule: n for rule, n in of_four.items() if not any(t in rule for t in of_time)}
    assert compared == {rule: 4 * count for rule, count in real.items()}


def test_copies_differ_in_what_they_did(doubled: Store) -> None:
    rows = doubled.values(
        "SELECT ?treaty (GROUP_CONCAT(?key) AS ?parties) { { SELECT ?treaty ?key { "
        "?actor cse:partyTo ?treaty ; dcterms:identifier ?key } ORDER BY ?key } } GROUP BY ?treaty"
    )
    parties = {row[0].rpartition("/")[2]: row[1] for row in rows}
    assert len(parties["untoc"]) == len(parties["untoc-2"])
    assert parties["untoc"] != parties["untoc-2"]
