"""Acts derived from statements: which source states what, and which value csekg follows.

Several sources may state the same signature or consent. Their statements describe one act. Where
they differ, the row marked `preferred` decides, else data/corrections.csv, which must give the
reason anyway (`csekg.derived.discrepancies` checks that it does). The order of rows never decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.facts.discrepancies import ActKey, Decisions
from csekg.facts.sources import Source
from csekg.facts.statements import PARTY_ONLY, Statement
from csekg.facts.treaties import Treaty
from csekg.law.entry_into_force import EntryIntoForce, deposits_between, entry_into_force

Value = TypeVar("Value")

SUCCESSION = "succession"
#: Kinds that leave open which act it was; any other kind agrees with them.
OPEN_KINDS = ("ratification-acceptance-or-approval", "unclear", PARTY_ONLY)
#: The kinds that the first of them may stand for.
_RATIFICATION_CLASS = ("ratification", "acceptance", "approval")
#: The kinds of a consent that only a signatory gives.
KINDS_OF_SIGNATORIES = (*_RATIFICATION_CLASS, OPEN_KINDS[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A signature or a consent to be bound: the values we follow, and the statements about it.

    `on` is the day of the act, None where no source gives it or no day is followed; `year` is then
    its year, where a source gives that. `known_by` is the last day on which it can have been done:
    the end of the year, or the earliest as-of date of a source that states it. `in_force_on` is the
    day of entry into force as stated, `computed` as the treaty's clause gives it, and `bound_by`
    the last day on which the consent can have begun to bind. `between` are the first and the last
    day of a consent whose day is not followed, as its stated entry into force gives them.
    `dismissed` marks an act that one source states and that is not followed, because another shows
    that it never took place.
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
    between: tuple[date, date] | None = None
    dismissed: bool = False
    year: int | None = None

    @property
    def key(self) -> ActKey:
        """Treaty, actor, and whether the act is a consent."""
        return self.treaty, self.actor, self.is_consent

    @property
    def effective_on(self) -> date | None:
        """The day from which the consent binds: as stated, else as computed.

        Without either it is the last day on which it can have begun to bind.
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
    treaty: Treaty, statements: Iterable[Statement], sources: Mapping[str, Source], decisions: Decisions
) -> list[Act]:
    """Return the acts under a treaty by actor: at most one signature and one consent of each.

    `decisions` are the values that data/corrections.csv chooses. Raises DataError where two
    statements about one actor are preferred for the same value, and where they differ and nothing
    decides between them; EntryIntoForceError where a computed day is after the year 9999.
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
            followed = _Followed((treaty.key, actor, False), signing, decisions)
            acts.append(_signature(followed, sources, dismissed))
        if consenting:
            dismissed = any("consent" in s.preferred and not s.consents for s in stated)
            followed = _Followed((treaty.key, actor, True), consenting, decisions)
            act = _consent(treaty, followed, sources)
            acts.append(_dismissed(act) if dismissed else act)
    return acts


@dataclass(frozen=True, slots=True)
class _Followed:
    """The statements about one act, and what decides between them where they differ."""

    key: ActKey
    statements: Sequence[Statement]
    decisions: Decisions

    def value(self, word: str, property_name: str, stated: Callable[[Statement], Value | None]) -> Value | None:
        """Return the value followed: the preferred, else the only one, else the one decided.

        `word` is that of the column `preferred`. Raises DataError where two rows are preferred, and
        where the statements differ and neither column nor corrections.csv decides.
        """
        preferred = [statement for statement in self.statements if word in statement.preferred]
        if len(preferred) > 1:
            raise preferred[1].row.fail(f"{preferred[1].actor} has two rows preferred for {word}", preferred[1].source)
        # A row may be preferred for an empty cell: then no other source's date is followed either.
        if preferred:
            return stated(preferred[0])
        values = {value: statement for statement in self.statements if (value := stated(statement)) is not None}
        if len(values) < 2:
            return next(iter(values), None)
        chosen = self.decisions.get((self.key, property_name))
        if chosen == "":
            return None
        for value in values:
            if str(value) == chosen:
                return value
        differing = "; ".join(f"{value} by {statement.source}" for value, statement in values.items())
        *_, last = values.values()
        raise last.row.fail(
            f"{last.actor}: sources differ on {property_name} and nothing says which we follow",
            differing,
            "Give the value followed and the reason in data/corrections.csv.",
        )

    def kind(self) -> str:
        """Return the kind followed: the preferred one, else a definite one, else the least open."""
        naming = [statement for statement in self.statements if statement.consent]
        definite = [statement for statement in naming if statement.consent not in OPEN_KINDS]
        if any("kind" in statement.preferred for statement in naming):
            definite = naming
        if not definite:
            return min((statement.consent for statement in naming), key=OPEN_KINDS.index, default="")
        rest = replace(self, statements=definite)
        return rest.value("kind", "consentKind", lambda statement: statement.consent) or ""


def _signature(followed: _Followed, sources: Mapping[str, Source], dismissed: bool) -> Act:
    treaty, actor, _ = followed.key
    on = followed.value("signature", "date", lambda statement: statement.signed_on)
    return Act(
        iri=ns.act(treaty, actor, on, "signature"),
        treaty=treaty,
        actor=actor,
        is_consent=False,
        kind="signature",
        on=None if dismissed else on,
        known_by=_known_by(followed.statements, sources),
        statements=tuple(followed.statements),
        dismissed=dismissed,
    )


def _consent(treaty: Treaty, followed: _Followed, sources: Mapping[str, Source]) -> Act:
    actor, statements = followed.key[1], followed.statements
    kind = followed.kind()
    on = followed.value("date", "date", lambda statement: statement.consent_on)
    year = None if on else next((s.consent_year for s in statements if s.consent_year), None)
    succession = kind == SUCCESSION
    computed = latest = None
    if treaty.rule and on:
        computed = entry_into_force(treaty.rule, on, succession=succession)
    elif treaty.rule and year:
        latest = entry_into_force(treaty.rule, date(year, 12, 31), succession=succession)
    segment = "consent" if kind in ("", "unclear", PARTY_ONLY) else kind
    in_force_on = followed.value("in_force", "entersIntoForceOn", lambda s: s.in_force_on)
    between = None
    if treaty.rule and in_force_on and not (on or year or succession):
        between = deposits_between(treaty.rule, in_force_on)
    binding = [sources[s.source].as_of for s in statements if s.says_in_force]
    return Act(
        iri=ns.act(treaty.key, actor, on, segment),
        treaty=treaty.key,
        actor=actor,
        is_consent=True,
        kind=kind,
        on=on,
        known_by=min([_known_by(statements, sources), *([between[1]] if between else [])]),
        between=between,
        statements=tuple(statements),
        in_force_on=in_force_on,
        minimum_age=followed.value("kind", "minimumAge", lambda s: s.minimum_age),
        computed=computed,
        bound_by=min([*binding, *([latest.on] if latest else [])], default=None),
        year=year,
    )


def _dismissed(consent: Act) -> Act:
    """Return a consent of which no value is followed."""
    return replace(
        consent,
        on=None,
        year=None,
        in_force_on=None,
        minimum_age=None,
        computed=None,
        bound_by=None,
        between=None,
        dismissed=True,
    )


def _known_by(statements: Iterable[Statement], sources: Mapping[str, Source]) -> date:
    days = [sources[statement.source].as_of for statement in statements]
    return min(days + [date(s.consent_year, 12, 31) for s in statements if s.consent_year])


def kinds_agree(one: str, other: str) -> bool:
    """Return whether two stated kinds of consent can both be true of one act."""
    if one == other or "unclear" in (one, other) or PARTY_ONLY in (one, other):
        return True
    merged = OPEN_KINDS[0]
    return (one == merged and other in _RATIFICATION_CLASS) or (other == merged and one in _RATIFICATION_CLASS)
