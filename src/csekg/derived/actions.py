"""Treaty actions out of statements: which source says what, and which value we follow.

Several sources may state the same signature or consent. They speak of one action; where they differ
the row marked `preferred` decides, and `data/corrections.csv` must tell why (see `discrepancies`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.facts.participation import PARTY_ONLY, Statement
from csekg.facts.sources import Source
from csekg.facts.treaties import Treaty
from csekg.law.entry_into_force import EntryIntoForce, entry_into_force

Value = TypeVar("Value")

SUCCESSION = "succession"
#: Kinds that leave open which act it was; any other kind agrees with them.
OPEN_KINDS = ("ratification-acceptance-or-approval", "unclear", PARTY_ONLY)
#: The kinds that a source means which does not tell them apart.
_RATIFICATION_CLASS = ("ratification", "acceptance", "approval")


@dataclass(frozen=True, slots=True)
class Action:
    """A signature or a consent to be bound: the values we follow and who states what.

    `known_by` is the earliest day on which a source states it; `dismissed` marks an action that a
    source states and that, as another shows, never was. `bound_by` is the earliest day on which a
    source says that the consent binds, without saying since when.
    """

    iri: NamedNode
    treaty: str
    actor: str
    is_consent: bool
    kind: str
    on: date | None
    known_by: date
    in_force_on: date | None
    minimum_age: int | None
    computed: EntryIntoForce | None
    statements: tuple[Statement, ...]
    bound_by: date | None = None
    dismissed: bool = False

    @property
    def effective_on(self) -> date | None:
        """The day from which the consent binds: as stated, else as computed.

        Without either it is the first day on which a source says that it binds.
        """
        computed = self.computed.on if self.computed else None
        return self.in_force_on or computed or self.bound_by


def read_actions(
    treaty: Treaty, statements: Iterable[Statement], sources: Mapping[str, Source]
) -> list[Action]:
    """Return the signatures and consents of a treaty, one of each per actor at most."""
    by_actor: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if not statement.territory:
            by_actor[statement.actor].append(statement)
    actions = []
    for actor, rows in sorted(by_actor.items()):
        signing = [row for row in rows if row.signed]
        consenting = [row for row in rows if row.consents]
        if signing:
            actions.append(_signature(treaty, actor, rows, signing, sources))
        if consenting:
            actions.append(_consent(treaty, actor, consenting, sources))
    return actions


def _signature(
    treaty: Treaty,
    actor: str,
    rows: Sequence[Statement],
    signing: Sequence[Statement],
    sources: Mapping[str, Source],
) -> Action:
    # A row that states no signature can be preferred: another source then took the day of
    # something else for a signature, and the action is told but counts for nothing.
    dismissed = any("signature" in row.preferred and not row.signed for row in rows)
    on = _follow(signing, "signature", lambda row: row.signed_on)
    return Action(
        ns.action(treaty.key, actor, on, "signature"),
        treaty.key,
        actor,
        False,
        "signature",
        None if dismissed else on,
        _known_by(signing, sources),
        None,
        None,
        None,
        tuple(signing),
        dismissed=dismissed,
    )


def _consent(
    treaty: Treaty, actor: str, rows: Sequence[Statement], sources: Mapping[str, Source]
) -> Action:
    kind = _kind(rows)
    on = _follow(rows, "date", lambda row: row.consent_on)
    computed = None
    if treaty.rule and on:
        computed = entry_into_force(treaty.rule, on, succession=kind == SUCCESSION)
    segment = "consent" if kind in ("", "unclear", PARTY_ONLY) else kind
    return Action(
        ns.action(treaty.key, actor, on, segment),
        treaty.key,
        actor,
        True,
        kind,
        on,
        _known_by(rows, sources),
        _follow(rows, "in_force", lambda row: row.in_force_on),
        _follow(rows, "kind", lambda row: row.minimum_age),
        computed,
        tuple(rows),
        min((sources[row.source].as_of for row in rows if row.says_in_force), default=None),
    )


def _known_by(rows: Sequence[Statement], sources: Mapping[str, Source]) -> date:
    return min(sources[row.source].as_of for row in rows)


def _follow(
    rows: Sequence[Statement], name: str, value: Callable[[Statement], Value | None]
) -> Value | None:
    """Return the value of the row that is preferred for it, else of the first that states one."""
    preferred = [row for row in rows if name in row.preferred]
    if len(preferred) > 1:
        raise preferred[1].row.fail(
            f"{preferred[1].actor} has two rows preferred for {name}", preferred[1].source
        )
    # A row may be preferred for saying nothing: the date of another source is then not taken over.
    if preferred:
        return value(preferred[0])
    return next((found for row in rows if (found := value(row)) is not None), None)


def _kind(rows: Sequence[Statement]) -> str:
    preferred = _follow([row for row in rows if "kind" in row.preferred], "kind", _stated_kind)
    stated = [row.consent for row in rows if row.consent]
    definite = [kind for kind in stated if kind not in OPEN_KINDS]
    open_kinds = sorted(stated, key=OPEN_KINDS.index) if not definite else []
    return preferred or next(iter(definite or open_kinds), "")


def _stated_kind(row: Statement) -> str | None:
    return row.consent or None


def kinds_agree(one: str, other: str) -> bool:
    """Return whether two stated kinds of consent can both be true of one act."""
    if one == other or "unclear" in (one, other) or PARTY_ONLY in (one, other):
        return True
    merged = OPEN_KINDS[0]
    return (one == merged and other in _RATIFICATION_CLASS) or (
        other == merged and one in _RATIFICATION_CLASS
    )
