"""What changed between two releases, or was learned by one: sentences in the current language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common import tables
from csekg.answers.common.base import Answer, Iri
from csekg.answers.common.references import actor_refs, treaties
from csekg.answers.common.translations import said
from csekg.answers.status.news import NewKnowledge
from csekg.days import parse_day, spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.forms import comma
from csekg.languages.messages import _
from csekg.languages.texts import is_english, joined
from csekg.languages.words import later
from csekg.releases.differences import Difference, HasTables, Row, differences
from csekg.releases.folder import Release
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import ActLabel, Names, PartLabel, kind_in_words

#: Gives a text of the dataset in the current language.
Say = Callable[[str], str]

#: What an actor does by an act of this kind, up to the treaty. Other kinds have their label, and so
#: has every act in other languages, where a State and a treaty would change the words around them.
_VERBS = {
    "signature": "signed",
    "ratification": "ratified",
    "accession": "acceded to",
    "acceptance": "accepted",
    "approval": "approved",
    "succession": "succeeded to",
    "formal-confirmation": "formally confirmed",
    "definitive-signature": "definitively signed",
    "ratification-acceptance-or-approval": "ratified, accepted or approved",
    "consent": "consented to be bound by",
    "unclear": "consented to be bound by",
    "reservation": "made a reservation to",
    "declaration": "made a declaration under",
    "interpretative-declaration": "made an interpretative declaration under",
    "binding-age-declaration": "declared a minimum age under",
    "objection": "made an objection under",
    "communication": "made a communication under",
    "authority-designation": "designated an authority under",
    "reservation-withdrawal": "withdrew a reservation to",
    "declaration-modification": "modified a declaration under",
    "denunciation": "denounced",
}
#: The word for one thing of each kind, and for several.
_THINGS = {
    "act": (later("act"), later("acts")),
    "declaration": (later("declaration"), later("declarations")),
    "participation": (later("participation"), later("participations")),
    "instrument": (later("instrument"), later("instruments")),
    "source": (later("source"), later("sources")),
    "difference between sources": (later("difference between sources"), later("differences between sources")),
    "correspondence": (later("correspondence"), later("correspondences")),
    "provision": (later("provision"), later("provisions")),
    "paragraph": (later("paragraph"), later("paragraphs")),
    "citation": (later("citation"), later("citations")),
    "actor": (later("actor"), later("actors")),
    "group": (later("group"), later("groups")),
}
#: The heading of changes of each kind.
_HEADINGS = {
    "added": later("New: {things}"),
    "changed": later("Changed: {things}"),
    "removed": later("Removed: {things}"),
}
#: The columns that name a thing, the first that is filled.
_NAMES = ("label", "short_title", "paragraph_name", "group_name", "title", "actor_name")
#: Columns of the tidy tables whose heading is that of another name; others have that of their own.
_HEADED = {
    "acted_on": "date",
    "actor_name": "name",
    "bound_on_computed": "entryIntoForceComputed",
    "bound_on_stated": "entryIntoForceStated",
    "duty": "dutyStrength",
    "group_name": "name",
    "groups": "memberOf",
    "in_force_on": "entersIntoForceOn",
    "list_complete": "complete",
    "objected_actors": "objectedActor",
    "objected_acts": "objectsTo",
    "other_source": "dissentingSource",
    "other_value": "dissentingValue",
    "paragraph_name": "name",
    "part_of": "isPartOf",
    "provisions": "concernsProvision",
    "state_of_it": "discrepancyStatus",
    "title": "name",
}
#: The label of a status in the vocabulary, where it is not the words of the code.
_STATUSES = {
    "contracting-state": "contracting State",
    "must-join-first": "must join another treaty first",
    "needs-invitation": "joins on invitation",
    "no-action": "not joined",
    "signatory": "signatory only",
    "unknown": "not known",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Columns whose earlier value was an error, not a state of things that has passed.
_CORRECTED = ("acted_on", "not_before", "not_after", "kind")


class Change(Answer):
    """Something that a release says otherwise than another one."""

    change: Literal["added", "removed", "changed"]
    thing: str = Field(description="kind of thing: act, participation, instrument, source ...")
    id: Iri
    actor: str | None = Field(description="key of the State; null where it is about none")
    treaty: str | None = Field(description="key of the treaty; null where it is about none")
    property: str | None = Field(description="column that has another value; null for a whole row")
    before: str | None
    after: str | None
    text: str = Field(description="the change in words")


def as_it_is(text: str) -> str:
    """Return a text of the dataset as it is, in English."""
    return text


def changes(before: HasTables, after: HasTables, say: Say = as_it_is) -> list[Change]:
    """Return what changed, in the order of `differences`, in words of the current language.

    `say` gives texts of the dataset in that language. Raises CsekgError where a table is not as it
    was released.
    """
    return [as_change(difference, say) for difference in differences(before, after)]


def as_change(difference: Difference, say: Say) -> Change:
    """Return a difference as a change, in words of the current language."""
    row = difference.row
    return Change(
        change=difference.change,
        thing=difference.thing,
        id=row.get("iri") or _iri(difference.thing, row),
        actor=row.get("actor") or None,
        treaty=row.get("treaty") or None,
        property=difference.column or None,
        before=difference.before or None,
        after=difference.after or None,
        text=in_words(difference, say),
    )


def _iri(thing: str, row: Row) -> str:
    """Return the identifier of what a row is about where the table has only its key."""
    if thing == "declaration":
        return ns.thing("action", row["act"]).value
    if thing == "participation":
        return ns.participation(row["treaty"], row["actor"]).value
    if thing == "group":
        return ns.thing("group", row["group_key"]).value
    if thing == "difference between sources":
        return ns.thing("discrepancy", row["difference"]).value
    # A correspondence: `op/16` and `ets185/article/18/1/b` give `op-16/ets185/18-1-b`.
    paragraph = row["paragraph"].partition("/")[2].replace("/", "-")
    provision = row["provision"].partition("/")[2].removeprefix("article/").replace("/", "-")
    return ns.thing("correspondence", paragraph, row["treaty"], provision).value


def counted(found: Sequence[Difference | Change]) -> str:
    """Return how many acts are new, corrected and removed, and how much else changed, in words."""
    acts = Counter(change.change for change in found if change.thing == "act")
    return _(
        "acts: {added} new, {changed} changed, {removed} removed; {others} other changes",
        added=acts["added"],
        changed=acts["changed"],
        removed=acts["removed"],
        others=len(found) - acts.total(),
    )


def by_kind(found: Sequence[Change], level: str) -> Iterator[str]:
    """Yield what changed as Markdown: a list for each kind of thing and of change.

    Each has a heading; `level` are the signs that begin it.
    """
    things = dict.fromkeys(change.thing for change in found)
    for thing in things:
        for kind in ("added", "changed", "removed"):
            texts = [change.text for change in found if (change.thing, change.change) == (thing, kind)]
            if texts:
                yield f"{level} {heading(thing, kind)} ({len(texts)})"
                yield ""
                yield from (f"- {' '.join(text.split())}" for text in texts)
                yield ""


def in_words(difference: Difference, say: Say) -> str:
    """Return a difference as a sentence: "Singapore signed the OPSC on 25 Nov 2025"."""
    thing, row = difference.thing, difference.row
    if difference.change == "changed":
        return _changed(difference, say)
    if thing == "act":
        said = _act(row, say)
        return said if difference.change == "added" else _("Removed: {act}", act=said)
    about = {"thing": _(_THINGS[thing][0]), "name": _name(thing, row, say)}
    if difference.change == "added":
        return _("New {thing}: {name}", **about)
    return _("Removed {thing}: {name}", **about)


def heading(thing: str, change: str) -> str:
    """Return the heading of all changes of one kind to things of one kind: "New: acts"."""
    return _(_HEADINGS[change], things=_(_THINGS[thing][1]))


def _act(row: Row, say: Say) -> str:
    verb = _VERBS.get(row["kind"]) if current() == ENGLISH else None
    if verb is None:
        label = say(row["label"])
        return _label(row, say) if is_english(label) else label
    day = row["acted_on"]
    when = f"on {_shown('acted_on', day, say)}" if day else "(day not known)"
    return f"{row['actor_name']} {verb} the {row['treaty_title']} {when}"


def _label(row: Row, say: Say) -> str:
    """Return the name of an act that the dataset of today does not have."""
    first, last = row["not_before"][:4], row["not_after"][:4]
    label = ActLabel(
        row["actor_name"],
        row["treaty_title"],
        "" if row["kind"] == "consent" else row["kind"],
        parse_day(row["acted_on"]) if row["acted_on"] else None,
        year=int(first) if first and first == last else None,
    )
    return label.say(Names(say, say))


def _changed(difference: Difference, say: Say) -> str:
    """Return that a value is another one: "... date corrected from 7 May 2000 to 8 May 2000"."""
    row, column = difference.row, difference.column
    subject = _name(difference.thing, row, say)
    if difference.thing in ("act", "participation"):
        # The label of an act has the day, which may be what changed.
        parts = [say(row["actor_name"]), say(row["treaty_title"])]
        if difference.thing == "act":
            parts.append(kind_in_words(row["kind"]))
        subject = joined(comma(), parts)
    about = {
        "subject": subject,
        "property": _heading(column),
        "before": _shown(column, difference.before, say),
        "after": _shown(column, difference.after, say),
    }
    if not difference.before:
        return _("{subject}: {property} now known: {after}", **about)
    if not difference.after:
        return _("{subject}: {property} no longer stated: {before}", **about)
    if column in _CORRECTED:
        return _("{subject}: {property} corrected from {before} to {after}", **about)
    return _("{subject}: {property} {after}, before {before}", **about)


def _heading(column: str) -> str:
    """Return what stands above a column, in English within a sentence: `entry into force`."""
    column = _HEADED.get(column, column)
    return tables.in_words(column).lower() if current() == ENGLISH else tables.heading(column)


def _name(thing: str, row: Row, say: Say) -> str:
    if thing == "correspondence":
        return _("{paragraph} and {provision}", paragraph=say(row["paragraph_name"]), provision=_provision(row, say))
    if thing == "difference between sources":
        return _("{act}: {property}", act=say(row["label"]), property=_heading(row["property"]))
    if thing == "provision":
        return _provision(row, say)
    return say(next(row[column] for column in _NAMES if row.get(column)))


def _provision(row: Row, say: Say) -> str:
    number = row["number"]
    label = PartLabel(row["treaty_title"], "preamble" if number == "preamble" else "article", number)
    return label.say(Names(say, say))


def _shown(column: str, value: str, say: Say) -> str:
    if not value or value.isdigit():
        return value
    if _DAY.fullmatch(value):
        return spelled(date.fromisoformat(value))
    if column == "status":
        return say(_STATUSES.get(value) or value.replace("-", " "))
    return kind_in_words(value) if column == "kind" else say(value)


#: What news tell: of the rest, participations follow from acts, and readers of news care for acts.
_TOLD = ("act", "declaration", "instrument", "difference between sources")

#: Gives the differences between two releases, by their versions.
Between = Callable[[str, str], Sequence[Difference]]


def new_knowledge(
    store: QueryEngine, releases: Sequence[Release], since: date = date.min, between: Between | None = None
) -> tuple[NewKnowledge, ...]:
    """Return what the releases since a day, included, say otherwise than those before.

    `releases` are those at hand, the newest first; the first of all, and one whose previous release
    is not at hand, say nothing otherwise. `store` has the names and texts in the current language.
    Raises CsekgError for a release that is not as it was released.
    """
    versions = {release.version: release for release in releases}

    def from_tables(before: str, after: str) -> Sequence[Difference]:
        return differences(versions[before], versions[after])

    compare = between or from_tables
    return tuple(
        knowledge
        for release in releases
        if since <= release.manifest.released_on and release.manifest.previous in versions
        for knowledge in _of_release(store, release, compare(release.manifest.previous, release.version))
    )


def _of_release(store: QueryEngine, release: Release, found: Sequence[Difference]) -> Iterator[NewKnowledge]:
    actors = {ref.key: ref for ref in actor_refs(store).values()}
    by_key = treaties(store)
    for difference in found:
        if difference.thing in _TOLD:
            change = as_change(difference, partial(said, store))
            treaty = by_key.get(change.treaty or "")
            yield NewKnowledge(
                release=release.version,
                released_on=release.manifest.released_on,
                change=change.change,
                thing=change.thing,
                id=change.id,
                actor=actors.get(change.actor or ""),
                treaty=treaty.ref if treaty else None,
                column=change.property,
                before=change.before,
                after=change.after,
                text=change.text,
            )
