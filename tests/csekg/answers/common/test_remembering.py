"""What everybody looks up is asked once per dataset, and never outlives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pytest
from starlette.testclient import TestClient

from csekg import namespaces as ns
from csekg.answers.common import references, remembering
from csekg.answers.common.base import alphabetical
from csekg.answers.common.references import actor_refs, source_refs, treaties
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.entities.actors import actors
from csekg.answers.quality.quality import dataset_validation
from csekg.answers.status.status_answers import standings_of_actor
from csekg.answers.texts.topics import from_broad_to_narrow, topic
from csekg.errors import UnknownNameError
from csekg.languages.current import speaking
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine, Results, Term
from csekg.wording.labels import Names
from csekg_api.app import create_app
from csekg_api.indexes import search_index
from csekg_api.settings import Settings
from csekg_api.web.deadline import Deadline, DeadlineEngine, keeping
from csekg_api.web.problems import ProblemError

_GERMANY = {"en": "Germany", "fr": "Allemagne", "es": "Alemania"}


class Counting(Store):
    """A store that counts how often each query is asked."""

    def __init__(self, n_quads: bytes) -> None:
        super().__init__(n_quads)
        self.asked: Counter[str] = Counter()

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        self.asked[text] += 1
        return super().ask(text, bindings)


@pytest.fixture(scope="module")
def counting(dataset: bytes) -> Counting:
    return Counting(dataset)


@pytest.fixture(scope="module")
def client(counting: Counting) -> Iterator[TestClient]:
    search_index(counting)
    with TestClient(create_app(counting, None, Settings(answer_cache_mb=0, page_timeout=100))) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/states/IRL", 16),
        ("/treaties/opsc", 6),
        ("/treaties/crc?on=2007-04-27", 6),
        ("/", 6),
        ("/joined?view=table", 2),
        ("/joined?status=not-bound&treaty=opsc&group=m49-150", 6),
        ("/joined?group=m49-150", 1),
        ("/compare?state=FRA&state=KEN", 10),
        ("/resolution/op/4?on=2020-01-01", 12),
        ("/api/v1/states/IRL/participation", 6),
        ("/api/v1/states/IRL/participation/opsc", 7),
    ],
)
def test_no_query_is_asked_twice_for_a_page(client: TestClient, counting: Counting, path: str, most: int) -> None:
    # A validation asks in its own way, and is prepared.
    validated = dataset_validation, ()
    report = dataset_validation(counting)
    counting.memory().clear()
    counting.memory()[validated] = report
    counting.asked.clear()
    first = client.get(path, headers={"Accept": "*/*"})
    assert first.status_code == 200
    assert not [text for text, times in counting.asked.items() if times > 1]
    counting.asked.clear()
    assert client.get(path, headers={"Accept": "*/*"}).content == first.content
    assert counting.asked.total() <= most
    assert not [text for text, times in counting.asked.items() if times > 1]


def test_no_query_is_asked_twice_for_all_topics(counting: Counting) -> None:
    counting.memory().clear()
    counting.asked.clear()
    for broad, narrow in from_broad_to_narrow(counting):
        for each in (broad, *narrow):
            topic(counting, each.key)
    assert not [text for text, times in counting.asked.items() if times > 1]


def test_a_wrapper_shares_the_memory_of_its_store(counting: Counting) -> None:
    counting.memory().clear()
    wrapped = DeadlineEngine(counting)
    assert treaties(wrapped) is treaties(counting) is treaties(DeadlineEngine(wrapped))


def test_the_deadline_holds_for_what_is_asked(counting: Counting) -> None:
    with keeping(Deadline.after(0)), pytest.raises(ProblemError, match="not ready"):
        DeadlineEngine(counting).select("SELECT * WHERE {}")


def test_what_is_remembered_is_in_no_language(counting: Counting) -> None:
    counting.memory().clear()
    found = []
    for language in ("fr", "es", "en"):
        with speaking(language):
            actors = actor_refs(counting)
            found.append(actors)
            assert str(actors[ns.actor("DEU").value].name) == _GERMANY[language]
    assert len({*map(id, found)}) == 1


def test_an_order_is_of_one_language_and_its_members_are_of_all(counting: Counting) -> None:
    found = []
    for language in ("fr", "en", "fr"):
        with speaking(language):
            found.append(actors(counting))
    french, english, again = found
    assert [*map(id, french)] == [*map(id, again)]
    assert [each.key for each in french] != [each.key for each in english]
    assert {*map(id, french)} == {*map(id, english)}


def test_nothing_remembered_can_be_put_into_order(counting: Counting) -> None:
    @remembered
    def names(store: QueryEngine) -> tuple[str, ...]:
        return tuple(sorted((each.name for each in actor_refs(store).values()), key=alphabetical))

    with pytest.raises(LookupError, match="in no language"):
        names(counting)
    assert remembered_in_order(names.__wrapped__)(counting)  # type: ignore[attr-defined]


def test_two_datasets_share_nothing(store: Store, counting: Counting) -> None:
    assert treaties(store) == treaties(counting)
    assert treaties(store) is not treaties(counting)
    empty = Store(b"")
    assert not treaties(empty)
    assert not actor_refs(empty)
    assert not source_refs(empty)


def test_the_memory_ends_with_the_store() -> None:
    empty = Store(b"")
    treaties(empty)
    memory = empty.memory()
    del empty
    assert memory
    assert memory not in [other.memory() for other in (Store(b""), Store(b""))]


def test_what_is_remembered_cannot_be_changed(store: Store) -> None:
    with pytest.raises(TypeError):
        treaties(store)["opsc"] = treaties(store)["crc"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        treaties(store)["opsc"].title = ""  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        next(iter(actor_refs(store).values())).name = ""


def test_of_a_dict_a_view_is_remembered_that_cannot_be_changed(store: Store) -> None:
    @remembered
    def ask(_store: QueryEngine) -> Mapping[str, int]:
        return {"opsc": 1}

    assert isinstance(ask(store), MappingProxyType)
    assert ask(store) is ask(store)
    assert ask(store) == {"opsc": 1}


@pytest.mark.parametrize("make", [list, set])
def test_what_could_be_changed_is_not_remembered(store: Store, make: Callable[[], object]) -> None:
    def ask(_store: QueryEngine) -> object:
        return make()

    with pytest.raises(TypeError, match=f"ask gives a {make.__name__}, which may change"):
        remembered(ask)(store)


def test_every_look_up_gives_what_cannot_change(store: Store) -> None:
    for name, found in vars(references).items():
        own = getattr(found, "__module__", "") == references.__name__
        if own and getattr(found, "__wrapped__", None) is not None:
            assert isinstance(found(store), MappingProxyType | Names), name


def test_unknown_keys_are_not_remembered(counting: Counting) -> None:
    @remembered
    def title(store: QueryEngine, key: str) -> str:
        return references.find_treaty(store, key).title

    before = len(counting.memory())
    assert title(counting, "opsc") == title(counting, "opsc")
    with pytest.raises(UnknownNameError):
        title(counting, "opsk")
    assert len(counting.memory()) == before + 1


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    empty, calls = Store(b""), Counter[int]()

    @remembered
    def double(_store: QueryEngine, number: int) -> int:
        calls[number] += 1
        return 2 * number

    monkeypatch.setattr(remembering, "MOST", 3)
    for _ in range(2):
        assert [double(empty, number) for number in range(5)] == [0, 2, 4, 6, 8]
    assert len(empty.memory()) == 3
    assert calls == {0: 1, 1: 1, 2: 1, 3: 2, 4: 2}


def test_an_answer_is_the_same_whether_remembered_or_not(store: Store, counting: Counting) -> None:
    counting.memory().clear()
    first, again, others = (
        [row.model_dump() for row in standings_of_actor(of, "IRL")] for of in (counting, counting, store)
    )
    assert again == first == others
