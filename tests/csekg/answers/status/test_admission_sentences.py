"""The sentences that say who may join, against the clauses in treaty.toml, in each language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

import pytest

from csekg.answers.common.references import actor_refs, treaties
from csekg.answers.status.status_answers import standings_of_actor
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.resources import data_dir
from csekg.sparql.oxigraph_store import Store

#: What a sentence must name, one after the other.
Names: TypeAlias = tuple[str, ...]

#: How the English sentences of each kind begin, and what of the treaty they tell: the key of a
#: treaty, or conditions of which one is enough.
_KINDS: Mapping[str, Callable[[dict[str, Any]], Sequence[str]]] = {
    "Open only to ": lambda treaty: treaty["eligibility"]["sign"] + treaty["eligibility"]["consent"],
    "It may sign; consent is open only to ": lambda treaty: treaty["eligibility"]["consent"],
    "It may sign; to consent it must also ": lambda treaty: [f"party-to:{treaty['requires_party_to']}"],
    "To join it must also ": lambda treaty: [f"party-to:{treaty['requires_party_to']}"],
}
_OPEN_ONLY, _CONSENT_ONLY, _CONSENT_WITH, _JOIN_FIRST = _KINDS
#: The kinds that occur.
_OCCURRING = {
    _OPEN_ONLY: {"c029", "c105", "c138", "c182", "p029", "crc", "opac", "opsc", "opic", "ets185", "ets189", "cets224"},
    _CONSENT_ONLY: {"ets189", "opic"},
    _CONSENT_WITH: {"som", "tip"},
    _JOIN_FIRST: {"som", "tip"},
}
_PAIRS = [(kind, key) for kind, keys in _OCCURRING.items() for key in sorted(keys)]

_SIGNATORIES, _STATES, _COUNCIL, _ILO = "signatories", "any-state", "coe-member", "ilo-member"
#: How each language writes what a condition is about, apart from names of treaties and States.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        _SIGNATORIES: "signator",
        _STATES: "States",
        _ILO: "Members of the ILO",
        _COUNCIL: "member States of the Council of Europe",
    },
    "fr": {_SIGNATORIES: "signataire", _STATES: "États", _ILO: "Membres de l", _COUNCIL: "États membres du Conseil"},
    "es": {
        _SIGNATORIES: "signatari",
        _STATES: "Estados",
        _ILO: "Miembros de la OIT",
        _COUNCIL: "Estados miembros del Consejo de Europa",
    },
    "ru": {
        _SIGNATORIES: "подписавш",
        _STATES: "государства",
        _ILO: "члены",
        _COUNCIL: "государства — члены Совета Европы",
    },
    "zh": {_SIGNATORIES: "签署方", _STATES: "国家", _ILO: "国际劳工组织成员国", _COUNCIL: "欧洲委员会成员国"},
    "ar": {
        _SIGNATORIES: "الموقِّعة",
        _STATES: "الدول",
        _ILO: "أعضاء منظمة العمل الدولية",
        _COUNCIL: "الدول الأعضاء في مجلس أوروبا",
    },
}
_PARTIES = {
    "en": "part(y|ies) to",
    "fr": "partie",
    "es": "parte",
    "ru": "участник",
    "zh": "缔约方",
    "ar": "طرفا|الأطراف",
}
_OR = {"en": " or ", "fr": " ou ", "es": r" o (bien )?", "ru": " или |, либо ", "zh": "或", "ar": " أو "}
_OPENING, _CLOSING = "«《“", "»》”"

_REASONS = """
SELECT ?treaty ?reason (SAMPLE(?key) AS ?actor) (SAMPLE(?from) AS ?since) WHERE {
  ?participation a cse:Participation ; cse:treaty/dcterms:identifier ?treaty ;
                 cse:actor/dcterms:identifier ?key ; cse:interval ?interval .
  ?interval cse:eligibilityReason ?reason ; cse:from ?from .
} GROUP BY ?treaty ?reason
"""


def _treaty(key: str) -> dict[str, Any]:
    return tomllib.loads((data_dir() / "treaties" / key / "treaty.toml").read_text("utf-8"))


def _expected(conditions: Sequence[str]) -> set[Names]:
    """What may be named: a condition may be left out that another one contains.

    "Signatories" may stand before or after the treaty, and once for several treaties.
    """
    every = [*dict.fromkeys(conditions)]
    fewer = [
        each
        for each in every
        if each.replace("party-to", "party-or-signatory-to", 1) not in every or each.startswith("party-or")
    ]
    found = set[Names]()
    for alternatives in (every, fewer):
        parts = [each.partition(":") for each in alternatives]
        for before in (True, False):
            names: list[str] = []
            for kind, _, values in parts:
                named = [*filter(None, values.split(","))] or [kind]
                if kind == "party-or-signatory-to":
                    named = [_SIGNATORIES, *named] if before else [*named, _SIGNATORIES]
                names += named
            found.add(tuple(names))
        if len(parts) > 1 and {kind for kind, _, _ in parts} == {"party-or-signatory-to"}:
            keys = tuple(key for _, _, key in parts)
            found |= {(_SIGNATORIES, *keys), (*keys, _SIGNATORIES)}
    return found


def _in_one_order(names: Iterable[str]) -> Names:
    """Names with the States, which each language has in its own alphabetical order, by code."""
    parts = groupby(names, key=str.isupper)
    return tuple(name for states, part in parts for name in (sorted(part) if states else part))


@pytest.fixture(scope="module")
def reasons(store: Store) -> list[tuple[str, str, str, str]]:
    """Each treaty with each English reason of it, and an actor and day to ask for."""
    return [(row[0], row[1], row[2], row[3]) for row in store.values(_REASONS)]


def _of_kind(english: str) -> str:
    # "It may sign; ..." begins two of them, none of which begins as the other does.
    return next((kind for kind in _KINDS if english.startswith(kind)), "")


@pytest.fixture
def sentences(store: Store, reasons: list[tuple[str, str, str, str]]) -> Callable[[str, str, str], Iterator[str]]:
    """Gives the sentences of a kind under a treaty in a language, as answers have them."""

    def given(kind: str, treaty: str, language: str) -> Iterator[str]:
        for key, english, actor, since in reasons:
            if key == treaty and _of_kind(english) == kind:
                with speaking(language):
                    standings = standings_of_actor(store, actor, date.fromisoformat(since))
                yield next(each.reason for each in standings if each.treaty.key == treaty)

    return given


@pytest.fixture
def spoken(store: Store) -> Callable[[str], dict[str, str]]:
    """Gives what sentences may name, in a language, with what it is."""

    def words(language: str) -> dict[str, str]:
        with speaking(language):
            ours = store
            found = {str(each.short_title): key for key, each in treaties(ours).items()}
            found |= {str(each.name): each.key for each in actor_refs(ours).values()}
        return found | {text: kind for kind, text in _WORDS[language].items()}

    return words


def _named(sentence: str, words: Mapping[str, str]) -> Iterator[re.Match[str]]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.finditer("|".join(map(re.escape, longest_first)), sentence)


_EACH = [
    pytest.param(kind, key, language, id=f"{key}: {kind.strip()} [{language}]")
    for kind, key in _PAIRS
    for language in LANGUAGES
]


def test_each_sentence_of_the_dataset_about_admission_is_looked_at(reasons: list[tuple[str, str, str, str]]) -> None:
    occurring: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    for treaty, english, _, _ in reasons:
        if kind := _of_kind(english):
            occurring[kind].add(treaty)
        else:
            assert not re.search("pen only|must also|may sign", english), english
    assert occurring == _OCCURRING


@pytest.mark.parametrize(("kind", "treaty", "language"), _EACH)
def test_who_may_join_is_said_as_the_clause_has_it(
    sentences: Callable[[str, str, str], Iterator[str]],
    spoken: Callable[[str], dict[str, str]],
    kind: str,
    treaty: str,
    language: str,
) -> None:
    facts, words = _treaty(treaty), spoken(language)
    conditions = _KINDS[kind](facts)
    said = [*sentences(kind, treaty, language)]
    assert said
    for sentence in said:
        assert not is_english(sentence), sentence
        found = [*_named(sentence, words)]
        named = _in_one_order(words[each[0]] for each in found)
        assert named in {*map(_in_one_order, _expected(conditions))}, sentence
        assert _deepest(sentence) <= 1, sentence
        if any(each.startswith("party-") for each in conditions):
            assert re.search(_PARTIES[language], sentence), sentence
        if kind == _OPEN_ONLY:
            assert facts["eligibility"].get("article", "") in sentence
        alternatives = [each for each in found if words[each[0]] != _SIGNATORIES]
        if len({*conditions}) > 1 and len(alternatives) > 1:
            assert re.search(_OR[language], sentence[alternatives[0].end() :]), sentence


@pytest.mark.parametrize(("kind", "treaty", "language"), _EACH)
def test_each_treaty_is_named_once(
    sentences: Callable[[str, str, str], Iterator[str]],
    spoken: Callable[[str], dict[str, str]],
    kind: str,
    treaty: str,
    language: str,
) -> None:
    words = {text: what for text, what in spoken(language).items() if what != _SIGNATORIES}
    for sentence in sentences(kind, treaty, language):
        named = [each[0] for each in _named(sentence, words)]
        assert len(named) == len({*named}), sentence


def _deepest(sentence: str) -> int:
    """How many quotations stand within one another; fails where one is not closed."""
    deepest = depth = 0
    for sign in sentence:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        deepest = max(deepest, depth)
    assert depth == 0, sentence
    return deepest


@pytest.mark.parametrize(
    ("conditions", "right", "wrong"),
    [
        (["party-or-signatory-to:crc", "any-state"], ("crc", _SIGNATORIES, _STATES), ("crc", _STATES, _SIGNATORIES)),
        (
            ["party-or-signatory-to:ets185", "party-to:ets185"],
            ("ets185", _SIGNATORIES),
            ("ets185", "ets185", _SIGNATORIES),
        ),
        (["party-to:crc", "party-to:opac"], ("crc", "opac"), ("crc",)),
    ],
)
def test_that_test_knows_right_from_wrong(conditions: list[str], right: Names, wrong: Names) -> None:
    assert right in _expected(conditions)
    assert wrong not in _expected(conditions)
    assert ENGLISH in _WORDS
