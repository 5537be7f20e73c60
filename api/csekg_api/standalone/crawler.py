"""Asks the service for its pages within this process, and writes them as they come."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from fastapi import FastAPI

from csekg.errors import CsekgError
from csekg_api.standalone.scope import Address, Names, is_description, is_file, is_page, within

_HREF = re.compile(rb'\shref="([^"]+)"')
# Links to other sites, and within a page.
_ELSEWHERE = ("#", "https:", "mailto:")


@dataclass
class FolderFiles:
    """What the folder holds: the file of each address; other addresses of a page lead to its own.

    `pages` are the addresses of pages in the order in which they were found.
    """

    files: dict[Address, str] = field(default_factory=dict)
    pages: list[Address] = field(default_factory=list)
    same: dict[Address, Address] = field(default_factory=dict)

    def file(self, address: Address) -> str | None:
        """Return the file of an address, None if the folder has none."""
        return self.files.get(self.same.get(address, address))


class Crawler:
    """Follows the links of pages from some addresses, and writes all that belongs to the folder."""

    def __init__(self, app: FastAPI, place: str, out: Path, languages: Sequence[str]) -> None:
        """Take the service, its address without a slash at the end, the folder, the languages."""
        self._app, self._place, self._out, self._languages = app, place, out, languages
        self._names = Names()
        self._files = FolderFiles()

    async def all(self, begin: Iterable[Address], say: Callable[[int], None]) -> FolderFiles:
        """Write the pages that links lead to, as the service gives them, and return what is there.

        Of descriptions only those that other pages link to. `say` is told the number of pages now
        and then. Raises CsekgError where the service fails.
        """
        waiting = deque(begin)
        seen = set(waiting)
        transport = httpx2.ASGITransport(app=self._app)
        async with httpx2.AsyncClient(transport=transport, base_url=self._place) as client:
            while waiting:
                address = waiting.popleft()
                for link in await self._one(client, address):
                    if link not in seen:
                        seen.add(link)
                        waiting.append(link)
                if len(self._files.pages) % 100 == 0:
                    say(len(self._files.pages))
        return self._files

    async def _one(self, client: httpx2.AsyncClient, address: Address) -> list[Address]:
        """Write what is at one address; return the addresses to write that it links to."""
        accept = "*/*" if is_file(address) else "text/html"
        # The language is in the path, or this is English.
        path = "/en/" if address.path == "/" else address.path
        query = f"?{address.query}" if address.query else ""
        url = f"{self._place.partition('//')[0]}//{client.base_url.netloc.decode()}{path}{query}"
        answer = await client.get(url, headers={"Accept": accept})
        if answer.is_redirect:
            target, _ = within(self._place, address, answer.headers["location"])
            if target is None or not self._belongs(target, address):
                return []
            self._files.same[address] = target
            return [target]
        if answer.status_code >= 500:
            raise CsekgError(f"the service failed at {address}: status {answer.status_code}")
        if answer.status_code != 200:
            return []
        if is_file(address):
            self._write(self._names.file(address.path), address, answer.content)
            return []
        if not answer.headers["content-type"].startswith("text/html"):
            return []
        self._write(self._names.page(*address), address, answer.content)
        self._files.pages.append(address)
        return list(self._links(address, answer.content))

    def _links(self, page: Address, content: bytes) -> Iterable[Address]:
        for href in dict.fromkeys(_HREF.findall(content)):
            text = html.unescape(href.decode())
            if text.startswith(_ELSEWHERE) and not text.startswith(self._place):
                continue
            address, _ = within(self._place, page, text)
            if address and self._belongs(address, page):
                yield address

    def _belongs(self, address: Address, page: Address) -> bool:
        if is_file(address):
            return True
        deep = is_description(address) and is_description(page)
        return not deep and is_page(address, self._languages)

    def _write(self, file: str, address: Address, content: bytes) -> None:
        target = self._out / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self._files.files[address] = file
