"""What the pages of States and treaties ask of a store once, since it never changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from csekg.answers.quality.findings_by_actor import findings_by_actor
from csekg.answers.quality.quality import FindingRow
from csekg.answers.status.comparison import Comparison
from csekg.answers.texts.requests import Request, requests
from csekg.sparql.store import QueryEngine
from csekg_api.dataset_report import dataset_report
from csekg_api.site.terms import act_terms


class Standings:
    """Statuses of all actors, requests of the resolution, findings; each asked for when needed."""

    def __init__(self, store: QueryEngine) -> None:
        """Take the store; nothing is asked of it before it is needed."""
        self._store = store

    @cached_property
    def comparison(self) -> Comparison:
        """Where every actor stands under every treaty on its as-of date."""
        return Comparison(self._store)

    @cached_property
    def requests(self) -> list[Request]:
        """What the resolution asks, in its order."""
        return requests(self._store)

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """Definitions of the words of treaty law, by their anchor in the glossary."""
        return act_terms(self._store)

    @cached_property
    def _findings(self) -> dict[str, list[FindingRow]]:
        return findings_by_actor(self._store, dataset_report(self._store))

    def findings(self, actor: str) -> list[FindingRow]:
        """Return what the validation finds about the actor with this IRI, worst first."""
        return self._findings.get(actor, [])
