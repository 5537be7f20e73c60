"""The version, and the folders of the ontology, the facts and the saved queries: in a wheel or in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from csekg.errors import CsekgError

#: The version of the program, which the build of the package reads here.
__version__ = "0.1.0"

_PACKAGE = Path(__file__).resolve().parent


@cache
def _share() -> Path:
    # Looked up once: a sandboxed worker process can open no file.
    in_wheel = _PACKAGE / "_share"
    in_checkout = _PACKAGE.parents[1]
    for root in (in_wheel, in_checkout):
        if (root / "ontology" / "csekg.ttl").is_file():
            return root
    raise CsekgError(
        f"the ontology is missing: neither {in_wheel} nor {in_checkout} has ontology/csekg.ttl; install csekg again"
    )


def ontology_dir() -> Path:
    """Return the folder of the ontology, its alignments and its SKOS vocabularies."""
    return _share() / "ontology"


def data_dir() -> Path:
    """Return the folder of the fact files."""
    return _share() / "data"


def queries_dir() -> Path:
    """Return the folder of the saved queries."""
    return _share() / "queries"


def shipped_datasets_dir() -> Path:
    """Return the folder in which a wheel has its built dataset; in a checkout it does not exist."""
    return _PACKAGE / "_share"
