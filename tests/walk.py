"""The walk of one fact: which files Ireland's signature of the OPSC passes.

`python -m tests.walk` brings the lists of docs/walk.md up to date. Reasons that stand there stay; a
file that is new gets the first line of its docstring, until a better reason is written.

The signature is given a day that stands nowhere else in the data. A file is on the walk if one of
its functions takes or returns a value that holds this day: while the dataset is built and loaded,
while the page of Ireland is made, and while the REST API answers. What surrounds every answer, like
compression and caching, is left out: there the fact is one of many bytes.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response
from starlette.testclient import TestClient

from csekg.dataset.assemble import build
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from tests.code_map import summary

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "walk.md"
TREATY = "opsc"
#: The Protocol, and the Convention that it supplements.
FOLLOWED = (TREATY, "crc")
FILE = f"treaties/{TREATY}/participation.csv"
#: The day of the signature, and one on which nothing in the dataset happened.
SIGNED, MARK = date(2000, 9, 7), date(2000, 11, 22)
TEXTS = (MARK.isoformat(), "22 Nov 2000")
_SPELLED: dict[type, tuple[Any, ...]] = {str: TEXTS, bytes: tuple(text.encode() for text in TEXTS)}
ACTS = ("participation.csv", "declarations.csv", "events.csv")
PATHS = {"page": "/states/IRL", "api": "/api/v1/states/IRL/participation/opsc"}
#: How deep in a value the day is looked for: a statement in the tuple of an act in a list.
_DEPTH = 4
#: A larger collection is that of everything; it passes everywhere.
_LARGE = 50


_FOLDERS = (str(ROOT / "src" / "csekg"), str(ROOT / "api" / "csekg_api"))


class Walk:
    """The files by stage, in the order in which the fact comes to them."""

    def __init__(self) -> None:
        #: The first function of each file, by stage and file.
        self.stages: dict[str, dict[str, str]] = {}
        self._found: dict[str, str] | None = None
        self._files: dict[CodeType, str] = {}

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Watch what the functions of this thread and of those that it starts take and return."""
        threading.settrace(self._called)
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(None)
            threading.settrace(None)

    @contextmanager
    def during(self, stage: str) -> Iterator[None]:
        """Note the files that the fact passes in a block."""
        self._found = self.stages[stage] = {}
        try:
            yield
        finally:
            self._found = None

    def _called(self, frame: FrameType, _event: str, _value: object) -> Callable[..., None] | None:
        code = frame.f_code
        file = self._files.get(code)
        if file is None:
            ours = code.co_filename.startswith(_FOLDERS) and code.co_name != "<module>"
            file = code.co_filename.removeprefix(f"{ROOT}/") if ours else ""
            self._files[code] = file
        if not file or self._found is None or file in self._found:
            return None
        frame.f_trace_lines = False
        return self._returns

    def _returns(self, frame: FrameType, event: str, value: object) -> None:
        code, found = frame.f_code, self._found
        if event != "return" or found is None or self._files[code] in found:
            return
        taken = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if holds(value) or any(holds(frame.f_locals.get(name)) for name in taken):
            found[self._files[code]] = code.co_qualname


#: Frozen values without the day, by identity and depth; kept, so that the identity stays theirs.
_without: dict[tuple[int, int], object] = {}


def holds(value: Any, depth: int = _DEPTH) -> bool:
    """Whether the day stands in a value: a text, a date, or a small structure of such."""
    kind = type(value)
    if kind is str or kind is bytes:
        return any(day in value for day in _SPELLED[kind])
    if kind is date:
        return bool(value == MARK)
    if value is None or depth == 0:
        return False
    if isinstance(value, Response):
        return holds(getattr(value, "body", b""))
    if (id(value), depth) in _without:
        return False
    found = any(holds(part, depth - 1) for part in _parts(value))
    parameters = getattr(kind, "__dataclass_params__", None)
    if parameters and parameters.frozen and not found:
        _without[id(value), depth] = value
    return found


def _parts(value: Any) -> Iterable[object]:
    if isinstance(value, list | tuple | set | frozenset):
        return value if len(value) < _LARGE else ()
    if isinstance(value, dict):
        return value.values() if len(value) < _LARGE else ()
    if isinstance(value, BaseModel):
        return value.__dict__.values()
    if is_dataclass(value):
        return (getattr(value, each.name, None) for each in fields(value))
    if type(value).__module__.startswith("pyoxigraph"):
        return (getattr(value, name, None) for name in ("value", "subject", "object"))
    return ()


def marked(folder: Path) -> Path:
    """A copy of the data in which Ireland signed on the day of the mark.

    What States did about other treaties is left out: it would only take time.
    """
    data = folder / "data"
    shutil.copytree(data_dir(), data, ignore=_acts_of_other_treaties)
    corrections = data / "corrections.csv"
    head, *rows = corrections.read_text(encoding="utf-8").splitlines(keepends=True)
    corrections.write_text(
        head + "".join(row for row in rows if any(f",{treaty}," in row for treaty in FOLLOWED)),
        "utf-8",
    )
    # What took the place of a replaced identifier may be one of the acts left out.
    (data / "replaced.csv").write_text("identifier,replaced_by\n", "utf-8")
    file = data / FILE
    text, count = re.subn(
        f"^(IRL,.*){SIGNED}", rf"\g<1>{MARK}", file.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert count, f"{FILE} has no signature of Ireland on {SIGNED}"
    file.write_text(text, encoding="utf-8")
    return data


def _acts_of_other_treaties(folder: str, names: list[str]) -> list[str]:
    path = Path(folder)
    other = path.parent.name == "treaties" and path.name not in FOLLOWED
    return [name for name in names if other and name in ACTS]


def walk(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Follow the fact: by stage the files, and in each the function that has it first.

    `folder` is an empty one.
    """
    data, found = marked(folder), Walk()
    with found.followed():
        with found.during("build"):
            store = Store(build(data, ontology_dir(), lambda _step: None))
        with TestClient(create_app(store, "walk")) as client:
            for stage, path in PATHS.items():
                # What is made once for all answers is made for another one.
                assert client.get(path.replace("IRL", "FRA")).status_code == 200
                with found.during(stage):
                    answer = client.get(path)
                assert holds(answer.text), answer.text
    return found.stages


_ROW = re.compile(r"^\| `(?P<file>[^`]+)` \| (?P<why>.*) \|$", re.MULTILINE)
_STAGE = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)


def listed(text: str) -> dict[str, dict[str, str]]:
    """The reasons that a page gives, by stage and file."""
    return {
        stage: {row["file"]: row["why"] for row in _ROW.finditer(table)}
        for stage, table in _STAGE.findall(text)
    }


def updated(text: str, stages: Mapping[str, Iterable[str]]) -> str:
    """The page with the files of a walk; known reasons stay."""
    known = listed(text)
    anywhere = {file: why for reasons in known.values() for file, why in reasons.items()}

    def table(match: re.Match[str]) -> str:
        stage = match[1]
        rows = [
            f"| `{file}` | {known[stage].get(file) or anywhere.get(file) or _summary(file)} |"
            for file in stages[stage]
        ]
        head = [f"<!-- {stage} -->", "| file | why |", "|---|---|"]
        return "\n".join([*head, *rows, "<!-- end -->"])

    return _STAGE.sub(table, text)


def _summary(file: str) -> str:
    return summary(ROOT / file) if file.endswith(".py") else "?"


def main() -> None:
    """Bring the page up to date; print the files with the function that has the fact first."""
    with tempfile.TemporaryDirectory() as folder:
        found = walk(Path(folder))
    text = updated(PAGE.read_text(encoding="utf-8"), found)
    PAGE.write_text(text, encoding="utf-8")
    for stage, reasons in listed(text).items():
        for file, why in reasons.items():
            print(f"{stage}  {file}  {found[stage][file]}\n       {why}")


if __name__ == "__main__":
    main()
