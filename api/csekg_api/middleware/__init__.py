"""What surrounds the handlers: plain ASGI layers, one class for each job."""
