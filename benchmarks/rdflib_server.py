"""Runs rdflib-endpoint over rdflib's own store; SIGUSR1 aborts the running query.

Run it as `python rdflib_server.py FILE PORT` with an interpreter that has rdflib-endpoint. That
cannot abort a query, so a child process answers, and at the signal another replaces it; the data
stay in memory.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path


def main() -> None:
    import uvicorn
    from rdflib import Dataset
    from rdflib_endpoint import SparqlEndpoint

    dataset = Dataset(default_union=True)
    dataset.parse(data=Path(sys.argv[1]).read_text(encoding="utf-8"), format="nquads")
    app = SparqlEndpoint(graph=dataset)
    listener = socket.create_server(("127.0.0.1", int(sys.argv[2])))
    child = 0

    def end(number: int, _frame: object) -> None:
        os.kill(child, signal.SIGKILL)
        if number == signal.SIGTERM:
            sys.exit()

    while True:
        child = os.fork()
        if not child:
            uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listener])
            os._exit(0)
        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGUSR1, end)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
