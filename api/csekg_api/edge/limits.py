"""How much, how many and how long: the limits of connections and request heads."""

from __future__ import annotations

from dataclasses import dataclass

#: Bytes of a request target. RFC 9110, section 4.1, asks for 8,000 at least; queries sent with GET
#: are longer than most addresses.
TARGET_BYTES = 16_384
#: Bytes of a request head: the target and all field lines.
HEAD_BYTES = 32_768
#: Field lines of a request.
FIELDS = 100
#: Members that the list in one field may have (Accept, Accept-Encoding, If-None-Match, Range).
LIST_MEMBERS = 100
#: Requests that may wait on one connection for the answers to earlier ones.
PIPELINED = 16

#: Seconds from the first byte of a request (or the opening of the connection) to the end of its
#: head.
HEAD_SECONDS = 10.0
#: Seconds that every body has, and the bytes for which it has one second more.
BODY_SECONDS = 20.0
BODY_RATE = 10_000
#: A client that takes an answer at less than so many bytes in a second, for so many seconds, is
#: cut off.
READ_RATE = 1000
READ_SECONDS = 20.0
#: Seconds and bytes for which a refused connection is still read: a client whose data meet a
#: closed socket would lose the answer that says why (RFC 9112, section 9.6).
LINGER_SECONDS = 2.0
LINGER_BYTES = 4_000_000

#: Bodies of the largest size allowed that may be under way at once; smaller ones may be more.
LARGEST_BODIES = 32
#: Bytes beside the body that the framing of a chunked body may take: a fixed part, and so many for
#: each byte of the body (one byte in a chunk of its own takes five).
FRAMING_BYTES = 32_768
FRAMING_SHARE = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that an operator sets, for one server process; 0 means no limit."""

    #: Connections in all.
    connections: int
    #: Connections of one client address.
    of_one_client: int
    #: Bytes of the bodies that are under way.
    bodies: int
