"""Tells schemathesis how the bodies are written that it does not know of itself; it loads this."""

from __future__ import annotations

from typing import Any

import schemathesis
from schemathesis.transport import SerializationContext


@schemathesis.serializer("application/sparql-query", "text/csv", "text/turtle")
def plain_text(_context: SerializationContext, value: Any) -> bytes:
    return str(value).encode()
