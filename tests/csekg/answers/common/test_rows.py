"""Rows become answers by the names and types of their fields; what does not fit is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
import pytest
from pydantic import BaseModel

from csekg.answers.common.base import Answer, Code, Iri, Ref
from csekg.answers.common.rows import (
    lists_of,
    properties,
    properties_as,
    properties_of,
    reader,
    refs_of,
    rows_as,
    rows_by_first,
)
from csekg.namespaces import XSD
from csekg.sparql.errors import EndpointError
from csekg.sparql.oxigraph_store import Store

VOCAB = "https://w3id.org/csekg/id/vocab/status"


@pytest.fixture(scope="module")
def empty() -> Store:
    return Store(b"")


def query(**terms: str) -> str:
    """A query with one row: each variable has its term, or none where that is empty."""
    bound = " ".join(f"BIND({term} AS ?{name})" for name, term in terms.items() if term)
    return f"SELECT {' '.join(f'?{name}' for name in terms)} WHERE {{ {bound} }}"


class Found(Answer):
    id: Iri
    type: Literal["Found"] = "Found"
    status: Code
    kind: Literal["party", "signatory"] | None
    name: str
    note: str | None
    since: date
    until: date | None
    number: int | None
    complete: bool
    treaty: Ref
    other: Ref | None
    sources: tuple[str, ...]


class Named(BaseModel):
    name: str


@dataclass(frozen=True)
class Span:
    since: date
    until: date | None


WHOLE = {
    "id": "<urn:x>",
    "status": f"<{VOCAB}/no-action>",
    "kind": f"<{VOCAB}/party>",
    "name": '"A name"@en',
    "note": '"n"',
    "since": '"2007-04-27"^^xsd:date',
    "until": '"2008-01-01"^^xsd:date',
    "number": "12",
    "complete": "true",
    "treaty": "instrument:opsc",
    "treaty_name": '"OPSC"',
    "other": "instrument:crc",
    "other_name": '"CRC"',
}
OPTIONAL = ("kind", "note", "until", "number", "other")


def read(store: Store, **changed: str) -> Found:
    [found] = rows_as(store, query(**WHOLE | changed), Found, sources=lambda row: (row["id"],))
    return found


def test_each_field_is_read_by_its_type(empty: Store) -> None:
    assert read(empty) == Found(
        id="urn:x",
        status="no-action",
        kind="party",
        name="A name",
        note="n",
        since=date(2007, 4, 27),
        until=date(2008, 1, 1),
        number=12,
        complete=True,
        treaty=Ref(id="https://w3id.org/csekg/id/instrument/opsc", key="opsc", name="OPSC"),
        other=Ref(id="https://w3id.org/csekg/id/instrument/crc", key="crc", name="CRC"),
        sources=("urn:x",),
    )


def test_what_is_optional_may_be_unbound(empty: Store) -> None:
    found = read(empty, **dict.fromkeys(OPTIONAL, ""))
    assert [getattr(found, name) for name in OPTIONAL] == [None] * len(OPTIONAL)


@pytest.mark.parametrize("name", [name for name in WHOLE if name not in (*OPTIONAL, "other_name")])
def test_what_is_not_optional_must_be_bound(empty: Store, name: str) -> None:
    if name == "treaty_name":
        # A thing without a name is still referred to.
        assert read(empty, treaty_name="").treaty.name == ""
        return
    with pytest.raises(EndpointError, match="what comes makes no Found"):
        read(empty, **{name: ""})


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("since", '"yesterday"'),
        ("since", '"2007-13-01"'),
        ("since", "<urn:2007>"),
        ("until", '"2007-04"'),
        ("number", '"many"'),
        ("number", "1.5"),
        ("number", "<urn:1>"),
        ("complete", '"maybe"'),
        ("kind", f"<{VOCAB}/unheard-of>"),
        ("kind", '"party, or so"'),
    ],
)
def test_a_value_of_another_type_is_refused(empty: Store, name: str, term: str) -> None:
    with pytest.raises(EndpointError) as refused:
        read(empty, **{name: term})
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 500


def test_a_message_does_not_repeat_what_a_server_sends(empty: Store) -> None:
    with pytest.raises(EndpointError) as refused:
        read(empty, since='"' + "x" * 5000 + '\\n"')
    assert len(str(refused.value)) < 500
    assert "\n" not in str(refused.value)


def test_a_triple_is_no_term() -> None:
    store = Store(b"")
    term = '<<( <urn:s> <urn:p> "o" )>>'
    with pytest.raises(EndpointError, match="a triple comes"):
        rows_as(store, f"SELECT ?name WHERE {{ VALUES ?name {{ {term} }} }}", Named)


def test_a_reference_that_the_dataset_lacks_is_refused(empty: Store) -> None:
    known: dict[str, Ref] = {}
    with pytest.raises(EndpointError, match="KeyError"):
        rows_as(empty, query(name='"x"'), Named, name=lambda row: known[row["name"]].name)


def test_a_dataclass_is_made_as_well(empty: Store) -> None:
    assert rows_as(empty, query(since='"2007-04-27"^^xsd:date', until=""), Span) == [Span(date(2007, 4, 27), None)]


def test_rows_by_their_first_value(empty: Store) -> None:
    rows = 'SELECT ?of ?name WHERE { VALUES (?of ?name) { ("a" "1") ("b" "2") ("a" "3") } }'
    found = rows_by_first(empty, rows, Named)
    assert [each.name for each in found["a"]] == ["1", "3"]
    assert found["c"] == ()
    assert lists_of(empty, rows)["a"] == ("1", "3")
    assert lists_of(empty, rows)["c"] == ()


def test_references_by_the_first_value_are_given_once(empty: Store) -> None:
    rows = """SELECT ?of ?to ?name WHERE {
      VALUES (?of ?to ?name) { ("a" instrument:crc "CRC") ("a" instrument:crc "CRC") }
    }"""
    assert [each.key for each in refs_of(empty, rows)["a"]] == ["crc"]


def test_a_type_that_no_text_has_is_an_error_of_ours() -> None:
    with pytest.raises(TypeError, match="cannot be read from a text"):
        reader(dict)


class Rule(Answer):
    id: Iri
    threshold: int | None
    waiting_period: str | None
    counts_from: Code | None
    trigger_date: date | None
    rounds_to_first_of_next_month: bool | None
    note: str | None
    notes: tuple[str, ...]


def test_properties_are_read_by_the_names_of_fields(store: Store) -> None:
    [(iri,)] = store.values("SELECT ?rule WHERE { ?rule cse:ruleOf instrument:opsc }")
    rule = properties_as(Rule, properties_of(store, iri), id=iri)
    assert (rule.threshold, rule.waiting_period, rule.counts_from) == (10, "P1M", "deposit")
    assert rule.trigger_date == date(2001, 10, 18)
    assert rule.notes == ((rule.note,) if rule.note else ())


@pytest.mark.parametrize("value", ['"soon"', "<urn:soon>"])
def test_a_property_of_another_type_is_refused(value: str) -> None:
    trig = f"<urn:g> {{ <urn:r> <https://w3id.org/csekg/ontology#threshold> {value} }}"
    quads = ox.parse(trig, format=ox.RdfFormat.TRIG)
    foreign = Store(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    with pytest.raises(EndpointError):
        properties_as(Rule, properties_of(foreign, "urn:r"), id="urn:r")


def test_many_values_of_several_datatypes_are_sorted_here(tmp_path: Path) -> None:
    # Sorted by Oxigraph 0.5, numbers among dates end the process.
    values = [f'"2001-01-{day:02}"^^{XSD.date}' for day in range(1, 29)]
    values += [str(number) for number in range(100)] + [f'"text {n}"' for n in range(28)]
    stated = "".join(f"<urn:x{place % 5}> <urn:p{place % 7}> {value} .\n" for place, value in enumerate(values))
    file = tmp_path / "mixed.ttl"
    file.write_text(stated, encoding="utf-8")
    found = properties(Store.open(file), "?thing ?any ?value .")
    assert len(found) == 5
    for about in found.values():
        for name in range(7):
            texts = about.texts(ox.NamedNode(f"urn:p{name}"))
            assert list(texts) == sorted(texts)
