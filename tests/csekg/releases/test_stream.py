"""The pages of the event stream, and the page that names them."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from csekg.namespaces import AS, DCTERMS, ID, LDES, PROV, RDF, TREE, XSD
from csekg.releases.folder import Release
from csekg.releases.stream import ROOT, STREAM, issued, page_names, root
from tests.releases import TwoReleases

_PLACE = "http://example.org/releases/"
_ACTS = "https://w3id.org/csekg/id/action/opsc"


def _page(release: Release, name: str) -> ox.Store:
    found = ox.Store()
    base = f"{_PLACE}{release.version}/{name}"
    found.load(release.read(name), ox.RdfFormat.TURTLE, base_iri=base)
    return found


def _members(release: Release) -> Iterator[tuple[ox.NamedNode, ox.Store]]:
    for name in page_names(release):
        page = _page(release, name)
        for quad in page.quads_for_pattern(STREAM, TREE.member, None):
            assert isinstance(quad.object, ox.NamedNode)
            yield quad.object, page


def _things(release: Release) -> dict[str, set[str]]:
    """What each member of the release says about its thing; nothing of one that is gone."""
    found = {}
    for member, page in _members(release):
        said = {quad.predicate: quad.object for quad in page.quads_for_pattern(member, None, None)}
        thing = said[DCTERMS.isVersionOf]
        assert isinstance(thing, ox.NamedNode)
        assert said[PROV.generatedAtTime] == issued(release.manifest)
        assert thing.value not in found
        found[thing.value] = {
            f"{quad.predicate} {quad.object}" for quad in page.quads_for_pattern(member, None, None)
            if quad.predicate not in (DCTERMS.isVersionOf, PROV.generatedAtTime)
        }  # fmt: skip
    return found


def _dataset(release: Release) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    # Oxigraph normalises some values as it loads them, those of the pages as well.
    store = ox.Store()
    store.bulk_load(release.read("csekg.nq"), ox.RdfFormat.N_QUADS)
    for quad in store:
        subject = str(quad.subject).strip("<>")
        kind = subject.removeprefix(ID).partition("/")[0]
        if subject.startswith(ID) and kind not in ("dataset", "graph", "prefix", "query"):
            found.setdefault(subject, set()).add(f"{quad.predicate} {quad.object}")
    return found


def test_the_first_release_has_every_thing(releases: TwoReleases) -> None:
    found = _things(releases.old)
    assert found == _dataset(releases.old)
    assert len(found) > 20_000


def test_the_next_release_brings_what_is_new_changed_or_gone(releases: TwoReleases) -> None:
    changed = _things(releases.new)
    # Singapore signed, the day of Ireland's signature is another one, Tuvalu's was false.
    assert any(thing.startswith(f"{_ACTS}/SGP/") for thing in changed)
    (gone,) = [thing for thing in changed if thing.startswith(f"{_ACTS}/TUV/")]
    assert changed[gone] == {f"{RDF.type} {AS.Delete}"}
    # Whoever applies both has the newer dataset.
    held = _things(releases.old) | changed
    delete = {f"{RDF.type} {AS.Delete}"}
    kept = {thing: said for thing, said in held.items() if said != delete}
    assert kept == _dataset(releases.new)
    assert len(changed) < 100


def test_the_root_names_each_page_and_its_time(releases: TwoReleases) -> None:
    found = ox.Store()
    found.load(
        root([releases.new, releases.old]), ox.RdfFormat.TURTLE, base_iri=f"{_PLACE}{ROOT}"
    )  # fmt: skip
    here = ox.NamedNode(f"{_PLACE}{ROOT}")
    assert ox.Quad(STREAM, TREE.view, here, ox.DefaultGraph()) in found
    assert ox.Quad(STREAM, RDF.type, LDES.EventStream, ox.DefaultGraph()) in found
    times: dict[str, set[str]] = {}
    for _s, _p, relation, _g in found.quads_for_pattern(here, TREE.relation, None):
        assert isinstance(relation, ox.NamedNode)
        (node,) = (quad.object for quad in found.quads_for_pattern(relation, TREE.node, None))
        (value,) = (quad.object for quad in found.quads_for_pattern(relation, TREE.value, None))
        assert isinstance(node, ox.NamedNode)
        times.setdefault(node.value, set()).add(str(value))
    expected = {
        f"{_PLACE}{release.version}/{name}": {str(issued(release.manifest))}
        for release in (releases.old, releases.new) for name in page_names(release)
    }  # fmt: skip
    assert times == expected
    assert issued(releases.new.manifest) == ox.Literal(
        "2026-11-26T00:00:01Z", datatype=XSD.dateTime
    )


def test_pages_say_that_they_never_change(releases: TwoReleases) -> None:
    (name, *_) = page_names(releases.new)
    page = _page(releases.new, name)
    here = ox.NamedNode(f"{_PLACE}{releases.new.version}/{name}")
    true = ox.Literal("true", datatype=XSD.boolean)
    assert ox.Quad(here, LDES.immutable, true, ox.DefaultGraph()) in page
    names = page_names(releases.old)
    assert names == [f"ldes/{number}.ttl" for number in range(1, len(names) + 1)]
