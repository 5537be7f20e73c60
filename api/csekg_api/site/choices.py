"""What the forms of the pages offer, and how what was chosen is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from csekg.answers.common.groups import Group, groups
from csekg.answers.status.status import ORDER, TreatyInfo, by_legal_basis, treaties
from csekg.answers.things.vocabularies import Concept, concepts
from csekg.days import parse_day
from csekg.errors import CsekgError
from csekg.sparql.store import QueryEngine


class Choices:
    """Treaties, groups and words of a store; each is asked for once, since none ever changes."""

    def __init__(self, store: QueryEngine) -> None:
        """Take the store; nothing is asked of it before it is needed."""
        self._store = store

    @cached_property
    def treaties(self) -> list[TreatyInfo]:
        """The treaties, those that the resolution urges States to join first."""
        return sorted(treaties(self._store).values(), key=by_legal_basis)

    @cached_property
    def first_treaty(self) -> str | None:
        """The treaty that a page opens with: of those urged, the one that most could still join."""
        if not self.treaties:
            return None
        missing = Counter(
            treaty.rpartition("/")[2]
            for (treaty,) in self._store.values("SELECT ?t WHERE { ?actor cse:notPartyTo ?t }")
        )
        return max((treaty.key for treaty in self.urged), key=lambda key: missing[key])

    @cached_property
    def urged(self) -> list[TreatyInfo]:
        """The treaties of the first legal basis: those that States are urged to join."""
        return [each for each in self.treaties if each.legal_basis == self.treaties[0].legal_basis]

    @cached_property
    def groups(self) -> list[Group]:
        """The groups of States, by kind and name."""
        return groups(self._store)

    @cached_property
    def statuses(self) -> dict[str, Concept]:
        """The statuses with their labels and definitions, by code, from bound to not eligible."""
        found = self._concepts("status")
        return {code: found[code] for code in ORDER if code in found}

    @cached_property
    def consent_kinds(self) -> dict[str, Concept]:
        """The kinds of consent to be bound with their definitions, by code."""
        return self._concepts("consent-kind")

    @cached_property
    def bases(self) -> dict[str, Concept]:
        """The grounds on which the resolution has States join treaties, by code."""
        return self._concepts("legal-basis")

    @cached_property
    def numeric_codes(self) -> dict[str, str]:
        """The numeric ISO 3166-1 code of each actor's key, as maps use it."""
        rows = self._store.values(
            "SELECT ?key ?code WHERE { ?actor cse:isoNumeric ?code ; dcterms:identifier ?key }"
        )
        return dict(rows)  # type: ignore[arg-type]

    @cached_property
    def newest(self) -> date | None:
        """The newest as-of date of any treaty; None without treaties."""
        return max((treaty.as_of for treaty in self.treaties), default=None)

    def _concepts(self, scheme: str) -> dict[str, Concept]:
        return {concept.key: concept for concept in concepts(self._store, scheme)}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a form says: the day, and what was wrong with it."""

    text: str
    day: date | None
    fault: str | None


def chosen_day(text: str) -> Chosen:
    """Return the day that a form names; none if the field is empty."""
    if not text.strip():
        return Chosen("", None, None)
    try:
        return Chosen(text, parse_day(text.strip()), None)
    except (ValueError, CsekgError):
        return Chosen(text, None, f"“{text}” is not a day; write it as 2007-04-27.")
