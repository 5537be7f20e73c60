"""What takes long and is made once per process: the index of the search, the validation.

Both are kept for the last three stores, over a server that names no release as well: they take too
long for one request. The index takes some tenths of a second, a validation two seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from types import MappingProxyType

from csekg.answers.common.remembering import remembered
from csekg.answers.quality.quality import FindingRow, findings_by_actor, in_language
from csekg.answers.search.search import SearchIndex
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg.validation import Report, validate
from csekg.validation.kept_findings import from_json
from csekg_api.web.deadline import without_deadline
from csekg_api.web.site_pages import pages_by_language

# That of the dataset that is served, and those of the releases that were asked last.
_KEPT = 3
_one_at_a_time = Lock()


def search_index(store: QueryEngine) -> SearchIndex:
    """Return the index of the search; the first call takes some tenths of a second."""
    return _index(without_deadline(store))


@lru_cache(maxsize=_KEPT)
def _index(store: QueryEngine) -> SearchIndex:
    return SearchIndex(store, pages_by_language())


def dataset_report(store: QueryEngine) -> Report:
    """Return the validation of the dataset, from the file beside it or made with the first call.

    Its findings are in the current language. Making it takes two seconds; concurrent callers wait
    for the same report.
    """
    asked = without_deadline(store)
    with _one_at_a_time:
        report = _report(asked)
    return in_language(report, asked)


@lru_cache(maxsize=_KEPT)
def _report(store: QueryEngine) -> Report:
    kept = store.kept_findings if isinstance(store, Store) else None
    return validate(store) if kept is None else from_json(kept)


def findings_about(store: QueryEngine, actor: str) -> tuple[FindingRow, ...]:
    """Return the findings of the validation about the State with this IRI, the worst first."""
    return _findings(store).get(actor, ())


@remembered
def _findings(store: QueryEngine) -> Mapping[str, tuple[FindingRow, ...]]:
    found = findings_by_actor(store, dataset_report(store))
    return MappingProxyType({actor: tuple(rows) for actor, rows in found.items()})
