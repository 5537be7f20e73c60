"""The IRIs of csekg, with one function for each kind of thing, and the namespaces it uses."""

from __future__ import annotations

import re
from datetime import date

from pyoxigraph import NamedNode

BASE = "https://w3id.org/csekg/"
ID = BASE + "id/"
ONTOLOGY = BASE + "ontology#"
#: The key of the resolution, in documents.csv and in the IRIs of its parts.
RESOLUTION = "ccpcj-16-2"


class Namespace:
    """A namespace; its terms are attributes (`CSE.Treaty`) or items (`CSE["from"]`)."""

    def __init__(self, iri: str) -> None:
        """Take the namespace IRI, ending in `#` or `/`."""
        self.iri = iri

    def __getattr__(self, name: str) -> NamedNode:
        """Return the term with that local name."""
        if name.startswith("__"):
            raise AttributeError(name)
        term = NamedNode(self.iri + name)
        # Kept on the instance: a build asks for the same few terms a hundred thousand times.
        self.__dict__[name] = term
        return term

    def __getitem__(self, name: str) -> NamedNode:
        """Return the term with that local name, which need not be a Python identifier."""
        return NamedNode(self.iri + name)


CSE = Namespace(ONTOLOGY)
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
VOID = Namespace("http://rdfs.org/ns/void#")
VOID_EXT = Namespace("http://ldf.fi/void-ext#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
SCHEMA = Namespace("http://schema.org/")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
SH = Namespace("http://www.w3.org/ns/shacl#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")

#: The prefixes declared for queries, Turtle output and the JSON-LD context.
PREFIXES: dict[str, str] = {
    "cse": ONTOLOGY,
    "id": ID,
    "instrument": ID + "instrument/",
    "state": ID + "state/",
    "status": ID + "vocab/status/",
    "vocab": ID + "vocab/",
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "xsd": XSD.iri,
    "skos": SKOS.iri,
    "skosxl": SKOSXL.iri,
    "dcterms": DCTERMS.iri,
    "prov": PROV.iri,
    "eli": ELI.iri,
    "dcat": DCAT.iri,
    "dqv": DQV.iri,
    "void": VOID.iri,
    "sd": SD.iri,
    "adms": ADMS.iri,
    "owl": OWL.iri,
}


def thing(*segments: str) -> NamedNode:
    """Return the IRI of a thing from the segments of its path under `id/`."""
    return NamedNode(ID + "/".join(segments))


def instrument(key: str) -> NamedNode:
    """Return the IRI of an instrument: a treaty, resolution, commitment, report or mandate."""
    return thing("instrument", key)


def provision_path(printed: str) -> str:
    """Return the path of a treaty provision from its printed form.

    `24(2)(f)` gives `article/24/2/f`, `preamble` gives `preamble`. Raises ValueError for anything
    else, so that no misprint becomes an identifier.
    """
    if printed == "preamble":
        return printed
    match = re.fullmatch(r"(\d+)((?:\([0-9a-z]+\))*)", printed)
    if match is None:
        raise ValueError(f"{printed!r} is not a provision such as 34, 19(1) or 24(2)(f)")
    return "/".join(["article", match[1], *re.findall(r"\(([0-9a-z]+)\)", match[2])])


def provision(key: str, printed: str) -> NamedNode:
    """Return the IRI of a provision of a treaty, given as printed: `34`, `24(2)(f)`, `preamble`."""
    return thing("instrument", key, provision_path(printed))


def paragraph(path: str) -> NamedNode:
    """Return the IRI of a paragraph of the resolution from its path: `pp/8`, `op/4/a`, `fn/74`."""
    return thing("instrument", RESOLUTION, path)


def actor(key: str) -> NamedNode:
    """Return the IRI of an actor from its key: ISO 3166 alpha-3, `EUE` for the European Union."""
    return thing("organization" if key == "EUE" else "state", key)


def group(key: str) -> NamedNode:
    """Return the IRI of a group from its key: `un-african-group` is `id/group/un/african-group`."""
    family, _, rest = key.partition("-")
    return thing("group", family, *([rest] if rest else []))


def territory(key: str) -> NamedNode:
    """Return the IRI of a territory."""
    return thing("territory", key)


def area(key: str) -> NamedNode:
    """Return the IRI of an area that is neither an actor nor a territory: `id/area/western-sahara`."""
    return thing("area", key)


def word(key: str) -> NamedNode:
    """Return the IRI of a word of practitioners: `id/word/webcam`."""
    return thing("word", key)


def act(treaty: str, actor_key: str, on: date | None, *what: str) -> NamedNode:
    """Return the IRI of an act under a treaty; `on` is None where no source gives the day."""
    return thing("action", treaty, actor_key, on.isoformat() if on else "undated", *what)


def participation(treaty: str, actor_key: str, since: date | None = None) -> NamedNode:
    """Return the IRI of a participation, or of its status interval from `since` on."""
    return thing("participation", treaty, actor_key, *([since.isoformat()] if since else []))


def existence(actor_key: str, since: date | None) -> NamedNode:
    """Return the IRI of a span of existence; `since` is None where no source gives the day."""
    return thing("existence", actor_key, since.isoformat() if since else "undated")


def membership(actor_key: str, group_key: str, since: str) -> NamedNode:
    """Return the IRI of a spell of membership; `since` is a day, a month or a year."""
    return thing("membership", actor_key, group_key, since)


def country_code(actor_key: str, scheme: str, code: str, since: str) -> NamedNode:
    """Return the IRI of a code of a State in a collection of data, from a day or year that may be empty."""
    return thing("country-code", actor_key, scheme, code, *([since] if since else []))


def concept(scheme: str, notation: str) -> NamedNode:
    """Return the IRI of a concept of one of the SKOS vocabularies."""
    return thing("vocab", scheme, notation)


def source(key: str) -> NamedNode:
    """Return the IRI of a source."""
    return thing("source", key)


def release(version: str, *file: str) -> NamedNode:
    """Return the IRI of a release of the data, or of a file of it."""
    return NamedNode("/".join((BASE + "releases", version, *file)))


def graph(key: str) -> NamedNode:
    """Return the IRI of a named graph: a source key, ontology, editorial, derived or catalogue."""
    return thing("graph", key)
