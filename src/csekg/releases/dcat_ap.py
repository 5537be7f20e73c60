"""The description of a release for data catalogues, as DCAT-AP 3.0 of the European Union asks.

It is complete by itself: the profile wants the class of everything that is referred to, also of the
entries of the authority tables of the European Union and of media types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from csekg import namespaces as ns
from csekg.dataset.writers.catalogue import DOI, LICENCE
from csekg.namespaces import BASE, DCAT, DCATAP, DCTERMS, FOAF, OWL, RDF, SKOS, SPDX, VCARD, XSD
from csekg.releases.description import CONTRIBUTORS, SUMMARY, TITLE
from csekg.releases.folder import FileEntry, Manifest
from csekg.releases.stream import FOLDER, STREAM
from csekg.sparql.graphs import write_graph
from csekg.sparql.store import QueryEngine

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_EU = "http://publications.europa.eu/resource/authority/"
#: The entries of the table of file types for the media types of a release.
_FILE_TYPES = {
    "application/json": "JSON", "application/ld+json": "JSON_LD", "application/n-quads":
    "RDF_N_QUADS", "application/trig": "RDF_TRIG", "text/csv": "CSV", "text/markdown": "TXT",
    "text/turtle": "RDF_TURTLE", "application/vnd.apache.parquet": "PARQUET",
}  # fmt: skip
_THEMES = ("JUST", "INTR", "SOCI")
#: The texts of the dataset are in these languages.
_LANGUAGES = ("ENG", "FRA", "SPA", "RUS", "ZHO", "ARA")
_KEYWORDS = ("children's rights", "child sexual exploitation", "treaties", "ratification",
             "international law")  # fmt: skip
#: GeoNames: the Earth.
_WORLD = NamedNode("https://sws.geonames.org/6295630/")
_CATALOGUE = NamedNode(BASE + "releases")
_SERIES, _PUBLISHER, _CONTACT = (
    NamedNode(f"{_CATALOGUE.value}#{name}") for name in ("series", "publisher", "contact")
)
_PROFILE = NamedNode("https://semiceu.github.io/DCAT-AP/releases/3.0.0")


def dcat(about: Manifest, first: date, form: RdfFormat) -> bytes:
    """Return the description: catalogue, series, release and its files with their checksums.

    `first` is the day of the earliest act in the dataset. Without blank nodes. The pages of the
    event stream are no distributions: the stream is one.
    """
    release = ns.release(about.version)
    triples = [
        *_shared(),
        *_release(about, first, release),
        *_stream(release),
        *_classes(about),
    ]
    for entry in about.files:
        if not entry.file.startswith(FOLDER):
            triples += _distribution(release, ns.release(about.version, entry.file), entry)
    return write_graph(list(dict.fromkeys(triples)), form)


def first_act(store: QueryEngine) -> date:
    """Return the day of the earliest act in a dataset."""
    ((day,),) = store.values("SELECT (MIN(?day) AS ?first) WHERE { ?act cse:followedDate ?day }")
    return date.fromisoformat(day)


def _shared() -> Iterator[Triple]:
    """Yield what is the same for all releases."""
    title, summary = Literal(TITLE, language="en"), Literal(SUMMARY, language="en")
    for thing, kind in ((_CATALOGUE, DCAT.Catalog), (_SERIES, DCAT.DatasetSeries)):
        yield Triple(thing, RDF.type, kind)
        yield Triple(thing, DCTERMS.title, title)
        yield Triple(thing, DCTERMS.description, summary)
        yield Triple(thing, DCTERMS.publisher, _PUBLISHER)
        yield Triple(thing, DCTERMS.spatial, _WORLD)
    yield Triple(_CATALOGUE, DCTERMS.license, LICENCE)
    yield Triple(_CATALOGUE, FOAF.homepage, _CATALOGUE)
    yield Triple(_CATALOGUE, DCTERMS.conformsTo, _PROFILE)
    yield Triple(_SERIES, DCTERMS.accrualPeriodicity, _table("frequency", "IRREG"))
    yield Triple(_SERIES, DCAT.contactPoint, _CONTACT)
    yield Triple(_PUBLISHER, RDF.type, FOAF.Agent)
    yield Triple(_PUBLISHER, FOAF.name, Literal(CONTRIBUTORS, language="en"))
    for kind in (VCARD.Kind, VCARD.Organization):
        yield Triple(_CONTACT, RDF.type, kind)
    yield Triple(_CONTACT, VCARD.fn, Literal(CONTRIBUTORS, language="en"))
    yield Triple(_CONTACT, VCARD.hasURL, NamedNode(BASE))
    for language in _LANGUAGES:
        yield Triple(_CATALOGUE, DCTERMS.language, _table("language", language))


def _release(about: Manifest, first: date, release: NamedNode) -> Iterator[Triple]:
    dataset = ns.thing("dataset", "csekg")
    period = NamedNode(f"{release.value}#period")
    yield Triple(_CATALOGUE, DCAT.dataset, release)
    yield Triple(_CATALOGUE, DCTERMS.issued, _day(about.released_on))
    yield Triple(dataset, RDF.type, DCAT.Dataset)
    yield Triple(dataset, DCTERMS.title, Literal(TITLE, language="en"))
    yield Triple(dataset, DCTERMS.description, Literal(SUMMARY, language="en"))
    yield Triple(dataset, DCAT.hasVersion, release)
    yield Triple(release, RDF.type, DCAT.Dataset)
    yield Triple(release, DCTERMS.title, Literal(f"{TITLE}, {about.version}", language="en"))
    yield Triple(release, DCTERMS.description, Literal(SUMMARY, language="en"))
    yield Triple(release, DCAT.version, Literal(about.version))
    yield Triple(dataset, OWL.versionIRI, release)
    yield Triple(release, DCAT.isVersionOf, dataset)
    yield Triple(release, DCAT.inSeries, _SERIES)
    yield Triple(release, DCTERMS.issued, _day(about.released_on))
    yield Triple(release, DCTERMS.modified, _day(about.as_of))
    yield Triple(release, DCTERMS.license, LICENCE)
    yield Triple(release, DCTERMS.publisher, _PUBLISHER)
    yield Triple(release, DCTERMS.creator, _PUBLISHER)
    yield Triple(release, DCAT.contactPoint, _CONTACT)
    yield Triple(release, DCAT.landingPage, release)
    yield Triple(release, RDF.type, FOAF.Document)
    yield Triple(release, DCTERMS.spatial, _WORLD)
    yield Triple(release, DCTERMS.temporal, period)
    yield Triple(period, RDF.type, DCTERMS.PeriodOfTime)
    yield Triple(period, DCAT.startDate, _day(first))
    yield Triple(period, DCAT.endDate, _day(about.as_of))
    yield Triple(release, DCTERMS.accrualPeriodicity, _table("frequency", "NEVER"))
    yield Triple(release, DCTERMS.accessRights, _table("access-right", "PUBLIC"))
    for theme in _THEMES:
        yield Triple(release, DCAT.theme, _table("data-theme", theme))
    for language in _LANGUAGES:
        yield Triple(release, DCTERMS.language, _table("language", language))
    for keyword in _KEYWORDS:
        yield Triple(release, DCAT.keyword, Literal(keyword, language="en"))
    if about.previous:
        before = ns.release(about.previous)
        yield Triple(release, DCAT.previousVersion, before)
        yield Triple(release, DCAT.prev, before)
    if about.doi:
        yield Triple(release, DCTERMS.identifier, Literal(DOI + about.doi))


def _distribution(release: NamedNode, file: NamedNode, entry: FileEntry) -> Iterator[Triple]:
    checksum = NamedNode(f"{file.value}#checksum")
    yield Triple(release, DCAT.distribution, file)
    yield Triple(file, RDF.type, DCAT.Distribution)
    yield Triple(file, DCTERMS.title, Literal(entry.file))
    yield Triple(file, DCTERMS.description, Literal(entry.contents, language="en"))
    yield Triple(file, DCAT.downloadURL, file)
    yield Triple(file, DCAT.accessURL, release)
    yield Triple(file, DCAT.mediaType, NamedNode(_MEDIA_TYPES + entry.media_type))
    if entry.media_type in _FILE_TYPES:
        yield Triple(file, DCTERMS["format"], _table("file-type", _FILE_TYPES[entry.media_type]))
    size = Literal(str(entry.bytes), datatype=XSD.nonNegativeInteger)
    yield Triple(file, DCAT.byteSize, size)
    yield Triple(file, DCTERMS.license, LICENCE)
    yield Triple(file, DCATAP.availability, _table("planned-availability", "STABLE"))
    yield Triple(file, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    value = Literal(entry.sha256, datatype=XSD.hexBinary)
    yield Triple(checksum, SPDX.checksumValue, value)


def _stream(release: NamedNode) -> Iterator[Triple]:
    """Yield the event stream of all releases, as one more way to the data."""
    stream = NamedNode(f"{release.value}#event-stream")
    yield Triple(release, DCAT.distribution, stream)
    yield Triple(stream, RDF.type, DCAT.Distribution)
    yield Triple(stream, DCTERMS.title, Literal("Event stream of all releases (LDES)"))
    yield Triple(stream, DCAT.accessURL, STREAM)
    yield Triple(stream, DCTERMS.license, LICENCE)
    yield Triple(stream, DCTERMS.conformsTo, NamedNode("https://w3id.org/ldes/specification"))
    yield Triple(stream, DCATAP.availability, _table("planned-availability", "STABLE"))
    yield Triple(stream, DCTERMS["format"], _table("file-type", "RDF_TURTLE"))


def _classes(about: Manifest) -> Iterator[Triple]:
    """Yield the classes of what the description refers to."""
    specification = NamedNode("https://w3id.org/ldes/specification")
    kinds: list[tuple[NamedNode, Iterable[NamedNode]]] = [
        (DCTERMS.LicenseDocument, [LICENCE]),
        (DCTERMS.Location, [_WORLD]),
        (DCTERMS.Standard, [_PROFILE, specification]),
        (FOAF.Document, [_CATALOGUE]),
        (DCTERMS.Frequency, [_table("frequency", key) for key in ("IRREG", "NEVER")]),
        (DCTERMS.RightsStatement, [_table("access-right", "PUBLIC")]),
        (DCTERMS.LinguisticSystem, [_table("language", key) for key in _LANGUAGES]),
        (SKOS.Concept, [_table("data-theme", key) for key in _THEMES]),
        (SKOS.Concept, [_table("planned-availability", "STABLE")]),
        (SPDX.ChecksumAlgorithm, [SPDX.checksumAlgorithm_sha256]),
        (DCTERMS.MediaTypeOrExtent,
         [_table("file-type", key) for key in sorted({"RDF_TURTLE", *_FILE_TYPES.values()})]),
        (DCTERMS.MediaType, [NamedNode(_MEDIA_TYPES + each)
                             for each in sorted({entry.media_type for entry in about.files})]),
    ]  # fmt: skip
    for kind, things in kinds:
        for thing in things:
            yield Triple(thing, RDF.type, kind)


def _table(name: str, key: str) -> NamedNode:
    """Return an entry of an authority table of the European Union."""
    return NamedNode(f"{_EU}{name}/{key}")


def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=XSD.date)
