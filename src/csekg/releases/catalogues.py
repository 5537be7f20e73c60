"""The descriptions of a release for others: for Zenodo, and as DCAT-AP 3.0 for data catalogues."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from string import Template

from pyoxigraph import RdfFormat, Triple, parse

from csekg import namespaces as ns
from csekg.releases.folder import FileEntry, Manifest
from csekg.sparql.graphs import write_graph
from csekg.sparql.store import QueryEngine
from csekg.tables.files import LICENCE

#: Whom a release is cited by and published by.
CONTRIBUTORS = "csekg contributors"
#: The name under which the data are cited everywhere.
NAME = "The 16/2 Register"
TITLE = f"{NAME}: the international law against the sexual exploitation of children"
SUMMARY = (
    "Commission on Crime Prevention and Criminal Justice resolution 16/2, the instruments it "
    "cites, their articles, and what States have done about them, as a knowledge graph. Each "
    "statement names its source and the day on which that stands. The depositary's record is "
    "authoritative; this is not it."
)

#: The entries of the European Union's table of file types for the media types of a release.
_FILE_TYPES = {
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/n-quads": "RDF_N_QUADS",
    "application/trig": "RDF_TRIG",
    "application/vnd.apache.parquet": "PARQUET",
    "text/csv": "CSV",
    "text/markdown": "TXT",
    "text/turtle": "RDF_TURTLE",
}
_RELEASE = Path(__file__).with_name("dcat_ap.ttl")
_FILE = Template("""
<releases/$version> dcat:distribution <$file> .
<$file> a dcat:Distribution ;
    dcterms:title "$name" ;
    dcterms:description $contents@en ;
    dcat:downloadURL <$file> ;
    dcat:accessURL <releases/$version> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/$media_type> ;
    dcat:byteSize "$bytes"^^xsd:nonNegativeInteger ;
    dcterms:license <$licence> ;
    dcatap:availability eu:planned-availability\\/STABLE ;
    spdx:checksum <$file#checksum> .
<$file#checksum> a spdx:Checksum ;
    spdx:algorithm spdx:checksumAlgorithm_sha256 ;
    spdx:checksumValue "$sha256"^^xsd:hexBinary .
<https://www.iana.org/assignments/media-types/$media_type> a dcterms:MediaType .
""")
_FILE_TYPE = Template("""
<$file> dcterms:format eu:file-type\\/$type .
eu:file-type\\/$type a dcterms:MediaTypeOrExtent .
""")
_PREVIOUS = Template("<releases/$version> dcat:previousVersion <$before> ; dcat:prev <$before> .\n")
_IDENTIFIER = Template('<releases/$version> dcterms:identifier "https://doi.org/$doi" .\n')


def zenodo(about: Manifest) -> bytes:
    """Return the metadata of a deposit, as Zenodo's deposit API and `.zenodo.json` take them."""
    related = [{"identifier": ns.release(about.version).value, "relation": "isIdenticalTo", "resource_type": "dataset"}]
    if about.previous:
        related.append(
            {"identifier": ns.release(about.previous).value, "relation": "isNewVersionOf", "resource_type": "dataset"}
        )
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
            "children's rights",
            "child sexual exploitation",
            "international law",
            "knowledge graph",
            "linked data",
            "treaties",
        ],
        "related_identifiers": related,
        **({"doi": about.doi} if about.doi else {}),
    }
    return json.dumps(metadata, ensure_ascii=False, indent=1).encode() + b"\n"


def dcat(about: Manifest, first_act: date, form: RdfFormat) -> bytes:
    """Return the DCAT-AP description: catalogue, series, release, its files with their checksums.

    `first_act` is the day of the earliest act in the dataset. Without blank nodes.
    """
    version = about.version
    text = Template(_RELEASE.read_text(encoding="utf-8")).substitute(
        base=ns.BASE,
        title=TITLE,
        summary=SUMMARY,
        contributors=CONTRIBUTORS,
        licence=LICENCE,
        version=version,
        released_on=about.released_on,
        as_of=about.as_of,
        first_act=first_act,
    )
    if about.previous:
        before = ns.release(about.previous).value
        text += _PREVIOUS.substitute(version=version, before=before)
    if about.doi:
        text += _IDENTIFIER.substitute(version=version, doi=about.doi)
    text += "".join(_distribution(entry, version) for entry in about.files)
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in parse(text, RdfFormat.TURTLE)]
    return write_graph(list(dict.fromkeys(triples)), form)


def _distribution(entry: FileEntry, version: str) -> str:
    """Return a file of the release as Turtle."""
    file = ns.release(version, entry.file).value
    text = _FILE.substitute(
        file=file,
        name=entry.file,
        version=version,
        media_type=entry.media_type,
        contents=json.dumps(entry.contents, ensure_ascii=False),
        bytes=entry.bytes,
        sha256=entry.sha256,
        licence=LICENCE,
    )
    if type_ := _FILE_TYPES.get(entry.media_type):
        text += _FILE_TYPE.substitute(file=file, type=type_)
    return text


def first_act(store: QueryEngine) -> date:
    """Return the day of the earliest act in a dataset."""
    ((day,),) = store.values("SELECT (MIN(?day) AS ?first) WHERE { ?act cse:followedDate ?day }")
    return date.fromisoformat(day)
