"""A listener on loopback that counts connections, as the target of SERVICE."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

# An answer without rows, with which the evaluation of a query goes on.
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 46\r\n"
    b'Connection: close\r\n\r\n{"head":{"vars":[]},"results":{"bindings":[]}}'
)


class Listener:
    """Accepts, answers and counts connections; `address` is an IRI with its address."""

    def __init__(self, listening: socket.socket) -> None:
        self._socket = listening
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        self.count = 0

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.count += 1
            with connection, suppress(OSError):
                connection.recv(65536)
                connection.sendall(_ANSWER)

    def settled(self) -> int:
        """Return the number of connections, after all pending ones are counted."""
        with socket.create_connection(self._socket.getsockname()) as last:
            last.sendall(b"!")
            last.recv(1)
        self.count -= 1
        return self.count


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen until the end of the block."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as server:
        listener = Listener(server)
        thread = Thread(target=listener.serve, daemon=True)
        thread.start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)
