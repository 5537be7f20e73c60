"""The whole resolution with its citations and requests (`data/resolution/`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.documents import Document
from csekg.facts.paragraphs import Footnote, Paragraph, read_footnotes, read_paragraphs
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    columns = (
        "paragraph", "number", "verb", "cites", "via", "through", "text_from", "cited_as",
    )  # fmt: skip
    counts: Counter[str] = Counter()
    citations = []
    for row in read_csv(file, columns):
        paragraph = _paragraph(row, paragraphs)
        if not row["cites"]:
            row.required("cited_as")
        counts[paragraph.path] += 1
        citations.append(
            Citation(
                paragraph.path,
                row.counted("number", counts[paragraph.path]),
                row.one_of("verb", paragraph.verbs, "verb of the paragraph"),
                row.optional("cites", [*texts, *meetings], "document"),
                row.each_of("via", footnotes, "footnote"),
                row.optional("through", texts, "document"),
                row.optional("text_from", texts, "document"),
                row["cited_as"],
            )
        )
    return tuple(citations)


def _read_requests(
    file: Path,
    paragraphs: Mapping[str, Paragraph],
    texts: Collection[str],
    meetings: Collection[str],
) -> tuple[Request, ...]:
    columns = (
        "paragraph", "number", "verb", "addressee", "asks", "concerns", "due_at", "condition",
    )  # fmt: skip
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
                paragraph.path,
                row.counted("number", counts[paragraph.path]),
                row.one_of("verb", paragraph.verbs, "verb of the paragraph"),
                row.one_of("addressee", paragraph.addressees, "addressee of the paragraph"),
                row.required("asks"),
                row.each_of("concerns", texts, "document"),
                row.optional("due_at", meetings, "meeting"),
                tuple(filter(None, (shared, row["condition"]))),
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
    columns = ("document", "paragraph", "how", "source", "verification")
    return tuple(
        FollowUp(
            row.one_of("document", texts, "document"),
            _paragraph(row, paragraphs).path,
            row.required("how"),
            row.one_of("source", sources, "source"),
            row.one_of("verification", vocabularies["verification"], "verification"),
        )
        for row in read_csv(file, columns, ("document", "paragraph"))
    )


def _paragraph(row: Row, paragraphs: Mapping[str, Paragraph]) -> Paragraph:
    return paragraphs[row.one_of("paragraph", paragraphs, "paragraph")]
