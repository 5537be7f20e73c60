"""`csekg mcp`: answer an assistant on this machine. `csekg.cli` finds it by its entry point.

What it needs is imported when it runs, since every command of the service loads this module.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from csekg.errors import CsekgError
from csekg.extras import require


def mcp(
    dataset: Annotated[Path | None, typer.Option("--dataset", help="Answer from this N-Quads or TriG file.")] = None,
) -> None:
    """Answer an assistant over standard input and output: the Model Context Protocol."""
    require("mcp", "csekg mcp")
    if not hasattr(os, "fork"):
        raise CsekgError("csekg mcp needs Linux or macOS; elsewhere use the address /mcp of a service, or a container")
    from csekg_api.assistants.stdio import answer_assistant

    answer_assistant(dataset)
