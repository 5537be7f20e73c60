"""Serves and asks within a network namespace that has nothing but its own loopback.

Run as `unshare --net PYTHON offline.py CSEKG`, `CSEKG` being the installed command; prints what the
service answers as JSON. It uses the standard library alone, so that any interpreter can run it.
"""

from __future__ import annotations

import fcntl
import json
import re
import socket
import struct
import subprocess
import sys
import urllib.request

# <linux/sockios.h> and <net/if.h>; netdevice(7).
_SET_FLAGS, _UP = 0x8914, 0x1
_PAGES = ("/", "/states/IRL", "/states/IRL/brief", "/healthz", "/static/built/site.js")


def raise_loopback() -> None:
    """Switch the loopback interface of this namespace on: in a new one it is off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh", b"lo", _UP))


def reaches_out() -> bool:
    """Tell whether a packet could leave; the address is one for documentation (RFC 5737)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return False
    return True


def main(command: str) -> None:
    """Serve, ask for each page, stop; print the answers."""
    raise_loopback()
    answers: dict[str, object] = {"reaches out": reaches_out()}
    with subprocess.Popen(
        [command, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as service:
        assert service.stdout
        said = ""
        try:
            for line in service.stdout:
                said += line
                if address := re.match("Listening on (http://[^ ]+)/", line):
                    break
            else:
                sys.exit(f"the service does not start:\n{said}")
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            for page in _PAGES:
                with opener.open(address[1] + page, timeout=30) as answer:
                    answers[page] = answer.read().decode()
        finally:
            service.terminate()
    print(json.dumps(answers))


if __name__ == "__main__":
    main(sys.argv[1])
