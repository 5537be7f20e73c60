"""Writes answers of the Council of Europe's treaty service, as its clients describe them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any


def row(name: str, treaty: str = "201", **fields: Any) -> dict[str, Any]:
    """One row of a chart; days may be given as dates."""
    written = {key: _day(value) if isinstance(value, date) else value for key, value in fields.items()}
    empty = {"DateSignature": None, "DateConsentement": None, "DateEntreeVigueur": None}
    return {"CodePays": "XXX", "LibPaysOrga": name, "NumSTE": treaty, **empty, **written}


def declaration(state: str, **fields: Any) -> dict[str, Any]:
    """One entry of getDeclarations."""
    return {
        "code_Pays": {"Key": "XXX", "Value": state},
        "code_Organisation": {"Libelle": "Null"},
        "nature_Dec": "Declaration",
        "numero_Article": "37",
        "date_Effet": "2010-07-01T00:00:00",
        "date_Effet_Retrait": None,
        "texte_Decl": "<p>An authority is named.</p>",
        **fields,
    }


def save(folder: Path, answer: object) -> Path:
    """Write an answer to a file."""
    file = folder / "answer.json"
    file.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    return file


def chart(
    members: Iterable[dict[str, Any]] = (),
    others: Iterable[dict[str, Any]] = (),
    organizations: Iterable[dict[str, Any]] = (),
) -> list[list[dict[str, Any]]]:
    """A chart of signatures: its three lists."""
    return [list(members), list(others), list(organizations)]


def _day(value: date) -> str:
    return f"{value.isoformat()}T00:00:00"
