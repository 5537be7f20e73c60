"""How far independent readings agree: Cohen's kappa, plain and weighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from csekg.derived.correspondences import STRENGTHS
from csekg.facts.correspondences import Ends, Readings
from csekg.facts.provisions import Provision


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings agree.

    `pairs` counts the pairs of a paragraph that both assessed and a provision, `linked_by_one` and
    `linked_by_both` those that one or both of them join. `kappa` is Cohen's kappa for whether there
    is a link, `article_kappa` the same for paragraphs and whole articles. `same_strength` counts
    the links of both with the same strength, and `strength_kappa` is Cohen's kappa for the strength
    with linear weights.
    """

    one: str
    other: str
    pairs: int
    linked_by_one: int
    linked_by_both: int
    kappa: float
    article_kappa: float
    same_strength: int
    strength_kappa: float


def weighted_kappa(rows: Sequence[tuple[int, int]], categories: int) -> float:
    """Return Cohen's kappa of two raters with linear weights; two categories give plain kappa.

    `rows` are pairs of categories, counted from 0. It is 1 where both always agree, 0 where they
    agree as often as chance would. Raises ValueError without rows. Source: J. Cohen, Weighted
    kappa, Psychological Bulletin 70 (1968), 213-220.
    """
    if not rows:
        raise ValueError("agreement needs at least one pair")
    total = len(rows)
    counted = Counter(rows).items()
    ones = [sum(n for (one, _), n in counted if one == it) / total for it in range(categories)]
    others = [
        sum(n for (_, it), n in counted if it == other) / total for other in range(categories)
    ]
    observed = sum(abs(one - other) * n for (one, other), n in counted) / total
    expected = sum(
        abs(one - other) * ones[one] * others[other]
        for one in range(categories)
        for other in range(categories)
    )
    # Without expected disagreement both raters use one category only, and the same one.
    return 1 - observed / expected if expected else 1.0


def measure_agreement(
    readings: Readings, provisions: Mapping[str, Mapping[str, Provision]]
) -> tuple[Agreement, ...]:
    """Return the agreement of each two readings, in the order of the readings.

    A pair of paragraph and provision counts if both readings assessed the paragraph, and the
    provision has a summary or some reading joins it with a paragraph. Links are compared as they
    were found: readings that name a provision and a part of it do not agree here.
    """
    described = {
        (treaty, printed)
        for treaty, listed in provisions.items()
        for printed, provision in listed.items()
        if provision.summary
    }
    described |= {link.ends[1:] for link in readings.links}
    return tuple(
        _between(readings, one, other, described)
        for one, other in combinations(readings.readings, 2)
    )


def _between(
    readings: Readings, one: str, other: str, provisions: Set[tuple[str, str]]
) -> Agreement:
    covered = _covered(readings, one) & _covered(readings, other)
    links = [link for link in readings.links if link.ends[0] in covered]
    ones, others = ({link.ends for link in links if key in link.strengths} for key in (one, other))
    both = [
        (STRENGTHS.index(link.strengths[one]), STRENGTHS.index(link.strengths[other]))
        for link in links
        if one in link.strengths and other in link.strengths
    ]
    pairs = len(covered) * len(provisions)
    return Agreement(
        one,
        other,
        pairs,
        len(ones ^ others),
        len(both),
        _kappa(ones, others, pairs),
        _kappa(
            {(path, *_article(*rest)) for path, *rest in ones},
            {(path, *_article(*rest)) for path, *rest in others},
            len(covered) * len({_article(*each) for each in provisions}),
        ),
        sum(x == y for x, y in both),
        weighted_kappa(both, len(STRENGTHS)),
    )


def _kappa(one: Set[Ends], other: Set[Ends], pairs: int) -> float:
    joined = [(int(ends in one), int(ends in other)) for ends in one | other]
    return weighted_kappa(joined + [(0, 0)] * (pairs - len(joined)), 2)


def _article(treaty: str, printed: str) -> tuple[str, str]:
    return treaty, printed.partition("(")[0]


def _covered(readings: Readings, key: str) -> set[str]:
    return {each.paragraph for each in readings.assessments if each.reading == key} - {""}


def proposals(readings: Readings, published: Iterable[Ends]) -> int:
    """Return how many links stay in the file as proposals: found, and not published."""
    return len({link.ends for link in readings.links} - set(published))
