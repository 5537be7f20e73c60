"""Whether the release that a server holds is complete, while it is being asked."""

from __future__ import annotations

import time
from collections.abc import Callable

from csekg.remote.errors import EndpointError
from csekg.remote.release import INCOMPLETE

#: Seconds for which what the server has said of its release is believed.
BELIEVED = 1.0


class Completeness:
    """What a server says of its release, looked up again from time to time.

    A push graph by graph marks the server first; what it gives meanwhile is neither release, and
    an answer without the half that is missing would look like a finding.
    """

    def __init__(self, version: str | None) -> None:
        """Take the version that the server has just told, None where it names no release."""
        self._version, self._asked = version, time.monotonic()

    def check(self, server: str, ask: Callable[[], str | None]) -> None:
        """Raise EndpointError, naming the server, if its release is incomplete; `ask` looks it up.

        A server that names no release has none that could be incomplete, and is not asked.
        """
        if self._version is not None and time.monotonic() - self._asked > BELIEVED:
            self._version, self._asked = ask(), time.monotonic()
        if self._version == INCOMPLETE:
            raise EndpointError(
                f"{server} holds an incomplete release: "
                "a push was interrupted or is under way; run csekg push again"
            )
