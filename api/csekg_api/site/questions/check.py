"""Check a claim: sentences about States under treaties, one a line, each with its verdict."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.claims.checking import EXAMPLES, LONGEST_CLAIM, Verdict, check
from csekg.languages.messages import stated
from csekg.languages.words import later
from csekg_api.indexes import search_index
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _

#: The most claims of a page, and the most characters of all of them.
MOST_LINES, MOST_LETTERS = 20, 2_000
_EMPTY = later("Enter a claim: a State, a treaty, and what the State did or is.")
_VERDICTS: dict[Verdict, str] = {
    "confirmed": later("confirmed"),
    "contradicted": later("contradicted"),
    "undecided": later("undecided"),
}

router = page_router(longer={"claims": MOST_LETTERS})


@router.get("/check")
def check_page(store: ServedStore, request: Request, claims: str = "") -> Response:
    lines = [line.strip() for line in claims.splitlines() if line.strip()]
    fault = "" if lines or "claims" not in request.query_params else _(_EMPTY)
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_CLAIM for line in lines):
        fault = _("At most {lines} claims, of {letters} characters each.", lines=MOST_LINES, letters=LONGEST_CLAIM)
    return page(
        request,
        "check.html",
        status=400 if fault else 200,
        fault=fault,
        claims=claims,
        items=check(store, search_index(store).names, lines).items if lines and not fault else (),
        verdicts={code: _(word) for code, word in _VERDICTS.items()},
        examples=[(text, urlencode({"claims": str(text)})) for text in map(stated, EXAMPLES)],
    )
