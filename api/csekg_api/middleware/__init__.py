"""ASGI middleware around the routes, one class for each task."""
