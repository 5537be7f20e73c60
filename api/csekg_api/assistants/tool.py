"""What a tool is: typed arguments in, a typed answer out that names its sources and their days."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Annotated, Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from csekg.answers.common.base import Answer, Words
from csekg.days import parse_day
from csekg.errors import CsekgError, did_you_mean
from csekg.sparql.store import QueryEngine
from csekg_api.assistants.basis import Basis
from csekg_api.sparql.job import Answered
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.problems import MOST_FAULTS, cut
from csekg_api.web.request_limits import NAME, SEVERAL

#: Rows of an answer: what is returned unless asked otherwise, and what can be asked for. The SDK
#: writes them in the event loop: 500 changes take it 10 ms.
ROWS, MOST_ROWS = 100, 500

T = TypeVar("T")


class Arguments(BaseModel):
    """Base of the arguments of a tool; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ToolAnswer(Answer):
    """Base of the answers of tools."""

    answer: Words = Field(description="the answer in a few English sentences")
    basis: Basis


A = TypeVar("A", bound=Arguments)


class Desk(Protocol):
    """Where a tool gets its answer from: over HTTP within the limits of the service."""

    async def look_up(self, function: Callable[[QueryEngine], T]) -> T:
        """Return what a function says of the dataset; it runs in a thread."""

    async def evaluate(self, query: QueryRequest) -> Answered:
        """Return the answer to a query that anybody may have written, from a sealed worker."""

    def crashed(self, error: Exception) -> None:
        """Note a fault of ours."""


@dataclass(frozen=True, slots=True)
class Tool(Generic[A]):
    """A tool: its name, what it is for, and the function that answers."""

    name: str
    title: str
    about: str
    arguments: type[A]
    answer: type[ToolAnswer]
    run: Callable[[Desk, A], Awaitable[ToolAnswer]]

    async def call(self, desk: Desk, given: Mapping[str, Any]) -> ToolAnswer:
        """Return the answer to a call.

        Raises CsekgError for arguments that do not fit, with the first few faults.
        """
        known = [field.alias or name for name, field in self.arguments.model_fields.items()]
        # Pydantic would make an error of each unknown argument, and of each value of a long list.
        unknown = islice((name for name in given if name not in known), MOST_FAULTS)
        faults = [f"{self.name} has no argument {cut(name)!r}. {did_you_mean(name, known)}" for name in unknown]
        fitting = {name: given[name] for name in known if name in given}
        long = [
            f"argument {name} may have {SEVERAL} values, but it has {len(value):,}"
            for name, value in fitting.items()
            if isinstance(value, list | dict) and len(value) > SEVERAL
        ]
        faults += long
        if not long:
            try:
                arguments = self.arguments.model_validate(fitting)
            except ValidationError as error:
                faults += [self._fault(dict(fault)) for fault in error.errors()]
        if faults:
            raise CsekgError("; ".join(faults[:MOST_FAULTS]))
        return await self.run(desk, arguments)

    def _fault(self, fault: Mapping[str, Any]) -> str:
        name = cut(".".join(map(str, fault["loc"])))
        if fault["type"] == "missing":
            return f"{self.name} needs the argument {name}"
        return f"argument {name}: {fault['msg']}"


def looked_up(function: Callable[[QueryEngine, A], ToolAnswer]) -> Callable[[Desk, A], Awaitable[ToolAnswer]]:
    """Return the function of a tool that only looks things up in the dataset."""

    async def run(desk: Desk, arguments: A) -> ToolAnswer:
        return await desk.look_up(lambda store: function(store, arguments))

    return run


def _day(value: object) -> object:
    # Pydantic alone would accept numbers of seconds and times of day.
    if not isinstance(value, str):
        raise PydanticCustomError("day", "should be a day such as 2007-04-27")
    try:
        return parse_day(value)
    except ValueError:
        raise PydanticCustomError("day", "should be a day such as 2007-04-27") from None


#: A day in the arguments of a tool.
Day = Annotated[date, BeforeValidator(_day)]
State = Annotated[
    str,
    Field(
        min_length=2,
        max_length=NAME,
        examples=["FRA"],
        description="a State: ISO 3166-1 alpha-3 code or name, in any of six languages",
    ),
]
Treaty = Annotated[
    str,
    Field(
        min_length=2,
        max_length=NAME,
        examples=["opsc"],
        description="a treaty: its key (opsc, crc, untoc ...) or its title",
    ),
]
States = Annotated[tuple[State, ...], Field(max_length=SEVERAL)]
Treaties = Annotated[tuple[Treaty, ...], Field(max_length=SEVERAL)]
Group = Annotated[
    str,
    Field(
        max_length=NAME,
        examples=["un-african-group"],
        description="only members of this group, by its key: a region (m49-002) or a regional "
        "group of the United Nations",
    ),
]
On = Annotated[
    Day | None,
    Field(
        examples=["2007-04-27"],
        description="the day that is asked about; without it, the day on which the data about the treaty stand",
    ),
]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows to return at most")]
