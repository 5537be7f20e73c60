"""The whole resolution: its paragraphs, footnotes, citations and requests (`data/resolution/`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.documents import Document
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A preambular paragraph, an operative paragraph or a lettered sub-paragraph.

    `path` is `pp/8`, `op/4` or `op/4/a`; `summary` and `topics` are the editors' reading.
    """

    path: str
    order: int
    part_of: str
    verbs: tuple[str, ...]
    addressees: tuple[str, ...]
    summary: str
    topics: tuple[str, ...]

    @property
    def verb_scheme(self) -> str:
        """The vocabulary that its verbs belong to."""
        return _verb_scheme(self.path)

    @property
    def number(self) -> str:
        """The number as it is cited: `8` or `4(a)`."""
        _, number, *letters = self.path.split("/")
        return number + "".join(f"({letter})" for letter in letters)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, the documents it refers to, and the earlier footnotes that it repeats.

    `resolves_to` is the footnote that an "Ibid." points to, `repeats` one that says the same.
    """

    number: str
    refers_to: tuple[str, ...]
    reference: str
    resolves_to: str
    repeats: str


def read_paragraphs(file: Path, vocabularies: Vocabularies) -> dict[str, Paragraph]:
    """Return the paragraphs by path, in printed order.

    Raises DataError for a gap in the order, for a sub-paragraph that comes before its paragraph,
    and for an unknown verb, addressee or topic.
    """
    paragraphs: dict[str, Paragraph] = {}
    for row in read_csv(file, "path,order,part_of,verbs,addressees,summary,topics"):
        path = row.required("path")
        if path in paragraphs or not re.fullmatch(r"pp/\d+|op/\d+(/[a-z])?", path):
            raise row.fail("column path is taken or no path", path, "Write pp/8, op/4 or op/4/a.")
        parent = path.rpartition("/")[0] if path.count("/") == 2 else ""
        if row["part_of"] != parent or (parent and parent not in paragraphs):
            raise row.fail(
                f"{path} is part of another paragraph",
                row["part_of"],
                f"Write {parent!r} and place it after that paragraph.",
            )
        row.required("verbs")
        row.required("addressees")
        paragraphs[path] = Paragraph(
            path=path,
            order=row.counted("order", len(paragraphs) + 1),
            part_of=parent,
            verbs=row.each_of("verbs", vocabularies[_verb_scheme(path)], "verb"),
            addressees=row.each_of("addressees", vocabularies["addressee"], "addressee"),
            summary=row.required("summary"),
            topics=row.each_of("topics", vocabularies["topic"], "topic"),
        )
    return paragraphs


def _verb_scheme(path: str) -> str:
    return "citation-verb" if path.startswith("pp/") else "operative-verb"


def read_footnotes(file: Path, targets: Collection[str]) -> dict[str, Footnote]:
    """Return the footnotes by number; `targets` are the keys that a footnote may refer to.

    Raises DataError for a gap in the numbers, for an unknown target, and for a footnote that
    repeats one that does not come before it.
    """
    columns = "number,refers_to,reference,resolves_to,repeats"
    footnotes: dict[str, Footnote] = {}
    for row in read_csv(file, columns):
        number = row.required("number")
        if footnotes:
            row.counted("number", int(next(reversed(footnotes))) + 1)
        row.required("refers_to")
        footnotes[number] = Footnote(
            number,
            row.each_of("refers_to", targets, "document"),
            row.required("reference"),
            row.optional("resolves_to", footnotes, "earlier footnote"),
            row.optional("repeats", footnotes, "earlier footnote"),
        )
    return footnotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A citation of one document by one paragraph under one verb.

    `cites` is empty where the text names no document; `cited_as` then says what it refers to.
    `via` are the footnotes that print the reference, `through` a document that itself cites it,
    `text_from` one from which the footnotes take the text and which is not cited itself.
    """

    paragraph: str
    number: int
    verb: str
    cites: str
    via: tuple[str, ...]
    through: str
    text_from: str
    cited_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one verb of an operative paragraph asks of one group of addressees.

    `concerns` are keys of instruments, `due_at` is that of a meeting; `asks` is in the editors'
    words. `conditions` begin with that of the chapeau, which holds for its sub-paragraphs too.
    """

    paragraph: str
    number: int
    verb: str
    addressee: str
    asks: str
    concerns: tuple[str, ...]
    due_at: str
    conditions: tuple[str, ...]

    @property
    def condition(self) -> str:
        """All its conditions, empty without one."""
        return " ".join(self.conditions)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A later document that answers a paragraph; `how` is in the editors' words."""

    document: str
    paragraph: str
    how: str
    source: str
    verification: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The whole resolution; paragraphs and footnotes by path and number, in printed order."""

    paragraphs: Mapping[str, Paragraph]
    footnotes: Mapping[str, Footnote]
    citations: tuple[Citation, ...]
    requests: tuple[Request, ...]
    follow_ups: tuple[FollowUp, ...]


def read_resolution(
    data: Path,
    documents: Mapping[str, Document],
    treaties: Collection[str],
    sources: Collection[str],
    vocabularies: Vocabularies,
) -> Resolution:
    """Return the resolution.

    Raises DataError for an unknown verb, addressee, topic, document or footnote, and where a
    citation or request has a verb or addressee that its paragraph does not have.
    """
    folder = data / "resolution"
    texts = [*(key for key, it in documents.items() if it.is_instrument), *treaties]
    meetings = [key for key, document in documents.items() if document.kind == "meeting"]
    paragraphs = read_paragraphs(folder / "paragraphs.csv", vocabularies)
    footnotes = read_footnotes(folder / "footnotes.csv", [*documents, *treaties])
    return Resolution(
        paragraphs,
        footnotes,
        _read_citations(folder / "citations.csv", paragraphs, footnotes, texts, meetings),
        _read_requests(folder / "requests.csv", paragraphs, texts, meetings),
        _read_follow_ups(folder / "follow_ups.csv", paragraphs, texts, sources, vocabularies),
    )


def _read_citations(
    file: Path,
    paragraphs: Mapping[str, Paragraph],
    footnotes: Mapping[str, Footnote],
    texts: Collection[str],
    meetings: Collection[str],
) -> tuple[Citation, ...]:
    columns = "paragraph,number,verb,cites,via,through,text_from,cited_as"
    counts: Counter[str] = Counter()
    citations = []
    for row in read_csv(file, columns):
        paragraph = _paragraph(row, paragraphs)
        if not row["cites"]:
            row.required("cited_as")
        counts[paragraph.path] += 1
        citations.append(
            Citation(
                paragraph=paragraph.path,
                number=row.counted("number", counts[paragraph.path]),
                verb=row.one_of("verb", paragraph.verbs, "verb of the paragraph"),
                cites=row.optional("cites", [*texts, *meetings], "document"),
                via=row.each_of("via", footnotes, "footnote"),
                through=row.optional("through", texts, "document"),
                text_from=row.optional("text_from", texts, "document"),
                cited_as=row["cited_as"],
            )
        )
    return tuple(citations)


def _read_requests(
    file: Path, paragraphs: Mapping[str, Paragraph], texts: Collection[str], meetings: Collection[str]
) -> tuple[Request, ...]:
    columns = "paragraph,number,verb,addressee,asks,concerns,due_at,condition"
    counts: Counter[str] = Counter()
    conditions: dict[str, str] = {}
    requests = []
    for row in read_csv(file, columns):
        paragraph = _paragraph(row, paragraphs)
        if paragraph.path.startswith("pp/"):
            raise row.fail("a preambular paragraph asks nothing", paragraph.path)
        counts[paragraph.path] += 1
        shared = conditions.get(paragraph.part_of, "")
        conditions[paragraph.path] = row["condition"]
        requests.append(
            Request(
                paragraph=paragraph.path,
                number=row.counted("number", counts[paragraph.path]),
                verb=row.one_of("verb", paragraph.verbs, "verb of the paragraph"),
                addressee=row.one_of("addressee", paragraph.addressees, "addressee of the paragraph"),
                asks=row.required("asks"),
                concerns=row.each_of("concerns", texts, "document"),
                due_at=row.optional("due_at", meetings, "meeting"),
                conditions=tuple(filter(None, (shared, row["condition"]))),
            )
        )
    return tuple(requests)


def _read_follow_ups(
    file: Path,
    paragraphs: Mapping[str, Paragraph],
    texts: Collection[str],
    sources: Collection[str],
    vocabularies: Vocabularies,
) -> tuple[FollowUp, ...]:
    columns = "document,paragraph,how,source,verification"
    return tuple(
        FollowUp(
            row.one_of("document", texts, "document"),
            _paragraph(row, paragraphs).path,
            row.required("how"),
            row.one_of("source", sources, "source"),
            row.one_of("verification", vocabularies["verification"], "verification"),
        )
        for row in read_csv(file, columns, "document,paragraph")
    )


def _paragraph(row: Row, paragraphs: Mapping[str, Paragraph]) -> Paragraph:
    return paragraphs[row.one_of("paragraph", paragraphs, "paragraph")]
