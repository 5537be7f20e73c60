"""Checks of the built dataset (section E of the checklist): a store in, the offenders out."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef

from csekg.answers.entities.composed_names import composed_names
from csekg.sparql.oxigraph_store import Store
from tests.ontology.checks import CSE, PROPERTY_KINDS, SCHEMA, name, own
from tests.ontology.facts import ID, rows

LANGUAGE_STRING = str(RDF.langString)


def e31_dates(store: ox.Store) -> list[str]:
    """Dates are days without a time zone."""
    return [
        f"{q.subject} {q.predicate} {q.object}"
        for q in store
        if isinstance(q.object, ox.Literal)
        and q.object.datatype.value == str(XSD.date)
        and not re.fullmatch(r"\d{4}-\d\d-\d\d", q.object.value)
    ]


def e31_codes(store: ox.Store) -> list[str]:
    """Each State has M49, ISO alpha-3 and EU authority, or a note that says why not."""
    query = """SELECT ?state {
        ?state a cse:State .
        FILTER NOT EXISTS { ?state skos:note ?reason }
        OPTIONAL { ?state cse:m49 ?m49 } OPTIONAL { ?state cse:iso3 ?iso3 }
        OPTIONAL { ?state skos:exactMatch ?eu
                   FILTER(CONTAINS(STR(?eu), "/authority/country/")) }
        FILTER(!BOUND(?m49) || !BOUND(?iso3) || !BOUND(?eu)) }"""
    return [row[0] for row in rows(store, query)]


def e31_datatypes(store: ox.Store, terms: Graph) -> list[str]:
    """Each value has a datatype that the range of its property names."""
    allowed: dict[str, set[str]] = {}
    for prop in own(terms, OWL.DatatypeProperty):
        said = {*terms.objects(prop, RDFS.range), *terms.objects(prop, SCHEMA.rangeIncludes)}
        exact = {str(datatype) for datatype in said} - {str(RDFS.Literal)}
        if exact:
            allowed[str(prop)] = exact
    return [
        f"{q.subject} {name(URIRef(q.predicate.value))} {q.object}"
        for q in store
        if q.predicate.value in allowed
        and getattr(getattr(q.object, "datatype", None), "value", "") not in allowed[q.predicate.value]
    ]


def e32_blank_nodes(store: ox.Store) -> list[str]:
    return [str(q) for q in store for n in (q.subject, q.object) if isinstance(n, ox.BlankNode)]


def e33_unsourced(store: ox.Store, kind: str) -> list[str]:
    """Things of a kind that no graph states whose source, or own source, has an as-of date.

    A source graph is linked from its source by cse:hasGraph. An editorial judgment names its source
    with dcterms:source instead.
    """
    query = f"""SELECT DISTINCT ?thing {{ ?thing a cse:{kind}
        FILTER NOT EXISTS {{
            GRAPH ?graph {{ ?thing a ?class }}
            ?source cse:hasGraph ?graph ; cse:statusAsOf ?day }}
        FILTER NOT EXISTS {{ ?thing dcterms:source/cse:statusAsOf ?day }} }}"""
    return [row[0] for row in rows(store, query)]


def e34_structure(store: ox.Store) -> dict[str, int]:
    """How many parts of each kind the resolution has, and the numbers that are missing."""
    query = f"""SELECT ?kind (COUNT(DISTINCT ?part) AS ?parts) {{
        ?part a ?kind ; cse:provisionOf <{ID}instrument/ccpcj-16-2>
        FILTER(?kind != cse:Provision && STRSTARTS(STR(?kind), STR(cse:))) }} GROUP BY ?kind"""
    return {name(URIRef(kind)): int(parts) for kind, parts in rows(store, query)}


def e35_correspondences(store: ox.Store) -> list[str]:
    """Correspondences without a paragraph and an existing article, one strength and a reason."""
    query = """SELECT ?link { ?link a cse:Correspondence
        FILTER NOT EXISTS {
            ?link cse:paragraph ?paragraph ; cse:provision ?provision ;
                cse:strength ?strength ; cse:rationale ?why .
            ?paragraph cse:provisionOf/a cse:Resolution ; cse:correspondsTo ?provision .
            ?provision cse:number ?printed ; cse:provisionOf/a cse:Treaty .
            ?strength skos:inScheme <https://w3id.org/csekg/id/vocab/strength> .
            FILTER(STRLEN(?why) > 10) } }"""
    twice = """SELECT ?link { ?link a cse:Correspondence ; cse:strength ?one , ?two
        FILTER(STR(?one) < STR(?two)) }"""
    return [row[0] for q in (query, twice) for row in rows(store, q)]


def e36_participations(store: ox.Store) -> list[str]:
    """Each actor has one participation under each treaty, with one status."""
    found = defaultdict(list)
    query = """SELECT ?treaty ?actor ?status { ?each a cse:Participation ;
        cse:treaty ?treaty ; cse:actor ?actor OPTIONAL { ?each cse:status ?status } }"""
    for treaty, actor, status in rows(store, query):
        found[treaty, actor].append(status)
    treaties = rows(store, "SELECT DISTINCT ?treaty { ?treaty a cse:Treaty }")
    actors = rows(store, "SELECT DISTINCT ?actor { ?actor a cse:TreatyActor }")
    return [
        f"{treaty} {actor}: {len(found[treaty, actor])} participations or statuses"
        for (treaty,) in treaties
        for (actor,) in actors
        if len(found[treaty, actor]) != 1 or not found[treaty, actor][0]
    ]


def e36_intervals(store: ox.Store) -> list[str]:
    """The intervals of a participation follow one another without gap or overlap.

    Under one treaty all begin on one day, so that from then on each actor counts once on any day.
    """
    spans = defaultdict(list)
    query = """SELECT ?treaty ?actor ?from ?until { ?span a cse:StatusInterval ;
        cse:treaty ?treaty ; cse:actor ?actor ; cse:from ?from
        OPTIONAL { ?span cse:until ?until } }"""
    for treaty, actor, since, until in rows(store, query):
        spans[treaty, actor].append((since, until))
    offenders, first_days = [], defaultdict(set)
    for (treaty, actor), found in spans.items():
        ordered = sorted(found)
        first_days[treaty].add(ordered[0][0])
        if ordered[-1][1]:
            offenders.append(f"{treaty} {actor}: nothing after {ordered[-1][1]}")
        offenders += [
            f"{treaty} {actor}: {one} and {two} do not join" for one, two in pairwise(ordered) if one[1] != two[0]
        ]
    return offenders + [f"{t}: begins on {days}" for t, days in first_days.items() if len(days) > 1]


def e36_former_states(store: ox.Store) -> list[str]:
    """A State that has ceased to exist counts no more, since its successor does."""
    query = """SELECT ?each { ?each a cse:Participation ; cse:status ?status ; cse:actor ?actor .
        ?actor a cse:FormerState .
        FILTER(?status IN (id:vocab\\/status\\/party, id:vocab\\/status\\/signatory,
            id:vocab\\/status\\/contracting-state, id:vocab\\/status\\/no-action)) }"""
    return [row[0] for row in rows(store, query)]


def unused_terms(store: ox.Store, terms: Graph) -> set[str]:
    """Our classes without a member and our properties without a use."""
    ontology = ID + "graph/ontology"
    used = {q.predicate.value for q in store}
    used |= {
        getattr(q.object, "value", "")
        for q in store.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), None, None)
        if getattr(q.graph_name, "value", "") != ontology
    }
    return {name(t) for t in own(terms, OWL.Class, *PROPERTY_KINDS) if str(t) not in used}


def wrong_examples(store: Store, terms: Graph) -> list[str]:
    """Examples of classes, `name <IRI>`, that are no instance of theirs, or have another name."""
    offenders = []
    for term, example in terms.subject_objects(SKOS.example):
        label, _, iri = str(example).removesuffix(">").rpartition(" <")
        label_in_english = f"OPTIONAL {{ <{iri}> rdfs:label ?label FILTER(LANG(?label) = 'en') }}"
        found = store.values(f"SELECT ?label {{ <{iri}> a <{term}> {label_in_english} }}")
        if label not in {stated or composed_names(store, [iri]).get(iri) for (stated,) in found}:
            offenders.append(f"{name(term)}: {example}")
    return offenders


def undeclared_terms(store: ox.Store, terms: Graph) -> set[str]:
    """Names in our namespace that the dataset uses and the ontology does not declare."""
    declared = {str(t) for t in own(terms, OWL.Class, *PROPERTY_KINDS)}
    return {
        name(URIRef(node.value))
        for q in store
        for node in (q.subject, q.predicate, q.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith(str(CSE)) and node.value not in declared
    }
