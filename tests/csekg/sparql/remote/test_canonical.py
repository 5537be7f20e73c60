"""Values in another form than Oxigraph's are read as Oxigraph writes them."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from csekg.sparql.remote.responses import canonical

XSD = "http://www.w3.org/2001/XMLSchema#"


def cell(datatype: str, value: str, *, value_first: bool = False) -> str:
    members = [("datatype", XSD + datatype), ("value", value)]
    return json.dumps(dict([("type", "literal"), *members[:: -1 if value_first else 1]]))


def read(text: str) -> str:
    return b"".join(canonical(iter((text.encode(),)))).decode()


@pytest.mark.parametrize("value_first", [False, True])
def test_truth_values_and_durations(value_first: bool) -> None:
    for datatype, foreign, ours in (
        ("boolean", "1", "true"), ("boolean", "0", "false"), ("boolean", "true", "true"),
        ("dayTimeDuration", "2592000.0", "P30D"), ("dayTimeDuration", "P30D", "P30D"),
        ("integer", "1", "1"), ("yearMonthDuration", "P1Y", "P1Y"),
    ):  # fmt: skip
        assert read(cell(datatype, foreign, value_first=value_first)) == cell(
            datatype, ours, value_first=value_first
        )


@pytest.mark.parametrize("seconds", ["0", "1", "61.5", "3600", "90061.25", "86400", "8640000.0"])
def test_durations_are_those_of_the_engine(seconds: str) -> None:
    # A sum has a canonical form, whatever its terms were.
    query = f"""
        PREFIX xsd: <{XSD}>
        SELECT (("PT{seconds}S"^^xsd:dayTimeDuration + "PT0S"^^xsd:dayTimeDuration) AS ?d) {{}}
    """
    rows = ox.Store().query(query)
    assert isinstance(rows, ox.QuerySolutions)
    (row,) = rows
    assert json.loads(read(cell("dayTimeDuration", seconds)))["value"] == row["d"].value


def test_what_only_looks_like_one_is_left_alone_wherever_the_answer_is_cut() -> None:
    said = json.dumps({"type": "literal", "value": cell("boolean", "1") + "}"})
    sent = cell("boolean", "1") + said + cell("integer", "1") + cell("boolean", "0")
    mended = cell("boolean", "true") + said + cell("integer", "1") + cell("boolean", "false")
    whole = sent.encode()
    for place in range(len(whole)):
        assert b"".join(canonical(iter((whole[:place], whole[place:])))).decode() == mended
