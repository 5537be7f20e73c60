"""`/check`: whether claims about States under treaties are true, by the acts and the lists."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError, from_json

from csekg.answers.claims.checking import ASSERTED, LONGEST_CLAIM, MOST_CLAIMS, NOT, Checked, Stated, check
from csekg.answers.claims.days import period_of
from csekg.answers.common.base import Answer
from csekg.errors import CsekgError
from csekg_api.indexes import search_index
from csekg_api.rest.answer import LIKE_STATE, LIKE_TREATY, unknown_members
from csekg_api.rest.parameters import subject_router
from csekg_api.rest.responses import Single
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import MOST_FAULTS, ProblemError
from csekg_api.web.request_limits import LONGEST, media_type

#: The most bytes of a request: 200 claims of the greatest length, in any script.
MOST_BYTES = 400_000
_JSON, _CSV = "application/json", "text/csv"


def _with_letters(value: str) -> str:
    if not any(map(str.isalnum, value)):
        raise PydanticCustomError("blank", "Input should have letters")
    return value


def _period(value: str) -> str:
    try:
        period_of(value)
    except CsekgError as error:
        raise PydanticCustomError("day", "{why}", {"why": str(error)}) from None
    return value


_Name = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(_with_letters)]


class SentClaim(Answer):
    """A claim: a sentence, or State, treaty, what is claimed and perhaps when."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(max_length=LONGEST_CLAIM), AfterValidator(_with_letters)] = Field(
        "",
        examples=["Kenya has signed but not ratified the OPSC"],
        description="a sentence, in any of the six languages",
    )
    state: _Name = Field("", description=LIKE_STATE)
    treaty: _Name = Field("", description=LIKE_TREATY)
    claim: str = Field(
        "",
        pattern=f"^({NOT})?({'|'.join(ASSERTED)})$",
        description="what is claimed, as `ratified`; with `not-` before it, the opposite",
    )
    day: Annotated[str, StringConstraints(max_length=10), AfterValidator(_period)] = Field(
        "", examples=["2019-09-27"], description="day, month or year of the act, or on which the status is claimed"
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


class SentClaims(Answer):
    """Claims to check."""

    model_config = ConfigDict(extra="forbid")
    claims: list[SentClaim] = Field(min_length=1, max_length=MOST_CLAIMS)


def _body() -> dict[str, Any]:
    schema = SentClaims.model_json_schema()
    schema["properties"]["claims"]["items"] = schema.pop("$defs")["SentClaim"]
    example = "text\nKenya has signed but not ratified the OPSC\nGambia acceded to the OPAC on 2019-09-27\n"
    content = {_JSON: {"schema": schema}, _CSV: {"schema": {"type": "string", "minLength": 1}, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


async def _sent(request: Request) -> tuple[str, bytes]:
    """Return media type and body; raises a 415 problem for another type, 413 for too many bytes."""
    kind, body = media_type(request, [_JSON, _CSV], "claims"), await request.body()
    if len(body) > MOST_BYTES:
        raise ProblemError(413, f"claims may have {MOST_BYTES:,} bytes here, not {len(body):,}")
    return kind, body


def read_claims(kind: str, sent: bytes) -> list[str | Stated]:
    """Return the claims of a body.

    Raises a 422 problem for a body that cannot be read, and RequestValidationError for claims that
    are too many, too long or incomplete.
    """
    try:
        content = from_json(sent) if kind == _JSON else {"claims": _rows(sent)}
    except (ValueError, csv.Error) as error:
        raise ProblemError(422, f"the body is no {'JSON' if kind == _JSON else 'CSV of claims'}: {error}") from None
    faults = list(islice(unknown_members(content, SentClaims, "claims", SentClaim, MOST_CLAIMS), MOST_FAULTS))
    try:
        if not faults:
            return [claim.stated() for claim in SentClaims.model_validate(content).claims]
    except ValidationError as error:
        faults = [dict(fault) for fault in error.errors(include_url=False, include_context=False)]
    raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in faults])


def _rows(sent: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file as claims; raises ValueError for other columns."""
    reader = csv.DictReader(io.StringIO(sent.decode("utf-8-sig"), newline=""), strict=True)
    header, rows = reader.fieldnames or [], []
    if not header or not set(header) <= set(SentClaim.model_fields) or len(set(header)) < len(header):
        raise ValueError(f"the first line should name columns among {', '.join(SentClaim.model_fields)}")
    for row in islice(reader, MOST_CLAIMS + 1):
        if None in row or None in row.values():
            raise ValueError(f"line {reader.line_num} has not as many cells as the first")
        rows.append({column: cell for column, cell in row.items() if cell})
    return rows


router = subject_router("Status")


@router.post(
    "/check",
    operation_id="check",
    summary="Check claims about States under treaties",
    response_model=Checked,
    openapi_extra=_body(),
    responses=problems(
        404, 406, 422, s413=f"The body has more than {MOST_BYTES:,} bytes.", s415="The body is of another media type."
    ),
)
def check_claims(store: ServedStore, options: Single, sent: Annotated[tuple[str, bytes], Depends(_sent)]) -> Response:
    """Each claim is confirmed, contradicted or undecided, with the facts, sources and lists.

    A sentence is read by rules, in any of the six languages; what is not understood is said. The
    silence of a list decides only where it is complete to the day that is claimed of. A right act with
    a wrong day or kind is contradicted, and the right one told.
    """
    return options.one(check(store, search_index(store).names, read_claims(*sent)))
