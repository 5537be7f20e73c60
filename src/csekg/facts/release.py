"""The version of the data and the day of its release (`data/release.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from csekg.errors import DataError, did_you_mean

_VERSION = re.compile(r"([1-9]\d{3})\.([1-9]|1[0-2])\.(0|[1-9]\d{0,3})", re.ASCII)
# DOI Handbook, section 2.2: a prefix that begins with 10, a slash, and a suffix.
_DOI = re.compile(r"10\.\d{4,9}/[!-~]+", re.ASCII)
_FORM = "Write year, month and number, without leading zeros, as 2026.11.0."


@dataclass(frozen=True, slots=True)
class DataRelease:
    """A release of the data.

    `previous` is the version of the release before, '' for the first; `doi` has no resolver, and is
    '' until one is assigned.
    """

    version: str
    released_on: date
    previous: str
    doi: str


def version_parts(version: str) -> tuple[int, int, int]:
    """Return year, month and number of a version such as `2026.11.0`, by which versions are sorted.

    Raises ValueError for any other text.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        raise ValueError(f"{version!r} is not a version such as 2026.11.0")
    return int(match[1]), int(match[2]), int(match[3])


def read_release(data: Path) -> DataRelease:
    """Return the release that the files in the folder `data` make.

    Raises DataError, with file, line and value, for a missing or unknown key, a wrong type, a
    version of another month than the day of release, and a previous one that is not older.
    """
    file = data / "release.toml"
    try:
        text = file.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except FileNotFoundError:
        raise DataError("missing file", file=file, line=1, value="version") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("not valid TOML", file=file, line=1, value=str(error)) from None

    def fail(message: str, key: str, value: object, hint: str) -> DataError:
        lines = enumerate(text.splitlines(), 1)
        line = next((number for number, text in lines if re.match(rf"{re.escape(key)}\b", text)), 1)
        return DataError(message, file=file, line=line, value=str(value), hint=hint)

    keys = ("version", "released_on", "previous", "doi")
    for key in values:
        if key not in keys:
            raise fail("unknown key", key, key, did_you_mean(key, keys))
    for key in keys:
        if key not in values:
            raise fail("missing key", key, key, "")
    version, released_on, previous, doi = (values[key] for key in keys)
    if isinstance(released_on, datetime) or not isinstance(released_on, date):
        hint = "Write a day as 2026-11-26, without quotes, hour or zone."
        raise fail("unusable released_on", "released_on", released_on, hint)
    for key in ("version", "previous"):
        value = values[key]
        if not isinstance(value, str) or not (_VERSION.fullmatch(value) or (key, value) == _FIRST):
            raise fail(f"unusable {key}", key, value, _FORM)
    if version_parts(version)[:2] != (released_on.year, released_on.month):
        hint = f"It begins with the month of released_on: {released_on.year}.{released_on.month}."
        raise fail("the version is of another month", "version", version, hint)
    if previous and version_parts(previous) >= version_parts(version):
        raise fail("the previous release is not older", "previous", previous, f"Than {version}.")
    if not isinstance(doi, str) or (doi and not _DOI.fullmatch(doi)):
        hint = "Write it without its resolver, as 10.5281/zenodo.123, or leave it empty."
        raise fail("unusable doi", "doi", doi, hint)
    return DataRelease(version, released_on, previous, doi)


# A first release has no previous one.
_FIRST = ("previous", "")
