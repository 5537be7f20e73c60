"""Validation: the shapes of `ontology/shapes`, asked of a whole dataset at once."""

from __future__ import annotations

from csekg.validation.fast import check_dataset, validate
from csekg.validation.findings import Finding, Report
from csekg.validation.reading import read_shapes, shapes_dir

__all__ = ["Finding", "Report", "check_dataset", "read_shapes", "shapes_dir", "validate"]
