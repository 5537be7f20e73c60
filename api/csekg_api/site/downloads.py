"""The dataset as files, with sizes and checksums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import Response

from csekg.extras import is_installed
from csekg.languages.forms import decimal
from csekg.languages.words import later
from csekg.tables.files import FOLDER
from csekg_api.downloads.files import ServedFiles
from csekg_api.downloads.job import CHECKSUMS
from csekg_api.site.file_contents import holds
from csekg_api.site.page import page, page_router
from csekg_api.web.words import _, ngettext
from csekg_api.web.work_limit import in_thread

#: Path of the files in the API.
FILES = "/api/v1/downloads"
_UNITS = (later("{size} kB"), later("{size} MB"), later("{size} GB"))


@dataclass(frozen=True, slots=True)
class Listed:
    """The files of the whole dataset, the tables, and those of each named graph by its name."""

    whole: list[dict[str, object]] = field(default_factory=list)
    tables: list[dict[str, object]] = field(default_factory=list)
    graphs: dict[str, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))


def listed(entries: list[dict[str, object]]) -> Listed:
    """Return the files of a dataset_files as the pages show them."""
    found = Listed()
    for entry in entries:
        if entry["graph"]:
            name = str(entry["file"]).rpartition("/")[2].rpartition(".")[0]
            found.graphs[name].append(entry)
        elif str(entry["file"]).startswith(f"{FOLDER}/"):
            found.tables.append(entry)
        else:
            found.whole.append(entry)
    return found


def size(number: int) -> str:
    """Return a size in bytes as people read it: `45.2 MB`, in steps of a thousand (SI)."""
    if number < 1000:
        return ngettext("{number} byte", "{number} bytes", number)
    value, unit = float(number), ""
    for larger in _UNITS:
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return _(unit, size=decimal(value, 1))


router = page_router()


@router.get("/downloads")
async def downloads(dataset_files: ServedFiles, request: Request) -> Response:
    """Answer `/downloads`."""
    entries = dataset_files.made()
    if not entries:
        dataset_files.begin(request)
    answer = await in_thread(request, lambda: page(
        request, "downloads.html", files=listed(entries), all_tables=is_installed("tables"),
        size=size, holds=holds,
        place=FILES, checksums=f"{FILES}/{CHECKSUMS}",
    ))  # fmt: skip
    if not entries:
        answer.headers["Cache-Control"] = "no-store"
    return answer
