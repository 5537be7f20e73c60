"""The statements of a list that nobody has read yet: which they are, and how many in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from csekg.derived.all_facts import AllFacts
from csekg.refresh.proposals import Proposal, proposals_of
from csekg.refresh.source_list import source_of_page
from csekg.sources import Reading, references_of


def treaty_of(facts: AllFacts, reading: Reading) -> str:
    """Return the key of the treaty that a reading is about, '' where it is none of ours."""
    reference = reading.reference.casefold()
    keys = (key for key in facts.treaties if reference in {name.casefold() for name in references_of(key)})
    return next(keys, "")


def unread_of(facts: AllFacts, treaty: str, reading: Reading, source: str = "") -> tuple[Proposal, ...]:
    """Return the proposals of a reading; `source` is the id that a refresh gives the list."""
    own = source or f"untc-{reading.reference.lower()}"
    return proposals_of(facts, treaty, source_of_page(facts, reading) or own, reading)


def unread_sentences(facts: AllFacts, proposals: Iterable[Proposal]) -> list[str]:
    """Return a sentence for each treaty and kind of statement that nobody has read."""
    by_kind: dict[tuple[str, str], list[str]] = {}
    for proposal in proposals:
        name = facts.actors[proposal.actor].name if proposal.actor else proposal.participant
        by_kind.setdefault((proposal.treaty, proposal.kind), []).append(name)
    return [
        f"{facts.short_titles[treaty]}: not yet read, {kind}: {len(names)} ("
        + ", ".join(f"{name} {count}" if count > 1 else name for name, count in sorted(Counter(names).items()))
        + ")"
        for (treaty, kind), names in by_kind.items()
    ]
