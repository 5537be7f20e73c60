"""A submission: what a user's file of acts states, and what in it could not be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from csekg.derived.acts import Act
from csekg.errors import CsekgError, did_you_mean
from csekg.facts.statements import Statement
from csekg.facts.tables import Row
from csekg.languages.days import parse_day
from csekg.languages.messages import _, sentences
from csekg.languages.words import later
from csekg.validation.findings import Finding
from csekg.validation.shapes import CSH, Component, Severity, Shape, Term

#: A later day is refused: a waiting period from there might end after the year 9999.
LAST_DAY = date(9000, 12, 31)
#: The key of the named graph and of the source of a user's rows.
SUBMISSION = "submission"
SIGNATURE = "signature"
#: What is said to who has acts in another form.
CONVERSION = "convert other RDF with `rdfpipe -o turtle FILE` or `riot --output=turtle FILE`, and save a sheet as CSV"
#: So many unknown names get a hint with close ones; more are no spelling errors.
_MOST_HINTS = 50
#: So many acts one State may have under one treaty: shapes compare each with each.
_MOST_ALIKE = 50


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


class Form(StrEnum):
    """The formats of a submission; the value is the ending of the file name."""

    csv = ".csv"
    turtle = ".ttl"


class TooManyActsError(CsekgError):
    """The text has more acts than are validated at once."""

    def __init__(self, most: int) -> None:
        """Compose the message from the number of acts that a text may have."""
        super().__init__(
            f"at most {most:,} treaty actions are validated at once, and there are more: send them in parts"
        )


@dataclass(slots=True)
class Submission:
    """The statements of a text of at most `most` acts, each with its node, and the problems found while reading it.

    Messages call the text by the name of `file`. The node is None where it follows from the statement. `triples` are
    those that Turtle adds. `acts` is what the statements state, and `lines` has the line in the text of each node that
    is validated, 0 in Turtle, by its IRI.
    """

    file: Path
    most: int
    statements: list[tuple[Statement, NamedNode | None]] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    _alike: Counter[tuple[str, str]] = field(default_factory=Counter)

    def check_number(self, acts: int) -> None:
        """Raise TooManyActsError for more acts than the text may have."""
        if acts > self.most:
            raise TooManyActsError(self.most)

    def check_alike(self, treaty: str, actor: str) -> None:
        """Count an act of an actor under a treaty; raise CsekgError where there are too many for one."""
        self._alike[treaty, actor] += 1
        if self._alike[treaty, actor] > _MOST_ALIKE:
            raise CsekgError(f"{self.file.name}: {actor} has more than {_MOST_ALIKE} acts under {treaty}")

    def problem(self, focus: NamedNode, line: int, shape: Shape, value: str | Term | None, message: str) -> None:
        """Add a finding about something that cannot be read."""
        self.problems.append(
            Finding(
                focus=focus,
                shape=shape.iri,
                severity=shape.severity,
                value=Literal(value) if isinstance(value, str) else value,
                path=None,
                component=Component.datatype if shape is DAY else Component.one_of,
                message=message,
                line=line,
            )
        )

    def unknown(self, message: str, name: str, names: list[str], *, shown: str = "") -> str:
        """Return a message about an unknown name, with the closest known ones until there are too many problems."""
        hint = did_you_mean(name, names) if len(self.problems) < _MOST_HINTS else ""
        return sentences(_(message, name=shown or name), hint)

    def state(
        self,
        line: int,
        *,
        treaty: str,
        actor: str,
        name: str = "",
        kind: str,
        on: date | None,
        in_force_on: date | None,
        signed_on: date | None = None,
        node: NamedNode | None = None,
    ) -> None:
        """Add what the text states about an actor and a treaty, with the text itself as the source.

        `kind` is that of a consent, or a signature on the day `on`, which takes no effect.
        """
        signs = kind == SIGNATURE
        consent_on, in_force_on = (None, None) if signs else (on, in_force_on)
        # The row of a fact file has these columns, and whether it states a consent is read from them.
        row = Row(self.file, line, {"consent_on": str(consent_on or ""), "in_force_on": str(in_force_on or "")})
        statement = Statement(
            row=row,
            treaty=treaty,
            actor=actor,
            name_in_source=name,
            signed=signs or signed_on is not None,
            signed_on=(on if signs else None) or signed_on,
            consent="" if signs else kind,
            consent_on=consent_on,
            in_force_on=in_force_on,
            source=SUBMISSION,
        )
        self.statements.append((statement, node))


def plain_day(text: str) -> date | None:
    """Return the day of an ISO 8601 date, None for anything else."""
    try:
        return parse_day(text)
    except ValueError:
        return None


def wrong_day(column: str, text: str) -> str:
    """Return the message about a text that is no usable date."""
    if plain_day(text):
        message = later("{column} {value} is too late: no day after {day} can be computed with.")
    elif plain_day(text[:10]):
        message = later("{column} {value} has a time zone. Write a day as 2003-05-14, without a time zone.")
    else:
        message = later("{column} {value} is no date. Write a day as 2003-05-14, without a time zone.")
    return _(message, column=column, value=repr(text), day=LAST_DAY)
