"""The pages for readers: one module a page, over the same answers that the REST API gives."""
