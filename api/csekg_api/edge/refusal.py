"""Responses to requests that never reach the application: problem documents as bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus

from csekg_api.web.headers import COMMON_HEADERS
from csekg_api.web.problem_types import problem_type


@dataclass(frozen=True, slots=True)
class Refusal:
    """The refusal of a request or connection: status code, and what would be right."""

    status: int
    detail: str
    #: Seconds after which the client may try again; 0 for no Retry-After.
    retry_after: int = 0

    def answer(self) -> bytes:
        """Return the HTTP/1.1 response, a problem document (RFC 9457) that ends the connection."""
        title = HTTPStatus(self.status).phrase
        problem = {
            "type": problem_type(self.status).iri, "title": title, "status": self.status,
            "detail": self.detail,
        }  # fmt: skip
        body = json.dumps(problem, separators=(",", ":")).encode()
        headers = {
            "content-type": "application/problem+json",
            "content-length": str(len(body)),
            "cache-control": "no-store",
            "connection": "close",
            **({"retry-after": str(self.retry_after)} if self.retry_after else {}),
            **{name.lower(): value for name, value in COMMON_HEADERS.items()},
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} {title}\r\n{lines}\r\n".encode("ascii") + body


NOT_HTTP = Refusal(400, "this is not a request of HTTP/1.1 (RFC 9112)")
