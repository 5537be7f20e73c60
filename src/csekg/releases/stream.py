"""The releases as an event stream (LDES 1.0): each version of each thing is a member, for ever.

A release adds pages with what is new, changed or gone in it; they stand in its folder and never
change. One more page, the only one that does, names the pages of all releases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from csekg import namespaces as ns
from csekg.facts.release import version_parts
from csekg.namespaces import AS, BASE, DCTERMS, ID, LDES, PROV, RDF, TREE, XSD
from csekg.releases.folder import N_QUADS, Manifest, Release
from csekg.releases.forms import triple_and_graph
from csekg.sparql.graphs import write_graph

STREAM = NamedNode(BASE + "ldes")
#: Where the pages of a release stand in its folder; the page that names them, beside the folders.
FOLDER, ROOT = "ldes/", "ldes.ttl"
#: So many members a page has at most.
_MEMBERS = 1000
# What describes the dataset itself changes with each release: a release says it, not the stream.
_OWN = tuple(f"<{ID}{kind}/".encode() for kind in ("dataset", "graph", "prefix", "query"))
_THING = f"<{ID}".encode()
# A page names itself by its address, wherever that is; this stands for it until it is written.
_HERE = f"http://page.invalid/{ROOT}"
_TRUE = Literal("true", datatype=XSD.boolean)


class _Version(NamedTuple):
    """A thing in a release: what is said about it, no lines for one that is gone."""

    thing: NamedNode
    lines: tuple[bytes, ...]


def pages(about: Manifest, n_quads: Iterable[bytes], before: Release | None) -> Iterator[bytes]:
    """Yield the pages of a release, as Turtle; `n_quads` are the sorted lines of its dataset.

    All things are new where the release before is None or has no pages. Raises CsekgError where
    its dataset is not as it was released.
    """
    if before is not None and page_names(before):
        with before.opened(N_QUADS) as old:
            versions = list(_changed(_things(old), _things(n_quads)))
    else:
        versions = list(_changed(iter(()), _things(n_quads)))
    for first in range(0, len(versions), _MEMBERS):
        yield _page(about, versions[first : first + _MEMBERS])


def page_names(release: Release) -> list[str]:
    """Return the names of the pages of a release, in order; none for one that was made without."""
    return sorted(
        (name for name in release.entries if name.startswith(FOLDER)),
        key=lambda name: int(name.removeprefix(FOLDER).removesuffix(".ttl")),
    )


def root(releases: Iterable[Release]) -> bytes:
    """Return the page that names those of some releases, as Turtle; links are relative to it."""
    here = NamedNode(_HERE)
    triples = [
        Triple(STREAM, RDF.type, LDES.EventStream),
        Triple(STREAM, LDES.timestampPath, PROV.generatedAtTime),
        Triple(STREAM, LDES.versionOfPath, DCTERMS.isVersionOf),
        Triple(STREAM, LDES.versionDeletePath, RDF.type),
        Triple(STREAM, LDES.versionDeleteObject, AS.Delete),
        Triple(STREAM, TREE.view, here),
        Triple(here, RDF.type, TREE.Node),
    ]
    for release in sorted(releases, key=lambda each: version_parts(each.version)):
        for name in page_names(release):
            page = NamedNode(f"{_HERE[: -len(ROOT)]}{release.version}/{name}")
            for kind in ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation"):
                relation = NamedNode(f"{_HERE}#{release.version}/{name}/{kind}")
                triples += [
                    Triple(here, TREE.relation, relation),
                    Triple(relation, RDF.type, TREE[kind]),
                    Triple(relation, TREE.path, PROV.generatedAtTime),
                    Triple(relation, TREE.value, issued(release.manifest)),
                    Triple(relation, TREE.node, page),
                ]
    return _relative(triples)


def issued(about: Manifest) -> Literal:
    """Return the moment of a release in the stream.

    A release has a day; its seconds are its number within the month, so that releases of one day
    keep their order.
    """
    _year, _month, number = version_parts(about.version)
    minutes, seconds = divmod(number, 60)
    text = f"{about.released_on.isoformat()}T00:{minutes:02}:{seconds:02}Z"
    return Literal(text, datatype=XSD.dateTime)


def _things(n_quads: Iterable[bytes]) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
    """Yield each thing with its triples, each once, in the order of sorted N-Quads."""
    lines = (line.rstrip(b"\n") for line in n_quads)
    for subject, said in groupby(lines, lambda line: line.partition(b" ")[0]):
        if subject.startswith(_THING) and not subject.startswith(_OWN):
            yield subject, tuple(sorted({triple_and_graph(line)[0] for line in said}))


def _changed(
    before: Iterator[tuple[bytes, tuple[bytes, ...]]],
    after: Iterator[tuple[bytes, tuple[bytes, ...]]],
) -> Iterator[_Version]:
    # In memory: the order of lines is not always that of their subjects.
    old = dict(before)
    for subject, lines in after:
        known = old.pop(subject, None)
        if known != lines:
            yield _Version(_named(subject), lines)
    for subject in old:
        yield _Version(_named(subject), ())


def _named(subject: bytes) -> NamedNode:
    return NamedNode(subject[1:-1].decode())


def _page(about: Manifest, versions: Sequence[_Version]) -> bytes:
    here, moment = NamedNode(_HERE), issued(about)
    triples = [Triple(here, RDF.type, TREE.Node), Triple(here, LDES.immutable, _TRUE)]
    for version in versions:
        member = NamedNode(
            f"{ns.release(about.version).value}#{version.thing.value.removeprefix(BASE)}"
        )
        triples += [
            Triple(STREAM, TREE.member, member),
            Triple(member, DCTERMS.isVersionOf, version.thing),
            Triple(member, PROV.generatedAtTime, moment),
        ]
        if not version.lines:
            triples.append(Triple(member, RDF.type, AS.Delete))
        for line in version.lines:
            (quad,) = parse(line, RdfFormat.N_TRIPLES)
            triples.append(Triple(member, quad.predicate, quad.object))
    return _relative(triples)


def _relative(triples: list[Triple]) -> bytes:
    """Return triples as Turtle in which the page is `<>`, and its neighbours relative to it."""
    text = write_graph(triples, RdfFormat.TURTLE)
    text = text.replace(f"<{_HERE}>".encode(), b"<>").replace(f"<{_HERE}#".encode(), b"<#")
    return text.replace(f"<{_HERE[: -len(ROOT)]}".encode(), b"<")
