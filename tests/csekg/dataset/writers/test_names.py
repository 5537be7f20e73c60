"""Names in other languages in the graph, and the translations of the editors' texts."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.dataset.quads import Quads
from csekg.dataset.texts import InLanguage
from csekg.dataset.writers.names import write_names_in_languages, write_translations
from csekg.facts.names import OTHER_LANGUAGES
from csekg.namespaces import CSE, DCTERMS, SKOS
from csekg.sparql.oxigraph_store import Store
from tests.graphs import stating, values
from tests.records import all_facts, in_language, rows

_STATUS = """
SELECT ?text ?status ?verification ?source WHERE {
  %s skosxl:prefLabel ?name . ?name a cse:NameInLanguage ;
    skosxl:literalForm ?text ; cse:nameStatus ?status ; cse:verification ?verification ;
    dcterms:source ?source FILTER(LANG(?text) = "fr")
}
"""


def test_a_title_stands_beside_the_english_one_and_in_the_graph_of_languages(dataset_graphs: ox.Store) -> None:
    title = ox.Literal("Convention relative aux droits de l\u2019enfant", language="fr")
    crc = ns.instrument("crc")
    assert stating(dataset_graphs, crc, DCTERMS.title, title) == {"languages"}
    assert "CDE" in values(dataset_graphs, "languages", crc, CSE.shortTitle)
    ga = ns.thing("body", "ga")
    assert "Assemblée générale" in values(dataset_graphs, "languages", ga, SKOS.altLabel)


def test_a_name_tells_its_status_and_how_far_it_was_checked(store: Store) -> None:
    vocabulary = f"{ns.ID}vocab/"
    assert store.values(_STATUS % "instrument:crc") == [
        (
            "Convention relative aux droits de l\u2019enfant",
            f"{vocabulary}name-status/official",
            f"{vocabulary}verification/verified-secondary",
            ns.source("language-versions-un").value,
        )
    ]
    ((text, status, verification, _),) = store.values(_STATUS % "instrument:c105")
    assert text.startswith("Convention (n° 105)")
    assert status.endswith("/official")
    assert verification.endswith("/unverified")


def test_a_name_in_a_further_language_is_written() -> None:
    french = next(name for name in all_facts().names_in_languages if name.language == "fr")
    quads = Quads()
    name = replace(french, language="pt")
    write_names_in_languages(quads, [name])
    assert any(b'"@pt' in line for line in quads.n_quads())


def test_each_name_of_the_files_is_in_the_graph_once(store: Store) -> None:
    files = ("titles", "terms", "actors", "groups", "territories")
    listed = [row for file in files for row in rows(f"languages/{file}.csv")]
    found = store.values("SELECT ?name ?text WHERE { ?name skosxl:literalForm ?text }")
    assert len(listed) == len(found) == len({name for name, _ in found})
    assert sorted(row["text"] for row in listed) == sorted(text for _, text in found)


def test_english_stands_once_and_is_named_by_the_label(store: Store) -> None:
    rows_ = store.values("""
        SELECT ?concept ?label ?name WHERE {
          ?concept a skos:Concept ; rdfs:label ?label ; skos:prefLabel ?name
          FILTER(LANG(?name) = "en")
        }""")
    assert len(rows_) == len({concept for concept, _, _ in rows_}) > 180
    assert all(label == name for _, label, name in rows_)
    others = store.values("SELECT ?x WHERE { ?x rdfs:label ?l FILTER(LANG(?l) != 'en') }")
    assert others == []


def test_a_translation_stands_in_a_graph_of_ours(dataset_graphs: ox.Store) -> None:
    translations = [
        each
        for language in OTHER_LANGUAGES
        for each in in_language(language).texts
        if each.text.property == DCTERMS.description and each.is_current
    ]
    for path in ("pp/1", "op/4/a"):
        thing = ns.paragraph(path)
        found = values(dataset_graphs, "translations", thing, DCTERMS.description)
        assert found == {each.translation for each in translations if each.text.thing == thing}
    assert len(translations) > 5_000
    creator = values(dataset_graphs, "catalogue", ns.graph("translations"), DCTERMS.creator)
    assert creator == {"csekg editors"}


def test_conditions_of_the_chapeau_come_first_in_each_language(dataset_graphs: ox.Store) -> None:
    request = ns.paragraph("op/4/d/request/1")
    found = values(dataset_graphs, "translations", request, CSE.condition)
    for language, space in (("fr", " "), ("zh", "")):
        conditions = {
            each.text.english: each.translation
            for each in in_language(language).texts
            if each.text.thing == request and each.text.property == CSE.condition
        }
        assert [*conditions] == [
            "In keeping with national law and the international instruments that apply.",
            "Only for States whose law does not yet provide for it.",
        ]
        assert space.join(conditions.values()) in found


@pytest.mark.parametrize("lost", [0, 1])
def test_conditions_are_written_where_all_of_them_are_translated(lost: int) -> None:
    request = ns.paragraph("op/4/d/request/1")
    french = in_language("fr")
    conditions = [
        each.text for each in french.texts if each.text.thing == request and each.text.property == CSE.condition
    ]
    others = [each for each in french.translations if each.source != conditions[lost].source]
    quads = Quads()
    write_translations(quads, [InLanguage("fr", conditions, others)])
    assert quads.n_quads() == []
    write_translations(quads, [InLanguage("fr", conditions, french.translations)])
    assert len(quads.n_quads()) == 1
