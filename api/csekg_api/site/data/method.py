"""Data and method: where the data come from, how they are derived; who assesses law and practice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from csekg import namespaces as ns
from csekg.answers.common.references import ORDER
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.common.translations import values
from csekg.answers.quality.dataset import sources
from csekg.answers.quality.quality import measures
from csekg.answers.status.coverage import freshness
from csekg.answers.texts.correspondences import agreements, readings
from csekg.answers.texts.instruments import instruments
from csekg.errors import is_installed
from csekg.languages.days import today
from csekg.releases.folder import CHECKSUMS
from csekg.sparql.store import QueryEngine
from csekg_api.downloads.files import ServedFiles
from csekg_api.health import ServedFigures
from csekg_api.site.choices import Choices, FormChoices
from csekg_api.site.data.files import FILES, holds, listed, size
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.work_limit import in_thread

_EXAMPLE = """
SELECT ?act ?arithmetic WHERE {
  ?consent cse:treaty %s ; cse:arithmetic ?arithmetic ; cse:date ?date ; rdfs:label ?act
} ORDER BY DESC(?date) LIMIT 1
"""


router = page_router()


@router.get("/method")
async def method(
    store: ServedStore, choices: FormChoices, dataset: ServedFigures, dataset_files: ServedFiles, request: Request
) -> Response:
    made = dataset_files.made()
    if not made:
        dataset_files.begin(request)
    answer = await in_thread(
        request,
        lambda: page(
            request,
            "method.html",
            dataset=dataset,
            statuses=[choices.statuses[code] for code in ORDER] if choices.treaties else [],
            files=listed(made),
            all_tables=is_installed("tables"),
            size=size,
            holds=holds,
            place=FILES,
            checksums=f"{FILES}/{CHECKSUMS}",
            freshness=freshness(store, today()),
            **content(store),
        ),
    )
    if not made:
        # The page lists the files once they are made.
        answer.headers["Cache-Control"] = "no-store"
    return answer


@remembered_in_order
def content(store: QueryEngine) -> Mapping[str, Any]:
    """Return what the page shows about the dataset, by the names in the template."""
    all_sources, treaties = sources(store), instruments(store, "treaty")
    first = Choices(store).first_treaty
    example = values(store, _EXAMPLE % ns.instrument(first)) if first else []
    days = [treaty.as_of for treaty in treaties if treaty.as_of]
    return MappingProxyType(
        {
            "treaties": tuple(treaties),
            "sources": tuple(all_sources),
            "publishers": tuple(Counter(source.publisher for source in all_sources).most_common()),
            "measures": measures(store),
            "readings": readings(store),
            "agreements": agreements(store),
            "incomplete": tuple(
                treaty.short_title or treaty.name
                for treaty in treaties
                if not any(listed.list_of == "parties" and listed.complete_on for listed in treaty.lists)
            ),
            "example": example[0] if example else None,
            "as_of": (min(days), max(days)) if days else None,
        }
    )
