"""The name of the site, which the operator may change."""

from __future__ import annotations

from fastapi import Request

from csekg_api.settings import Settings
from csekg_api.web.words import in_english


def site_name(request: Request) -> str:
    """Return the name under which the service is published, the setting `CSEKG_SITE_NAME`."""
    settings: Settings = request.app.state.settings
    return settings.site_name


def site_name_in_page(request: Request) -> str:
    """Return that name for the text of a page: as English unless the operator chose another."""
    name = site_name(request)
    return in_english(name) if name == Settings.model_fields["site_name"].default else name
