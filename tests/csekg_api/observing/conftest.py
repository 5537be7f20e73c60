"""The small application of the middleware tests, whose log and metrics are observed here."""

from tests.csekg_api.middleware.conftest import make, service

__all__ = ["make", "service"]
