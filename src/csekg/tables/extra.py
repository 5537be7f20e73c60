"""What the tables need beyond csekg itself: pandas and pyarrow, from `csekg[tables]`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from csekg.errors import CsekgError

PACKAGES = ("pandas", "pyarrow")


def is_there() -> bool:
    """Return whether all packages of the extra are installed."""
    return all(find_spec(package) for package in PACKAGES)


def require(package: str, purpose: str) -> None:
    """Raise CsekgError, with the command that helps, where a package of the extra is missing."""
    try:
        import_module(package)
    except ImportError:
        raise CsekgError(
            f"{purpose} needs {package}, which is not installed: pip install 'csekg[tables]'"
        ) from None
