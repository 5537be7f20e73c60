"""The notes at the end of a status page: who carries them, and what they tell of statements.

A note belongs to every name that bears its mark. Its text is a communication under each of these
names; what it tells of a withdrawal or a modification is a record of its own, and so is what
another State says in it, below a line such as `Ireland (6 January 2003):` or `On 29 July 2004, the
Secretary-General received from the Government of Cyprus the following communication`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from csekg.importers.headings import printed_day, targets_of
from csekg.importers.html_text import Block, blocks_of, place_of
from csekg.importers.names import actors_of, actors_within, territories_named
from csekg.importers.records import SourceRecord

#: The kind of a note.
NOTE = "communication"
_DAY = r"\d{1,2}\s+[^\W\d_]{3,10}\.?\s+\d{4}"
#: `On 18 June 2008, the State of Qatar informed the Secretary-General that it had decided to withdraw`.
_TOLD = re.compile(
    rf"(?:(?P<day>{_DAY})|\b(?:Subsequently|Further|Furthermore)),?\s"
    rf"(?P<words>(?:(?!{_DAY}|\.\s+[A-Z“\"]).){{0,400}}?)"
    r"\b(?P<verb>withdr(?:aw|ew)\w*|modif(?:y|ied|ies|ication)\w*|amend\w*|replac\w+)\b(?P<rest>[^.]{0,200})",
    re.DOTALL,
)
_INFORMED = re.compile(r"\b(?:modifies|informed|notif(?:ied|ication)|decided|decision|received)\b", re.IGNORECASE)
#: `extension to Aruba`, `will apply to`, `be extended to the territory of`; but not `shall not extend to`.
_APPLIED = re.compile(
    r"\b(?:extension to|be extended to|extends? the application\b.{0,120}? to|(?:shall|will) (?:also )?apply to)\b"
    r"(?P<where>[^.;:]{0,300})",
    re.DOTALL,
)
_NOT = re.compile(r"\b(?:not|exclu\w+|unless|until|withdr\w+|reject\w*|should|deci(?:de|sion))\b", re.IGNORECASE)
#: A heading under which another State speaks.
_SPEAKER = re.compile(rf"(?P<name>.+?)\s*\((?P<day>{_DAY})\)\s*:?")
#: A sentence that introduces what another State says.
_INTRODUCTION = re.compile(
    r"\breceived\b.*\bfrom the Government of (?P<from>.*)|\bthe Government of (?P<made>.*?) had made\b", re.DOTALL
)
_SAID = re.compile(r"\b(?:commu\w+|objections?)\b", re.IGNORECASE)
#: With these the note itself speaks again.
_AGAIN = re.compile(rf"(?:Subsequently|Further|Furthermore|In addition|In this regard|See also|On {_DAY}|In a)\b")
#: Of such a verb no statement is withdrawn.
_OTHER = re.compile(r"withdr\w+ (?:from|its troops)|(?:took|takes|taken) effect", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EndNote:
    """A note: its mark, its lines, and the place where it stands."""

    mark: str
    blocks: tuple[Block, ...]
    place: str

    @property
    def text(self) -> str:
        """The text of the note, one line for each of its paragraphs."""
        return "\n".join(block.text for block in self.blocks)


def end_notes_of(root: etree._Element, file: str) -> tuple[EndNote, ...]:
    """Return the notes in the order of the page; the mark is the name of the link at the beginning."""
    notes = []
    for node in root.iter(etree.Element):
        if not node.get("id", "").endswith("_divNotesAll"):
            continue
        link = next((each for each in node.iter("a") if each.get("name")), None)
        mark = ""
        if link is not None:
            mark, link.text = link.get("name", ""), ""
        blocks = tuple(block for block in blocks_of(node) if block.text)
        if mark or blocks:
            notes.append(EndNote(mark, blocks, place_of(file, node)))
    return tuple(notes)


def records_of(notes: Iterable[EndNote], carriers: Mapping[str, tuple[str, ...]]) -> Iterator[SourceRecord]:
    """Yield the records of all notes; `carriers` has the names that bear each mark."""
    for note in notes:
        names = carriers.get(note.mark, ())
        own, spoken = _divided(note, names)
        for name in names or ("",):
            if own:
                yield SourceRecord(participant=name, kind=NOTE, place=note.place, marker=note.mark, text=own)
        yield from _told(note, own, names)
        yield from _applied(note, own, names)
        yield from spoken


@dataclass
class _Speech:
    """What another State says in a note, while its lines are collected."""

    name: str
    day: date | None
    regards: str
    line: int
    lines: list[str]


def _divided(note: EndNote, carriers: tuple[str, ...]) -> tuple[str, list[SourceRecord]]:
    """Return the note's own text, and what others say in it of the statements of its carriers."""
    own: list[str] = []
    speeches: list[_Speech] = []
    is_own = True
    for block in note.blocks:
        speech = _speech(block, " ".join(own))
        if speech:
            speeches.append(speech)
            is_own = False
        elif is_own or _AGAIN.match(block.text):
            own.append(block.text)
            is_own = True
        else:
            speeches[-1].lines.append(block.text)
    file = note.place.rpartition(":")[0]
    return "\n".join(own), [
        SourceRecord(
            participant=speech.name,
            kind=NOTE,
            place=f"{file}:{speech.line}",
            day=speech.day,
            marker=note.mark,
            text="\n".join(speech.lines),
            heading=speech.lines[0],
            targets=targets_of(speech.regards, speech.name) or _spoken_of(speech, carriers),
        )
        for speech in speeches
    ]


def _spoken_of(speech: _Speech, carriers: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the carriers of a note that a speech names, all of them where it names none."""
    keys, _ = actors_of((*carriers, speech.name))
    others = tuple(name for name in carriers if keys[name] != keys[speech.name])
    named = {key for _, key in actors_within(" ".join(speech.lines))}
    return tuple(name for name in others if keys[name] in named) or others


def _speech(block: Block, before: str) -> _Speech | None:
    """Return the speech that a line opens, None where it opens none; `before` is what introduces several."""
    match = _SPEAKER.fullmatch(block.text) if block.is_italic or block.text.endswith(":") else None
    names = [name for name, _ in actors_within(match["name"])] if match else []
    if match and len(names) == 1:
        return _Speech(names[0], printed_day(match["day"]), before, block.line, [block.text])
    introduction = _INTRODUCTION.search(block.text)
    if introduction and _SAID.search(block.text):
        names = [name for name, _ in actors_within(introduction["from"] or introduction["made"] or "")]
        days = set(re.findall(_DAY, block.text))
        if names:
            day = printed_day(days.pop()) if len(days) == 1 else None
            return _Speech(names[0], day, block.text, block.line, [block.text])
    return None


def _told(note: EndNote, own: str, carriers: tuple[str, ...]) -> Iterator[SourceRecord]:
    """Yield the withdrawals and modifications that a note tells, each once."""
    seen: set[tuple[str, str, date | None]] = set()
    # The table and the note may have different names of one State.
    names = {key: name for name, key in actors_of(carriers)[0].items() if key}
    for match in _TOLD.finditer(" ".join(own.split())):
        words = match["words"] + match["verb"]
        if not _INFORMED.search(words) or _OTHER.search(match["verb"] + match["rest"]):
            continue
        named = [names.get(key, name) for name, key in actors_within(match["words"])]
        participant = named[0] if named else carriers[0] if len(carriers) == 1 else ""
        verb = match["verb"].casefold()
        kind = "reservation-withdrawal" if verb.startswith("withdr") else "declaration-modification"
        day = printed_day(match["day"]) if match["day"] else None
        if participant and (participant, kind, day) not in seen:
            seen.add((participant, kind, day))
            yield SourceRecord(
                participant=participant, kind=kind, place=note.place, day=day, marker=note.mark, text=match[0].strip()
            )


def _applied(note: EndNote, own: str, carriers: tuple[str, ...]) -> Iterator[SourceRecord]:
    """Yield each territory to which a note extends the treaty, where the day is plain and nothing is excluded."""
    if len(carriers) != 1:
        return
    key = actors_of(carriers)[0][carriers[0]]
    text = " ".join(own.split())
    parts = [text] if len(set(re.findall(_DAY, text))) == 1 else re.split(r"(?<=[.;])\s+(?=[A-Z])", text)
    for part in parts:
        days = set(re.findall(_DAY, part))
        match = _APPLIED.search(part)
        if not match or len(days) != 1 or _NOT.search(part):
            continue
        day = printed_day(days.pop())
        for territory in territories_named(match["where"], key) if day else ():
            yield SourceRecord(
                participant=carriers[0],
                territory=territory,
                kind="territorial-application",
                place=note.place,
                day=day,
                marker=note.mark,
                text=part,
            )
