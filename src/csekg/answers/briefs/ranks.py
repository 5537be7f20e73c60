"""The order in which a brief names treaties, provisions and States: the same in every language.

Its lists are cut, and of some the first is taken. In alphabetical order each language would then
have a brief of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from csekg.answers.common.base import Ref
from csekg.answers.common.references import LEGAL_BASES, treaties
from csekg.answers.practice.promises import OBLIGING
from csekg.answers.texts.correspondences import STRENGTHS, Correspondence
from csekg.answers.texts.resolution import citations
from csekg.languages.texts import english_value
from csekg.sparql.store import QueryEngine

#: The place of a treaty among others: the lower comes first.
Rank: TypeAlias = "tuple[int, int, int, str]"


def treaty_ranks(store: QueryEngine, links: Iterable[Correspondence]) -> Mapping[str, Rank]:
    """Return the ranks of the treaties by IRI.

    First come those that the resolution urges States to join, then those that it recalls and
    notes, in the order in which it cites them; of those that it does not name, the one first that
    puts its paragraphs into effect by most of the `links`.
    """
    cited: dict[str, int] = {}
    for citation in citations(store):
        if citation.cited_instrument:
            cited.setdefault(citation.cited_instrument.id, len(cited))
    counts = Counter(link.instrument.id for link in links if link.strength in OBLIGING)
    return {
        info.id: (LEGAL_BASES.index(info.legal_basis), cited.get(info.id, len(cited)), -counts[info.id], info.key)
        for info in treaties(store).values()
    }


def closest_first(links: Iterable[Correspondence], ranks: Mapping[str, Rank]) -> list[Correspondence]:
    """Return correspondences from the closest to the loosest, of one strength by the rank of the treaty."""
    # A stable sort: those of one treaty stay in its order.
    return sorted(links, key=lambda link: (STRENGTHS.index(link.strength), ranks[link.instrument.id]))


def by_english_name(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """Return references in the order of their English names, whatever the current language."""
    return tuple(sorted(refs, key=english_order))


def english_order(ref: Ref) -> tuple[str, str]:
    """Return a sort key by which names stand in the order of the English ones."""
    return english_value(ref.name), ref.key
