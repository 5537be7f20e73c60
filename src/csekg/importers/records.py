"""What every reader of a depositary's format gives: records with their place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from csekg.errors import CsekgError

#: The kinds of record that need no day: what sources print without one, in words.
UNDATED_KINDS = (
    "denunciation",
    "territorial-application",
    "reservation",
    "declaration",
    "interpretative-declaration",
    "reservation-withdrawal",
    "declaration-modification",
    "objection",
    "communication",
    "notification",
)
#: The kinds that make a participant a party; `consent` is one of which the source does not tell the form.
CONSENTS = (
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "succession",
    "formal-confirmation",
    "definitive-signature",
    "consent",
)
KINDS = ("signature", "succession-to-signature", *CONSENTS, "provisional-application", "suspension", *UNDATED_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """One thing that a file of a depositary states.

    `participant` and `territory` are as printed, without footnote marks. `marker` holds all signs
    as printed (`a`, `AA`, `*`, footnote letters), in square brackets where the source brackets the
    act because it was withdrawn or replaced: `[a]`, `[]`. `day` is that of the act and
    `effective_on` the day on which it takes effect, None where not printed. `text` is what the
    source says in words (of a declaration its text). `place` is the file with line, element, sheet
    row or JSON path, for messages and provenance.

    Of a statement `heading` is the beginning of the text that stands above its words, `occasion`
    is `signature`, `consent` or `confirmed` (upon signature, and confirmed upon consent), '' where
    not printed, and `targets` are those whose statement it regards, as printed.
    """

    participant: str
    kind: str
    place: str
    territory: str = ""
    day: date | None = None
    marker: str = ""
    effective_on: date | None = None
    text: str = ""
    heading: str = ""
    occasion: str = ""
    targets: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The text without its heading."""
        return self.text.removeprefix(self.heading).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one file says about one treaty.

    `reference` identifies the treaty as the source does (`IV-11-c`, `185`, `009852`), `as_of` is
    the day on which the content stands, where the file tells it. `totals` are the counts printed in
    the file (`signatories`, `parties`), already compared with the records. `notices` says in
    sentences what a maintainer should know and what is no error; `warnings` name what the reader
    does not know and passed over, since no act can be lost with it.
    """

    reference: str
    title: str
    records: tuple[SourceRecord, ...]
    as_of: date | None = None
    totals: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class SourceFileError(CsekgError):
    """A file of a depositary that is not what its format says; nothing of it is used."""

    def __init__(self, place: str, message: str, value: str = "", hint: str = "") -> None:
        """Compose the message from the place, what is wrong, the value and what would be right."""
        self.place, self.value = place, value
        quoted = f": {value[:100]!r}" if value else ""
        super().__init__(f"{place}: {message}{quoted}" + (f". {hint}" if hint else ""))


class MissingDocumentError(SourceFileError):
    """A page that a server gives, with status 200, in place of a document that it does not have."""
