"""The values on which two sources differ, as pages show them."""

from __future__ import annotations

from csekg.answers.entities.vocabularies import concepts_by_code
from csekg.days import with_days_spelled
from csekg.sparql.store import QueryEngine
from csekg_api.web.words import pgettext


def value_in_words(store: QueryEngine, value: str | None) -> str:
    """Return a day or a kind of consent in words, any other text itself, `none` for None."""
    if not value:
        return pgettext("value", "none")
    kinds = concepts_by_code(store, "consent-kind")
    return kinds[value].name if value in kinds else with_days_spelled(value)
