"""Acts derived from statements: which source states what, and which value csekg follows.

Several sources may state the same signature or consent. Their statements describe one act. Where
they differ, the row marked `preferred` decides, and data/corrections.csv must give the reason
(`csekg.derived.discrepancies` checks that it does).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, TypeVar

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.facts.sources import Source
from csekg.facts.statements import PARTY_ONLY, Statement
from csekg.facts.treaties import Treaty
from csekg.law.entry_into_force import EntryIntoForce, entry_into_force

Value = TypeVar("Value")
#: Treaty, actor, and whether the act is a consent: what makes an act unique.
ActKey: TypeAlias = tuple[str, str, bool]

SUCCESSION = "succession"
#: Kinds that leave open which act it was; any other kind agrees with them.
OPEN_KINDS = ("ratification-acceptance-or-approval", "unclear", PARTY_ONLY)
#: The kinds that the first of them may stand for.
_RATIFICATION_CLASS = ("ratification", "acceptance", "approval")


@dataclass(frozen=True, slots=True)
class Act:
    """A signature or a consent to be bound: the values we follow, and the statements about it.

    `on` is the day of the act, None where no source gives it or no day is followed. `known_by` is
    the earliest as-of date of a source that states the act. `in_force_on` is the day of entry into
    force as stated, `computed` as the treaty's clause gives it, and `bound_by` the earliest as-of
    date of a source that says that the consent binds. `dismissed` marks a signature that one source
    states and that, as another shows, never took place.
    """

    iri: NamedNode
    treaty: str
    actor: str
    is_consent: bool
    kind: str
    on: date | None
    known_by: date
    statements: tuple[Statement, ...]
    in_force_on: date | None = None
    minimum_age: int | None = None
    computed: EntryIntoForce | None = None
    bound_by: date | None = None
    dismissed: bool = False

    @property
    def key(self) -> ActKey:
        """Treaty, actor, and whether the act is a consent."""
        return self.treaty, self.actor, self.is_consent

    @property
    def effective_on(self) -> date | None:
        """The day from which the consent binds: as stated, else as computed.

        Without either it is the first day on which a source says that it binds.
        """
        return self.effect_stated_or_computed or self.bound_by

    @property
    def effect_stated_or_computed(self) -> date | None:
        """The day from which the consent binds, None where it is neither stated nor computed."""
        return self.in_force_on or (self.computed.on if self.computed else None)

    @property
    def begins(self) -> date:
        """The day that the act is known to have been done by, at the latest."""
        return self.on or min(filter(None, (self.known_by, self.effective_on)))


def derive_acts(
    treaty: Treaty, statements: Iterable[Statement], sources: Mapping[str, Source]
) -> list[Act]:
    """Return the acts under a treaty by actor: at most one signature and one consent of each.

    Raises DataError where two statements about one actor are preferred for the same value, and
    EntryIntoForceError where a computed day is after the year 9999.
    """
    by_actor: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if not statement.territory:
            by_actor[statement.actor].append(statement)
    acts = []
    for actor, stated in sorted(by_actor.items()):
        signing = [statement for statement in stated if statement.signed]
        consenting = [statement for statement in stated if statement.consents]
        if signing:
            # A statement without a signature can be preferred: then the day that another source
            # gives for one is the day of something else. The act is published as dismissed.
            dismissed = any("signature" in s.preferred and not s.signed for s in stated)
            acts.append(_signature(treaty, actor, signing, sources, dismissed))
        if consenting:
            acts.append(_consent(treaty, actor, consenting, sources))
    return acts


def _signature(
    treaty: Treaty,
    actor: str,
    statements: Sequence[Statement],
    sources: Mapping[str, Source],
    dismissed: bool,
) -> Act:
    on = _followed(statements, "signature", lambda statement: statement.signed_on)
    return Act(
        iri=ns.act(treaty.key, actor, on, "signature"),
        treaty=treaty.key,
        actor=actor,
        is_consent=False,
        kind="signature",
        on=None if dismissed else on,
        known_by=_known_by(statements, sources),
        statements=tuple(statements),
        dismissed=dismissed,
    )


def _consent(
    treaty: Treaty, actor: str, statements: Sequence[Statement], sources: Mapping[str, Source]
) -> Act:
    kind = _kind(statements)
    on = _followed(statements, "date", lambda statement: statement.consent_on)
    computed = None
    if treaty.rule and on:
        computed = entry_into_force(treaty.rule, on, succession=kind == SUCCESSION)
    segment = "consent" if kind in ("", "unclear", PARTY_ONLY) else kind
    binding = (sources[s.source].as_of for s in statements if s.says_in_force)
    return Act(
        iri=ns.act(treaty.key, actor, on, segment),
        treaty=treaty.key,
        actor=actor,
        is_consent=True,
        kind=kind,
        on=on,
        known_by=_known_by(statements, sources),
        statements=tuple(statements),
        in_force_on=_followed(statements, "in_force", lambda statement: statement.in_force_on),
        minimum_age=_followed(statements, "kind", lambda statement: statement.minimum_age),
        computed=computed,
        bound_by=min(binding, default=None),
    )


def _known_by(statements: Iterable[Statement], sources: Mapping[str, Source]) -> date:
    return min(sources[statement.source].as_of for statement in statements)


def _followed(
    statements: Sequence[Statement], name: str, value: Callable[[Statement], Value | None]
) -> Value | None:
    """Return the value of the statement preferred for `name`, else the first value stated.

    Raises DataError where two statements are preferred for it.
    """
    preferred = [statement for statement in statements if name in statement.preferred]
    if len(preferred) > 1:
        raise preferred[1].row.fail(
            f"{preferred[1].actor} has two rows preferred for {name}", preferred[1].source
        )
    # A row may be preferred for an empty cell: then no other source's date is followed either.
    if preferred:
        return value(preferred[0])
    return next((found for each in statements if (found := value(each)) is not None), None)


def _kind(statements: Sequence[Statement]) -> str:
    """Return the kind we follow: the preferred one, else a definite one, else the least open."""
    preferred = [statement for statement in statements if "kind" in statement.preferred]
    stated = [statement.consent for statement in statements if statement.consent]
    definite = [kind for kind in stated if kind not in OPEN_KINDS]
    open_kinds = sorted(stated, key=OPEN_KINDS.index) if not definite else []
    followed = _followed(preferred, "kind", lambda statement: statement.consent)
    return followed or next(iter(definite or open_kinds), "")


def kinds_agree(one: str, other: str) -> bool:
    """Return whether two stated kinds of consent can both be true of one act."""
    if one == other or "unclear" in (one, other) or PARTY_ONLY in (one, other):
        return True
    merged = OPEN_KINDS[0]
    return (one == merged and other in _RATIFICATION_CLASS) or (
        other == merged and one in _RATIFICATION_CLASS
    )
