"""What operators see of the service: log, metrics and request identifiers."""
