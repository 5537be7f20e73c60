"""The language that a request prefers, and the addresses of a page in the others."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import Scope
from werkzeug.http import parse_accept_header

from csekg.languages.current import ENGLISH, LANGUAGES

#: The member of the scope that has the beginning of the path of a page in another language than
#: English, such as `/fr`.
LANGUAGE_PREFIX = "csekg.language_prefix"


def in_its_language(scope: Scope) -> Scope:
    """Return the scope of a request whose path begins with a language as that of a mounted service.

    The language becomes a part of the root path, as any prefix under which a service is published.
    The scope of any other request comes unchanged.
    """
    root = str(scope.get("root_path", "")).rstrip("/")
    first = str(scope["path"]).removeprefix(root).removeprefix("/").partition("/")[0]
    if first not in LANGUAGES:
        return scope
    return {**scope, "root_path": f"{root}/{first}", LANGUAGE_PREFIX: f"/{first}"}


def preferred(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the language that Accept-Language asks for (RFC 9110, section 12.5.4).

    English for a request without the header, and for one that takes none of our languages.
    """
    asked = b",".join(value for name, value in headers if name == b"accept-language")
    return _preferred(asked) if asked else ENGLISH


def _preferred(header: bytes) -> str:
    asked = parse_accept_header(header.decode("latin-1"))
    # The first part of a tag is its language (RFC 5646, section 2.1).
    wanted = (tag.partition("-")[0].lower() for tag, quality in asked if quality > 0)
    return next((language for language in wanted if language in LANGUAGES), ENGLISH)
