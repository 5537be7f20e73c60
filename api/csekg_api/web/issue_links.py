"""Links by which a reader reports an error in a fact, filled in with what the page shows."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlencode, urlsplit

from fastapi import Request

from csekg_api.settings import Settings
from csekg_api.web.urls import service_url

_ASKED = """What is right:

Official source (address, and the day on which you saw it):
"""


class Reporter:
    """Makes links to the setting `CSEKG_REPORT_ADDRESS`; in templates the function `report`."""

    def __init__(self, request: Request) -> None:
        """Take the request of the page."""
        settings: Settings = request.app.state.settings
        self._address, self._request = settings.report_address, request

    def __call__(
        self, about: str, path: str, shown: str = "", *, state: str = "", treaty: str = "", act: str = ""
    ) -> str:
        """Return the address at which to report an error, '' where the operator set none.

        `about` names the fact, `path` is that of its page, `shown` what the page says. An address
        with `template=` in its query is that of a form on GitHub, whose fields are filled in;
        another `https:` address gets `title` and `body`, a `mailto:` one subject and body (RFC
        6068).
        """
        if not self._address:
            return ""
        page = service_url(self._request, path)
        title = f"Error: {about}"
        body = f"Fact: {about}\nPage: {page}\n" + (f"Shown: {shown}\n" if shown else "")
        body += f"\n{_ASKED}"
        if self._address.startswith("mailto:"):
            fields = {"subject": title, "body": body.replace("\n", "\r\n")}
        elif "template" in parse_qs(urlsplit(self._address).query):
            fields = {
                "title": title,
                "state": state,
                "treaty": treaty,
                "act": act or about,
                "shown": f"{shown}, at {page}" if shown else page,
            }
        else:
            fields = {"title": title, "body": body}
        filled = {name: value for name, value in fields.items() if value}
        joint = "&" if "?" in self._address else "?"
        return f"{self._address}{joint}{urlencode(filled, quote_via=quote)}"
