"""Makes the examples of the OpenAPI document from what the service answers, each cut short.

    python -m tests.csekg_api.web.make_examples            # all of them, which takes minutes
    python -m tests.csekg_api.web.make_examples getStatus  # those of some operations

`test_openapi_examples.py` compares their members with what the service answers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

import csekg_api.web
from csekg.dataset.cache import open_store
from csekg_api.app import create_app
from csekg_api.indexes import dataset_report
from csekg_api.settings import Settings
from csekg_api.web.openapi import operations_of

FILE = Path(csekg_api.web.__file__).with_name("examples.json")
#: The first answers of each kind take longer than later ones.
PATIENT = Settings(page_timeout=60, query_timeout=60)
#: What is left of lists and texts.
_ITEMS, _LETTERS, _LINES = 1, 300, 6
#: The first of these that an operation has is shown.
_MEDIA_TYPES = (
    "application/json",
    "application/sparql-results+json",
    "text/turtle",
    "application/ld+json",
    "text/plain",
    "text/html",
)
#: Values of parameters that have no example of their own, or another one here.
_VALUES = {
    "document": "state/FRA.ttl",
    "ending": "ttl",
    "name": "who-was-bound-on",
    "before": "2026.11.0",
    "after": "2026.11.1",
    "version": "2026.11.0",
}
#: What an operation needs beside its required parameters.
_MORE: dict[str, dict[str, Any]] = {
    "compareStates": {"state": ["FRA", "KEN"]},
    "compareTreaties": {"treaty": ["opsc", "tip"]},
    "listDownloads": {"limit": 1},
}
#: Operations that need a body, or that answer with no content of their own.
WITHOUT = {"getDownload"}
#: Those whose answer is too long for an example.
LONG = {"getBrief", "getContext"}


def answers(client: TestClient, document: dict[str, Any], names: Sequence[str] = ()) -> Iterator[tuple[str, str, Any]]:
    """Yield operation id, media type and answer, cut short, of each operation."""
    for name, media_type, answer in responses(client, document, names):
        if name not in LONG:
            yield name, media_type, shortened(answer, media_type)


def responses(
    client: TestClient, document: dict[str, Any], names: Sequence[str] = ()
) -> Iterator[tuple[str, str, httpx2.Response]]:
    """Yield operation id, media type and whole answer of the operations named, or of all."""
    for path, method, operation in operations_of(document):
        name = operation["operationId"]
        offered = operation["responses"].get("200", {}).get("content", {})
        media_type = next((each for each in _MEDIA_TYPES if each in offered), None)
        if name in WITHOUT or media_type is None or (names and name not in names):
            continue
        address, query = path, {}
        for parameter in operation.get("parameters", ()):
            value = _example(parameter)
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", str(value))
            elif parameter["in"] == "query" and parameter.get("required"):
                query[parameter["name"]] = value
        query |= _MORE.get(name, {})
        sent = _body(operation) if method == "post" else {}
        headers = {"Accept": media_type}
        if "type" in sent:
            headers["Content-Type"] = sent.pop("type")
        answer = client.request(method.upper(), address, params=query, headers=headers, **sent)
        assert answer.status_code == 200, (name, address, query, answer.text[:500])
        yield name, media_type, answer


def _example(parameter: dict[str, Any]) -> Any:
    if value := _VALUES.get(parameter["name"]):
        return value
    schema = parameter["schema"]
    if found := schema.get("examples"):
        return found[0]
    for named in parameter.get("examples", {}).values():
        return named["value"]
    return parameter.get("example", schema.get("default"))


def _body(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation["requestBody"]["content"]
    media_type, about = next(iter(content.items()))
    if media_type == "application/json":
        return {"json": {"claims": [{"text": "Kenya has ratified the OPSC"}]}}
    if "form" in media_type:
        return {"data": about["example"]}
    example = about.get("example") or about["schema"]["examples"][0]
    return {"content": example, "type": media_type}


def shortened(answer: Any, media_type: str) -> Any:
    """Return an answer with lists and texts cut short."""
    if not media_type.endswith("json"):
        return "\n".join(answer.text.splitlines()[:_LINES])
    return _cut(answer.json())


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cut(each) for name, each in [*value.items()][:60]}
    if isinstance(value, list):
        return [_cut(each) for each in value[:_ITEMS]]
    if isinstance(value, str) and value.startswith("http://testserver"):
        return value.replace("http://testserver", "https://service.example")
    return value


def made(names: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Return the examples that the service gives now, of the operations named or of all."""
    store = open_store()
    # It takes longer than a request may.
    dataset_report(store)
    with TestClient(create_app(store, "abc123", PATIENT)) as client:
        document = client.get("/openapi.json").json()
        examples = {name: {media_type: answer} for name, media_type, answer in answers(client, document, names)}
    if missing := sorted(set(names) - examples.keys()):
        raise SystemExit(f"no operation with an example: {', '.join(missing)}")
    return examples


if __name__ == "__main__":
    examples = {**json.loads(FILE.read_text(encoding="utf-8")), **made(sys.argv[1:])} if sys.argv[1:] else made()
    FILE.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
