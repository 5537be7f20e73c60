"""Answers of more than a megabyte: a limited number at once, in turn by client."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import IO

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.web.problems import ProblemError, problem_response
from csekg_api.web.request_limits import client_of
from csekg_api.web.work_limit import busy_problem
from csekg_api.workers.jobs import IN_MEMORY, BusyError
from csekg_api.workers.places import Places

#: Large answers under way at once in a server process, and those of one client.
AT_ONCE, OF_ONE = 16, 4
# Bytes that are sent at a time. The server buffers as many for a client that reads slowly.
_PART = 1 << 17


@asynccontextmanager
async def _place(scope: Scope) -> AsyncIterator[None]:
    """Hold a place for a large answer; raises a 503 problem where none becomes free in time."""
    places: Places = scope["app"].state.large_answers
    try:
        place = await places.take(client_of(scope))
    except BusyError as error:
        raise busy_problem(error) from None
    try:
        yield
    finally:
        place.leave()


class LargeAnswers:
    """Sends an answer that a handler has in memory in parts, once there is a place for it.

    Answers that handlers give in parts are sent as they are.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application, whose state has the places as `large_answers`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        start: Message | None = None

        async def send_in_turn(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and content_length(message) > IN_MEMORY:
                start = message
                return
            begun, start = start, None
            if begun is None:
                await send(message)
            elif len(message["body"]) <= IN_MEMORY:
                await send(begun)
                await send(message)
            else:
                await _send_in_parts(scope, begun, message["body"], receive, send)

        await self._app(scope, receive, send_in_turn)


def content_length(start: Message) -> int:
    """Return the bytes that the start of an answer announces, 0 where it says nothing."""
    return int(dict(start["headers"]).get(b"content-length", 0))


async def _send_in_parts(scope: Scope, start: Message, body: bytes, receive: Receive, send: Send) -> None:
    try:
        async with _place(scope):
            await send(start)
            for begin in range(0, len(body), _PART):
                part, more = body[begin : begin + _PART], begin + _PART < len(body)
                await send({"type": "http.response.body", "body": part, "more_body": more})
    except ProblemError as problem:
        answer = problem_response(Request(scope), problem.status, problem.detail, problem.headers)
        await answer(scope, receive, send)


class FileAnswer(StreamingResponse):
    """Sends an open file, and closes it when all is sent or the client leaves; a large one needs a place."""

    def __init__(self, file: IO[bytes], media_type: str, headers: Mapping[str, str]) -> None:
        """Take a file, which the answer closes, the media type and further headers."""
        self._file = file
        file.seek(0, os.SEEK_END)
        self._size = file.tell()
        file.seek(0)
        headers = {**headers, "Content-Length": str(self._size)}
        super().__init__(iter(partial(file.read, _PART), b""), 200, headers, media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file; raises a 503 problem where no place becomes free in time."""
        self._scope = scope
        # Starlette would leave this to the garbage collector.
        with self._file:
            await super().__call__(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        """Send the file once there is a place; Starlette cancels this when the client leaves."""
        async with nullcontext() if self._size <= IN_MEMORY else _place(self._scope):
            await super().stream_response(send)
