"""The dataset as files, and the releases: their list, and a page about each with what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.translations import said
from csekg.answers.quality.dataset import StatedRelease, stated_release
from csekg.extras import is_installed
from csekg.languages.forms import decimal
from csekg.languages.words import later
from csekg.namespaces import release as release_iri
from csekg.releases.catalogues import TITLE
from csekg.releases.change_texts import counted, heading, in_words
from csekg.releases.citation_formats import Citation
from csekg.releases.differences import Difference
from csekg.releases.folder import CHECKSUMS, MANIFEST, Release
from csekg.sparql.store import QueryEngine
from csekg.tables.files import FOLDER
from csekg_api.downloads.files import ServedFiles
from csekg_api.downloads.release_store import PATH, ReleaseStore, ServedReleases
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path
from csekg_api.web.words import _, in_english, ngettext
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
    files = Listed()
    for entry in entries:
        if entry["graph"]:
            name = str(entry["file"]).rpartition("/")[2].rpartition(".")[0]
            files.graphs[name].append(entry)
        elif str(entry["file"]).startswith(f"{FOLDER}/"):
            files.tables.append(entry)
        else:
            files.whole.append(entry)
    return files


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
    entries = dataset_files.made()
    if not entries:
        dataset_files.begin(request)
    answer = await in_thread(
        request,
        lambda: page(
            request,
            "downloads.html",
            files=listed(entries),
            all_tables=is_installed("tables"),
            size=size,
            holds=holds,
            place=FILES,
            checksums=f"{FILES}/{CHECKSUMS}",
        ),
    )
    if not entries:
        answer.headers["Cache-Control"] = "no-store"
    return answer


#: What a compressed file has after the words of the file itself.
_PACKED = "; gzip"
#: The descriptions of files, as `csekg.releases`, `csekg.tables` and
#: `csekg_api.downloads` write them.
_KNOWN = frozenset(
    {
        later("The whole dataset, each statement in the graph of its source"),
        later("The whole dataset as one graph: each triple once, without its sources"),
        later("Every State under every treaty, each on the as-of date of the treaty: status and acts"),
        later("Release notes"),
        later("Metadata for a deposit at Zenodo"),
        later("The release and its files for catalogues, in DCAT-AP 3"),
        later("What the release says about itself"),
        later("Checksums of all files"),
        later("Shapes that the dataset meets (SHACL)"),
        later("Ontology and vocabularies"),
        later("Ontology, vocabularies, shapes and the records that acts refer to, for any validator"),
        later("JSON-LD context of the ontology's terms"),
        later("One row is an act of a State under a treaty"),
        later("One row is a State under a treaty, on the as-of date of the treaty: status and acts"),
        later("One row is a State or organization under a treaty at the end of a year at which both existed"),
        later("One row is a reservation, declaration, objection or communication"),
        later("One row is an article of a treaty, or a part of one"),
        later("One row is a paragraph of the resolution"),
        later("One row is a citation in the resolution"),
        later("One row is an instrument that is no treaty"),
        later("One row is that a paragraph and a provision correspond"),
        later("One row is a State, former State or organization"),
        later("One row is a code of a State in a collection of data, while the list of the collection has it"),
        later("One row is a group of States"),
        later("One row is a source, with the day on which it stands"),
        later("One row is a fact on which two sources differ"),
        later("One row is what an assessor states about a State, a territory or an area"),
        later(
            "One row is what one State recommends to another in the Universal Periodic Review, or what a State pledges"
        ),
        later(
            "One row is what a recommendation of the Universal Periodic Review asks about one treaty of the register, "
            "or about a group of which it names none"
        ),
        later("One row is a treaty, with its as-of date"),
        later("One row is a membership of a State or organization in a group, of today or ended"),
        later("One row is a span of time in which a State keeps its status under a treaty"),
        later("One row is a source that states an act, with the day that it gives"),
        later("One row is a provision that a statement concerns"),
        later("One row is what an objection is directed at"),
        later("The CSV files described as a data package"),
        later("All tables in one file, with keys and a view for each main question"),
        later("All tables in one workbook, with what their columns mean"),
        later("The main questions as views in SQL"),
        later("Why there are no tables"),
    }
)


def holds(contents: str) -> str:
    """Return the description of a file in the current language, in English where none is known."""
    plain = contents.removesuffix(_PACKED)
    if plain not in _KNOWN:
        return in_english(contents)
    return _(plain) + contents.removeprefix(plain)


# Of each kind of change so many are listed; the table and the API have all.
_MOST = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind: how many, and the first of them as sentences."""

    heading: str
    count: int
    sentences: list[str]


@router.get(PATH)
def releases(store: ServedStore, held: ServedReleases, request: Request) -> Response:
    return page(
        request,
        "releases.html",
        place=PATH,
        api=f"/api/v1{PATH}",
        releases=[release.manifest for release in held.all],
        summaries={release.version: _summary(held, release) for release in held.all},
    )


@router.get(f"{PATH}/{{version}}")
def release(store: ServedStore, held: ServedReleases, request: Request, version: str) -> Response:
    """Answer with the page of a release.

    The release whose data are served has this address as its IRI, also where its files are not at hand: it then
    leads to the files of the data.
    """
    if not held.all and stated_release(store).version == version:
        return RedirectResponse(f"{root_path(request)}/downloads", 303)
    release = held.find(version)
    manifest = release.manifest
    files = [*manifest.files, *(held.file(release, name) for name in (MANIFEST, CHECKSUMS))]
    changes = _since_previous(held, release) or ()
    place = f"{PATH}/{version}"
    return page(
        request,
        "release.html",
        about=manifest,
        held=[other.version for other in held.all],
        changes=list(_grouped(store, changes)),
        summary=_summary(held, release),
        whole=[file for file in files if "/" not in file.file],
        tables=[file for file in files if file.file.startswith("tidy/")],
        terms=[file for file in files if file.file.startswith(("ontology/", "shapes/"))],
        size=size,
        holds=holds,
        place=place,
        citation=cited(release).text(),
        api=f"/api/v1{place}",
        diff=f"/api/v1{PATH}/{manifest.previous}..{version}/diff",
    )


def cited(release: Release) -> Citation:
    """Return how to cite a whole release."""
    manifest = release.manifest
    stated = StatedRelease(
        version=manifest.version,
        released_on=manifest.released_on,
        doi=f"https://doi.org/{manifest.doi}" if manifest.doi else None,
    )
    return Citation(TITLE, release_iri(manifest.version).value, stated)


def _since_previous(held: ReleaseStore, release: Release) -> Sequence[Difference] | None:
    """Return how the release before differs, None where that is not at hand."""
    previous = release.manifest.previous
    if previous not in {release.version for release in held.all}:
        return None
    return held.differences(previous, release.version)


def _summary(held: ReleaseStore, release: Release) -> str:
    if not release.manifest.previous:
        return _("the first release")
    changed = _since_previous(held, release)
    if changed is None:
        previous = release.manifest.previous
        return _("what changed since {release} stands in its notes", release=previous)
    return counted(changed) if changed else _("the tables hold the same")


def _grouped(store: QueryEngine, changed: Sequence[Difference]) -> Iterator[Group]:
    groups: dict[tuple[str, str], list[Difference]] = {}
    for difference in changed:
        groups.setdefault((difference.thing, difference.change), []).append(difference)
    for (thing, kind), members in groups.items():
        yield Group(
            heading=heading(thing, kind),
            count=len(members),
            sentences=[in_words(difference, partial(said, store)) for difference in members[:_MOST]],
        )
