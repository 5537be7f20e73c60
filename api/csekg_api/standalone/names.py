"""The names of files in the folder: for each address of the service one, on every file system."""

from __future__ import annotations

import hashlib
import posixpath
import re
from urllib.parse import quote, unquote

INDEX = "index.html"
# What every file system takes, and needs no escape in a link.
_UNUSUAL = re.compile(r"[^A-Za-z0-9._~=&,+@-]|\.$")


class Names:
    """Gives each address a file of its own, also where a file system ignores upper case."""

    def __init__(self) -> None:
        """Begin with no files."""
        self._taken: dict[str, str] = {}

    def page(self, path: str, query: str = "") -> str:
        """Return the file of a page: its path and query as folders, and `index.html` in the last.

        Files are opened from disks that know no default page, so that every link names it.
        """
        folders = [unquote(part) for part in path.split("/") if part]
        return self._own([*folders, *([unquote(query)] if query else [])], INDEX, path, query)

    def file(self, path: str) -> str:
        """Return the file of an address that is no page, such as that of a style sheet."""
        *folders, name = (unquote(part) for part in path.split("/") if part)
        return self._own(folders, _usual(name), path)

    def _own(self, folders: list[str], name: str, *address: str) -> str:
        found = "/".join([*map(_usual, folders), name])
        whole = "?".join(each for each in address if each)
        if self._taken.setdefault(found.casefold(), whole) == whole:
            return found
        mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
        return "/".join([*map(_usual, folders), mark, name])


def link(file: str, target: str) -> str:
    """Return the link from a file to another file of the folder, relative and percent-encoded."""
    return quote(posixpath.relpath(target, posixpath.dirname(file) or "."), safe="/~=&,+@")


def _usual(name: str) -> str:
    return _UNUSUAL.sub(lambda found: "".join(f"_{byte:02x}" for byte in found[0].encode()), name)
