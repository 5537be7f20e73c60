"""The findings in six languages: the messages of shapes, what stands in them, what is marked."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg.answers.quality.quality import in_language
from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.sparql.oxigraph_store import Store
from csekg.validation import Report, read_shapes, shapes_dir, validate
from csekg.validation.findings import Finding, variables
from csekg.validation.reports import as_rdf
from csekg.validation.shapes import Component, Constraint, Shape
from csekg.validation.with_pyshacl import shapes_for_pyshacl, validate_with_pyshacl
from tests.csekg.validation import breaking
from tests.csekg.validation.conftest import EARLIER, Case, on_path

OTHERS = [each for each in LANGUAGES if each != ENGLISH]
FILES = sorted(breaking.BROKEN.glob("Structure-*.ttl"))
DATA = """
ex:s ex:since "2005-01-31"^^xsd:date ; rdfs:label "Somewhere"@en , "Quelque part"@fr .
ex:b a ex:Thing ; ex:by ex:s ; ex:on "2005-01-30"^^xsd:date ; rdfs:label "An act"@en .
"""
FRENCH = 'ex:Earlier sh:message "Acte du {?value} : {?by}, {?unknown}."@fr .'


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A folder for shapes and data."""
    return Case(tmp_path)


@pytest.fixture(scope="module")
def real(store: Store) -> Report:
    return validate(store)


def test_every_message_is_there_in_six_languages_with_the_same_variables() -> None:
    for shape in read_shapes(shapes_dir()):
        own: list[Shape | Constraint] = [each for each in shape.constraints if each.message]
        for each in own or [shape]:
            said = dict(each.translations)
            assert sorted(said) == sorted(OTHERS), shape.iri
            for language, text in said.items():
                assert variables(text) == variables(each.message), (shape.iri, language)
                assert text.endswith((".", "。", "}")), (shape.iri, language)


def test_what_stands_in_a_message_is_said_too(case: Case) -> None:
    store, shapes = case.store(DATA), case.shapes(EARLIER, FRENCH)
    report = validate(store, shapes)
    with speaking("fr"):
        (found,) = in_language(report, store).findings
    assert found.message == "Acte du 30 janv. 2005 : Quelque part, non indiqué."
    assert found.label == "An act"
    assert is_english(found.label)
    assert found.identity == report.findings[0].identity


def test_a_message_without_a_translation_is_english_and_says_so(case: Case) -> None:
    store, shapes = case.store(DATA), case.shapes(EARLIER, FRENCH)
    with speaking("ru"):
        (found,) = in_language(validate(store, shapes), store).findings
    assert found.message == "Somewhere acted on 30 Jan 2005, not stated."
    assert is_english(found.message)


def test_english_findings_stay_as_they_are(case: Case) -> None:
    store, shapes = case.store(DATA), case.shapes(EARLIER, FRENCH)
    report = validate(store, shapes)
    assert in_language(report, store) == report
    with speaking("fr"):
        assert validate(store, shapes) == report


@pytest.mark.parametrize("language", OTHERS)
def test_findings_about_the_dataset_begin_in_their_language(store: Store, real: Report, language: str) -> None:
    with speaking(language):
        said = in_language(real, store)
    assert {f.identity for f in said.findings} == {f.identity for f in real.findings}
    for before, after in zip(real.findings, said.findings, strict=True):
        assert not is_english(after.message)
        assert after.message != before.message


def test_a_report_in_rdf_names_its_language(case: Case) -> None:
    store = case.store(DATA)
    with speaking("fr"):
        said = as_rdf(in_language(validate(store, case.shapes(EARLIER, FRENCH)), store), ox.RdfFormat.N_TRIPLES)
    assert '"Acte du 30 janv. 2005 : Quelque part, non indiqué."@fr' in said


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_pyshacl_says_the_same(language: str) -> None:
    store, shapes = Store.open(FILES[0]), read_shapes(shapes_dir())
    with speaking(language):
        fast = in_language(validate(store, shapes), store)
        slow = validate_with_pyshacl(store, shapes, shapes_for_pyshacl(shapes_dir()))
    assert _core(fast.findings) == _core(slow.findings) != []


def _core(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    found = ((each.shape.value, each.message) for each in findings if _is_core(each))
    return sorted(found)


def _is_core(finding: Finding) -> bool:
    return finding.component is not Component.sparql


def test_two_messages_in_one_language_are_an_error(case: Case) -> None:
    twice = 'ex:P sh:message "Un."@fr , "Deux."@fr .'
    with pytest.raises(CsekgError, match="sh:message is given twice in 'fr'"):
        case.shapes(on_path("sh:minCount 1"), twice)


def test_a_shape_without_an_english_message_is_an_error(case: Case) -> None:
    with pytest.raises(CsekgError, match="has no message"):
        case.shapes(on_path("sh:minCount 1").replace('"It is wrong."', '"Faux."@fr'))
