"""The OpenAPI document is complete and states what is enforced; its page is of this host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from csekg_api.web.assets import static_url
from csekg_api.web.workbook_answer import MEDIA_TYPE as XLSX


class Addresses(HTMLParser):
    """Collects the files that a page loads or may load, and detects inline scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self.on_demand: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in ("script", "link", "img"):
            address = found.get("src") or found.get("href")
            (self.loaded if address else self.inline).append(address or tag)
        for name in ("data-styles", "data-scripts"):
            self.on_demand += (found.get(name) or "").split()
        self.inline += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "style":
            self.inline.append(tag)


def test_everything_comes_from_this_host_and_is_kept_for_good(client: TestClient) -> None:
    answer = client.get("/docs")
    assert answer.status_code == 200
    page = Addresses(answer.text)
    assert page.inline == []
    assert not [address for address in page.loaded if "swagger" in address]
    assert [address.partition("?")[0].rpartition("/")[2] for address in page.on_demand] == [
        "swagger-ui.css",
        "swagger-ui-bundle.js",
        "docs.js",
    ]
    for address in page.loaded + page.on_demand:
        assert re.match(r"/static/", address)
        file = client.get(address)
        assert file.status_code == 200
        assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert client.get(address.partition("?")[0]).headers["cache-control"].startswith("public, max-age=3600")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["main.py", "__init__.py", "../main.py", ""])
def test_nothing_else_of_the_package_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/static/swagger-ui/{path}").status_code == 404


def test_the_address_of_a_file_changes_with_its_bytes() -> None:
    assert re.fullmatch(r"/static/csekg\.css\?v=[0-9a-f]{12}", static_url("csekg.css"))
    assert static_url("csekg.css") != static_url("docs.css").replace("docs", "csekg")


def test_an_old_address_is_not_kept_for_good(client: TestClient) -> None:
    answer = client.get("/static/csekg.css?v=000000000000")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["cache-control"]


def test_the_document_is_complete(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "/", "description": "This service"}]
    assert document["info"]["license"]["name"]
    known = {tag["name"] for tag in document["tags"]}
    names = set()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], path
            if XLSX in operation["responses"].get("200", {}).get("content", ()):
                # A list: whoever narrows it is told how, and shown an example.
                assert operation["description"], path
                for parameter in operation["parameters"]:
                    assert parameter["description"], (path, parameter["name"])
                    if path == "/api/v1/queries/{name}/results":
                        # The saved queries have their own defaults.
                        continue
                    assert parameter.get("examples") or parameter["schema"].get("examples"), (path, parameter["name"])
            assert set(operation.get("tags", [])) <= known, (path, operation.get("tags"))
            assert operation.get("tags"), path
            names.add(operation["operationId"])
            for status, answer in operation["responses"].items():
                if status >= "400":
                    content = answer["content"]
                    assert list(content) == ["application/problem+json"], (path, method, status)
                    schema = content["application/problem+json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/Problem"}
    assert len(names) == sum(len(methods) for methods in document["paths"].values())
    # Each reference leads somewhere: generators of clients refuse another.
    assert set(re.findall(r"#/components/schemas/([^']+)'", str(document))) == set(document["components"]["schemas"])


def test_every_operation_is_listed(client: TestClient) -> None:
    page = unescape(client.get("/docs").text)
    listed = re.findall(r"<dt><code>(\S+) (\S+)</code></dt><dd>(.*?)</dd>", page)
    assert sorted(listed) == sorted(
        (method.upper(), path, operation["summary"])
        for path, methods in client.get("/openapi.json").json()["paths"].items()
        for method, operation in methods.items()
    )


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def parameters(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, _, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            yield path, parameter


def alternatives(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]


def is_bounded(schema: dict[str, Any]) -> bool:
    match schema.get("type"):
        case "boolean":
            return True
        case "integer":
            return "maximum" in schema and "minimum" in schema
        case "array":
            of_items = alternatives(schema["items"])
            return "maxItems" in schema and all(map(is_bounded, of_items))
    return bool(
        {"maxLength", "enum", "const"} & schema.keys()
        or schema.get("format") == "date"
        # A pattern that repeats nothing without end.
        or ("pattern" in schema and not {"*", "+"} & set(schema["pattern"]))
    )


def test_every_parameter_of_rest_has_its_limit_in_the_document(document: dict[str, Any]) -> None:
    seen = 0
    for path, parameter in parameters(document):
        if path.startswith("/api/v1") and parameter["in"] != "header":
            for schema in alternatives(parameter["schema"]):
                assert is_bounded(schema), (path, parameter["name"], schema)
                seen += 1
    assert seen > 100


def test_what_may_be_repeated_says_so(document: dict[str, Any]) -> None:
    repeated = {
        parameter["name"]
        for _, parameter in parameters(document)
        if any(schema.get("type") == "array" for schema in alternatives(parameter["schema"]))
    }
    assert {"treaty", "state", "group", "kind", "status", "default-graph-uri"} <= repeated
    for path, parameter in parameters(document):
        schemas = alternatives(parameter["schema"])
        is_array = any(schema.get("type") == "array" for schema in schemas)
        assert parameter.get("explode", False) is is_array, (path, parameter["name"])


def test_every_status_that_layers_answer_is_told(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        shown = operation["responses"]
        wanted = {"400", "413", "415", "421", "422", "500", "502", "503", "504"}
        assert wanted <= set(shown), path
        assert "Retry-After" in shown["503"]["headers"]
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        keeps = method == "get" and path not in ("/healthz", "/readyz")
        assert ("304" in shown) is keeps
        assert ("If-None-Match" in names) is keeps


def test_formats_are_those_that_are_taken(client: TestClient, document: dict[str, Any]) -> None:
    for path, others in (("/sparql", "query=ASK{}&"), ("/.well-known/void", "")):
        listed = document["paths"][path]["get"]["parameters"]
        (schema,) = [each["schema"] for each in listed if each["name"] == "format"]
        for name in schema["enum"]:
            answer = client.get(f"{path}?{others}format={quote(name)}")
            assert answer.status_code in (200, 400, 406), (path, name)
            assert "unknown format" not in answer.text
        assert client.get(f"{path}?{others}format=,").status_code == 400
        assert client.get(f"{path}?{others}format=").status_code == (200 if "" in schema["enum"] else 400)
