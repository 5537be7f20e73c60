"""Limits on connections and request heads, enforced before the application sees a request."""
