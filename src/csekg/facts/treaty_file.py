"""The schema of `treaty.toml`: its keys, which of them are required, and their types.

Its `[joining]` table has the final clauses on joining and leaving the treaty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from csekg.errors import DataError, did_you_mean
from csekg.namespaces import provision_path


def _plain_day(value: object) -> object:
    # In Python a datetime is a date too, but a treaty's day has neither hour nor zone.
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("write a day as 2007-04-27, without quotes, hour or zone")
    return value


Day = Annotated[date, BeforeValidator(_plain_day)]
Link = Annotated[str, Field(pattern=r"^https://[^\s<>\"{}|\\^`]+$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Identifiers(_Table):
    """The numbers under which registers list the treaty."""

    mtdsg: str | None = None
    unts_volume: int | None = None
    unts_number: int | None = None
    unts_page: int | None = None
    unts_registered_on: Day | None = None
    treaty_series: str | None = None
    verdragenbank: str | None = None
    normlex: str | None = None
    fedlex: str | None = None


class Status(_Table):
    """The data on signatures and parties: the newest day that they tell of, and their sources."""

    as_of: Day
    #: Days between two readings of the lists, as the editors plan them; never more than a year.
    read_every_days: Annotated[int, Field(ge=1, le=366)]
    sources: list[str]
    note: str = ""


class ListTable(_Table):
    """How far one kind of act is listed; see `csekg.facts.treaties.ListCoverage`."""

    of: str
    complete_on: Day | None = None
    sources: list[str] = []
    checked_until: Day | None = None
    checked_in: list[str] = []
    note: str = ""


class RuleTable(_Table):
    """The entry-into-force clauses; see `csekg.law.entry_into_force.EntryIntoForceRule`."""

    first_threshold: int
    first_threshold_members: int = 0
    first_wait: str
    first_rounds: bool = False
    trigger_on: Day | None = None
    later_wait: str
    later_rounds: bool = False
    applies_when: str
    counts_from: str
    floor: bool = False
    floor_basis: str = ""
    excludes_organizations: bool = False
    gap_from: Day | None = None
    gap_until: Day | None = None
    article: str = ""


class EligibilityTable(_Table):
    """The clauses on who may sign and consent; see `csekg.law.eligibility.Eligibility`."""

    sign: list[str]
    consent: list[str]
    invitation: bool
    #: Whether it is open as well to non-members that took part in the drafting, whom no source read names.
    drafters_unnamed: bool = False
    #: For editors; nothing is computed from it, nor is it published.
    note: str = Field(default="", exclude=True)
    article: str = ""
    invitation_article: str = ""


class TreatyFile(_Table):
    """The whole file."""

    key: str
    class_: Literal["treaty", "protocol"] = Field(alias="class")
    title: str
    short_title: str
    symbol: str | None = None
    supplements: str | None = None
    requires_party_to: str | None = None
    official_text: Link
    legal_basis: str
    summary: str
    depositary: str | None = None
    adopted_by: str | None = None
    adopted_on: Day | None = None
    adopted_at: str | None = None
    adopted_by_act: str | None = None
    opened_on: Day | None = None
    signature_closes_on: Day | None = None
    in_force_on: Day | None = None
    identifiers: Identifiers | None = None
    status: Status
    lists: list[ListTable] = []
    entry_into_force: RuleTable | None = None
    eligibility: EligibilityTable
    joining: dict[str, Any]


def read_treaty_file(file: Path) -> dict[str, Any]:
    """Return the content of a treaty.toml; optional keys that it does not have are left out.

    Raises DataError, with file, line and value, for a missing or unknown key or a wrong type.
    """
    text = file.read_text(encoding="utf-8")
    try:
        content = tomllib.loads(text)
        checked = TreatyFile.model_validate(content)
    except tomllib.TOMLDecodeError as error:
        raise DataError("not valid TOML", file=file, line=1, value=str(error)) from None
    except ValidationError as error:
        raise _data_error(file, text, error) from None
    for key in content["joining"]:
        if key not in JOINING_KEYS:
            raise DataError(
                "unknown key",
                file=file,
                line=_line(text, key),
                value=f"joining.{key}",
                hint=did_you_mean(key, JOINING_KEYS),
            )
    return checked.model_dump(by_alias=True, exclude_none=True)


def _data_error(file: Path, text: str, error: ValidationError) -> DataError:
    # A misspelt key is also missing under its right name; report the misspelling.
    fault = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    path = [str(part) for part in fault["loc"]]
    hint = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(path[-1], _keys(path[:-1]))
    message = {"missing": "missing key", "extra_forbidden": "unknown key"}.get(fault["type"], "unusable value")
    value = path[-1] if message == "unknown key" else ".".join(path)
    if message == "unusable value":
        value += f" = {fault['input']!r}"
    return DataError(message, file=file, line=_line(text, path[-1]), value=value, hint=hint)


def _keys(path: list[str]) -> list[str]:
    tables: dict[str, type[_Table]] = {
        "identifiers": Identifiers,
        "status": Status,
        "lists": ListTable,
        "entry_into_force": RuleTable,
        "eligibility": EligibilityTable,
    }
    model = tables[path[0]] if path else TreatyFile
    return [field.alias or name for name, field in model.model_fields.items()]


def _line(text: str, key: str) -> int:
    lines = (n for n, line in enumerate(text.splitlines(), 1) if line.startswith(f"{key} "))
    return next(lines, 1)


def check_known(file: Path, kind: str, value: str, names: Collection[str]) -> None:
    """Raise DataError, with the line of its first occurrence, for a value that is not known."""
    if value not in names:
        lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        line = next((number for number, text in lines if value in text), 1)
        hint = did_you_mean(value, names)
        raise DataError(f"unknown {kind}", file=file, line=line, value=value, hint=hint)


JOINING_KEYS = (
    "consent_kinds",
    "competence_declaration",
    "reservations_only_to",
    "declarations_with_consent",
    "declarations_listed",
    "denunciation_months",
    "denunciation_rounds",
    "denunciation_first_window_years",
    "denunciation_window_years",
    "territorial_months",
    "territorial_rounds",
)

Check = Callable[[str, str, Collection[str]], None]


@dataclass(frozen=True, slots=True)
class Notice:
    """When a notification takes effect: so many months after its receipt.

    With `rounds`, on the first day of the month after the one in which that period ends.
    """

    months: int
    rounds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """The clauses on joining and leaving a treaty, as far as its text was read.

    Provisions are as printed. `reservations_only_to` is empty where the treaty has no closed list.
    `declarations_listed` says whether our sources list all declarations that must come with a
    consent: only then does absence mean anything. A treaty that can be denounced only for a year
    after each period has `denunciation_window_years` between these windows; the first opens after
    `denunciation_first_window_years`, where that is longer.
    """

    consent_kinds: tuple[str, ...]
    competence_declaration: str
    reservations_only_to: tuple[str, ...]
    declarations_with_consent: tuple[str, ...]
    declarations_listed: bool
    denunciation: Notice | None
    denunciation_first_window_years: int | None
    denunciation_window_years: int | None
    territorial: Notice | None

    @property
    def provisions(self) -> tuple[str, ...]:
        """Every provision that the table names."""
        competence = (self.competence_declaration,) if self.competence_declaration else ()
        return (*competence, *self.reservations_only_to, *self.declarations_with_consent)

    @classmethod
    def parse(cls, table: Mapping[str, Any], kinds: Collection[str], check: Check) -> Joining:
        """Parse the table; `check` raises for a kind of consent that is not one of `kinds`.

        Raises ValueError for a malformed provision.
        """
        for kind in table["consent_kinds"]:
            check("kind of consent", kind, kinds)
        joining = cls(
            consent_kinds=tuple(table["consent_kinds"]),
            competence_declaration=table.get("competence_declaration", ""),
            reservations_only_to=tuple(table.get("reservations_only_to", ())),
            declarations_with_consent=tuple(table.get("declarations_with_consent", ())),
            declarations_listed=table.get("declarations_listed", False),
            denunciation=_notice(table, "denunciation"),
            denunciation_first_window_years=table.get("denunciation_first_window_years"),
            denunciation_window_years=table.get("denunciation_window_years"),
            territorial=_notice(table, "territorial"),
        )
        for printed in joining.provisions:
            provision_path(printed)
        return joining


def _notice(table: Mapping[str, Any], name: str) -> Notice | None:
    months = table.get(f"{name}_months")
    return None if months is None else Notice(months, table[f"{name}_rounds"])
