"""Claims as they are sent: a sentence, or in parts, one by one or as the rows of a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from csekg.answers.claims.checking import ASSERTED, LONGEST_CLAIM, NOT, Stated
from csekg.answers.claims.days import period_of
from csekg.answers.common.base import Answer
from csekg.errors import CsekgError

#: How a State and a treaty are named, and the most characters of a name.
_LIKE_STATE = "a State or organization by any of its names, in any language, or by its ISO code"
_LIKE_TREATY = "a treaty by its key, short title, title or number: `opsc`, `CETS 201`, `IV-11-c`"
_LONGEST_NAME = 200
#: Columns of `docs/claims.csv` that say nothing of what is claimed.
_PASSED_OVER = ("number", "when", "verdict", "why", "source")


def _with_letters(value: str) -> str:
    if not any(map(str.isalnum, value)):
        raise PydanticCustomError("blank", "Input should have letters")
    return value


def _period(value: str) -> str:
    try:
        period_of(value)
    except CsekgError:
        raise PydanticCustomError("day", "Input should be a day, month or year such as 2019-09-27") from None
    return value


def _known(value: str) -> str:
    if value.removeprefix(NOT) not in ASSERTED:
        known = f"one of {', '.join(ASSERTED)}, each also after {NOT}"
        raise PydanticCustomError("claim", "Input should be {known}", {"known": known})
    return value


_Name = Annotated[str, StringConstraints(max_length=_LONGEST_NAME), AfterValidator(_with_letters)]


class SentClaim(Answer):
    """A claim: a sentence, or State, treaty, what is claimed and perhaps when."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(max_length=LONGEST_CLAIM), AfterValidator(_with_letters)] = Field(
        "",
        examples=["Kenya has signed but not ratified the OPSC"],
        description="a sentence, in any of the six languages",
    )
    state: _Name = Field("", description=_LIKE_STATE)
    treaty: _Name = Field("", description=_LIKE_TREATY)
    claim: Annotated[str, AfterValidator(_known)] = Field(
        "",
        json_schema_extra={"pattern": f"^({NOT})?({'|'.join(ASSERTED)})$"},
        description="what is claimed, as `ratified`; with `not-` before it, the opposite. What each means, with a day "
        "and without one, is in the table of docs/checking.md",
    )
    day: Annotated[str, StringConstraints(max_length=10), AfterValidator(_period)] = Field(
        "",
        examples=["2019-09-27"],
        description="day, month or year: an act was done in it, a status held throughout it; without one an act was "
        "done at any time, and a status holds on the day to which the list is complete",
    )

    @model_validator(mode="after")
    def _one_form(self) -> SentClaim:
        parts = (self.state, self.treaty, self.claim)
        if any((*parts, self.day)) if self.text else not all(parts):
            raise PydanticCustomError("claim", "A claim has `text` alone, or else `state`, `treaty` and `claim`")
        return self

    def stated(self) -> str | Stated:
        """Return the sentence, or the parts."""
        return self.text or Stated(self.state, self.treaty, self.claim, self.day)


#: The columns that a CSV file may have.
COLUMNS = (*SentClaim.model_fields, *_PASSED_OVER)


def claims_of(rows: Iterable[Mapping[str, str]]) -> list[str | Stated]:
    """Return the claims of rows; raises ValueError with the first thing that is wrong."""
    claims = []
    for number, row in enumerate(rows, 1):
        try:
            claims.append(SentClaim.model_validate(row).stated())
        except ValidationError as error:
            fault = error.errors()[0]
            where = "".join(f"{name}: {fault['input']!r}: " for name in fault["loc"])
            raise ValueError(f"claim {number}: {where}{fault['msg']}") from None
    return claims


def rows_of(text: str, most: int | None = None) -> list[dict[str, str]]:
    """Return the rows of a CSV file, or the first so many, as members of `SentClaim`.

    Of a row with a sentence the other cells are passed over, and of any what only `docs/claims.csv` has.
    Raises ValueError for other columns, and a row of another length.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    header, known = reader.fieldnames or [], SentClaim.model_fields
    unknown = [name for name in header if name not in COLUMNS]
    if unknown or not set(header) & set(known) or len(set(header)) < len(header):
        fault = f"there is no column {unknown[0][:_LONGEST_NAME]!r}: " if unknown else ""
        raise ValueError(f"{fault}the first line should name text, or state, treaty, claim and perhaps day, each once")
    rows = []
    for row in islice(reader, most):
        if None in row or None in row.values():
            raise ValueError(f"line {reader.line_num} has not as many cells as the first")
        cells = {"text": row["text"]} if row.get("text") else row
        rows.append({name: cell for name, cell in cells.items() if cell and name in known})
    return rows
