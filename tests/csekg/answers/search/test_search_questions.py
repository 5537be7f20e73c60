"""Questions typed into the search: who has which status, and the brief on a State."""

from __future__ import annotations

import pytest

from csekg.answers.search.search import SearchIndex
from csekg.answers.status.question_answers import ask
from csekg.answers.status.questions import Question
from csekg.languages.current import speaking
from csekg.sparql.oxigraph_store import Store

_SIGNED_IN_AFRICA = "/ask?group=m49-002&treaty=opsc&status=signatory"
_NOT_BOUND_IN_AFRICA = "/ask?group=m49-002&treaty=opsc&status=not-bound"
_NOT_BOUND = "/ask?treaty=opsc&status=not-bound"

#: The language, what is typed, and the page that answers.
QUESTIONS = [
    ("en", "Africa signed not ratified OPSC", _SIGNED_IN_AFRICA),
    ("en", "Which African countries have signed but not ratified the OPSC?", _SIGNED_IN_AFRICA),
    ("en", "who has not ratified the opsc", _NOT_BOUND),
    ("en", "who has not ratified the Optional Protocol?", _NOT_BOUND),
    ("en", "who has not ratified the Optional Protocol on armed conflict?", "/ask?treaty=opac&status=not-bound"),
    ("en", "OPSC non-parties", _NOT_BOUND),
    ("en", "signed not ratified", "/ask?status=signatory"),
    ("en", "not bound opsc africa", _NOT_BOUND_IN_AFRICA),
    ("en", "who neither signed nor ratified OPAC", "/ask?treaty=opac&status=no-action"),
    ("en", "who has not ratified OPSC and OPAC", "/ask?treaty=opsc&treaty=opac&status=not-bound"),
    ("en", "OPSC parties", "/ask?treaty=opsc&status=party"),
    ("en", "EU member states not party to Lanzarote", "/ask?group=eu&treaty=cets201&status=not-bound"),
    ("en", "Kenya brief", "/states/KEN/brief"),
    ("fr", "Afrique signé non ratifié OPSC", _SIGNED_IN_AFRICA),
    ("fr", "Afrique signé non ratifié", "/ask?group=m49-002&status=signatory"),
    ("fr", "Quels États africains ont signé sans ratifier l'OPSC ?", _SIGNED_IN_AFRICA),
    ("fr", "qui n'a pas ratifié l'OPSC", _NOT_BOUND),
    ("fr", "qui n'a pas ratifié le protocole facultatif", _NOT_BOUND),
    ("fr", "non lié OPSC Afrique", _NOT_BOUND_IN_AFRICA),
    ("fr", "note de synthèse Kenya", "/states/KEN/brief"),
    ("es", "África firmado no ratificado OPSC", _SIGNED_IN_AFRICA),
    ("es", "¿quién no ha ratificado el OPSC?", _NOT_BOUND),
    ("es", "¿quién no ha ratificado el protocolo facultativo?", _NOT_BOUND),
    ("es", "países africanos que no son parte OPSC", _NOT_BOUND_IN_AFRICA),
    ("es", "firmado sin ratificar", "/ask?status=signatory"),
    ("es", "nota informativa Kenya", "/states/KEN/brief"),
    ("ru", "Какие страны Африки подписали, но не ратифицировали OPSC?", _SIGNED_IN_AFRICA),
    ("ru", "африканские государства не участники OPSC", _NOT_BOUND_IN_AFRICA),
    ("ru", "кто не ратифицировал OPSC", _NOT_BOUND),
    ("ru", "кто не ратифицировал факультативный протокол", _NOT_BOUND),
    ("ru", "подписали не ратифицировали", "/ask?status=signatory"),
    ("ru", "справка Кения", "/states/KEN/brief"),
    ("zh", "非洲签署未批准OPSC", _SIGNED_IN_AFRICA),
    ("zh", "谁没有批准OPSC", _NOT_BOUND),
    ("zh", "谁没有批准任择议定书", _NOT_BOUND),
    ("zh", "非洲哪些国家不受OPSC约束", _NOT_BOUND_IN_AFRICA),
    ("zh", "签署未批准", "/ask?status=signatory"),
    ("zh", "肯尼亚简报", "/states/KEN/brief"),
    ("ar", "الدول الأفريقية التي وقعت ولم تصدق على OPSC", _SIGNED_IN_AFRICA),
    ("ar", "من لم يصدق على OPSC", _NOT_BOUND),
    ("ar", "من لم يصدق على البروتوكول الاختياري", _NOT_BOUND),
    ("ar", "غير ملزمة OPSC أفريقيا", _NOT_BOUND_IN_AFRICA),
    ("ar", "وقعت ولم تصدق", "/ask?status=signatory"),
    ("ar", "موجز كينيا", "/states/KEN/brief"),
]


@pytest.mark.parametrize(("language", "typed", "page"), QUESTIONS)
def test_a_question_leads_to_the_page_that_answers(index: SearchIndex, language: str, typed: str, page: str) -> None:
    with speaking(language):
        found = index.find(typed)
        offered = index.complete(typed, 8)
    assert (found[0].key, offered[0].key) == (page, page)
    assert found.whole
    assert len(found) < 5


def test_of_a_name_that_several_have_the_others_are_named_and_found(index: SearchIndex) -> None:
    with speaking("en"):
        page, *about = index.find("who has not ratified the Optional Protocol")
        brief, *states = index.find("Congo brief")
        plain = index.find("who has not ratified the OPSC")[0]
    assert [hit.key for hit in about[:1]] == ["opsc"]
    assert {hit.key for hit in about} == {"opsc", "opac", "opic"}
    assert "“Optional Protocol” may also mean: " in (page.snippet or "")
    assert brief.snippet == "Brief for a meeting. “Congo” may also mean: Democratic Republic of the Congo."
    assert [hit.key for hit in states] == ["COG", "COD"]
    assert "may also" not in (plain.snippet or "")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_tells_how_many_states_and_the_first(index: SearchIndex, store: Store, language: str) -> None:
    with speaking(language):
        summary, cases = ask(store, Question(groups=("m49-002",), treaties=("opsc",), statuses=("signatory",)))
        told = index.find("Africa signed not ratified OPSC")[0].snippet
        first = [str(case.actor.name) for case in cases[:5]]
    assert told is not None
    assert summary.sentence in told
    assert len(first) == 5
    assert all(name in told for name in first)


@pytest.mark.parametrize(
    "typed",
    [
        "not ratified",
        "who must ratify the OPSC",
        "Africa signed not ratified OPSC in 2010",
        "Namibia signed not ratified OPSC",
        "Africa OPSC",
        "who signed the OPSC",
        "who signed the OPSC but not ratified Lanzarote",
        "parties to the OPSC not Lanzarote",
        "States not in Africa that ratified the OPSC",
        "Africa ratified the OPSC, Europe not",
        "which States were not bound by the OPSC",
        "who is no longer party to the OPSC",
        "brief",
        "Kenya Uganda brief",
        "reservations to OPSC article 3",
    ],
)
def test_what_could_mean_something_else_is_left_to_the_search(index: SearchIndex, typed: str) -> None:
    assert not [hit for hit in index.find(typed) if hit.key.startswith("/ask?") or hit.key.endswith("/brief")]


def test_a_search_for_another_kind_of_thing_finds_it(index: SearchIndex) -> None:
    assert [hit.key for hit in index.find("Africa signed not ratified OPSC", "treaty")] == ["opsc"]
