"""What a list prints and the register does not have yet, proposed for a person to read.

A statement that nobody has read is proposed with its place, kind, provisions and day, and with its
first words to look it up by; what it says is for the editor to write. The sheet of proposals is
taken in by `csekg.refresh.statements`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from csekg.derived.all_facts import AllFacts
from csekg.errors import CsekgError
from csekg.refresh.source_list import source_of_page
from csekg.sources import Reading, SourceRecord, actors_of, references_of, territories_within

#: Official texts are looked up, not copied.
_FIRST_WORDS = 15
_NO_LETTERS = " \n\"'.-+=@*\u2013\u2018\u201c\u2026"
_STATEMENTS = ("reservation", "declaration", "interpretative-declaration")
#: What is directed at another State's statement.
_ANSWERS = ("objection", "communication")
#: What becomes of statements.
_FATES = ("reservation-withdrawal", "declaration-modification")
_IN_PART = re.compile(r"\bpart(?:ly|ial|ially)?\b", re.IGNORECASE)

_NUMBER = r"\d{1,3}(?:\s*\(\w{1,4}\))*"
#: `articles 14, 20 and 21`, `article 40 (2) (b), (v)`, and `paragraph 5 of article 3`.
_ARTICLES = re.compile(rf"\barticles?\s+({_NUMBER}(?:\s*(?:,|and|,\s*and)\s*{_NUMBER})*)", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\s*,?\s*(?:paragraphs?|para\.?)\s+(\d{1,2}(?:\s*(?:,|and)\s*\d{1,2})*)", re.IGNORECASE)
_PARAGRAPH_OF = re.compile(rf"\bparagraph\s+(\d{{1,2}})\s+of\s+article\s+({_NUMBER})", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"[^.;]{0,12}\bof (?:the|its|his|our) (?:\w+ )?(?:Vienna|Constitution|Act|Code|Law|Covenant|Charter)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A row of a sheet: what the list prints, and empty cells for an editor.

    `place` is that on the page, `made_upon` the occasion in the words of the vocabulary, `fate`
    what end notes tell of statements of this actor. The editor fills `gist`, of an event what it
    is about, and what of the other cells the list cannot tell.
    """

    treaty: str
    actor: str
    territory: str
    participant: str
    place: str
    kind: str
    provisions: str
    made_upon: str
    made_on: str
    objects_to: str
    fate: str
    first_words: str
    effect: str
    gist: str
    minimum_age: str
    withdrawn: str
    withdraws: str
    withdraws_part: str
    modifies: str
    source: str
    note: str

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells one statement from another in several lists of a treaty."""
        return (self.treaty, self.actor, self.kind, self.made_on, self.objects_to, self.first_words)


COLUMNS = tuple(field.name for field in fields(Proposal))


def write_sheet(proposals: Iterable[Proposal], file: Path) -> None:
    """Write a sheet of proposals; raises CsekgError where the file exists or cannot be written."""
    try:
        with file.open("x", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([getattr(proposal, column) for column in COLUMNS] for proposal in proposals)
    except FileExistsError:
        raise CsekgError(f"{file} exists already: an editor's work is not written over. Name another file.") from None
    except OSError as error:
        raise CsekgError(f"{file} cannot be written: {error.strerror}") from None


def proposals_of(facts: AllFacts, treaty: str, source: str, reading: Reading) -> tuple[Proposal, ...]:
    """Return what a reading of a treaty prints and the register does not have, in the order of the list.

    `source` is the id of the list in sources.csv. A statement without a day is in the register
    where it has as many statements of the actor and occasion as the list prints.
    """
    names = [record.participant for record in reading.records]
    names += [name for record in reading.records for name in record.targets]
    desk = _Desk(facts, treaty, source, reading, actors_of(names)[0])
    return tuple(desk.proposals())


def first_words(text: str) -> str:
    """Return the beginning of a text by which it can be looked up."""
    # What begins with another sign is taken for a formula by spreadsheets.
    words = text.lstrip(_NO_LETTERS).split()
    return " ".join(words[:_FIRST_WORDS])


def provisions_in(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the provisions that a text names, as the register prints them: `40(2)(b)`.

    `known` are those of the treaty: of a part that it lacks, the article that holds it is taken.
    """
    of_articles = list(_PARAGRAPH_OF.finditer(text))
    named = [f"{match[2]}({match[1]})" for match in of_articles]
    spans = [match.span() for match in of_articles]
    for match in _ARTICLES.finditer(text):
        after = text[match.end() :]
        articles = re.findall(_NUMBER, match[1])
        paragraphs = _PARAGRAPHS.match(after)
        if any(start <= match.start() < end for start, end in spans) or _ELSEWHERE.match(
            after[paragraphs.end() :] if paragraphs else after
        ):
            continue
        named += articles[:-1] if paragraphs else articles
        named += [f"{articles[-1]}({number})" for number in re.findall(r"\d+", paragraphs[1])] if paragraphs else []
    provisions = []
    for printed in ("".join(name.split()) for name in named):
        while printed and printed not in known:
            printed = re.sub(r"(?:\([^()]*\)|[^()]+)$", "", printed)
        provisions += [printed] if printed else []
    return tuple(dict.fromkeys(provisions))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is compared: the facts, a reading, and the key of the actor for each name."""

    facts: AllFacts
    treaty: str
    source: str
    reading: Reading
    keys: Mapping[str, str]

    def proposals(self) -> Iterator[Proposal]:
        """Yield the proposals."""
        unread = {id(record) for record in self._unread_statements()}
        for record in self.reading.records:
            if record.kind in _ANSWERS:
                yield from self._answers(record)
            elif id(record) in unread or (record.kind in _FATES and not self._has_fate(record)):
                yield self._proposal(record, record.kind)
            elif record.kind == "notification" and not self._has_day(self.keys[record.participant], record.day):
                yield self._proposal(record, "communication")

    def _unread_statements(self) -> Iterator[SourceRecord]:
        printed: dict[tuple[str, date | str], list[SourceRecord]] = {}
        for record in self.reading.records:
            if record.kind in _STATEMENTS and self.keys[record.participant]:
                when = record.day or (record.occasion if record.occasion == "signature" else "")
                printed.setdefault((self.keys[record.participant], when), []).append(record)
        for (actor, when), records in printed.items():
            kinds = Counter(
                declaration.kind
                for declaration in self.facts.declarations
                if self._is_ours(declaration.actor, declaration.treaty, actor)
                and declaration.kind not in _ANSWERS
                and _fits(when, declaration.made_on, declaration.made_upon)
            )
            spare = kinds.total() or int(isinstance(when, date) and self._has_day(actor, when))
            # Kinds differ now and then: what a list calls a declaration is a reservation to others.
            for record in sorted(records, key=lambda record: kinds[record.kind] == 0):
                if spare > 0:
                    spare -= 1
                else:
                    yield record

    def _is_ours(self, of: str, treaty: str, actor: str) -> bool:
        return of == actor and treaty == self.treaty

    def _answers(self, record: SourceRecord) -> Iterator[Proposal]:
        actor = self.keys[record.participant]
        # A note that nobody speaks in tells of its carrier, and is no statement.
        if not record.targets and record.kind != "objection":
            return
        for target in record.targets or ("",):
            key = self.keys.get(target, "")
            if not any(
                self._is_ours(declaration.actor, declaration.treaty, actor)
                and declaration.kind in _ANSWERS
                and (not key or not declaration.objects_to or declaration.objects_to == key)
                and (record.day is None or declaration.made_on is None or declaration.made_on == record.day)
                for declaration in self.facts.declarations
            ):
                yield self._proposal(record, record.kind, key)

    def _has_fate(self, record: SourceRecord) -> bool:
        actor = self.keys[record.participant]
        events = (event for event in self.facts.events if self._is_ours(event.actor, event.treaty, actor))
        undated = record.day is None and any(event.kind in _FATES for event in events)
        return undated or self._has_day(actor, record.day)

    def _has_day(self, actor: str, day: date | None) -> bool:
        """Return whether the register has a statement, an event or an extension of an actor on a day.

        What one list prints as a declaration another tells as an event: a modification, a partial
        withdrawal, the end of a territorial exclusion.
        """
        facts = self.facts
        days = [
            declaration.made_on
            for declaration in facts.declarations
            if self._is_ours(declaration.actor, declaration.treaty, actor)
        ]
        days += [event.on for event in facts.events if self._is_ours(event.actor, event.treaty, actor)]
        days += [
            statement.consent_on
            for statement in facts.statements
            if statement.territory and self._is_ours(statement.actor, statement.treaty, actor)
        ]
        return day is not None and day in days

    def _proposal(self, record: SourceRecord, kind: str, target: str = "") -> Proposal:
        actor = self.keys[record.participant]
        named = territories_within(record.territory, actor)[0] if record.territory else ()
        is_event = kind in _FATES
        fates = [] if is_event or kind in _ANSWERS else list(self._fates(actor))
        no = "no" if "no" in self.facts.vocabularies.get("withdrawal", ()) else "unknown"
        return Proposal(
            treaty=self.treaty,
            actor=actor,
            territory=";".join(territory.key for territory in named),
            participant=record.participant,
            place=record.place + (f", note {record.marker}" if kind in (*_FATES, "communication") else ""),
            kind=kind,
            provisions=";".join(provisions_in(record.text, self.facts.provisions.get(self.treaty, {}))),
            made_upon="" if is_event else self._occasion(record, actor),
            made_on=record.day.isoformat() if record.day else "",
            objects_to=target,
            fate="; ".join(fates),
            first_words=first_words(record.words or record.heading),
            effect="objects" if kind == "objection" else "",
            gist="",
            minimum_age="",
            withdrawn="" if is_event or fates else no,
            withdraws="",
            withdraws_part="",
            modifies="",
            source=self.source,
            note="",
        )

    def _occasion(self, record: SourceRecord, actor: str) -> str:
        """Return the occasion of a statement: of one with a day by the actor's own acts."""
        if not record.day:
            return {"signature": "signature", "": "unknown"}.get(record.occasion, "consent")
        for act in self.facts.acts:
            if (act.treaty, act.actor, act.on) == (self.treaty, actor, record.day):
                return "consent" if act.is_consent else "signature"
        return "later"

    def _fates(self, actor: str) -> Iterator[str]:
        """Yield in a few words what the end notes tell of an actor's statements."""
        for record in self.reading.records:
            if record.kind in _FATES and self.keys[record.participant] == actor:
                what = "modified" if record.kind == _FATES[1] else "withdrawn"
                part = " in part" if _IN_PART.search(record.text) else ""
                yield f"{what}{part} {record.day or '(day not printed)'}, note {record.marker}"


def _fits(when: object, made_on: date | None, made_upon: str) -> bool:
    """Return whether a statement of the register may be the one that a list prints for a day or occasion."""
    if isinstance(when, date):
        return made_on == when or (made_on is None and made_upon in ("later", "unknown", ""))
    if when == "signature":
        return made_upon in ("signature", "unknown", "")
    return made_upon != "signature"


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
