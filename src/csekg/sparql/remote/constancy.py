"""Whether a server still holds the release that it held at first, while it is being asked."""

from __future__ import annotations

import time
from collections.abc import Callable

from csekg.sparql.remote.errors import OtherReleaseError
from csekg.sparql.remote.quoting import quoted
from csekg.sparql.remote.release import INCOMPLETE

#: Seconds for which what the server has said of its release is believed.
BELIEVED = 1.0


class Constancy:
    """What a server says of its release, looked up again from time to time.

    An answer from another release would go out under the name, hence the ETag, of the first. And a
    push graph by graph marks the server before: what it gives meanwhile is neither release, so
    that an answer without the half that is missing would look like a finding.
    """

    def __init__(self, version: str | None) -> None:
        """Take the version that the server has just told, None where it names no release."""
        self._first = self._version = version
        self._asked = time.monotonic()

    def check(self, server: str, ask: Callable[[], str | None]) -> None:
        """Raise OtherReleaseError, naming the server, if its release is another one or incomplete.

        `ask` looks it up. A server that named no release at first is not asked.
        """
        if self._first is not None and time.monotonic() - self._asked > BELIEVED:
            self._version, self._asked = ask(), time.monotonic()
        if self._version == INCOMPLETE:
            raise OtherReleaseError(
                f"{server} holds an incomplete release: "
                "a push was interrupted or is under way; run csekg push again"
            )
        if self._version != self._first:
            raise OtherReleaseError(
                f"{server} holds {_named(self._version)} by now, csekg was started on "
                f"{_named(self._first)}: start it anew"
            )


def _named(version: str | None) -> str:
    return f"the release {quoted(version[:16])}" if version else "no release with a name"
