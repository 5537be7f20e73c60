"""The REST API below `/api/v1`: JSON that is also JSON-LD, and CSV for lists.

Docstrings of handlers are the descriptions in the OpenAPI document.
"""
