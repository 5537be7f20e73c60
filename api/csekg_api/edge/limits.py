"""The limits of connections and request heads: sizes, numbers and times."""

from __future__ import annotations

from dataclasses import dataclass

#: Bytes of a request target. RFC 9110, section 4.1, recommends 8,000 at least; queries sent with
#: GET are long.
TARGET_BYTES = 16_384
#: Bytes of a request head: the target and all field lines.
HEAD_BYTES = 32_768
#: Field lines of a request.
FIELDS = 100
#: Members of the list in one field (Accept, Accept-Encoding, If-None-Match, Range).
LIST_MEMBERS = 100
#: Requests that may wait on one connection for the answers to earlier ones.
PIPELINED = 16

#: Seconds from the first byte of a request (or the opening of the connection) to the end of its
#: head.
HEAD_SECONDS = 10.0
#: Seconds that any body may take, and the bytes for which it may take one second more.
BODY_SECONDS = 20.0
BODY_RATE = 10_000
#: A client that reads fewer bytes of an answer in so many seconds is disconnected. A reader on the
#: same machine makes room in steps of up to 130 kB: at 1 kB/s one in 130 s.
READ_BYTES = 60_000
READ_SECONDS = 180.0
#: Bytes that a kernel holds for a connection and has not sent.
UNSENT_BYTES = 131_072
#: Seconds and bytes for which a refused connection is still read: if the client's data met a closed
#: socket, the client would lose the answer with the reason (RFC 9112, section 9.6).
LINGER_SECONDS = 2.0
LINGER_BYTES = 4_000_000

#: Bytes of the framing of a chunked body: a fixed part, and so many for each byte of the body (one
#: byte in a chunk of its own takes five).
FRAMING_BYTES = 32_768
FRAMING_SHARE = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that an operator sets, for one server process; 0 means no limit."""

    #: Connections in all.
    connections: int
    #: Connections of one client address.
    of_one_client: int
