"""The page on which claims are checked: a box, verdicts with links and sources, in each language."""

from __future__ import annotations

import pytest

from tests.csekg_api.site.conftest import Open


def test_each_line_has_its_verdict_with_links_and_sources(show: Open) -> None:
    claims = "Kenya has ratified the OPSC\n\nIreland is bound by the CRC\nKenya likes the <b>OPSC</b>"
    page = show("/check", claims=claims)
    assert (
        "contradicted : Kenya , OPSC . The list, which is complete, has no such act. Sources Signature, 8 Sep 2000."
        in page.text
    )
    assert "confirmed : Ireland , CRC ." in page.text
    assert "Not understood: 'likes'" in page.text
    assert "<b>OPSC" not in page.html
    links = {tag["href"] for tag in page.all("a")}
    assert {"/states/KEN#under-opsc", "/treaties/crc", "/sources#untc-status-20260203-4-11-c"} <= links


def test_the_empty_page_tells_how_and_speaks_french(show: Open) -> None:
    assert "How it is checked" in show("/check").text
    page = show("/fr/check", claims="Le Kenya a ratifié l'OPSC")
    assert "contredit" in page.text


@pytest.mark.parametrize("claims", ["\n".join(["Kenya"] * 21), f"Kenya {'x' * 295}", "", " \n "])
def test_what_cannot_be_checked_stays_in_the_form_with_what_to_enter(show: Open, claims: str) -> None:
    page = show("/check", claims=claims)
    assert page.status == 400
    said = "At most 20 claims, of 300 characters each." if claims.strip() else "Enter a claim: a State,"
    assert said in page.text
    assert ("Kenya" in page.html.partition("<textarea")[2].partition("</textarea")[0]) == bool(claims.strip())


def test_what_no_form_sends_is_refused(show: Open) -> None:
    assert show("/check", claims="x\n" * 1001).status == 400
