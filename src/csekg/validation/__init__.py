"""Validation with SHACL: from the shapes in `ontology/shapes` to findings about a dataset.

`shapes` reads the shapes, `compiler` makes a SPARQL query of each constraint, `validator` runs
them, and `reports` writes the findings for people and programs. `with_pyshacl`
does the same with pySHACL, slowly, and must find the same. `submissions` validates people's own
files.
"""

from __future__ import annotations

from csekg.validation.findings import Finding, Report
from csekg.validation.shapes import read_shapes, shapes_dir
from csekg.validation.validator import check_dataset, validate

__all__ = ["Finding", "Report", "check_dataset", "read_shapes", "shapes_dir", "validate"]
