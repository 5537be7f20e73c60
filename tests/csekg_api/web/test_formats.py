from __future__ import annotations

import pytest

from csekg_api.web.formats import GRAPHS, SOLUTIONS, choose

SELECT = "SELECT ?s ?o WHERE { ?s ?p ?o } ORDER BY STR(?o)"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
JSON, XML, CSV, TSV = (format_.media_types[0] for format_ in SOLUTIONS)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("text/*", "csv"),
        (CSV, "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv;charset=utf-8", "csv"),
        (f"{JSON}; charset=utf-8", "json"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        # q-values outrank order, order does not matter.
        (f"{XML};q=0.4, {CSV};q=0.9, {TSV};q=0.8", "csv"),
        (f"{TSV}, {JSON};q=0.9", "tsv"),
        # The most specific range decides about a type (RFC 9110, section 12.5.1).
        ("text/*;q=1, text/csv;q=0.1", "tsv"),
        ("*/*;q=0.1, text/tab-separated-values;q=0.2", "tsv"),
        # q=0 excludes, also under a wildcard.
        (f"*/*, {JSON};q=0", "xml"),
        ("text/*, text/csv;q=0", "tsv"),
        ("application/*;q=0, */*", "csv"),
        # Equal weights: the first of the table.
        (f"{CSV}, {JSON}", "json"),
        # The default of a browser.
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
    ],
)
def test_accept_header_chooses_a_format_for_rows(accept: str, expected: str) -> None:
    assert choose(SOLUTIONS, accept, None)[0].name == expected


def test_each_format_has_names_of_its_own() -> None:
    for table in (SOLUTIONS, GRAPHS):
        names = [name for format_ in table for name in format_.names]
        assert len(names) == len(set(names))
