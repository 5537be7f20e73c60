"""The page on which claims are checked: a box, verdicts with links and sources, in each language."""

from __future__ import annotations

from tests.csekg_api.site.conftest import Open


def test_each_line_has_its_verdict_with_links_and_sources(show: Open) -> None:
    claims = "Kenya has ratified the OPSC\n\nIreland is bound by the CRC\nKenya likes the <b>OPSC</b>"
    page = show("/check", claims=claims)
    assert "contradicted : Kenya , OPSC . Signature, 8 Sep 2000." in page.text
    assert "confirmed : Ireland , CRC ." in page.text
    assert "Not understood: 'likes'" in page.text
    assert "<b>OPSC" not in page.html
    links = {tag["href"] for tag in page.all("a")}
    assert {"/states/KEN#under-opsc", "/treaties/crc", "/sources#untc-status-20260203-4-11-c"} <= links


def test_the_empty_page_tells_how_and_speaks_french(show: Open) -> None:
    assert "How it is checked" in show("/check").text
    page = show("/fr/check", claims="Le Kenya a ratifié l'OPSC")
    assert "contredit" in page.text


def test_too_much_is_refused(show: Open) -> None:
    assert show("/check", claims="\n".join(["x"] * 21)).status == 400
    assert show("/check", claims="x" * 301).status == 400
    assert show("/check", claims="x\n" * 1001).status == 400
