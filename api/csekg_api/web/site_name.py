"""The name of the site, which the operator may change."""

from __future__ import annotations

from fastapi import Request

from csekg_api.settings import Settings


def site_name(request: Request) -> str:
    """Return the name under which the service is published, the setting `CSEKG_SITE_NAME`."""
    settings: Settings = request.app.state.settings
    return settings.site_name
