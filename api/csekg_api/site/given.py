"""What a form sends, without the fields that were left empty: so addresses stay short."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, TypeAlias
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import RedirectResponse

from csekg_api.web.request_limits import SEVERAL
from csekg_api.web.urls import own_path, root_path

#: A field of a form that may be given several times.
Several: TypeAlias = Annotated[tuple[str, ...], Query(max_length=SEVERAL)]


def without_empty(request: Request, unchosen: Collection[str] = ()) -> RedirectResponse | None:
    """Return the way to the same page without empty parameters; None where there are none.

    Those called `unchosen` are left out, too: a form sends them, and they say what holds anyway.
    """
    given = request.query_params.multi_items()
    kept = [(name, value) for name, value in given if value.strip() and name not in unchosen]
    if len(kept) == len(given):
        return None
    path = root_path(request) + own_path(request)
    return RedirectResponse(with_query(path, kept), 303)


def with_query(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return an address with these parameters, without a question mark where there are none."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def pairs(name: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """Return a parameter with each of its values."""
    return [(name, value) for value in values]
