"""The edge: what a connection may do before the application sees a request of it."""
