"""What a tool is: typed arguments in, a typed answer out that names what it rests on.

Things are called by keys or names, as people write them.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Annotated, Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from pyoxigraph import NamedNode, QueryBoolean

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Ref, Words
from csekg.answers.common.references import SourceRef, TreatyInfo, actor_ref, find_treaty, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.quality.dataset import stated_release
from csekg.answers.search.indexes import Called
from csekg.days import parse_day
from csekg.errors import CsekgError, UnknownNameError, did_you_mean
from csekg.releases.citation_formats import cite
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import search_index
from csekg_api.sparql.job import Answered
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.problems import MOST_FAULTS, cut, ruled
from csekg_api.web.request_limits import NAME, SEVERAL


class Basis(Answer):
    """What an answer rests on."""

    as_of: date | None = Field(
        description="day on which the data stand, the earliest of several; what happened after it may be missing"
    )
    as_of_latest: date | None = Field(description="the latest of these days")
    sources: tuple[SourceRef, ...] = Field(description="the sources of what is said here")
    note: Words | None = Field(description="what else must be known about the sources")
    release: str | None = Field(description="release of the data")
    cite: str | None = Field(description="how to cite the data")


def basis(
    store: QueryEngine, days: Iterable[date], sources: Iterable[SourceRef] = (), note: str | None = None
) -> Basis:
    """Return what an answer rests on; `days` are the as-of days of the data that it speaks of."""
    ordered = sorted(set(days))
    each_once = {source.key: source for source in sources}
    return Basis(
        as_of=ordered[0] if ordered else None,
        as_of_latest=ordered[-1] if ordered else None,
        sources=tuple(each_once[key] for key in sorted(each_once)),
        note=note,
        release=stated_release(store).version,
        cite=_citation(store),
    )


def basis_of_all(store: QueryEngine) -> Basis:
    """Return what an answer rests on that may tell of anything in the dataset."""
    return basis(
        store,
        (info.as_of for info in treaties(store).values()),
        note="Any source of the dataset may stand behind a row; the days are those of the lists of "
        "parties. The named graph of a triple names its source: GRAPH ?g { ... } and "
        "?source cse:hasGraph ?g. The tool sources lists all of them.",
    )


@remembered_in_order
def _citation(store: QueryEngine) -> str | None:
    found = cite(store, "dataset/csekg")
    return found.text() if found else None


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
        return ruled(f"argument {name}", str(fault["msg"]))


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
GivenDay = Annotated[date, BeforeValidator(_day)]
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
    GivenDay | None,
    Field(
        examples=["2007-04-27"],
        description="the day that is asked about; without it, the day on which the data about the treaty stand",
    ),
]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows to return at most")]


#: The kinds of things of which keys are suggested.
_CALLED: tuple[Called, ...] = ("state", "treaty")
_PREFIXED = re.compile(r"([a-z]+):([^\s<>\"{}|^`\\]*)")
_PART = re.compile(r"(pp|op|fn)/[0-9]+(/[a-z])?")


def state_named(store: QueryEngine, text: str) -> Ref:
    """Return the State or organization with this code or name, in any language of the dataset.

    Case, accents and spaces do not matter; nothing is guessed. Raises UnknownNameError with the
    nearest names, and AmbiguousNameError for a name that several have.
    """
    return actor_ref(store, search_index(store).names.one("state", text).key)


def treaty_named(store: QueryEngine, text: str) -> TreatyInfo:
    """Return the treaty with this key, number or title, by the rules of `state_named`."""
    return find_treaty(store, search_index(store).names.one("treaty", text).key)


def thing_named(store: QueryEngine, text: str) -> str:
    """Return the IRI of a thing from its IRI, its prefixed name or its key.

    A key is that of a State (FRA), an instrument (opsc), a part of one (opsc/article/3), a
    paragraph of the resolution (op/4/a), a term of the ontology (Treaty) or a path below `id/`.
    Raises UnknownNameError, with close keys of States and treaties.
    """
    for iri in _readings(text.strip()):
        try:
            node = NamedNode(iri)
        except ValueError:
            continue
        known = store.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ GRAPH {node} {{ ?s ?q ?v }} }} }}")
        if isinstance(known, QueryBoolean) and known:
            return iri
    names = search_index(store).names
    keys = [each.key for kind in _CALLED for each in names.all(kind)]
    raise UnknownNameError("thing", text, keys)


def _readings(text: str) -> list[str]:
    if text.startswith(("http://", "https://", "<")):
        return [text.strip("<>")]
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed and prefixed[1] in ns.PREFIXES:
        return [ns.PREFIXES[prefixed[1]] + prefixed[2]]
    if _PART.fullmatch(text):
        return [ns.paragraph(text).value]
    readings = [f"{ns.ID}{text}", f"{ns.ID}instrument/{text}", f"{ns.ONTOLOGY}{text}"]
    for key in {text.upper(), text.lower()}:
        readings += [f"{ns.ID}{kind}/{key}" for kind in ("state", "organization", "instrument")]
    return readings
