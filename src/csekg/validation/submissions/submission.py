"""A submission: what a user's file of acts states, and what in it could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from csekg import namespaces as ns
from csekg.errors import CsekgError, did_you_mean
from csekg.facts.statements import Statement
from csekg.facts.tables import Row
from csekg.languages.messages import _
from csekg.languages.words import later
from csekg.validation.findings import Finding
from csekg.validation.shapes import CSH, Component, Severity, Shape, Term

#: A later day is refused: a waiting period from there might end after the year 9999.
LAST_DAY = date(9000, 12, 31)
#: The key of the named graph and of the source of a user's rows.
SUBMISSION = "submission"
SIGNATURE = "signature"
#: So many unknown names get a hint with close ones; more are no spelling errors.
_MOST_HINTS = 50


def _shape(name: str, condition: str, column: str) -> Shape:
    message = f"What a file says must be readable: {condition}."
    return Shape(
        iri=CSH[f"Submission-{name}"],
        targets=(),
        path=None,
        name=condition[0].upper() + condition[1:],
        description=message,
        message=message,
        severity=Severity.violation,
        source=f"how to write a file to validate: {column}",
        constraints=(),
    )


#: What is checked while a file is read, before there are triples that a shape could be asked about.
STATE = _shape("State", "the State is one that csekg knows", "actor")
TREATY = _shape("Treaty", "the treaty is one that csekg knows", "treaty")
KIND = _shape("Kind", "the kind of action is one of the vocabulary", "kind")
DAY = _shape("Date", "a date is a plain day, without a time zone", "date")
ACT = _shape("Act", "a row says what was done and when", "kind and date")
READING_SHAPES = (ACT, DAY, KIND, STATE, TREATY)


class TooManyActsError(CsekgError):
    """The text has more acts than are validated at once."""

    def __init__(self, most: int) -> None:
        """Compose the message from the number of acts that may be sent."""
        super().__init__(
            f"at most {most:,} treaty actions are validated at once, and there are more: send them "
            "in parts, or run csekg validate on your own machine"
        )


@dataclass(slots=True)
class Submission:
    """The statements of a file, each with its node, and the problems found while reading it.

    The node is None where it follows from the statement. `lines` has the line in the file of each
    node, `quads` the triples that a Turtle file adds, `acts` the nodes of acts that it describes.
    """

    file: Path
    statements: list[tuple[Statement, NamedNode | None]] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    lines: dict[NamedNode, int] = field(default_factory=dict)
    quads: list[Quad] = field(default_factory=list)
    acts: set[NamedNode] = field(default_factory=set)

    def problem(self, focus: NamedNode, line: int, shape: Shape, value: Term | None, message: str) -> None:
        """Add a finding about something that cannot be read."""
        component = Component.datatype if shape is DAY else Component.one_of
        self.problems.append(
            Finding(
                focus=focus,
                shape=shape.iri,
                severity=shape.severity,
                value=value,
                path=None,
                component=component,
                message=message,
                line=line,
            )
        )

    def hint(self, name: str, names: list[str]) -> str:
        """Return a hint with the closest known names, empty after too many problems."""
        if len(self.problems) >= _MOST_HINTS:
            return ""
        return did_you_mean(name, names)


def row_node(line: int) -> NamedNode:
    """Return the node of a row of a CSV file; as in RFC 7111, the header is row 1."""
    return NamedNode(f"{ns.thing(SUBMISSION).value}#row={line}")


def plain(value: str) -> Literal:
    """Return a text as a plain literal."""
    return Literal(value)


def read_day(text: str) -> date | None:
    """Return the day of an ISO 8601 date up to `LAST_DAY`, None for anything else."""
    day = _plain_day(text)
    return day if day and day <= LAST_DAY else None


def is_too_late(text: str) -> bool:
    """Return whether a text is a day after `LAST_DAY`."""
    day = _plain_day(text)
    return day is not None and day > LAST_DAY


def _plain_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def wrong_day(column: str, text: str) -> str:
    """Return the message about a text that is no usable date."""
    if is_too_late(text):
        message = later("{column} {value} is too late: no day after {day} can be computed with.")
    elif read_day(text[:10]):
        message = later("{column} {value} has a time zone. Write a day as 2003-05-14, without a time zone.")
    else:
        message = later("{column} {value} is no date. Write a day as 2003-05-14, without a time zone.")
    return _(message, column=column, value=repr(text), day=LAST_DAY)


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
    """Return what the file states about one actor, with the file itself as the source."""
    # The row of a fact file has this column, and whether it states a consent is read from it.
    stated = replace(row, values={**row.values, "consent_on": str(consent_on or "")})
    return Statement(
        row=stated,
        treaty=treaty,
        actor=actor,
        name_in_source=name,
        signed=signed,
        signed_on=signed_on,
        consent=kind,
        consent_on=consent_on,
        in_force_on=in_force_on,
        source=SUBMISSION,
    )
