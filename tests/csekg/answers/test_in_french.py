"""Answers in French: no English without its marks, and what is read out of names is the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from pydantic import BaseModel

from csekg.answers.briefs.brief import NoBriefError, brief
from csekg.answers.common.references import treaties
from csekg.answers.common.tables import table_of
from csekg.answers.entities.actors import actor, actors
from csekg.answers.entities.saved_queries import queries
from csekg.answers.quality.discrepancies import discrepancies
from csekg.answers.status.coverage import freshness
from csekg.answers.status.entry_into_force import entry_into_force
from csekg.answers.status.events import events
from csekg.answers.status.matrix import matrix
from csekg.answers.status.news import feed_entries, news
from csekg.answers.status.participation import participation
from csekg.answers.status.question_answers import ask
from csekg.answers.status.questions import Question, sparql_of
from csekg.answers.status.status_answers import Standing, standings_of_actor, standings_of_treaty
from csekg.answers.status.subjects import Span, Subject
from csekg.answers.status.upcoming import appointments
from csekg.answers.texts.instruments import instrument
from csekg.answers.texts.provisions import provision
from csekg.answers.texts.resolution import paragraphs
from csekg.answers.texts.topics import from_broad_to_narrow
from csekg.errors import TooEarlyError
from csekg.languages.current import speaking
from csekg.languages.texts import pieces, shown
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine

Ask = Callable[[QueryEngine], object]

_EVERYTHING = Subject(None, None)
_DAY = date(2026, 6, 1)
#: Words that no French text has.
_ENGLISH = re.compile(
    r"\b(the|of|and|is|was|by|not|since|for|with|from|which|that|years?|known|its|to|no|States?"
    r"|treaty|treaties)\b"
)
#: What stays as it is written: the names in each language, and what a source prints.
_AS_WRITTEN = {"pref_label", "alt_label", "name_as_in_source", "location", "marks"}


@pytest.fixture
def french(store: Store) -> Iterator[QueryEngine]:
    with speaking("fr"):
        yield store


def _texts(value: object) -> Iterator[str]:
    """The texts of an answer that are more than a code or an address."""
    if isinstance(value, BaseModel):
        for name, part in value:
            if name not in _AS_WRITTEN:
                yield from _texts(part)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, dict):
        yield from _texts([*value.values()])
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str) and " " in value:
        yield shown(value)


def _bare(text: str) -> str:
    """A text without what is known to be English."""
    return " ".join(piece for piece, english in pieces(text) if not english)


_ANSWERS: dict[str, Ask] = {
    "a brief on a State that signed": lambda s: brief(s, "IRL", _DAY),
    "a brief on an organization": lambda s: brief(s, "EUE", _DAY),
    "a brief on a State with gaps": lambda s: brief(s, "SOM", _DAY),
    "a question": lambda s: ask(s, Question()),
    "a question of a period": lambda s: ask(
        s, Question(statuses=("party", "not-bound"), groups=("eu",), first=date(2000, 1, 1))
    ),
    "a calendar": lambda s: appointments(s, _EVERYTHING, _DAY),
    "a feed": lambda s: feed_entries(s, _EVERYTHING),
    "news": lambda s: list(news(s, _EVERYTHING, Span(date(2025, 1, 1)), _DAY).items()),
    "events": lambda s: events(s, treaty="ets185"),
    "standings": lambda s: standings_of_treaty(s, "opsc"),
    "a participation": lambda s: participation(s, "USA", "untoc"),
    "entry into force": lambda s: [entry_into_force(s, key) for key in ("crc", "cets201", "cyber")],
    "an instrument": lambda s: instrument(s, "opsc"),
    "a provision": lambda s: provision(s, "opsc", "article/3"),
    "paragraphs": paragraphs,
    "a State": lambda s: actor(s, "GBR"),
    "saved queries": lambda _: queries(),
    "freshness": lambda s: freshness(s, _DAY),
    "differences": discrepancies,
    "headings": lambda _: table_of(Standing).headings,
}


@pytest.mark.parametrize("asked", _ANSWERS.values(), ids=_ANSWERS)
def test_no_text_is_english_without_its_marks(french: QueryEngine, asked: Ask) -> None:
    texts = list(_texts(asked(french)))
    assert texts
    assert [text for text in texts if _ENGLISH.search(_bare(text))] == []


def test_numbers_and_articles_are_those_of_the_english_brief(store: Store) -> None:
    for key in ("IRL", "EUE", "USA"):
        english = brief(store, key, _DAY)
        with speaking("fr"):
            french = brief(store, key, _DAY)
        assert [each.number for each in french.asks] == [each.number for each in english.asks]
        # The order is that of the French titles.
        by_key = {each.standing.treaty.key: each for each in french.joinings}
        assert len(by_key) == len(english.joinings)
        for theirs in english.joinings:
            ours = by_key[theirs.standing.treaty.key]
            assert [each.kind for each in ours.steps] == [each.kind for each in theirs.steps]
            for mine, other in zip(ours.steps, theirs.steps, strict=True):
                assert re.findall(r"\d[\d()]*", mine.text) == re.findall(r"\d[\d()]*", other.text)


def test_a_clause_that_admits_any_state_names_nobody(store: Store) -> None:
    # The French value of the clause does not begin with "any State".
    clause = "any State that is a party to the CRC"
    with speaking("fr"):
        steps = [step.text for each in brief(store, "USA", _DAY).joinings for step in each.steps]
    assert not any(clause in str(step) for step in steps)


def test_the_acts_behind_a_status_name_neither_state_nor_treaty(store: Store) -> None:
    english = standings_of_actor(store, "DEU")
    with speaking("fr"):
        french = standings_of_actor(store, "DEU")
    for mine, other in zip(
        sorted(french, key=lambda each: each.treaty.key), sorted(english, key=lambda each: each.treaty.key), strict=True
    ):
        assert bool(mine.acts) == bool(other.acts)
        assert mine.acts.count(";") == other.acts.count(";")
        assert "Allemagne" not in mine.acts
        assert "Germany" not in mine.acts


def test_states_stand_in_the_french_order(french: QueryEngine) -> None:
    # By code points É comes after Z.
    for keys in ([each.key for each in actors(french)], [row.key for row in matrix(french)[1]]):
        assert keys.index("ESP") < keys.index("USA") < keys.index("FJI"), keys
        assert keys.index("ZAF") < keys.index("ALB")


def test_topics_stand_in_the_order_of_their_names(french: QueryEngine) -> None:
    from csekg.languages.forms import sort_key

    names = [str(each.name) for each, _ in from_broad_to_narrow(french)]
    assert names == sorted(names, key=sort_key)


def test_a_question_in_french_has_the_facts_of_the_english_one(store: Store) -> None:
    question = Question(states=("DEU", "FRA"), treaties=("opsc",), on=date(2005, 1, 1))
    english, _ = ask(store, question)
    with speaking("fr"):
        french, _ = ask(store, question)
        text = sparql_of(store, question, french.sentence)
    assert (french.cases, french.states, french.asked) == (english.cases, english.states, 2)
    for fact in ("Allemagne", "France", "1er janv. 2005"):
        assert fact in french.sentence
    # English alone has verbs, and no query has marks.
    assert "had signed" in english.sentence
    assert "had signed" not in french.sentence
    assert text == str(text)


def test_errors_that_pages_show_speak_french(french: QueryEngine) -> None:
    with pytest.raises(NoBriefError) as gone:
        brief(french, "YUG", _DAY)
    with pytest.raises(TooEarlyError) as early:
        standings_of_treaty(french, "opsc", date(1950, 1, 1))
    for error in (str(gone.value), str(early.value)):
        assert not _ENGLISH.search(_bare(error)), error
    assert str(treaties(french)["opsc"].short_title) in str(early.value)
