"""Every route of the application is prepared once, when it is defined."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Mount

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.web.dependencies import add_routes
from csekg_api.web.work_limit import LimitedRoute


def test_routes_are_added_in_order_and_as_they_are() -> None:
    first, second = APIRouter(prefix="/a", tags=["A"]), APIRouter(include_in_schema=False)

    @first.get("/{name}")
    def one(name: str) -> str:
        return f"one {name}"

    @second.get("/a/b")
    def other() -> str:
        return "other"

    app = FastAPI()
    add_routes(app.router, first, second)
    assert app.routes[-2:] == [*first.routes, *second.routes]
    assert TestClient(app).get("/a/b").json() == "one b"
    described = app.openapi()["paths"]
    assert described["/a/{name}"]["get"]["tags"] == ["A"]
    assert "/a/b" not in described


def test_the_application_includes_no_router() -> None:
    routes = create_app(Store(b""), settings=Settings(log_format="none")).routes
    assert len(routes) > 70
    assert {type(route) for route in routes} == {APIRoute, LimitedRoute, Mount}
