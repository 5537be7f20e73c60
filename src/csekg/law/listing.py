"""How far the lists that were read name the acts under a treaty, and what their silence means.

Where no act of an actor is in the data, only a list that names every act done by a day shows that
there was none. On any other day the register knows only that it has read none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from csekg.law.reasons import Reason, Reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The days to which the lists of a treaty are complete, and the days before which nobody acts.

    `parties_to` and `signatures_to` are None where no complete list was read; `signatures_to` is
    `date.max` where no later signature is possible. Nobody signs before `opened_on`; the treaty
    binds nobody before `in_force_on`, and nobody at all where that is None. `of_former` says that
    the actor is a former State whose acts no list names.
    """

    parties_to: date | None
    signatures_to: date | None = date.max
    opened_on: date | None = None
    in_force_on: date | None = None
    of_former: bool = False

    def days(self) -> tuple[date, ...]:
        """Return the days on which what silence means changes."""
        after = (day + timedelta(days=1) for day in (self.parties_to, self.signatures_to) if day and day < date.max)
        return (*after, *(day for day in (self.opened_on, self.in_force_on) if day))

    def without_act(self, day: date, reasons: Reasons) -> tuple[str, Reasons]:
        """Return the status of an actor that could act and of which no act was read by `day`.

        It is `no-action` where nobody could act yet or the lists name every act of the day,
        `unknown` where the treaty may bind the actor, else `no-act-read`: it may have signed.
        `reasons` say why the actor could act.
        """
        missing = self._missing(day, signing=all(reason.code != "invited" for reason in reasons))
        if not missing and not self.of_former:
            return "no-action", reasons
        if self.opened_on and day < self.opened_on:
            return "no-action", (Reason("not-yet-open", self.opened_on),)
        if self.of_former:
            return "unknown", (Reason("no-list-of-former"),)
        may_bind = self.parties_to is None and self.in_force_on is not None and self.in_force_on <= day
        unread = (replace(reason, code="open-unread") if reason.code == "open" else reason for reason in reasons)
        in_force = () if self.in_force_on else (Reason("not-in-force"),)
        return "unknown" if may_bind else "no-act-read", (*unread, *missing, *in_force)

    def _missing(self, day: date, *, signing: bool) -> Reasons:
        """Return which lists do not name every act done by `day`; an invited State does not sign."""
        if self.parties_to is None:
            return (Reason("no-list"),)
        missing = []
        if self.parties_to < day:
            missing.append(Reason("parties-listed-to", self.parties_to))
        if signing and self.signatures_to is None:
            missing.append(Reason("no-list-of-signatures"))
        elif signing and self.signatures_to and self.signatures_to < day:
            missing.append(Reason("signatures-listed-to", self.signatures_to))
        return tuple(missing)


#: The lists name every act, whatever the day.
EVERYTHING = Listing(parties_to=date.max)
