"""Parameters that many routes share, and the refusal of those that a route does not have."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from csekg.errors import did_you_mean
from csekg.tables import parse_day
from csekg_api.problems import ProblemError

_KEY = r"^[a-z0-9][a-z0-9-]*$"
_STATE = r"^[A-Za-z]{3}$"


def _day(value: object) -> object:
    # Pydantic also takes numbers of seconds and times of day for a date.
    if not isinstance(value, str):
        return value
    try:
        return parse_day(value)
    except ValueError:
        raise PydanticCustomError("day", "Input should be a day such as 2007-04-27") from None


IsoDate = Annotated[date, BeforeValidator(_day)]

InstrumentKey = Annotated[
    str,
    Path(pattern=_KEY, max_length=60, examples=["opsc"],
         description="key of an instrument, as `/instruments` lists them"),
]  # fmt: skip
TreatyKey = Annotated[
    str,
    Path(pattern=_KEY, max_length=60, examples=["opsc"],
         description="key of a treaty, as `/instruments?kind=treaty` lists them"),
]  # fmt: skip
StateKey = Annotated[
    str,
    Path(pattern=_STATE, examples=["FRA"],
         description="ISO 3166-1 alpha-3 code, or `EUE` for the European Union"),
]  # fmt: skip
On = Annotated[
    IsoDate | None,
    Query(examples=["2007-04-27"], json_schema_extra={"format": "date"},
          description="the day that is asked about; without it, the day on which the data about "
          "the treaty stand (`asOf`)"),
]  # fmt: skip
OfTreaty = Annotated[
    str | None,
    Query(pattern=_KEY, max_length=60, examples=["opsc"], description="only this treaty"),
]
OfState = Annotated[
    str | None, Query(pattern=_STATE, examples=["FRA"], description="only this State")
]
OfGroup = Annotated[
    str | None,
    Query(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60, examples=["m49-150"],
          description="only members of this group: a region, a regional group of the United "
          "Nations, an organization; `/groups` lists the keys"),
]  # fmt: skip


def known_parameters(request: Request) -> None:
    """Refuse a query parameter that the route does not have; a dependency of routers.

    A misspelt filter that is passed over gives the whole list, which looks like a finding.
    """
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = _names(route.dependant)
    for name in request.query_params:
        if name not in known:
            raise ProblemError(422, f"unknown parameter {name!r}. {did_you_mean(name, known)}")


def _names(dependant: Dependant) -> set[str]:
    """Return the query parameters of a route and of all that it depends on."""
    names = {field.alias for field in dependant.query_params}
    return names.union(*map(_names, dependant.dependencies))
