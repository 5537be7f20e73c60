"""Existence and continuity of States: who existed on a day, and which State did a printed act.

A State that continues another is the same person in law under a new name, and its treaty acts go
on without a further act: Russia continues the Soviet Union. A State that succeeds another is a new
person, and is bound only by an act of its own, such as a notification of succession: Slovakia
succeeded Czechoslovakia. Depositaries print the acts of a continued State under the name of the
State that continues it. Here each of these acts counts once a day: for the State that did it while
it existed, then for the one that continues it.

The rule for a day before a State bore its name of today: one that continues another was that other
State, and what bound it then bound it; one that succeeds others did not exist, and what they had
done counts for it from its beginning. Who was a Member of the United Nations was a State.

`until` is exclusive: the first day on which the State no longer exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from csekg.errors import CsekgError


class ContinuityError(CsekgError):
    """Existences overlap, or a State continues one that does not end when it begins."""


@dataclass(frozen=True, slots=True)
class Existence:
    """A span during which a State exists as one person in law.

    `since` is None where it exists from before all treaties of the dataset, `until` where it still
    exists. `continues` is the key of the State that it continues, whose existence ends on `since`;
    `succeeds` are the keys of those whose acts it may have taken over. `member_only_until` is the
    day before which it was no State, but a Member of the ILO: None where it was a State throughout.
    """

    actor: str
    since: date | None = None
    until: date | None = None
    continues: str = ""
    succeeds: tuple[str, ...] = ()
    member_only_until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether the State exists on that day."""
        return (not self.since or self.since <= day) and (not self.until or day < self.until)


class Continuity:
    """The existences of all States, and which of them continue which."""

    def __init__(self, existences: Iterable[Existence]) -> None:
        """Raise ContinuityError for an overlap, or a continued State that does not end then."""
        self._by_actor: defaultdict[str, list[Existence]] = defaultdict(list)
        for existence in sorted(existences, key=lambda existence: (existence.actor, existence.since or date.min)):
            existences_of = self._by_actor[existence.actor]
            if existences_of and (
                existences_of[-1].until is None or existences_of[-1].until > (existence.since or date.min)
            ):
                raise ContinuityError(f"{existence.actor}: two existences overlap on {existence.since}")
            existences_of.append(existence)
        self._before: dict[Existence, Existence] = {}
        self._after: dict[Existence, Existence] = {}
        for existence in (one for existences_of in self._by_actor.values() for one in existences_of if one.continues):
            self._link(existence)

    def _link(self, existence: Existence) -> None:
        # A State restored after a time, such as the Baltic States, continues itself after a gap.
        own, since = existence.continues == existence.actor, existence.since
        for before in reversed(self._by_actor[existence.continues]):
            until = before.until
            if until and since and (until <= since if own else until == since):
                if before in self._after:
                    raise ContinuityError(f"{before.actor} is continued by two States")
                self._before[existence], self._after[before] = before, existence
                return
        raise ContinuityError(
            f"{existence.actor} continues {existence.continues}, which does not end on {existence.since}"
        )

    def of(self, actor: str) -> tuple[Existence, ...]:
        """Return the existences of a State, oldest first; without any recorded, one without end."""
        return tuple(self._by_actor.get(actor, ())) or (Existence(actor),)

    def exists(self, actor: str, day: date) -> bool:
        """Return whether a State exists on a day."""
        return any(existence.holds(day) for existence in self.of(actor))

    def continued_by(self, existence: Existence) -> Existence | None:
        """Return the existence that continues this one."""
        return self._after.get(existence)

    def same_person(self, actor: str) -> frozenset[str]:
        """Return the keys of all States that are, one after the other, one person with this one."""
        return frozenset(
            one.actor for existence in self.of(actor) for one in (*self.earlier(existence), *self.bearers(existence))
        )

    def last(self, existence: Existence) -> Existence:
        """Return the newest existence of the same person in law."""
        return self.bearers(existence)[-1]

    def earlier(self, existence: Existence) -> tuple[Existence, ...]:
        """Return the existences of the same person in law before this one, oldest first."""
        found: list[Existence] = []
        while before := self._before.get(found[-1] if found else existence):
            found.append(before)
        return tuple(reversed(found))

    def doer(self, printed_under: str, day: date) -> Existence:
        """Return the existence whose act is an act of a day that is printed under a State.

        That is the State itself if it exists on the day, else the one that it then continued. An
        act from before the beginning of a State that continues no other is an act of a predecessor
        which the State took over by succession; it counts for the State from its beginning on.
        """
        existences = self.of(printed_under)
        through = next(
            (existence for existence in existences if existence.until is None or day < existence.until), existences[-1]
        )
        existence: Existence | None = through
        while existence and not existence.holds(day):
            existence = self._before.get(existence)
        return existence or through

    def predecessor_on(self, actor: str, day: date) -> str:
        """Return the State that did an act which is printed under a State that did not exist yet.

        '' where the State existed on the day, or no predecessor of it did.
        """
        doer = self.doer(actor, day)
        if doer.holds(day):
            return doer.actor if doer.actor != actor else ""
        return next((key for key in doer.succeeds if self.exists(key, day)), "")

    def bearers(self, done_by: Existence) -> tuple[Existence, ...]:
        """Return for whom an act counts: the State that did it, and all that continue it."""
        performers = [done_by]
        while following := self._after.get(performers[-1]):
            performers.append(following)
        return tuple(performers)


def with_capacity(existence: Existence, united_nations: date | None, labour: date | None) -> Existence:
    """Return an existence that begins with the membership of the United Nations or of the ILO.

    A Member of the United Nations is a State for every treaty, also before it came into being as
    the State of today: India was a founder, and the Yemen of today has its seat since 1947. A Member
    of the ILO that was not yet a State, as Namibia, could only join what is open to its Members.
    """
    own = existence.since
    if not own:
        return existence
    state = min(filter(None, (own, united_nations)))
    if labour and labour < state:
        return replace(existence, since=labour, member_only_until=state)
    return replace(existence, since=state)
