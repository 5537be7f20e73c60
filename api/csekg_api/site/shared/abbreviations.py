"""The treaties whose short titles are initials such as OPSC, which pages explain once."""

from __future__ import annotations

from csekg.answers.common.references import TreatyInfo
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices


def initials(store: QueryEngine) -> tuple[TreatyInfo, ...]:
    """Return the treaties whose short title in the current language is made of initials."""
    return tuple(each for each in Choices(store).treaties if str(each.short_title).isupper())
