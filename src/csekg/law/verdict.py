"""Whether a treaty binds an actor, by its status and the reasons for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from csekg.law.reasons import Code

#: Whether a treaty binds a State on a day.
Verdict = Literal["bound", "not-bound", "not-known"]

#: As what an actor counts wherever States are counted.
Counted = Literal["bound", "not-bound", "not-known", "not-eligible"]

#: Of these it is open only whether or when the actor signed or consented, and not whether it is bound.
OPEN_BEFORE_BOUND: frozenset[Code] = frozenset({"signed-undated", "signed-to-ratify", "consented-between"})


def verdict(status: str, codes: Collection[Code]) -> Verdict:
    """Return whether an actor with a status is bound; `codes` are those of the reasons for it.

    An `unknown` status leaves that open, except where only the day of a signature is not known, or
    that of a consent which does not bind yet: a signature binds nobody.
    """
    if status == "party":
        return "bound"
    if status == "unknown" and not OPEN_BEFORE_BOUND.intersection(codes):
        return "not-known"
    return "not-bound"


def counts_as(status: str, verdict: Verdict) -> Counted:
    """Return as what an actor counts: one that cannot join is apart from those that are not bound."""
    return "not-eligible" if status == "not-eligible" else verdict
