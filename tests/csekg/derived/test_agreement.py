from __future__ import annotations

import random
from pathlib import Path

import pytest

from csekg.derived.correspondences import measure_agreement, proposals, weighted_kappa
from csekg.facts.correspondences import Assessment, Link, Reading, Readings
from csekg.facts.provisions import Provision
from csekg.facts.tables import Row
from tests.texts import texts


def test_kappa_of_a_table_computed_by_hand() -> None:
    """Observed agreement 35/50, expected 25/50 * 30/50 + 25/50 * 20/50 = 1/2: (0.7-0.5)/0.5."""
    rows = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert weighted_kappa(rows, 2) == pytest.approx(0.4)


def test_weighted_kappa_computed_by_hand() -> None:
    """Observed disagreement 3/6; expected, from the margins 3 1 2 and 3 2 1 of 6, 32/36."""
    rows = [(0, 0), (0, 0), (0, 1), (1, 1), (2, 0), (2, 2)]
    assert weighted_kappa(rows, 3) == pytest.approx(1 - (3 / 6) / (32 / 36))


def test_the_bounds_of_kappa() -> None:
    assert weighted_kappa([(0, 0), (1, 1), (3, 3)], 4) == 1
    assert weighted_kappa([(2, 2)] * 5, 4) == 1
    assert weighted_kappa([(0, 1), (1, 0)], 2) == -1
    with pytest.raises(ValueError, match=r"^agreement needs at least one pair$"):
        weighted_kappa([], 2)


def test_a_farther_strength_counts_more() -> None:
    near = [(0, 0), (1, 1), (2, 2), (3, 3), (0, 1)]
    far = [*near[:-1], (0, 3)]
    assert weighted_kappa(near, 4) > weighted_kappa(far, 4)


def test_kappa_does_not_depend_on_the_order() -> None:
    chance = random.Random(14)
    rows = [(chance.randrange(4), chance.randrange(4)) for _ in range(200)]
    turned = [(other, one) for one, other in rows]
    chance.shuffle(turned)
    assert weighted_kappa(rows, 4) == pytest.approx(weighted_kappa(turned, 4))


def test_agreement_of_a_small_example() -> None:
    """Two paragraphs that both assessed, and four provisions: eight pairs, six of them with articles.

    What was not described counts where a reading joins it with a paragraph, as 2(1), and not else, as 4.
    """
    provisions = {
        "crc": {
            printed: Provision(
                treaty="crc",
                printed=printed,
                heading="",
                kind="kind",
                duty="duty",
                summary="" if printed in ("2(1)", "4") else "Said.",
                topics=(),
                source="",
                verification="verified",
            )
            for printed in ("1", "2(1)", "2(2)", "3", "4")
        }
    }
    found = {
        ("op/1", "1"): {"a": "related", "b": "supports"},
        ("op/1", "2(1)"): {"a": "related"},
        ("op/1", "2(2)"): {"b": "related"},
        ("op/2", "1"): {"a": "implements", "b": "implements", "c": "implements"},
        ("op/2", "2(1)"): {"b": "related"},
        ("op/3", "1"): {"a": "related"},
    }
    links = tuple(
        Link((path, "crc", printed), strengths, "Why.", "", Row(Path("links.csv"), 2, {}))
        for (path, printed), strengths in found.items()
    )
    assessed = tuple(
        Assessment(path, "", reading, "")
        for reading, paths in (
            ("a", ("op/1", "op/2", "op/3", "")),
            ("b", ("op/1", "op/2", "")),
            ("c", ("op/2", "op/9")),
        )
        for path in paths
    )
    readings = Readings({k: Reading(k, k, "") for k in "abc"}, assessed, links, {}, ())
    [agreement, *others] = measure_agreement(readings, provisions)
    assert (agreement.pairs, agreement.linked_by_one, agreement.linked_by_both) == (8, 3, 2)
    assert [(it.one, it.other, it.pairs) for it in others] == [("a", "c", 4), ("b", "c", 4)]
    # They join 3 and 4 of 8; they agree on 5 of 8, by chance on 1/2.
    assert agreement.kappa == pytest.approx((5 / 8 - 1 / 2) / (1 / 2))
    # By article both join op/1 with 1 and 2, and op/2 with 1; one joins op/2 with 2: 5 of 6, by chance 1/2.
    assert agreement.article_kappa == pytest.approx((5 / 6 - 1 / 2) / (1 / 2))
    assert agreement.same_strength == 1
    # Observed 1/2, expected: related or implements against supports or implements, 1/4 (1+2+1+0).
    assert agreement.strength_kappa == pytest.approx(1 - (1 / 2) / 1)
    assert proposals(readings, [link.ends for link in links[:2]]) == 4


def test_the_agreement_of_our_readings() -> None:
    """Strength as an independent computation found it; links between moderate and high."""
    found = {(a.one, a.other): a for a in measure_agreement(texts().readings, texts().provisions)}
    strengths = {pair: round(a.strength_kappa, 2) for pair, a in found.items()}
    assert strengths == {("earlier", "a"): 0.61, ("earlier", "b"): 0.55, ("a", "b"): 0.61}
    shares = {pair: round(a.same_strength / a.linked_by_both, 2) for pair, a in found.items()}
    assert shares == {("earlier", "a"): 0.72, ("earlier", "b"): 0.67, ("a", "b"): 0.74}
    for each in found.values():
        assert 0.5 < each.kappa < each.article_kappa < 1
