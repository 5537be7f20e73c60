from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from csekg.answers.common.references import treaties
from csekg.answers.status import status_answers
from csekg.languages.days import spelled
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.site.home import overview
from tests.csekg_api.site.conftest import Open, reader


def cells(html: str) -> dict[str, list[str]]:
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    rows = {}
    for row in body.split("<tr>")[1:]:
        texts = [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        rows[texts[0]] = texts[1:]
    return rows


def test_table_shows_every_treaty_with_basis_counts_and_date(show: Open, store: Store) -> None:
    rows = cells(show("/").html)
    known = treaties(store)
    assert len(rows) == len(known)
    for info in known.values():
        [row] = [row for name, row in rows.items() if name.startswith(info.title)]
        assert row[0] == info.legal_basis_label
        assert ("least" in row[1]) == (not info.knows_all_bound(None))
        assert row[1].startswith("0") or info.is_in_force(None)
        listed = f" list of {spelled(info.as_of)}" if info.as_of < info.status_on else ""
        assert row[3] == spelled(info.status_on) + listed


def test_treaties_that_the_resolution_urges_come_first(store: Store) -> None:
    bases = [line.legal_basis for line in overview(store).treaties]
    assert bases == sorted(bases, key=["urged", "recalled", "taken note of", "not named, related"].index)
    assert bases.count("urged") == 2


def test_opens_with_the_urged_treaty_that_most_could_still_join(show: Open, store: Store) -> None:
    page = show("/")
    assert "Who is bound by the OPSC" in page.text
    counts = status_answers.status(store, "opsc").counts()
    assert f"party {counts['party']}" in page.text
    assert f"signatory {counts['signatory']}" in page.text


def test_another_treaty_can_be_chosen_and_an_unknown_one_is_told(show: Open) -> None:
    assert "Who is bound by the CRC" in show("/", treaty="crc").text
    page = show("/", treaty="crx")
    assert page.status == 404
    assert "Did you mean crc" in page.text


@pytest.mark.parametrize("path", ["/", "/query"])
def test_page_loads_nothing_foreign_and_runs_no_script_of_its_text(show: Open, path: str) -> None:
    page = show(path)
    loaded = [tag["src"] for _, tag in page.tags if "src" in tag]
    loaded += [tag["href"] for tag in page.all("link") if tag["rel"] in ("stylesheet", "icon")]
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    executed = [tag for tag in page.all("script") if "json" not in tag.get("type", "")]
    assert all("src" in tag for tag in executed)
    assert not [tag for _, tag in page.tags if "style" in tag or any(n[:2] == "on" for n in tag)]


def test_links_follow_the_path_of_a_proxy(store: Store) -> None:
    with TestClient(create_app(store), root_path="/csekg") as client:
        for path in ("/", "/joined", "/joined?view=table", "/changes", "/query"):
            page = reader(client)(f"/csekg{path}")
            links = [tag["href"] for tag in page.all("a") + page.all("link")]
            assert all(
                link.startswith(("/csekg/", "https://", "#", "mailto:", "http://testserver/csekg/")) for link in links
            )
            assert all(form["action"].startswith("/csekg/") for form in page.all("form"))


def test_pages_of_a_dataset_about_something_else(small_store: Store) -> None:
    with TestClient(create_app(small_store)) as client:
        show = reader(client)
        home = show("/")
        assert home.status == 200
        assert "describes no treaties" in home.text
        for path in ("/joined", "/joined?view=table", "/changes"):
            page = show(path)
            assert (page.status, "describes no treaties" in page.text) == (404, True)
        assert show("/query").status == 200


def test_table_takes_a_treaty_of_which_little_is_known(tmp_path: Path) -> None:
    file = tmp_path / "little.ttl"
    file.write_text("""
        @prefix cse: <https://w3id.org/csekg/ontology#> .
        <http://example.org/t> a cse:Treaty ; cse:statusAsOf "2005-02-28Z" ;
            <http://purl.org/dc/terms/title> "A <b>treaty</b>" .
    """)
    with TestClient(create_app(Store.open(file))) as client:
        html = reader(client)("/").html
    assert cells(html) == {"A <b>treaty</b>": ["", "not known", "not known", "not stated"]}


def test_the_first_screen_is_a_box_the_map_and_five_doors(site: TestClient, show: Open) -> None:
    page = show("/")
    # One box: the header has none here.
    assert [tag["action"] for tag in page.all("form")][:2] == ["/search", "/"]
    assert [tag.get("role") for tag in page.all("form")].count("search") == 1
    doors = page.html.split('<ul class="doors">')[1].split("</ul>")[0]
    assert re.findall('href="([^"]+)"', doors) == ["/joined", "/states", "/treaties", "/resolution", "/check"]
    assert page.html.index('class="map"') < page.html.index('id="ask"')
    asked = site.get("/joined?group=m49-002&status=signatory&treaty=", follow_redirects=False)
    assert asked.headers["location"] == "/joined?group=m49-002&status=signatory"
    assert {"group", "status", "treaty"} <= {tag["name"] for tag in page.all("select")}
