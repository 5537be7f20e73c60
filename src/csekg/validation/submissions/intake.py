"""What a user's file holds once it is read, and what was wrong while reading it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from csekg import namespaces as ns
from csekg.errors import CsekgError, did_you_mean
from csekg.facts.statements import Statement
from csekg.facts.tables import Row
from csekg.validation.findings import Finding
from csekg.validation.shapes import CSH, Component, Severity, Shape, Term

#: A later day is refused: a waiting period from there may leave the calendar, which ends in 9999.
LAST_DAY = date(9000, 12, 31)
#: The key of the named graph and of the source under which a user's rows stand.
SUBMISSION = "submission"
SIGNATURE = "signature"
#: Names looked for among the known ones; a file of nothing but unknown names is no spelling error.
_MOST_HINTS = 50


def _shape(name: str, told: str, column: str) -> Shape:
    message = f"What a file says must be readable: {told}."
    return Shape(
        CSH[f"Submission-{name}"], (), None, told[0].upper() + told[1:], message, message,
        Severity.violation, f"how to write a file to validate: {column}", (),
    )  # fmt: skip


#: What is checked while a file is read, before there is anything a shape could look at.
STATE = _shape("State", "the State is one that csekg knows", "actor")
TREATY = _shape("Treaty", "the treaty is one that csekg knows", "treaty")
KIND = _shape("Kind", "the kind of action is one of the vocabulary", "kind")
DAY = _shape("Date", "a date is a plain day, without a time zone", "date")
ACT = _shape("Act", "a row says what was done and when", "kind and date")
READING_SHAPES = (ACT, DAY, KIND, STATE, TREATY)


class TooManyActsError(CsekgError):
    """A text with more actions than are validated at once."""

    def __init__(self, most: int) -> None:
        """Take how many may be sent."""
        super().__init__(
            f"at most {most:,} treaty actions are validated at once, and there are more: send them "
            "in parts, or run csekg validate on your own machine"
        )


@dataclass(slots=True)
class Intake:
    """The statements of a file, each with the node it becomes, and the problems met.

    `node` is None where the node follows from the statement; `places` tells where in the file a
    node stands; `quads` are the triples a Turtle file adds, `actions` the nodes it describes.
    """

    file: Path
    statements: list[tuple[Statement, NamedNode | None]] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    places: dict[NamedNode, str] = field(default_factory=dict)
    quads: list[Quad] = field(default_factory=list)
    acts: set[NamedNode] = field(default_factory=set)

    def problem(
        self, focus: NamedNode, place: str, shape: Shape, value: Term | None, message: str
    ) -> None:
        """Keep a finding about something that cannot be read."""
        component = Component.datatype if shape is DAY else Component.one_of
        self.problems.append(
            Finding(
                focus,
                shape.iri,
                shape.severity,
                value,
                None,
                component,
                message,
                place=place,
            )
        )

    def hint(self, name: str, known: list[str]) -> str:
        """Return the closest known names."""
        if len(self.problems) >= _MOST_HINTS:
            return ""
        return " " + did_you_mean(name, known)


def row_node(line: int) -> NamedNode:
    """Return the node of a line of a CSV file (RFC 7111: the header is line 1)."""
    return NamedNode(f"{ns.thing(SUBMISSION).value}#row={line}")


def plain(value: str) -> Literal:
    """Return a text as a literal."""
    return Literal(value)


def read_day(text: str) -> date | None:
    """Return a plain ISO day up to `LAST_DAY`, None for anything else."""
    day = _plain_day(text)
    return day if day and day <= LAST_DAY else None


def is_too_late(text: str) -> bool:
    """Tell whether a text is a day after `LAST_DAY`."""
    day = _plain_day(text)
    return day is not None and day > LAST_DAY


def _plain_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def wrong_day(column: str, text: str) -> str:
    """Return what is wrong with a date."""
    if is_too_late(text):
        return f"{column} {text!r} is too late: no day after {LAST_DAY} can be computed with."
    why = "has a time zone" if read_day(text[:10]) else "is no date"
    return f"{column} {text!r} {why}. Write a day as 2003-05-14, without a time zone."


def make_statement(
    row: Row,
    treaty: str,
    actor: str,
    name: str,
    kind: str,
    signed: bool,
    signed_on: date | None,
    consent_on: date | None,
    in_force_on: date | None,
) -> Statement:
    """Return what the file says about one actor, as a statement of a source of its own."""
    return Statement(
        row, treaty, actor, "", name, signed, signed_on, kind, consent_on, in_force_on,
        "", None, "stated", SUBMISSION, frozenset(), "",
    )  # fmt: skip
