"""Correspondences: the links on which readings agree, and how far the readings agree.

Published are the links on which readings agree, and those that the editors decide. The agreement of
independent readings is measured by Cohen's kappa, plain and weighted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from statistics import median_low

from csekg.facts.correspondences import Ends, Link, Parallel, Readings
from csekg.facts.provisions import Provision, parent_of, printed_order

#: The strengths from the loosest to the closest, as the vocabulary `strength` defines them.
STRENGTHS = ("related", "supports", "implements", "equivalent")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A paragraph and a provision that correspond.

    `strengths` are by reading. A reading that names only a part of the provision counts with the
    closest of its parts. `decided` is the editors' reason where they decide the strength.
    """

    paragraph: str
    treaty: str
    provision: str
    strength: str
    strengths: Mapping[str, str]
    rationale: str
    decided: str

    @property
    def ends(self) -> Ends:
        """The paragraph, the treaty and the provision as printed."""
        return self.paragraph, self.treaty, self.provision


def agreed_strength(strengths: Sequence[str]) -> str:
    """Return the strength on which several readings agree: the median, the weaker one of two.

    That is the strength of the majority; where two differ, the weaker; where three differ, the
    middle. Raises ValueError for fewer than two.
    """
    if len(strengths) < 2:
        raise ValueError("a strength is agreed on by at least two readings")
    return STRENGTHS[median_low(map(STRENGTHS.index, strengths))]


def derive_correspondences(
    readings: Readings, paragraphs: Iterable[str], provisions: Mapping[str, Mapping[str, Provision]]
) -> tuple[Correspondence, ...]:
    """Return the correspondences in the order of the paragraphs, then of treaties and provisions.

    A link is published if two readings have it, or if the editors decided it. Where nothing is
    agreed on a provision, its parts and its wholes, and one reading names a part of what another
    one names, they agree on the whole. Raises DataError for an agreed link to a provision whose
    text was not read, unless it is left out with a reason; for a link left out that is not agreed
    on; and for parallel provisions with different strengths under one paragraph.
    """
    agreements = [*_agreements(readings.links), *_agreements_in_depth(readings.links)]
    for item, link in agreements:
        provision = provisions.get(item.treaty, {}).get(item.provision)
        read = provision and provision.summary and provision.verification != "unverified"
        if not link.left_out and not read:
            raise link.row.fail(
                "readings agree on a provision that was not read or has no summary in articles.csv",
                f"{item.treaty} {item.provision}",
                "Add it there, or say in column left_out why the link is not published.",
            )
    agreed = {item.ends: item for item, link in agreements if not link.left_out}
    agreed_on = {item.ends for item, _ in agreements}
    for link in readings.links:
        if link.left_out and link.ends not in agreed_on:
            raise link.row.fail("only a link on which readings agree is left out", link.left_out)
    links = {link.ends: link for link in readings.links}
    for ends, decision in readings.decisions.items():
        link_or_none = links.get(ends)
        agreed[ends] = Correspondence(
            *ends,
            decision.strength,
            link_or_none.strengths if link_or_none else {},
            decision.rationale,
            decision.reason,
        )
    _check_parallels(readings.parallels, agreed)
    order = {path: place for place, path in enumerate(paragraphs)}
    return tuple(sorted(agreed.values(), key=lambda it: (order[it.paragraph], it.treaty, printed_order(it.provision))))


def _agreements(links: Iterable[Link]) -> list[tuple[Correspondence, Link]]:
    return [(_agreed(link.ends, link.strengths, [link]), link) for link in links if len(link.strengths) > 1]


def _agreements_in_depth(links: Iterable[Link]) -> list[tuple[Correspondence, Link]]:
    groups: dict[tuple[str, str], dict[str, Link]] = defaultdict(dict)
    for link in links:
        paragraph, treaty, printed = link.ends
        groups[paragraph, treaty][printed] = link
    agreements = []
    for group in groups.values():
        for printed, whole in group.items():
            parts = [part for other, part in group.items() if is_part(other, printed)]
            wholes = [it for other, it in group.items() if is_part(printed, other)]
            if any(len(link.strengths) > 1 for link in (whole, *parts, *wholes)):
                continue
            strengths = dict(whole.strengths)
            for part in parts:
                for key, strength in part.strengths.items():
                    if key not in whole.strengths:
                        strengths[key] = max(strength, strengths.get(key, strength), key=STRENGTHS.index)
            if len(strengths) > 1:
                agreements.append((_agreed(whole.ends, strengths, [whole, *parts]), whole))
    return agreements


def is_part(printed: str, whole: str) -> bool:
    """Return whether a provision is a part of another one: `24(2)(f)` of `24(2)` and of `24`."""
    while printed := parent_of(printed):
        if printed == whole:
            return True
    return False


def _agreed(ends: Ends, strengths: Mapping[str, str], links: Sequence[Link]) -> Correspondence:
    strength = agreed_strength(tuple(strengths.values()))
    # The reason of a reading that gives the agreed strength; every strength comes from a reading.
    rationale = next(link.rationale for link in links if len(links) == 1 or strength in link.strengths.values())
    return Correspondence(*ends, strength, strengths, rationale, "")


def _check_parallels(parallels: Iterable[Parallel], agreed: Mapping[Ends, Correspondence]) -> None:
    paragraphs = dict.fromkeys(paragraph for paragraph, _, _ in agreed)
    for parallel in parallels:
        for paragraph in paragraphs:
            strengths = {
                f"{treaty}:{printed}": agreed[paragraph, treaty, printed].strength
                for treaty, printed in parallel.provisions
                if (paragraph, treaty, printed) in agreed
            }
            differ = len(set(strengths.values())) > 1
            if paragraph in parallel.differs and not differ:
                raise parallel.row.fail("the strengths are the same", paragraph, "Leave it out of column differs.")
            if differ and paragraph not in parallel.differs:
                raise parallel.row.fail(
                    f"the same content has different strengths under {paragraph}",
                    ", ".join(f"{key} {strength}" for key, strength in strengths.items()),
                    "Decide one in decided.csv, or say in parallels.csv why they differ.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
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
    others = [sum(n for (_, it), n in counted if it == other) / total for other in range(categories)]
    observed = sum(abs(one - other) * n for (one, other), n in counted) / total
    expected = sum(
        abs(one - other) * ones[one] * others[other] for one in range(categories) for other in range(categories)
    )
    # Without expected disagreement both raters use one category only, and the same one.
    return 1 - observed / expected if expected else 1.0


def measure_agreement(readings: Readings, provisions: Mapping[str, Mapping[str, Provision]]) -> tuple[Agreement, ...]:
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
    return tuple(_between(readings, one, other, described) for one, other in combinations(readings.readings, 2))


def _between(readings: Readings, one: str, other: str, provisions: Set[tuple[str, str]]) -> Agreement:
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
        one=one,
        other=other,
        pairs=pairs,
        linked_by_one=len(ones ^ others),
        linked_by_both=len(both),
        kappa=_kappa(ones, others, pairs),
        article_kappa=_kappa(
            {(path, *_article(*rest)) for path, *rest in ones},
            {(path, *_article(*rest)) for path, *rest in others},
            len(covered) * len({_article(*provision) for provision in provisions}),
        ),
        same_strength=sum(x == y for x, y in both),
        strength_kappa=weighted_kappa(both, len(STRENGTHS)),
    )


def _kappa(one: Set[Ends], other: Set[Ends], pairs: int) -> float:
    joined = [(int(ends in one), int(ends in other)) for ends in one | other]
    return weighted_kappa(joined + [(0, 0)] * (pairs - len(joined)), 2)


def _article(treaty: str, printed: str) -> tuple[str, str]:
    return treaty, printed.partition("(")[0]


def _covered(readings: Readings, key: str) -> set[str]:
    return {assessment.paragraph for assessment in readings.assessments if assessment.reading == key} - {""}


def proposals(readings: Readings, published: Iterable[Ends]) -> int:
    """Return how many links stay in the file as proposals: found, and not published."""
    return len({link.ends for link in readings.links} - set(published))
