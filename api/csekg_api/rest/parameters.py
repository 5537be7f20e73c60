"""Parameters that many routes share, and the refusal of unknown ones."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, get_args, get_origin

from fastapi import Path, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from csekg.errors import did_you_mean
from csekg.languages.current import LANGUAGES, choose
from csekg.languages.days import parse_day
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import KEY, LONGEST, SEVERAL, check_values

_KEY = r"^[A-Za-z0-9][A-Za-z0-9-]*$"
_STATE = r"^[A-Za-z]{3}$"
_PARAGRAPH = r"^([pP][pP]|[oO][pP])/[0-9]+(/[A-Za-z])?$"
_PROVISION = r"^([pP]reamble|([aA]rticle/)?[0-9]+(/[0-9A-Za-z]+)*)$"


def _day(value: object) -> object:
    # Pydantic alone would accept numbers of seconds and times of day.
    if not isinstance(value, str):
        return value
    try:
        return parse_day(value)
    except ValueError:
        raise PydanticCustomError("day", "Input should be a day such as 2007-04-27") from None


def _whole_key(value: object) -> object:
    """Return the key of a provision, with the `article/` that addresses leave out."""
    if isinstance(value, str) and value[:1].isdigit():
        return f"article/{value}"
    return value


def path_key(pattern: str, example: str, description: str, *, longest: int = KEY) -> Any:
    """Return the documentation of a key in the path of a route."""
    return Path(pattern=pattern, max_length=longest, examples=[example], description=description)


def repeatable(description: str, *example: object) -> Any:
    """Return the documentation of a query parameter that may be repeated, with an example of its values."""
    return Query(max_length=SEVERAL, examples=[list(example)], description=f"{description}; may be repeated")


def day_query(description: str, example: str, alias: str | None = None) -> Any:
    """Return the documentation of a query parameter that is a day."""
    return Query(alias=alias, examples=[example], json_schema_extra={"format": "date"}, description=description)


#: Keys are taken in any case; those of the dataset are in lower case, codes of States apart.
Lower = AfterValidator(str.lower)


IsoDate = Annotated[date, BeforeValidator(_day)]

InstrumentKey = Annotated[str, path_key(_KEY, "opsc", "key of an instrument, as `/instruments` lists them"), Lower]
TreatyKey = Annotated[str, path_key(_KEY, "opsc", "key of a treaty, as `/instruments?kind=treaty` lists them"), Lower]
StateKey = Annotated[
    str, path_key(_STATE, "FRA", "ISO 3166-1 alpha-3 code, or `EUE` for the European Union", longest=3)
]
On = Annotated[
    IsoDate | None,
    day_query(
        "the day that is asked about; without it, the day on which the data about the treaty stand (`asOf`)",
        "2007-04-27",
    ),
]
_AnyKey = Annotated[str, Field(pattern=_KEY, max_length=KEY), Lower]
OfTreaty = Annotated[list[_AnyKey] | None, repeatable("only these treaties", "opsc")]
OfState = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=LONGEST)]] | None,
    repeatable("only these States, by their codes or by any of their names, in any language", "FRA"),
]
OfGroup = Annotated[
    list[_AnyKey] | None,
    repeatable(
        "only members of these groups: a region, a regional group of the United "
        "Nations, an organization; `/groups` lists the keys",
        "m49-150",
    ),
]
ParagraphKey = Annotated[
    str,
    path_key(_PARAGRAPH, "op/4/a", "key of a paragraph: `pp/8` of the preamble, `op/4` or `op/4/a`", longest=20),
    Lower,
]
ProvisionKey = Annotated[
    str,
    path_key(_PROVISION, "3/1/a", "number of an article and its parts, `34` or `24/2/f`, or `preamble`", longest=40),
    Lower,
    AfterValidator(_whole_key),
]
OfParagraph = Annotated[
    list[Annotated[str, Field(pattern=_PARAGRAPH, max_length=20), Lower]] | None,
    repeatable("only these paragraphs of the resolution", "op/4/a"),
]
OfInstrument = Annotated[
    list[_AnyKey] | None, repeatable("only these instruments, as `/instruments` lists them", "crc")
]
OfProvision = Annotated[
    list[Annotated[str, Field(pattern=_PROVISION, max_length=40), Lower, AfterValidator(_whole_key)]] | None,
    repeatable("only these provisions; one `instrument` must be given as well", "34"),
]
#: The code of a concept.
ConceptCode = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z-]*$", max_length=KEY, examples=["extradition"]), Lower]


InLanguage = Annotated[
    str | None,
    Query(
        pattern=f"^({'|'.join(LANGUAGES)})$",
        examples=["fr"],
        description="language of names, labels and sentences; keys stay the same. Without it, "
        "that of the header Accept-Language, or else English. A text that is not translated "
        "comes in English",
    ),
]


async def known_parameters(request: Request, lang: InLanguage = None) -> None:
    """Choose the language that is asked for, and check the names of the parameters.

    A dependency of routers. Raises a 422 problem for a query parameter that the route lacks or that
    is given twice. With a misspelt filter ignored, the whole list would look like a
    finding.
    """
    if lang is not None:
        choose(lang)
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    repeatable = _takes_several(route.dependant)
    for name in request.query_params:
        if name not in repeatable:
            shown = name[:KEY]
            raise ProblemError(422, f"unknown parameter {shown!r}. {did_you_mean(shown, repeatable)}")
    check_values(request, 422, several=[name for name, several in repeatable.items() if several])


def _takes_several(dependant: Dependant) -> dict[str, bool]:
    """Return the query parameters of a route and its dependencies.

    The value is whether a parameter takes several values.
    """
    names = {
        field.alias: any(
            get_origin(part) is list for part in (field.field_info.annotation, *get_args(field.field_info.annotation))
        )
        for field in dependant.query_params
    }
    for other in dependant.dependencies:
        names |= _takes_several(other)
    return names
