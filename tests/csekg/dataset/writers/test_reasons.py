"""Reasons as nodes that statuses share, and the conditions on which treaties admit actors."""

from __future__ import annotations

import re
from datetime import date

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.dataset.quads import Quads
from csekg.dataset.writers.names import english_names
from csekg.dataset.writers.reasons import ReasonWriter
from csekg.law.reasons import CODES, WAYS, Reason
from csekg.namespaces import CSE, RDFS
from csekg.sparql.oxigraph_store import Store
from tests.graphs import stored, values
from tests.records import all_facts, short

DERIVED, EDITORIAL = "derived", "editorial"


def about(graphs: ox.Store, reason: str) -> dict[str, set[str]]:
    node = ox.NamedNode(f"{ns.ID}reason/{reason}")
    found_by_name = {
        name: {short(value) for value in found}
        for name in (
            "reasonCode",
            "reasonDay",
            "reasonSecondDay",
            "reasonDayKnown",
            "reasonSecondDayKnown",
            "reasonAbout",
            "reasonWay",
        )
        if (found := values(graphs, DERIVED, node, CSE[name]))
    }
    for name in found_by_name.keys() & {"reasonCode", "reasonWay"}:
        found_by_name[name] = {code.rpartition("/")[2] for code in found_by_name[name]}
    return found_by_name


@pytest.mark.parametrize(
    ("reason", "properties"),
    [
        ("bound/2003-03-05", {"reasonCode": "bound", "reasonDay": "2003-03-05"}),
        (
            "consented/2003-02-05/2003-03-05",
            {"reasonCode": "consented", "reasonDay": "2003-02-05", "reasonSecondDay": "2003-03-05"},
        ),
        # Nigeria acceded to the Budapest Convention on some day of July 2022, for 1 November.
        (
            "consented/2022-07-31-at-the-latest/2022-11-01",
            {
                "reasonCode": "consented",
                "reasonDay": "2022-07-31",
                "reasonDayKnown": "false",
                "reasonSecondDay": "2022-11-01",
            },
        ),
        ("predecessor/SUN", {"reasonCode": "predecessor", "reasonAbout": "state/SUN"}),
        ("join-first/untoc/open", {"reasonCode": "join-first", "reasonAbout": "instrument/untoc", "reasonWay": "open"}),
        (
            "open-only-to/opsc/open",
            {"reasonCode": "open-only-to", "reasonAbout": "instrument/opsc/admission/1", "reasonWay": "open"},
        ),
    ],
)
def test_what_a_reason_says(dataset_graphs: ox.Store, reason: str, properties: dict[str, str]) -> None:
    assert about(dataset_graphs, reason) == {name: {value} for name, value in properties.items()}


@pytest.mark.parametrize(
    ("made", "reason", "properties"),
    [
        # Of a consent only the year is known, and it binds a year later.
        (
            Reason("consented", date(1958, 12, 31), date(1959, 12, 31), latest=True, latest2=True),
            "consented/1958-12-31-at-the-latest/1959-12-31-at-the-latest",
            {
                "reasonCode": "consented",
                "reasonDay": "1958-12-31",
                "reasonDayKnown": "false",
                "reasonSecondDay": "1959-12-31",
                "reasonSecondDayKnown": "false",
            },
        ),
        (
            Reason("consented-undated", date(1958, 1, 1)),
            "consented-undated/1958-01-01",
            {"reasonCode": "consented-undated", "reasonDay": "1958-01-01"},
        ),
    ],
)
def test_a_reason_that_no_status_has_today(made: Reason, reason: str, properties: dict[str, str]) -> None:
    facts, quads = all_facts(), Quads()
    ReasonWriter(quads.graph(DERIVED), english_names(facts, facts.treaties)).properties((made,), facts.treaties["c105"])
    assert about(stored(quads), reason) == {name: {value} for name, value in properties.items()}


def test_the_vocabularies_are_those_of_the_law(store: Store) -> None:
    for scheme, codes in (("status-reason", CODES), ("reason-way", WAYS)):
        found = store.values(f"SELECT ?code {{ ?c skos:inScheme <{ns.ID}vocab/{scheme}> ; skos:notation ?code }}")
        assert {code for (code,) in found} == {*codes}


def test_different_reasons_are_different_nodes(dataset_graphs: ox.Store, store: Store) -> None:
    # Each node has one label, which says all of it.
    twice = store.values(
        "SELECT ?r WHERE { ?r a cse:StatusReason ; rdfs:label ?l } GROUP BY ?r HAVING (COUNT(DISTINCT ?l) != 1)"
    )
    assert twice == []
    assert len(values(dataset_graphs, DERIVED, ns.thing("reason", "open"), RDFS.label)) == 1


def test_sentences_name_treaties_and_states_and_no_keys(store: Store) -> None:
    sentences = {text for (text,) in store.values("SELECT ?r { ?i cse:statusReason/rdfs:label ?r }")}
    assert len(sentences) > 3_000
    assert not [text for text in sentences if re.search(r"\b(C\d{3}|C?ETS\d|UNTOC\d)", text)]


def test_whom_each_treaty_admits(store: Store) -> None:
    rows = store.values("""
        SELECT ?treaty ?order ?kind ?sign ?consent ?article WHERE {
          ?condition a cse:AdmissionCondition ; cse:admissionTo ?treaty ; cse:order ?order ;
            cse:admissionKind ?kind ; cse:admitsToSignature ?sign ; cse:admitsToConsent ?consent .
          OPTIONAL { ?condition cse:statedIn ?article }
        } ORDER BY ?treaty ?order""")
    found: dict[str, list[tuple[str, ...]]] = {}
    for treaty, _, kind, *rest in rows:
        found.setdefault(treaty.rpartition("/")[2], []).append(
            (kind.rpartition("/")[2], *(short(value) for value in rest))
        )
    assert set(found) == set(all_facts().treaties)
    assert found["opsc"] == [("party-or-signatory-to", "true", "true", "instrument/opsc/article/13")]
    assert found["opac"] == [
        ("party-or-signatory-to", "true", "false", "instrument/opac/article/9"),
        ("any-state", "false", "true", "instrument/opac/article/9"),
    ]
    assert found["c182"] == [("ilo-member", "false", "true", "instrument/c182/article/10")]
    assert [(kind, article) for kind, _, _, article in found["ets185"]] == [
        ("coe-member", "instrument/ets185/article/36"),
        ("named", "instrument/ets185/article/36"),
        ("invited-state", "instrument/ets185/article/37"),
    ]
    assert [kind for kind, *_ in found["ets189"]] == ["signatory-to", "consented-to"]


def test_whom_a_condition_names(dataset_graphs: ox.Store) -> None:
    def named(condition: str) -> set[str]:
        node = ox.NamedNode(f"{ns.ID}instrument/{condition}")
        return {short(name) for name in values(dataset_graphs, EDITORIAL, node, CSE.admissionNames)}

    assert named("ets185/admission/2") == {"state/CAN", "state/JPN", "state/USA", "state/ZAF"}
    assert named("opsc/admission/1") == {"instrument/crc"}
    assert named("c182/admission/1") == set()


def test_every_consent_that_is_computed_names_its_case(store: Store) -> None:
    rows = store.values("""
        SELECT ?case (COUNT(?act) AS ?number) WHERE {
          ?act cse:computedEntryIntoForce ?day OPTIONAL { ?act cse:computedCase ?case }
        } GROUP BY ?case""")
    found = {case.rpartition("/")[2]: int(number) for case, number in rows}
    assert set(found) == {"later", "not-before-own", "before-condition", "before-in-force"}
    assert min(found.values()) > 3
