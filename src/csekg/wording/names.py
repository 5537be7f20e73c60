"""The names that sentences and labels are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the current language: of actors, instruments and territories by key, of statuses by code.

    The name of an instrument is its short title.
    """

    actor: Callable[[str], str]
    instrument: Callable[[str], str]
    status: Callable[[str], str] = lambda code: code.replace("-", " ")
    territory: Callable[[str], str] = str
