"""Examples of answers in the OpenAPI document: real ones, cut short, from the file beside this.

`python -m tests.csekg_api.web.make_examples` makes the file; a test compares it with what the
service answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Return, by operation id, an example of the answer by media type."""
    text = files("csekg_api.web").joinpath("examples.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found


def add_examples(operations: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Add to the description of each operation the example of its answer."""
    for _path, _method, operation in operations:
        content = operation["responses"].get("200", {}).get("content", {})
        for media_type, example in examples().get(operation.get("operationId", ""), {}).items():
            if media_type in content:
                content[media_type]["example"] = example
