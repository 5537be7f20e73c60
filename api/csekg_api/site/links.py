"""Where a reader finds a thing: the richest page about it, by its identifier."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import quote

from csekg import namespaces as ns
from csekg.answers.common.parts import paragraph_refs
from csekg.answers.status.status import actors, treaties
from csekg.sparql.store import QueryEngine

_INSTRUMENT = f"{ns.ID}instrument/"
_SOURCE = f"{ns.ID}source/"


class Links:
    """The paths of pages, without the path at which the service is published."""

    def __init__(self, store: QueryEngine) -> None:
        """Take the store; nothing is asked of it before it is needed."""
        self._store = store

    @cached_property
    def resolution(self) -> str | None:
        """The key of the instrument whose paragraphs the dataset holds; None without one."""
        for key, paragraph in paragraph_refs(self._store).items():
            return paragraph.id.removeprefix(_INSTRUMENT).removesuffix(f"/{key}")
        return None

    @cached_property
    def _pages(self) -> dict[str, str]:
        pages = {iri: f"/states/{key}" for iri, (key, _) in actors(self._store).items()}
        pages |= {ns.instrument(key).value: f"/treaties/{key}" for key in treaties(self._store)}
        return pages | self._pages_of_resolution

    @cached_property
    def _pages_of_resolution(self) -> dict[str, str]:
        if self.resolution is None:
            return {}
        paragraphs = paragraph_refs(self._store)
        pages = {paragraph.id: f"/resolution/{key}" for key, paragraph in paragraphs.items()}
        return {ns.instrument(self.resolution).value: "/resolution", **pages}

    def of_resolution(self, iri: str) -> str | None:
        """Return the path of the page about the resolution or a paragraph of it, None for else."""
        return self._pages_of_resolution.get(iri)

    def of(self, iri: str) -> str:
        """Return the path of the page about a thing of the dataset; a foreign IRI stays itself."""
        if iri in self._pages:
            return self._pages[iri]
        if iri.startswith(_SOURCE):
            return f"/sources#{iri.removeprefix(_SOURCE)}"
        footnotes = f"{_INSTRUMENT}{self.resolution}/fn/"
        if iri.startswith(footnotes):
            return f"/resolution#fn-{iri.removeprefix(footnotes)}"
        if iri.startswith(ns.ID):
            return f"/page/{quote(iri.removeprefix(ns.ID), safe='/%:@')}"
        return iri
