"""The JSON-LD context: every term of the ontology, coerced to what the ontology says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from csekg.namespaces import PREFIXES
from csekg.resources import ontology_dir
from tests.ontology.checks import CSE, PROPERTY_KINDS, SCHEMA, VOCAB, name, own

Context = dict[str, Any]
SAMPLE = """{
  "@context": %s,
  "id": "https://w3id.org/csekg/id/participation/opsc/FRA",
  "type": "Participation",
  "label": { "en": "France and OPSC" },
  "actor": {
    "id": "https://w3id.org/csekg/id/state/FRA",
    "type": ["State", "TreatyActor"],
    "prefLabel": { "en": "France", "es": "Francia" },
    "m49": "250",
    "unAdmissionYear": "1945"
  },
  "treaty": "https://w3id.org/csekg/id/instrument/opsc",
  "status": "vocab:status/party",
  "from": "2003-03-05"
}"""


@pytest.fixture(scope="module")
def context() -> Context:
    text = (ontology_dir() / "context.jsonld").read_text(encoding="utf-8")
    found: Context = json.loads(text)["@context"]
    return found


def expected(graph: Graph, prop: URIRef) -> object:
    """The definition that follows from the range of a property."""
    iri = f"cse:{name(prop)}"
    if prop == CSE.consentKind:
        # A user's file may give the code of a kind: it is that of the vocabulary.
        return {"@id": iri, "@type": "@vocab", "@context": {"@vocab": f"{VOCAB}consent-kind/"}}
    if (prop, RDF.type, OWL.DatatypeProperty) not in graph:
        return {"@id": iri, "@type": "@id"}
    stated = graph.value(prop, RDFS.range)
    included = set(graph.objects(prop, SCHEMA.rangeIncludes))
    if RDF.langString in included:
        return {"@id": iri, "@language": "en"}
    exact = [t for t in ({stated} | included) - {RDFS.Literal, XSD.string} if t]
    # With two datatypes, as for durations, each value has to name its own.
    if len(exact) != 1:
        return iri
    return {"@id": iri, "@type": str(exact[0]).replace(str(XSD), "xsd:")}


def wrong_terms(graph: Graph, context: Context) -> list[str]:
    offenders = [
        f"{name(c)}: {context.get(name(c))}" for c in own(graph, OWL.Class) if context.get(name(c)) != f"cse:{name(c)}"
    ]
    return offenders + [
        f"{name(p)}: {context.get(name(p))}, expected {expected(graph, p)}"
        for p in own(graph, *PROPERTY_KINDS)
        if context.get(name(p)) != expected(graph, p)
    ]


def undeclared_terms(graph: Graph, context: Context) -> list[str]:
    """Names of the context that stand for no declared term."""
    prefixes = {k: v for k, v in context.items() if isinstance(v, str) and v.startswith("http")}
    offenders = []
    for key, definition in context.items():
        iri = definition["@id"] if isinstance(definition, dict) else definition
        if key in prefixes or key in ("@version", "id", "type"):
            continue
        prefix, _, local = iri.partition(":")
        term = URIRef(prefixes.get(prefix, "") + local)
        builtin = str(term).startswith((str(RDF), str(RDFS)))
        if not builtin and (term, RDF.type, None) not in graph:
            offenders.append(f"{key}: {iri}")
    return offenders


def test_every_term_is_there_with_its_type(terms: Graph, context: Context) -> None:
    assert wrong_terms(terms, context) == []


def test_every_name_stands_for_a_declared_term(terms: Graph, context: Context) -> None:
    assert undeclared_terms(terms, context) == []


def test_version_aliases_and_prefixes(context: Context) -> None:
    assert context["@version"] == 1.1
    assert (context["id"], context["type"]) == ("@id", "@type")
    for prefix, iri in context.items():
        if isinstance(iri, str) and iri.startswith("http"):
            assert PREFIXES[prefix] == iri


def test_document_in_plain_names_gives_the_intended_triples(context: Context) -> None:
    graph = Graph().parse(data=SAMPLE % json.dumps(context), format="json-ld")
    node = URIRef("https://w3id.org/csekg/id/participation/opsc/FRA")
    france = URIRef("https://w3id.org/csekg/id/state/FRA")
    for triple in (
        (node, RDF.type, CSE.Participation),
        (node, RDFS.label, Literal("France and OPSC", lang="en")),
        (node, CSE.actor, france),
        (node, CSE.treaty, URIRef("https://w3id.org/csekg/id/instrument/opsc")),
        (node, CSE.status, URIRef(VOCAB + "status/party")),
        (node, CSE["from"], Literal("2003-03-05", datatype=XSD.date)),
        (france, RDF.type, CSE.State),
        (france, SKOS.prefLabel, Literal("Francia", lang="es")),
        (france, CSE.m49, Literal("250")),
        (france, CSE.unAdmissionYear, Literal("1945", datatype=XSD.gYear)),
    ):
        assert triple in graph
    assert len(graph) == 12


def test_triples_come_back_under_plain_names(context: Context) -> None:
    graph = Graph().parse(data=SAMPLE % json.dumps(context), format="json-ld")
    nodes = json.loads(graph.serialize(format="json-ld", context=context))["@graph"]
    france = next(n for n in nodes if n["id"].endswith("/state/FRA"))
    assert france["prefLabel"] == {"en": "France", "es": "Francia"}
    assert (france["m49"], france["unAdmissionYear"]) == ("250", "1945")
    participation = next(n for n in nodes if n["type"] == "Participation")
    assert participation["from"] == "2003-03-05"
    assert participation["actor"] == france["id"]


def drop(context: Context, key: str) -> Context:
    return {k: v for k, v in context.items() if k != key}


BROKEN: list[tuple[Callable[[Graph, Context], list[str]], Callable[[Context], Context]]] = [
    (wrong_terms, lambda c: drop(c, "Treaty")),
    (wrong_terms, lambda c: c | {"from": "cse:from"}),
    (wrong_terms, lambda c: c | {"actor": {"@id": "cse:actor", "@type": "xsd:date"}}),
    (wrong_terms, lambda c: c | {"date": {"@id": "cse:date", "@type": "xsd:dateTime"}}),
    (undeclared_terms, lambda c: c | {"pact": "cse:pact"}),
    (undeclared_terms, lambda c: c | {"coverage": "dcterms:coverage"}),
]


@pytest.mark.parametrize(("check", "change"), BROKEN)
def test_context_checks_bite(
    terms: Graph, context: Context, check: Callable[[Graph, Context], list[str]], change: Callable[[Context], Context]
) -> None:
    assert check(terms, change(context))


def test_the_code_of_a_kind_of_consent_is_a_concept(context: Context) -> None:
    for value in ("ratification", "vocab:consent-kind/ratification", f"{VOCAB}consent-kind/ratification"):
        document = {"@context": context, "id": "urn:act", "consentKind": value}
        found = Graph().parse(data=json.dumps(document), format="json-ld")
        assert list(found.objects(URIRef("urn:act"), CSE.consentKind)) == [URIRef(f"{VOCAB}consent-kind/ratification")]
