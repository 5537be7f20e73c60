"""Every stated fact is in the graph of the source that states it, and nothing else is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.dataset.writers.acts import class_name, consent_classes
from csekg.namespaces import CSE, RDF, SKOS
from csekg.sparql.oxigraph_store import Store
from tests.graphs import values
from tests.records import all_facts, rows, short, stated

Node = dict[ox.NamedNode, set[str]]
OF_AN_ACT = (
    CSE.date,
    CSE.entersIntoForceOn,
    CSE.consentKind,
    CSE.minimumAgeForWork,
    CSE.nameAsInSource,
    CSE.marks,
    CSE.basis,
    CSE.notAfter,
    CSE.notBefore,
    CSE.territory,
    CSE.statedInForce,
    SKOS.note,
    RDF.type,
)


def acts(graphs: ox.Store) -> dict[tuple[str, str, str], list[Node]]:
    """Every act by source, treaty and actor, as its graph has it."""
    nodes: defaultdict[tuple[str, str], Node] = defaultdict(lambda: defaultdict(set))
    for predicate in (CSE.actor, CSE.treaty, *OF_AN_ACT):
        for quad in graphs.quads_for_pattern(None, predicate, None, None):
            subject, graph = quad.subject, quad.graph_name
            if isinstance(subject, ox.NamedNode) and isinstance(graph, ox.NamedNode):
                key = graph.value.rpartition("/")[2], subject.value
                nodes[key][predicate].add(getattr(quad.object, "value", ""))
    found = defaultdict(list)
    for (graph_key, iri), node in nodes.items():
        if short(iri).startswith("action/") and CSE.actor in node:
            _, treaty, actor, *_ = short(iri).split("/")
            found[graph_key, treaty, actor].append(node)
    return found


@cache
def dated() -> set[tuple[str, str, str]]:
    """Treaty, actor, and column of each signature and consent of which a day that a source gives is followed."""
    doubted = {
        (row["treaty"], row["actor"], {"signature": "signed_on", "consent": "consent_on"}[row["action"]])
        for row in rows("corrections.csv")
        if row["property"] == "date" and not row["territory"] and not row["chosen_value"]
    }
    stated_days = {
        (treaty, row["actor"], column)
        for treaty, row in stated()
        for column in ("signed_on", "consent_on")
        if not row["territory"] and len(row[column]) == len("2000-01-01")
    }
    return stated_days - doubted


def wanted(treaty: str, row: dict[str, str]) -> list[tuple[str, dict[ox.NamedNode, str]]]:
    """The acts that a row states: the class, and its properties."""
    common = {
        CSE.actor: ns.actor(row["actor"]).value,
        CSE.treaty: ns.instrument(treaty).value,
        CSE.basis: ns.concept("basis", row["basis"]).value,
        CSE.nameAsInSource: row["name_in_source"],
        CSE.marks: row["marks"],
        SKOS.note: row["note"],
    }
    year = row["consent_on"] if len(row["consent_on"]) == 4 else ""
    consent = {
        CSE.date: row["consent_on"] if not year else "",
        CSE.entersIntoForceOn: row["in_force_on"].removeprefix("yes"),
        CSE.minimumAgeForWork: row["minimum_age"],
    }
    if row["territory"]:
        where = {CSE.territory: ns.territory(row["territory"]).value}
        return [("TerritorialApplication", common | consent | where)]
    found = []
    # What one source dates has no bounds, neither in the graphs of the others.
    as_of = all_facts().sources[row["source"]].as_of.isoformat()
    signed_by = "" if (treaty, row["actor"], "signed_on") in dated() else as_of
    consented_by = f"{year}-12-31" if year else as_of
    if (row["consent_on"] and not year) or (treaty, row["actor"], "consent_on") in dated():
        consented_by = ""
    if row["signed_on"] == "yes":
        found.append(("Signature", common | {CSE.notAfter: signed_by}))
    elif row["signed_on"]:
        found.append(("Signature", common | {CSE.date: row["signed_on"]}))
    if row["consent"] or row["consent_on"] or row["in_force_on"]:
        kind = row["consent"] if row["consent"] != "party" else ""
        kind = ns.concept("consent-kind", kind).value if kind else ""
        binds = "yes" in row["in_force_on"] or row["consent"] == "party"
        rest = {CSE.consentKind: kind, CSE.notAfter: consented_by, CSE.statedInForce: "true" if binds else ""}
        found.append(("ConsentToBeBound", common | consent | rest))
    return found


def missing(graphs: ox.Store) -> tuple[list[tuple[str, str, str]], int]:
    """The stated acts that the graph of their source lacks, and how many were compared."""
    found, missing, compared = acts(graphs), [], 0
    for treaty, row in stated():
        for kind, facts in wanted(treaty, row):
            nodes = found[row["source"], treaty, row["actor"]]
            stated_here = any(
                CSE[kind].value in node[RDF.type]
                and all(not value or value in node[name] for name, value in facts.items())
                for node in nodes
            )
            if not stated_here:
                missing.append((treaty, row["actor"], row["source"]))
            compared += 1
    return missing, compared


def test_every_stated_fact_stands_in_the_graph_of_its_source(dataset_graphs: ox.Store) -> None:
    assert missing(dataset_graphs) == ([], 8043)


def test_a_fact_in_the_graph_of_another_source_is_noticed(dataset: bytes) -> None:
    graphs = ox.Store()
    graphs.bulk_load(dataset, ox.RdfFormat.N_QUADS)
    node = ns.act("opsc", "BEN", date(2005, 1, 31), "ratification")
    day = ox.Literal("2005-01-31", datatype=ns.XSD.date)
    graphs.remove(ox.Quad(node, CSE.date, day, ns.graph("ohchr-gl0bsec")))
    graphs.add(ox.Quad(node, CSE.date, day, ns.graph("editorial")))
    assert missing(graphs)[0] == [("opsc", "BEN", "ohchr-gl0bsec")]


def test_no_source_is_made_to_state_more_than_its_rows(dataset_graphs: ox.Store) -> None:
    allowed: defaultdict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for treaty, row in stated():
        for kind, facts in wanted(treaty, row):
            key = row["source"], treaty, row["actor"]
            allowed[key] |= {(kind, name.value + value) for name, value in facts.items() if value}
    for key, nodes in acts(dataset_graphs).items():
        for node in nodes:
            kinds = [k for k in ("Signature", "ConsentToBeBound") if CSE[k].value in node[RDF.type]]
            for kind in kinds:
                stated_here = {
                    (kind, name.value + value)
                    for name, values in node.items()
                    for value in values
                    if name not in (RDF.type, CSE.notBefore)
                }
                assert stated_here <= allowed[key], key


def test_a_signature_without_a_day_has_its_bounds(dataset_graphs: ox.Store) -> None:
    undated = [row for treaty, row in stated() if treaty == "cyber" and row["signed_on"] == "yes"]
    assert len(undated) == 6
    for row in undated:
        # Where another source gives the day, it is that of the act, which needs no bounds.
        signed_on = date(2025, 10, 25) if row["actor"] == "VEN" else None
        node = ns.act("cyber", row["actor"], signed_on, "signature")
        as_of = all_facts().sources[row["source"]].as_of.isoformat()
        bounds = (set(), set()) if signed_on else ({"2025-10-25"}, {as_of})
        assert values(dataset_graphs, row["source"], node, CSE.notBefore) == bounds[0]
        assert values(dataset_graphs, row["source"], node, CSE.notAfter) == bounds[1]
        assert not values(dataset_graphs, row["source"], node, CSE.date)


def test_no_action_is_without_a_source_and_its_day(store: Store) -> None:
    ((every,),) = store.values("SELECT (COUNT(*) AS ?n) WHERE { ?action a cse:TreatyAction }")
    ((sourced,),) = store.values("""
        SELECT (COUNT(DISTINCT ?action) AS ?n) WHERE {
          ?action a cse:TreatyAction . GRAPH ?graph { ?action a ?kind ; cse:actor ?actor ; cse:treaty ?treaty }
          ?source cse:hasGraph ?graph ; cse:statusAsOf ?on
          FILTER(DATATYPE(?on) = xsd:date)
        }""")
    assert int(every) == int(sourced) > 3400


def test_the_sources_of_an_act_are_the_graphs_that_tell_it(store: Store) -> None:
    stated_here, listed = defaultdict(set), defaultdict(set)
    for act, graph in store.values("""SELECT DISTINCT ?action ?graph WHERE {
          VALUES ?kind { cse:Signature cse:ConsentToBeBound }
          GRAPH ?graph { ?action a ?kind } }"""):
        stated_here[act].add(graph.rpartition("/")[2])
    for act, source in store.values("""SELECT DISTINCT ?action ?source WHERE {
          VALUES ?kind { cse:Signature cse:ConsentToBeBound }
          ?action a ?kind ; prov:hadPrimarySource ?source }"""):
        listed[act].add(source.rpartition("/")[2])
    assert stated_here == listed
    assert len(stated_here) == len(all_facts().acts)


def test_no_day_has_a_zone(dataset: bytes) -> None:
    typed = b'"^^<http://www.w3.org/2001/XMLSchema#date>'
    days = {line.split(b'"')[1] for line in dataset.splitlines() if typed in line}
    assert len(days) > 1000
    assert all(date.fromisoformat(day.decode()).isoformat() == day.decode() for day in days)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("accession", "Accession"),
        ("formal-confirmation", "FormalConfirmation"),
        ("definitive-signature", "DefinitiveSignature"),
    ],
)
def test_a_definite_kind_has_its_own_class(kind: str, name: str) -> None:
    assert class_name(kind) == name
    assert consent_classes(kind)[0] == CSE[name]


@pytest.mark.parametrize("kind", ["", "party", "unclear", "ratification-acceptance-or-approval"])
def test_an_open_kind_claims_none(kind: str) -> None:
    assert consent_classes(kind) == (CSE.ConsentToBeBound,)
