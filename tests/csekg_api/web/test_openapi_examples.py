"""Each operation has an example of its answer that fits its schema and the service's answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.indexes import dataset_report
from csekg_api.web.openapi import examples, operations_of
from tests.command import cache_in
from tests.csekg_api.conftest import MakeApp
from tests.csekg_api.web.make_examples import LONG, PATIENT, WITHOUT, answers
from tests.lean import lean

pytestmark = pytest.mark.timeout(400)


def described(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation["responses"]["200"].get("content", {})
        for _, _, operation in operations_of(document)
        if "200" in operation["responses"]
    }


def test_every_operation_has_an_example(document: dict[str, Any]) -> None:
    for name, content in described(document).items():
        has = any("example" in about for about in content.values())
        assert has is (name not in WITHOUT | LONG), name


def test_an_example_fits_its_schema(document: dict[str, Any]) -> None:
    seen = 0
    for name, content in described(document).items():
        for about in content.values():
            if "example" in about and "schema" in about:
                schema = {**about["schema"], "components": document["components"]}
                validator = jsonschema_rs.Draft202012Validator(schema)
                faults = [str(fault) for fault in validator.iter_errors(about["example"])]
                assert not faults, (name, faults[:1])
                seen += 1
    assert seen > 50


def test_an_example_has_the_members_of_the_answer(
    store: Store, dataset: bytes, make_app: MakeApp, document: dict[str, Any], tmp_path: Path
) -> None:
    dataset_report(store)
    # Validation opens the dataset; else it would be built once more.
    with cache_in(tmp_path, lean(dataset)), TestClient(make_app(store, "abc123", PATIENT)) as client:
        now = {name: (media_type, answer) for name, media_type, answer in answers(client, document)}
    assert set(now) == set(examples())
    for name, (media_type, answer) in now.items():
        shown = examples()[name][media_type]
        renew = f"{name}: renew the file, see make_examples.py"
        assert members(shown) == members(answer), renew


def members(value: Any) -> Any:
    """The names of the members of objects, whatever their values are; of texts nothing."""
    if isinstance(value, dict):
        # Objects that are keyed by data, as counts by status, differ in their keys.
        return {name: members(each) if isinstance(each, dict) else None for name, each in value.items()}
    return None
