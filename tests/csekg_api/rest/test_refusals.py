"""What cannot be answered is a problem that says why: unknown names with what is near, days, codes.

Each route has its own rows here; bodies, forms and repeated parameters are tested with the others.
"""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Get

_OPCS = "unknown treaty 'opcs'. Did you mean opsc, opic, opac?"
_NO_DAY = "should be a day such as 2007-04-27"
_ONE_TREATY = "parameter provision is known by its treaty: give one instrument as well"
_BOUND_ON = "/queries/who-was-bound-on/results"

CASES: list[tuple[str, dict[str, Any], int, str]] = [
    ("/states/FRX", {}, 404, "unknown State 'FRX'. Did you mean FRA?"),
    ("/states/FRANCE", {}, 422, ""),
    ("/states", {"group": "m49-15"}, 404, "unknown group"),
    ("/states", {"kind": "country"}, 422, "kind"),
    ("/states/FRX/timeline", {}, 404, "unknown State"),
    (
        "/states/FRA/participation",
        {"on": "1900-01-01"},
        404,
        "no status is known on 1900-01-01: none of the treaties was adopted",
    ),
    ("/states/FRA/participation/opcs", {}, 404, _OPCS),
    ("/instruments/ccpcj-16-3", {}, 404, "unknown instrument 'ccpcj-16-3'. Did you mean ccpcj-16-2"),
    ("/instruments/opcs/entry-into-force", {}, 404, "opsc"),
    ("/instruments/opcs/parties", {}, 404, _OPCS),
    ("/instruments/opsc/parties", {"status": "bound"}, 422, "status"),
    ("/instruments/opsc/parties", {"on": "1999-12-31"}, 404, "OPSC was not yet adopted on 1999-12-31"),
    *(
        ("/instruments/opsc/parties", {"on": on}, 422, _NO_DAY)
        for on in ("2007-02-30", "27.4.2007", "2007", "2007-04-27T00:00:00Z", "1e9")
    ),
    ("/instruments/ccpcj-16-2/gaps", {}, 404, "ccpcj-16-2"),
    ("/instruments/crcx/articles", {}, 404, "crc"),
    ("/instruments/crc/articles/99", {}, 404, "provision of crc 'article/99'"),
    ("/instruments/crc/articles/xx", {}, 422, ""),
    ("/instruments/crc/articles", {"topic": "nothing-like-it"}, 404, "'nothing-like-it'"),
    ("/matrix", {"treaty": ["crc", "opcs"]}, 404, _OPCS),
    ("/changes", {"from": "2007-04-27", "to": "2007-04-26"}, 422, ""),
    ("/changes", {}, 422, "from"),
    ("/ask", {"on": "2001-01-01", "from": "2001-01-01"}, 422, "not both"),
    ("/compare/states", {"state": "FRA"}, 422, "two to 6 States"),
    ("/compare/treaties", {"treaty": "opsc"}, 422, "two to 5 treaties"),
    ("/compare/treaties", {"treaty": ["opsc", "opscc"]}, 404, "opsc"),
    ("/resolution/paragraphs/op/99", {}, 404, "unknown paragraph 'op/99'. Did you mean "),
    # A footnote is no paragraph.
    ("/resolution/paragraphs/fn/74", {}, 422, ""),
    ("/citations", {"verb": "nothing-like-it"}, 404, "'nothing-like-it'"),
    ("/correspondences", {"provision": "34"}, 422, _ONE_TREATY),
    ("/correspondences", {"provision": "34", "instrument": ["crc", "opsc"]}, 422, _ONE_TREATY),
    ("/vocabularies/statuss", {}, 404, "unknown vocabulary 'statuss'. Did you mean status"),
    ("/quality/findings", {"shape": "nothing-like-it"}, 404, "'nothing-like-it'"),
    ("/sources", {"treaty": ["opsc", "opcs"]}, 404, "unknown treaty 'opcs'"),
    # The document of OpenAPI states the number of values.
    ("/sources", {"treaty": ["opsc"] * 51}, 422, ""),
    ("/queries/who-is-bound/results", {}, 404, "who-was-bound-on"),
    (_BOUND_ON, {"onn": "2004-07-01"}, 422, "unknown parameter of who-was-bound-on 'onn'. Did you mean on?"),
    (_BOUND_ON, {"on": "2004-7-1"}, 422, ""),
    (_BOUND_ON, {"treaty": "opcs"}, 422, "opcs"),
]


@pytest.mark.parametrize(("path", "query", "status", "words"), CASES)
def test_a_problem_says_why(problem: Get, path: str, query: dict[str, Any], status: int, words: str) -> None:
    code, detail = problem(path, **query)
    assert code == status, detail
    assert detail
    assert words in detail
