from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg import status
from csekg.calendar import spelled
from csekg.store import Store
from csekg_api.app import create_app
from csekg_api.examples import examples
from csekg_api.overview import overview


class Page(HTMLParser):
    """Collects addresses, tags and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def real(store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(store, "f" * 64)) as client:
        yield client


@pytest.fixture(scope="module")
def html(real: TestClient) -> str:
    answer = real.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def cells(html: str) -> dict[str, list[str]]:
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    rows = {}
    for row in body.split("<tr>")[1:]:
        texts = [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        rows[texts[0]] = texts[1:]
    return rows


def test_table_shows_every_treaty_with_basis_counts_and_date(html: str, store: Store) -> None:
    rows = cells(html)
    known = status.treaties(store)
    assert len(rows) == len(known)
    for info in known.values():
        [row] = [row for name, row in rows.items() if name.startswith(info.title)
                 and row[3] == spelled(info.as_of)]  # fmt: skip
        assert row[0] == info.legal_basis_label
        assert ("known" in row[1] or "least" in row[1]) == (not info.complete)


def test_counts_are_those_of_the_participations(store: Store) -> None:
    lines = {line.title: line for line in overview(store).treaties}
    for info in status.treaties(store).values():
        rows = store.values(
            "SELECT ?p ?s { ?p a cse:Participation ; cse:status ?s ;"
            f" cse:treaty instrument:{info.key} }}"
        )
        standings = [standing.rpartition("/")[2] for _, standing in rows]
        assert lines[info.title].parties == standings.count("party")
        assert lines[info.title].signatories == standings.count("signatory")


def test_parties_as_the_depositary_counts(html: str) -> None:
    rows = cells(html)
    # 192 of the 193 members of the United Nations (the United States only signed), and the Cook
    # Islands, the Holy See, Niue and the State of Palestine.
    [crc] = [row for name, row in rows.items() if name.startswith("Convention on the Rights of")]
    assert crc[:3] == ["urged", "196", "1"]


def test_treaties_that_the_resolution_urges_come_first(store: Store) -> None:
    bases = [line.legal_basis for line in overview(store).treaties]
    assert bases == sorted(bases, key=["urged", "recalled", "noted", "not named, related"].index)
    assert bases.count("urged") == 2


def test_headline_counts(html: str, store: Store) -> None:
    counts = dict(overview(store).counts)
    assert list(counts) == [
        "States", "paragraphs of the resolution", "treaty articles",
        "paragraph-to-article correspondences", "sources",
    ]  # fmt: skip
    for what, number in counts.items():
        assert number > 0
        assert f"<dt>{what}</dt><dd>{number:,}</dd>" in html


def test_page_says_what_binds_and_how_to_cite(html: str) -> None:
    assert "record is authoritative" in html
    assert "CC BY 4.0" in html
    assert "MIT licence" in html


def test_page_loads_nothing_foreign_and_runs_no_script(html: str) -> None:
    page = Page(html)
    loaded: list[Any] = [tag.get("src") for _, tag in page.tags if "src" in tag]
    loaded += [tag["href"] for tag in page.all("link")]
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert not page.all("script")
    assert not [tag for _, tag in page.tags if "style" in tag or any(n[:2] == "on" for n in tag)]


def test_links_within_the_service_work(real: TestClient, html: str) -> None:
    page = Page(html)
    identifiers = {tag["id"] for _, tag in page.tags if "id" in tag}
    links = [tag["href"] for tag in page.all("a") + page.all("link")]
    inner = [link for link in links if not link.startswith("https://")]
    assert sum("query=" in link for link in inner) == 2 * len(examples())
    for link in inner:
        path, _, fragment = link.partition("#")
        answer = real.get(path or "/", headers={"Accept": "text/html, */*;q=0.5"})
        assert answer.status_code == 200, link
        assert not fragment or fragment in identifiers


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.title)
def test_example_has_an_answer(real: TestClient, example: Any) -> None:
    # The header of the file is not part of the link; the values of the parameters are.
    assert example.query.startswith("PREFIX")
    assert all(value.rpartition("/")[2] in example.query for _, value in example.values)
    answer = real.get("/sparql", params={"query": example.query}).json()
    assert answer["results"]["bindings"]


def test_form_sends_the_query_as_it_is_shown(html: str) -> None:
    shown = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    assert shown
    assert unescape(shown[1]) == examples()[0].query


def test_links_follow_the_path_of_a_proxy(store: Store) -> None:
    client = TestClient(create_app(store), root_path="/csekg")
    page = Page(client.get("/csekg/").text)
    links = [tag["href"] for tag in page.all("a") + page.all("link")]
    assert all(link.startswith(("/csekg/", "https://", "#")) for link in links)
    assert [form["action"] for form in page.all("form")] == ["/csekg/sparql"]


def test_page_of_a_dataset_about_something_else(client: TestClient, small_file: Path) -> None:
    html = client.get("/").text
    assert "describes no treaties" in html
    assert "<dd>3</dd>" in html
    assert overview(Store.open(small_file)).as_of is None


def test_table_takes_a_treaty_of_which_little_is_known(tmp_path: Path) -> None:
    file = tmp_path / "little.ttl"
    file.write_text("""
        @prefix cse: <https://w3id.org/csekg/ontology#> .
        <http://example.org/t> a cse:Treaty ; cse:statusAsOf "2005-02-28Z" ;
            <http://purl.org/dc/terms/title> "A <b>treaty</b>" .
    """)
    html = TestClient(create_app(Store.open(file))).get("/").text
    assert cells(html) == {"A <b>treaty</b>": ["", "not known", "not known", "not stated"]}
