"""Acts under the League of Nations, which some files list in prose before those of today.

The lists are typeset text: names, dates and remarks follow one another, and dates stand in any of
the elements. So each name becomes a communication with the text as printed, and no act.
"""

from __future__ import annotations

from collections.abc import Iterator

from csekg.sources.elements import Element
from csekg.sources.mtdsg.markup import notes, plain
from csekg.sources.records import SourceRecord


def read_league(part: Element) -> Iterator[SourceRecord]:
    """Yield the entries of the lists; `text` begins with the title of the list."""
    for table in part.children("Table"):
        titles = [plain(title.whole()) for title in table.children("Title")]
        for block in table.rest():
            yield from _entries(block, " ".join(titles))
    part.done()


def _entries(block: Element, title: str) -> Iterator[SourceRecord]:
    participant = territory = marks = ""
    texts: list[str] = []
    place = block.place
    items = block.rest()
    # Some lists have their names in paragraphs.
    has_names = any(item.name.startswith("State") for item in items)

    def record() -> SourceRecord:
        return SourceRecord(
            participant=participant,
            territory=territory,
            kind="communication",
            marker=marks,
            text=". ".join(each for each in (title, *texts) if each),
            place=place,
        )

    for item in items:
        printed = item.whole()
        is_name = item.name.startswith("State") or (item.name == "Para" and not has_names)
        if is_name or item.name == "Territories":
            if participant:
                yield record()
            participant = plain(printed) if is_name else participant
            territory = "" if is_name else plain(printed)
            marks, texts, place = notes(printed), [], item.place
        elif plain(printed):
            texts.append(plain(printed))
    if participant:
        yield record()
    block.text()
    block.done()
