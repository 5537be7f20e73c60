"""What is known of a territory for a meeting: which treaties its State applies there, and what it said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from csekg.answers.common.base import Ref, alphabetical
from csekg.answers.common.references import SourceRef, TreatyInfo, treaties
from csekg.answers.entities.actors import places
from csekg.answers.quality.dataset import StatedRelease, stated_release
from csekg.answers.status.acts import TerritorialAct, acts_by_treaty, day_done
from csekg.answers.status.declarations import Declaration, declarations
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class TerritoryBrief:
    """A territory to which treaties were extended, or from which they were withheld.

    `note` says what became of it, '' without one. `state` acts for it today, or did so last. `acts`
    are those under one treaty together, the last first; `without_act` are the treaties under which
    none for it alone is held. `statements` are those that the State made for it, `earlier` those of
    another State, both without those that were taken back; `others` counts the rest, with the
    notices that took them back. `infos` are all treaties.
    """

    territory: Ref
    note: str
    state: Ref
    acts: tuple[tuple[TerritorialAct, ...], ...]
    without_act: tuple[TreatyInfo, ...]
    statements: tuple[Declaration, ...]
    earlier: tuple[Declaration, ...]
    others: int
    infos: tuple[TreatyInfo, ...]
    sources: tuple[SourceRef, ...]
    release: StatedRelease


def territory_brief(store: QueryEngine, key: str) -> TerritoryBrief | None:
    """Return the brief on the territory with this key, in whatever case; None where no act for it is held."""
    about = places(store).get(key.upper())
    acts = acts_by_treaty(store, about.ref.id) if about else ()
    if about is None or not acts:
        return None
    state = about.of or max(chain(*acts), key=day_done).actor
    made = [each for each in declarations(store) if about.ref.id in {place.id for place in each.territories}]
    standing = [each for each in made if each.may_limit]
    under = {treaty_acts[0].treaty.key for treaty_acts in acts}
    infos = sorted(treaties(store).values(), key=lambda info: alphabetical(info.short_title))
    return TerritoryBrief(
        territory=about.ref,
        note=about.note,
        state=state,
        acts=acts,
        without_act=tuple(info for info in infos if info.key not in under),
        statements=tuple(each for each in standing if each.actor.id == state.id),
        earlier=tuple(each for each in standing if each.actor.id != state.id),
        others=len(made) - len(standing),
        infos=tuple(infos),
        sources=_sources(*(act.sources for act in chain(*acts)), *(each.sources for each in standing)),
        release=stated_release(store),
    )


def _sources(*stating: Iterable[SourceRef]) -> tuple[SourceRef, ...]:
    return tuple(sorted(set(chain(*stating)), key=lambda source: source.key))
