"""The release that a dataset states about itself."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, day
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine


class StatedRelease(Answer):
    """A release of the data, as the dataset describes it; null is what it does not state."""

    version: str | None
    released_on: date | None
    doi: str | None = Field(description="as an address")


_RELEASE = f"""
SELECT ?version ?released_on ?doi WHERE {{
  VALUES ?dataset {{ {ns.thing("dataset", "csekg")} }}
  OPTIONAL {{ ?dataset dcat:version ?version }}
  OPTIONAL {{ ?dataset dcterms:issued ?released_on }}
  OPTIONAL {{ ?dataset dcterms:identifier ?doi }}
}} ORDER BY ?version ?released_on ?doi LIMIT 1
"""


@remembered
def stated_release(store: QueryEngine) -> StatedRelease:
    """Return what the dataset states about its release; another dataset than ours: nothing."""
    ((version, released_on, doi),) = values(store, _RELEASE)
    return StatedRelease(version=version or None, released_on=day(released_on), doi=doi or None)
