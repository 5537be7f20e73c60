"""The releases of the data: their list, and a page about each with what changed and its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.translations import said
from csekg.answers.quality.dataset import StatedRelease, stated_release
from csekg.namespaces import release as release_iri
from csekg.releases.catalogues import TITLE
from csekg.releases.change_texts import counted, heading, in_words
from csekg.releases.citation_formats import Citation
from csekg.releases.differences import Difference
from csekg.releases.folder import CHECKSUMS, MANIFEST, Release
from csekg.sparql.store import QueryEngine
from csekg_api.downloads.release_store import PATH, ReleaseStore, ServedReleases
from csekg_api.site.data.downloads import holds, size
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path
from csekg_api.web.words import _

# Of each kind of change so many are listed; the table and the API have all.
_MOST = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind: how many, and the first of them as sentences."""

    heading: str
    count: int
    sentences: list[str]


router = page_router()


@router.get(PATH)
def releases(store: ServedStore, held: ServedReleases, request: Request) -> Response:
    """Answer `?`."""
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
    """Answer `?`.

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
