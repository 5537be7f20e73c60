"""The manifest: what the service can do, and where."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from csekg import __version__
from csekg import namespaces as ns
from csekg_api.reconcile.asking import MOST_QUERIES
from csekg_api.reconcile.things import TYPES
from csekg_api.web.urls import service_url

PATH = "/reconcile"
#: The size of a preview in pixels.
WIDTH, HEIGHT = 420, 220


def manifest(request: Request) -> dict[str, Any]:
    """Return the manifest of the service (Reconciliation Service API 0.2, section 4)."""
    root = service_url(request, PATH)
    return {
        "versions": ["0.2"],
        "name": request.app.title,
        "identifierSpace": ns.ID,
        "schemaSpace": ns.ONTOLOGY,
        "documentation": service_url(request, "/docs"),
        "serviceVersion": __version__,
        "defaultTypes": [{"id": each, "name": each} for each in TYPES],
        "view": {"url": f"{root}/view?id={{{{id}}}}"},
        "preview": {
            "url": f"{root}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT,
        },
        "suggest": {
            kind: {
                "service_url": root, "service_path": f"/suggest/{kind}",
                "flyout_service_url": root, "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": MOST_QUERIES,
    }  # fmt: skip
