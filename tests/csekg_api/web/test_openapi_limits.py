"""The OpenAPI document states what is enforced: lengths, numbers, repetition, statuses, headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from starlette.testclient import TestClient


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
        wanted = {"400", "413", "415", "421", "422", "429", "431", "500", "502", "503", "504"}
        assert wanted <= set(shown), path
        for status in ("429", "503"):
            assert "Retry-After" in shown[status]["headers"]
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        keeps = method == "get" and path not in ("/healthz", "/readyz")
        assert ("304" in shown) is keeps
        assert ("If-None-Match" in names) is keeps


def test_formats_are_those_that_are_taken(client: TestClient, document: dict[str, Any]) -> None:
    for path, others in (("/sparql", "query=ASK{}&"), ("/.well-known/void", ""), ("/rdf-graph-store", "default&")):
        listed = document["paths"][path]["get"]["parameters"]
        (schema,) = [each["schema"] for each in listed if each["name"] == "format"]
        for name in schema["enum"]:
            answer = client.get(f"{path}?{others}format={quote(name)}")
            assert answer.status_code in (200, 400, 406), (path, name)
            assert "unknown format" not in answer.text
        assert client.get(f"{path}?{others}format=,").status_code == 400
        assert client.get(f"{path}?{others}format=").status_code == (200 if "" in schema["enum"] else 400)
