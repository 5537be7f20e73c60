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
from csekg_api.web.problems import ProblemError
from csekg_api.web.words import _

#: The most claims of a page, and the most characters of all of them.
MOST_LINES, MOST_LETTERS = 20, 2_000
_VERDICTS: dict[Verdict, str] = {
    "confirmed": later("confirmed"),
    "contradicted": later("contradicted"),
    "undecided": later("undecided"),
}

router = page_router(longer={"claims": MOST_LETTERS})


@router.get("/check")
def check_page(store: ServedStore, request: Request, claims: str = "") -> Response:
    """Answer `/check`."""
    lines = [line.strip() for line in claims.splitlines() if line.strip()]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_CLAIM for line in lines):
        raise ProblemError(400, f"a page may have {MOST_LINES} claims of {LONGEST_CLAIM} characters at most")
    return page(
        request,
        "check.html",
        claims=claims,
        items=check(store, search_index(store).names, lines).items if lines else (),
        verdicts={code: _(word) for code, word in _VERDICTS.items()},
        examples=[(text, urlencode({"claims": str(text)})) for text in map(stated, EXAMPLES)],
    )
