"""The fact files as a refresh edits them: tables and treaty.toml, in a folder replaced in one step.

The new folder is written beside the old one, and the kernel then exchanges the two names
(renameat2(2), RENAME_EXCHANGE): a reader sees the old files or the new ones, all of them, and a
process that is killed leaves one of the two whole.
"""

from __future__ import annotations

import csv
import ctypes
import errno
import fcntl
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import tomlkit
from tomlkit import TOMLDocument

from csekg.errors import CsekgError

#: A row of a table: its cells by column, in the order of the columns.
Cells: TypeAlias = dict[str, str]


class FactFiles:
    """Tables and treaty.toml files of a folder, changed in memory until `write` is called."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet; files are read when they are asked for."""
        self._folder = folder
        self._columns: dict[str, list[str]] = {}
        self._tables: dict[str, list[Cells]] = {}
        self._documents: dict[str, TOMLDocument] = {}

    def table(self, name: str) -> list[Cells]:
        """Return the rows of a CSV file, given below the folder, to be changed in place."""
        if name not in self._tables:
            with (self._folder / name).open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream)
                self._tables[name] = [dict(row) for row in reader]
                self._columns[name] = list(reader.fieldnames or ())
        return self._tables[name]

    def blank(self, name: str) -> Cells:
        """Return an empty row with the columns of a table."""
        self.table(name)
        return dict.fromkeys(self._columns[name], "")

    def treaty(self, key: str) -> TOMLDocument:
        """Return the treaty.toml of a treaty, to be changed in place; comments and order stay."""
        name = f"treaties/{key}/treaty.toml"
        if name not in self._documents:
            text = (self._folder / name).read_text(encoding="utf-8")
            self._documents[name] = tomlkit.parse(text)
        return self._documents[name]

    def contents(self) -> dict[str, str]:
        """Return the text of every file that was asked for, by its path below the folder."""
        texts = {name: tomlkit.dumps(document) for name, document in self._documents.items()}
        for name, rows in self._tables.items():
            stream = io.StringIO()
            writer = csv.DictWriter(stream, self._columns[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            texts[name] = stream.getvalue()
        return texts

    def write(self, folder: Path) -> tuple[str, ...]:
        """Write the files whose text differs from that in `folder`; return their paths."""
        changed = []
        for name, text in self.contents().items():
            file = folder / name
            if file.read_text(encoding="utf-8") != text:
                file.write_text(text, encoding="utf-8", newline="")
                changed.append(name)
        return tuple(changed)


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_PREFIX = ".csekg-refresh-"


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    """Yield a copy of a folder beside it, which is removed at the end; others must wait.

    What a refresh that was killed left there is removed first. Raises CsekgError where another
    refresh is running or the place cannot be written.
    """
    with _locked(folder):
        for left in folder.parent.glob(f"{_PREFIX}*"):
            shutil.rmtree(left)
        try:
            place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder.parent))
            shutil.copytree(folder, place / folder.name)
        except OSError as error:
            raise CsekgError(f"cannot write beside {folder}: {error.strerror}") from None
        try:
            yield place / folder.name
        finally:
            shutil.rmtree(place)


def exchange(folder: Path, other: Path) -> None:
    """Exchange two folders in one step, after their files are on the disk.

    Raises CsekgError where the system or the file system cannot; nothing has changed then.
    """
    for file in other.rglob("*"):
        _flush(file)
    libc = ctypes.CDLL(None, use_errno=True)
    rename = getattr(libc, "renameat2", None)
    if rename is None:
        raise CsekgError("this system cannot exchange two folders in one step: use Linux")
    names = (os.fsencode(other), os.fsencode(folder))
    if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE):
        code = ctypes.get_errno()
        reason = errno.errorcode.get(code, str(code))
        raise CsekgError(
            f"cannot exchange {folder} for its new version in one step ({reason}: "
            f"{os.strerror(code)}); nothing has changed. Use a checkout on a local file system."
        )
    _flush(folder.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a lock on the folder that holds `folder`; it goes with the process, however it ends."""
    handle = os.open(folder.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CsekgError(f"another refresh of {folder} is running") from None
    finally:
        os.close(handle)
