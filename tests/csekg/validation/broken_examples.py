"""The files that `breaking` writes, and what must be found in each."""

from __future__ import annotations

import re
from pathlib import Path

from csekg.validation import Report
from tests.csekg.validation.breaking import BROKEN

FILES = sorted(BROKEN.glob("*.ttl"))
#: Focus node, severity and shape.
Named = tuple[str, str, str]


def expected(file: Path) -> set[Named]:
    """What the first lines of a broken example say."""
    lines = re.findall(r"^# expect: <(.+)> (\w+) csh:(\S+)$", file.read_text("utf-8"), re.M)
    return {(focus, severity, shape) for focus, severity, shape in lines}


def named(report: Report) -> set[Named]:
    """The findings of a report, without their values."""
    return {(f.focus.value, f.severity.capitalize(), f.shape.value.rpartition("#")[2]) for f in report.findings}
