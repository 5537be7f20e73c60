"""The descriptions of a release for catalogues (DCAT 3) and for Zenodo."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from csekg import namespaces as ns
from csekg.dataset.writers.catalogue import DOI, LICENCE
from csekg.namespaces import BASE, DCAT, DCTERMS, FOAF, RDF, SPDX, XSD
from csekg.releases.folder import FileEntry, Manifest
from csekg.sparql.graphs import write_graph

#: Whom a release is cited by and published by.
CONTRIBUTORS = "csekg contributors"
TITLE = "csekg: the international law against the sexual exploitation of children"
SUMMARY = (
    "Commission on Crime Prevention and Criminal Justice resolution 16/2, the instruments it "
    "cites, their articles, and what States have done about them, as a knowledge graph. Each "
    "statement names its source and the day on which that stands. The depositary's record is "
    "authoritative; this is not it."
)
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def dcat(about: Manifest, form: RdfFormat) -> bytes:
    """Return the description in DCAT 3: the release, its version and predecessor, its files.

    Without blank nodes. The files of the manifest are its distributions, with their checksums.
    """
    dataset, release = ns.thing("dataset", "csekg"), ns.release(about.version)
    publisher = NamedNode(BASE + "releases#publisher")
    triples = [
        Triple(dataset, RDF.type, DCAT.Dataset),
        Triple(dataset, DCAT.hasVersion, release),
        Triple(release, RDF.type, DCAT.Dataset),
        Triple(release, DCTERMS.title, Literal(f"{TITLE}, {about.version}", language="en")),
        Triple(release, DCTERMS.description, Literal(SUMMARY, language="en")),
        Triple(release, DCAT.version, Literal(about.version)),
        Triple(release, DCAT.isVersionOf, dataset),
        Triple(release, DCTERMS.issued, _day(about.released_on.isoformat())),
        Triple(release, DCTERMS.modified, _day(about.as_of.isoformat())),
        Triple(release, DCTERMS.license, LICENCE),
        Triple(release, DCTERMS.publisher, publisher),
        Triple(release, DCTERMS.creator, publisher),
        Triple(release, DCAT.landingPage, release),
        Triple(publisher, RDF.type, FOAF.Agent),
        Triple(publisher, FOAF.name, Literal(CONTRIBUTORS)),
    ]
    if about.previous:
        triples.append(Triple(release, DCAT.previousVersion, ns.release(about.previous)))
    if about.doi:
        triples.append(Triple(release, DCTERMS.identifier, Literal(DOI + about.doi)))
    for entry in about.files:
        triples += _distribution(release, ns.release(about.version, entry.file), entry)
    return write_graph(triples, form)


def _distribution(release: NamedNode, file: NamedNode, entry: FileEntry) -> Iterable[Triple]:
    checksum = NamedNode(f"{file.value}#checksum")
    return (
        Triple(release, DCAT.distribution, file),
        Triple(file, RDF.type, DCAT.Distribution),
        Triple(file, DCTERMS.title, Literal(entry.file)),
        Triple(file, DCTERMS.description, Literal(entry.contents, language="en")),
        Triple(file, DCAT.downloadURL, file),
        Triple(file, DCAT.accessURL, release),
        Triple(file, DCAT.mediaType, NamedNode(_MEDIA_TYPES + entry.media_type)),
        Triple(file, DCAT.byteSize, Literal(str(entry.bytes), datatype=XSD.nonNegativeInteger)),
        Triple(file, DCTERMS.license, LICENCE),
        Triple(file, SPDX.checksum, checksum),
        Triple(checksum, RDF.type, SPDX.Checksum),
        Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256),
        Triple(checksum, SPDX.checksumValue, Literal(entry.sha256, datatype=XSD.hexBinary)),
    )


def _day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


def zenodo(about: Manifest) -> bytes:
    """Return the metadata of a deposit, as Zenodo's deposit API and `.zenodo.json` take them."""
    related = [
        {"identifier": ns.release(about.version).value, "relation": "isIdenticalTo",
         "resource_type": "dataset"},
    ]  # fmt: skip
    if about.previous:
        related.append(
            {"identifier": ns.release(about.previous).value, "relation": "isNewVersionOf",
             "resource_type": "dataset"}
        )  # fmt: skip
    metadata = {
        "upload_type": "dataset",
        "title": TITLE,
        "version": about.version,
        "publication_date": about.released_on.isoformat(),
        "description": f"<p>{SUMMARY}</p>",
        "creators": [{"name": CONTRIBUTORS}],
        "license": "cc-by-4.0",
        "access_right": "open",
        "language": "eng",
        "keywords": [
            "children's rights", "child sexual exploitation", "international law",
            "knowledge graph", "linked data", "treaties",
        ],
        "related_identifiers": related,
        **({"doi": about.doi} if about.doi else {}),
    }  # fmt: skip
    return json.dumps(metadata, ensure_ascii=False, indent=1).encode() + b"\n"
