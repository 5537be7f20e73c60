"""The HTML pages: one module per page, over the same answers as the REST API."""
