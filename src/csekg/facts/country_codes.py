"""The codes of States in collections of data about countries, with their days; read from `data/country_codes.csv`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv

#: Of the Correlates of War, of Gleditsch and Ward, of V-Dem and of the World Bank.
CODE_SCHEMES = ("cow", "gleditsch-ward", "v-dem", "world-bank")


@dataclass(frozen=True, slots=True)
class CountryCode:
    """A code by which a collection of data about countries knows an actor, and the source that says so.

    `valid_from` and `valid_until` are the first and the last day, or year, on which the list of the collection has
    the code, as `days_source` gives them; empty where it goes on, or where no source read has days.
    """

    scheme: str
    code: str
    source: str
    valid_from: str = ""
    valid_until: str = ""
    days_source: str = ""


_COLUMNS = "actor,scheme,code,valid_from,valid_until,source,days_source"


def read_country_codes(
    data: Path, actors: Collection[str], sources: Mapping[str, Source]
) -> dict[str, tuple[CountryCode, ...]]:
    """Return the codes of each actor that has any, by its key, in the order of scheme and days.

    Raises DataError for an unknown actor, scheme or source, for days that are none, and for two codes of one scheme
    that an actor has at once.
    """
    codes: defaultdict[str, list[CountryCode]] = defaultdict(list)
    for row in read_csv(data / "country_codes.csv", _COLUMNS, key="actor,scheme,valid_from"):
        code = _read_code(row, sources)
        before = codes[row.one_of("actor", actors, "actor")]
        if before and before[-1].scheme == code.scheme and not "" < before[-1].valid_until < code.valid_from:
            raise row.fail("the code of this scheme before it still holds then", code.valid_from)
        before.append(code)
    return {actor: tuple(its_codes) for actor, its_codes in codes.items()}


def _read_code(row: Row, sources: Mapping[str, Source]) -> CountryCode:
    since, until = row.period("valid_from"), row.period("valid_until")
    if until and not (since and since[0] <= until[0]):
        raise row.fail("the code ends before it begins", row["valid_until"])
    if since:
        row.one_of("days_source", sources, "source")
    return CountryCode(
        scheme=row.one_of("scheme", CODE_SCHEMES, "scheme of codes"),
        code=row.required("code"),
        source=row.one_of("source", sources, "source"),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        days_source=row["days_source"],
    )
