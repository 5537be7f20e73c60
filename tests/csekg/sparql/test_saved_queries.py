from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.errors import CsekgError, UnknownNameError
from csekg.namespaces import XSD
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import TYPES, Parameter, check_keys, find_query, parse_query, saved_queries

HEADER = """# title: Who was bound
# question: Who was bound on a day?
# asked by: researchers
# parameter: treaty (treaty, opsc) the treaty
# parameter: on (date, 2007-04-27) the day, with a comma, and (brackets)

SELECT ?x WHERE { VALUES ?treaty { instrument:opsc } VALUES ?on { "2007-04-27"^^xsd:date } }
# title: too late, since the query has begun
"""


def written(folder: Path, text: str, name: str = "who-was-bound.rq") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_header_tells_question_and_parameters(tmp_path: Path) -> None:
    query = parse_query(written(tmp_path, HEADER))
    assert (query.name, query.title) == ("who-was-bound", "Who was bound")
    assert (query.question, query.asked_by) == ("Who was bound on a day?", "researchers")
    assert query.parameters == (
        Parameter("treaty", "treaty", "opsc", "the treaty"),
        Parameter("on", "date", "2007-04-27", "the day, with a comma, and (brackets)"),
    )
    assert query.text == HEADER


@pytest.mark.parametrize("field", ["title", "question", "asked by"])
def test_a_header_that_lacks_a_field_is_refused(tmp_path: Path, field: str) -> None:
    head, query = HEADER.split("\n\n", 1)
    lines = [line for line in head.splitlines() if not line.startswith(f"# {field}:")]
    with pytest.raises(CsekgError, match=f"who-was-bound.rq: the header lacks {field}$"):
        parse_query(written(tmp_path, "\n".join(lines) + "\n\n" + query))


def test_a_field_after_the_query_has_begun_does_not_count(tmp_path: Path) -> None:
    text = HEADER.replace("# title: Who was bound\n", "")
    with pytest.raises(CsekgError, match="lacks title"):
        parse_query(written(tmp_path, text))


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ("treaty opsc", "Write: name"),
        ("treaty (treaty) the treaty", "Write: name"),
        ("treaty (treaty, opsc)", "Write: name"),
        ("treaty (treatty, opsc) the treaty", "Did you mean treaty"),
        ("treaty (galaxy, opsc) the treaty", "Known: date, number"),
    ],
)
def test_an_unusable_parameter_is_refused(tmp_path: Path, parameter: str, message: str) -> None:
    text = HEADER.replace("treaty (treaty, opsc) the treaty", parameter)
    with pytest.raises(CsekgError, match=f"unusable parameter .*{message}"):
        parse_query(written(tmp_path, text))


def test_values_become_terms_of_their_type() -> None:
    def term(type_: str, value: str) -> object:
        return Parameter("x", type_, "", "").term(value)

    assert term("treaty", "opsc") == ns.instrument("opsc")
    assert term("state", "fra") == ns.actor("FRA")
    assert term("state", "EUE") == ns.thing("organization", "EUE")
    assert term("date", "2007-04-27") == Literal("2007-04-27", datatype=XSD.date)
    assert term("paragraph", "op/4/a") == ns.thing("instrument", "ccpcj-16-2", "op", "4", "a")
    assert term("paragraph", "pp/22") == ns.thing("instrument", "ccpcj-16-2", "pp", "22")
    assert term("text", 'a "quoted" } word') == Literal('a "quoted" } word')
    assert term("number", "18") == Literal(18)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("date", "27 April 2007"),
        ("date", "20070427"),
        ("date", "2007-02-30"),
        ("date", "2007-04-27Z"),
        ("paragraph", "4(a)"),
        ("paragraph", "op/4/a/b"),
        ("paragraph", "fn/70"),
        ("number", "eighteen"),
        ("number", "1.5"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_the_right_form(type_: str, value: str) -> None:
    with pytest.raises(CsekgError) as caught:
        Parameter("x", type_, "", "").term(value)
    assert str(caught.value) == f"parameter x: {value!r} is not {TYPES[type_][0]}"


def test_bindings_hold_given_values_and_defaults(tmp_path: Path) -> None:
    query = parse_query(written(tmp_path, HEADER))
    assert query.bindings({"treaty": "crc"}) == {
        "treaty": ns.instrument("crc"),
        "on": Literal("2007-04-27", datatype=XSD.date),
    }
    with pytest.raises(UnknownNameError, match="unknown parameter of who-was-bound 'treatys'"):
        query.bindings({"treatys": "crc"})


def test_a_query_is_found_by_its_name() -> None:
    assert find_query("gap-urged") == saved_queries()["gap-urged"]
    with pytest.raises(UnknownNameError, match=r"unknown saved query 'gap-urge'.*gap-urged"):
        find_query("gap-urge")


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("who-was-bound-on", {"treaty": "opcs"}, "treaty: instrument/opcs is not known"),
        ("timeline-of-state", {"state": "FRN"}, "state: state/FRN is not known"),
        ("paragraph-to-states", {"paragraph": "op/99"}, "paragraph: .*op/99 is not known"),
    ],
)
def test_an_unknown_key_is_no_empty_answer(store: Store, name: str, values: dict[str, str], message: str) -> None:
    query = find_query(name)
    with pytest.raises(CsekgError, match=message):
        check_keys(store, query, query.bindings(values))


def test_known_keys_and_free_text_pass(store: Store) -> None:
    query = find_query("article-to-paragraphs")
    check_keys(store, query, query.bindings({"article": "no such article"}))
