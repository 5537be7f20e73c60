"""The extras of the installation, and what is said where one of them is missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal, TypeAlias

from csekg.errors import CsekgError

Extra: TypeAlias = Literal["briefs", "mcp", "tables"]
#: The packages that each extra brings, by the names under which they are imported.
PACKAGES: dict[Extra, tuple[str, ...]] = {
    # Briefs as PDF and Word documents, and pictures as PNG: they share their fonts.
    "briefs": ("typst", "docx", "resvg_py", "font_source_sans_pro", "fontpkg_amiri", "pylopdf_fonts_zh_cn"),
    # The Model Context Protocol for assistants.
    "mcp": ("mcp",),
    # The tidy tables as data frames and as Parquet.
    "tables": ("pandas", "pyarrow"),
}


class MissingExtraError(CsekgError):
    """Something needs a package of an extra that is not installed."""


def is_installed(extra: Extra) -> bool:
    """Return whether all packages of an extra are installed."""
    return all(map(find_spec, PACKAGES[extra]))


def require(extra: Extra, purpose: str) -> None:
    """Raise MissingExtraError, with the command that helps, where a package is missing."""
    if not is_installed(extra):
        raise MissingExtraError(f"{purpose} needs more than is installed: pip install 'csekg[{extra}]'")
