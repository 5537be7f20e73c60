"""Truth values and durations that Virtuoso writes as numbers are read as words of XML Schema."""

from __future__ import annotations

import json

import pytest

from csekg.sparql.remote.responses import canonical

XSD = "http://www.w3.org/2001/XMLSchema#"


def cell(datatype: str, value: str) -> str:
    return json.dumps({"type": "typed-literal", "datatype": XSD + datatype, "value": value})


def mended(text: str) -> str:
    return b"".join(canonical(iter((text.encode(),)))).decode()


@pytest.mark.parametrize(
    ("datatype", "foreign", "ours"),
    [
        ("boolean", "1", "true"),
        ("boolean", "0", "false"),
        ("boolean", "true", "true"),
        ("dayTimeDuration", "2592000.0", "P30D"),
        ("dayTimeDuration", "P30D", "P30D"),
        ("dayTimeDuration", "0", "PT0S"),
        ("dayTimeDuration", "61.5", "PT61.5S"),
        ("dayTimeDuration", "90000", "P1DT3600S"),
        ("integer", "1", "1"),
    ],
)
def test_truth_values_and_durations(datatype: str, foreign: str, ours: str) -> None:
    assert mended(cell(datatype, foreign)) == cell(datatype, ours)


def test_what_only_looks_like_one_is_left_alone_wherever_the_answer_is_cut() -> None:
    quoting = json.dumps({"type": "literal", "value": cell("boolean", "1") + "}"})
    sent = cell("boolean", "1") + quoting + cell("integer", "1") + cell("boolean", "0")
    ours = cell("boolean", "true") + quoting + cell("integer", "1") + cell("boolean", "false")
    whole = sent.encode()
    for place in range(len(whole)):
        assert b"".join(canonical(iter((whole[:place], whole[place:])))).decode() == ours
