"""The labels of acts: "France, OPSC: ratification, 5 Feb 2003"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal

from csekg.dataset.quads import text
from csekg.days import spelled

_KINDS = {
    "": "consent to be bound, kind not known",
    "unclear": "consent to be bound, kind not known",
    "party": "consent to be bound, kind not known",
    "ratification-acceptance-or-approval": "ratification, acceptance or approval",
    "declarant": "made a declaration, its text not read",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """Makes labels from the names of actors and the short titles of treaties, both by key."""

    actors: Mapping[str, str]
    treaties: Mapping[str, str]

    def act(
        self,
        actor: str,
        treaty: str,
        kind: str,
        on: date | None,
        detail: str = "",
        year: int | None = None,
    ) -> Literal | None:
        """Return the English label of an act; its kind comes after the first ": ".

        `year` is that of an act of which the day is not known.
        """
        what = _KINDS.get(kind, kind.replace("-", " ")) + (f" {detail}" if detail else "")
        when = spelled(on) if on else f"in {year}, day not known" if year else "day not known"
        return text(f"{self.actors[actor]}, {self.treaties[treaty]}: {what}, {when}", "en")
