"""What operators see of the service: log, metrics, request identifiers."""
