"""Serializers for schemathesis, for bodies of media types that it does not know."""

from __future__ import annotations

from typing import Any

import schemathesis
from schemathesis.transport import SerializationContext


@schemathesis.serializer("application/sparql-query", "text/csv", "text/turtle")
def plain_text(_context: SerializationContext, value: Any) -> bytes:
    return str(value).encode()
