"""The IRIs: stable, readable, and never made from a misprint."""

from __future__ import annotations

import copy
from datetime import date

import pytest
from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.namespaces import CSE, ELI, PREFIXES

ID = "https://w3id.org/csekg/id/"


@pytest.mark.parametrize(
    ("printed", "path"),
    [
        ("34", "article/34"),
        ("19(1)", "article/19/1"),
        ("24(2)(f)", "article/24/2/f"),
        ("40(2)(b)(v)", "article/40/2/b/v"),
        ("preamble", "preamble"),
    ],
)
def test_a_provision_as_printed_gives_a_path(printed: str, path: str) -> None:
    assert ns.provision_path(printed) == path
    assert ns.provision("crc", printed).value == f"{ID}instrument/crc/{path}"


@pytest.mark.parametrize("printed", ["", "art. 34", "34.1", "34(", "34()", "(2)", "34 (1)", "34(A)"])
def test_a_misprint_is_no_provision(printed: str) -> None:
    with pytest.raises(ValueError, match="is not a provision such as 34"):
        ns.provision_path(printed)


@pytest.mark.parametrize(
    ("made", "path"),
    [
        (ns.instrument("opsc"), "instrument/opsc"),
        (ns.paragraph("op/4/a"), "instrument/ccpcj-16-2/op/4/a"),
        (ns.actor("FRA"), "state/FRA"),
        (ns.actor("EUE"), "organization/EUE"),
        (ns.territory("ABW"), "territory/ABW"),
        (ns.act("opsc", "FRA", date(2003, 2, 5), "ratification"), "action/opsc/FRA/2003-02-05/ratification"),
        (ns.act("cyber", "SWE", None, "signature"), "action/cyber/SWE/undated/signature"),
        (
            ns.act("crc", "GBR", date(1994, 9, 7), "territorial-application", "AIA"),
            "action/crc/GBR/1994-09-07/territorial-application/AIA",
        ),
        (ns.participation("opsc", "FRA"), "participation/opsc/FRA"),
        (ns.participation("opsc", "FRA", date(2003, 3, 5)), "participation/opsc/FRA/2003-03-05"),
        (ns.concept("status", "party"), "vocab/status/party"),
        (ns.source("ilo-members"), "source/ilo-members"),
        (ns.graph("derived"), "graph/derived"),
    ],
)
def test_each_kind_of_thing_has_its_place(made: NamedNode, path: str) -> None:
    assert made.value == ID + path


def test_terms_are_reached_by_name() -> None:
    assert CSE.Treaty.value == "https://w3id.org/csekg/ontology#Treaty"
    assert CSE["from"].value == "https://w3id.org/csekg/ontology#from"
    assert ELI.cites is ELI.cites


def test_a_namespace_has_no_terms_with_names_that_python_reserves() -> None:
    # copy asks an object for such names; a made-up term would break it.
    assert copy.copy(CSE).iri == CSE.iri
    assert not hasattr(CSE, "__fspath__")


def test_prefixes_are_distinct_and_complete_namespaces() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert all(iri.endswith(("#", "/")) for iri in PREFIXES.values())
