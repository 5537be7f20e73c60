"""Takes a sheet of proposals that an editor has filled into declarations.csv and events.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csekg.dataset.assemble import build
from csekg.derived.all_facts import read_all_facts
from csekg.errors import CsekgError, did_you_mean
from csekg.facts.declarations import DECLARATION_KINDS, EVENT_KINDS
from csekg.refresh.files import Cells, FactFiles, copy_of, exchange
from csekg.refresh.proposals import COLUMNS
from csekg.sparql.oxigraph_store import Store
from csekg.validation import check_dataset

#: The columns in which an event names the statements that it is about.
_NAMING = ("withdraws", "withdraws_part", "modifies")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the rows of a sheet: taken in, there already, without a gist; and the files written."""

    new: int
    known: int
    waiting: int
    files: tuple[str, ...]


def take_in(data: Path, ontology: Path, sheet: Path) -> TakenIn:
    """Write the rows of a sheet that have a gist into the fact files of `data`.

    The new files are built and validated beside the old ones, then take their place in one step.
    Raises CsekgError for a sheet with other columns, a row that names what does not exist, and
    where the facts contradict one another; nothing has changed then.
    """
    rows = list(_rows(sheet))
    filled = [(place, row) for place, row in rows if row["gist"]]
    if not filled:
        return TakenIn(0, 0, len(rows), ())
    with copy_of(data) as folder:
        files = FactFiles(folder)
        new = sum(_add(files, folder, place, row) for place, row in filled)
        changed = files.write(folder)
        if changed:
            read_all_facts(folder, ontology)
            check_dataset(Store(build(folder, ontology, lambda _step: None)))
            exchange(data, folder)
    return TakenIn(new, len(filled) - new, len(rows) - len(filled), changed)


def _rows(sheet: Path) -> Iterator[tuple[str, Cells]]:
    """Yield the place and the cells of each row of a sheet."""
    try:
        with sheet.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            columns = reader.fieldnames or []
            for name in COLUMNS:
                if name not in columns:
                    raise CsekgError(f"{sheet.name}: has no column {name}. A sheet comes from csekg import --sheet.")
            for row in reader:
                place = f"{sheet.name}:{reader.line_num}"
                if None in row or None in row.values():
                    raise CsekgError(f"{place}: has other cells than the header has columns")
                if any(row.values()):
                    yield place, {name: row[name].strip() for name in COLUMNS}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CsekgError(f"{sheet} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _add(files: FactFiles, folder: Path, place: str, row: Cells) -> bool:
    """Add a row to the table that it belongs to; return False where it is there already."""
    treaties = sorted(path.parent.name for path in folder.glob("treaties/*/treaty.toml"))
    if row["treaty"] not in treaties:
        hint = did_you_mean(row["treaty"], treaties)
        raise CsekgError(f"{place}: unknown treaty {row['treaty']!r}. {hint}".rstrip())
    kinds = (*DECLARATION_KINDS, *EVENT_KINDS)
    if row["kind"] not in kinds:
        raise CsekgError(f"{place}: unknown kind {row['kind']!r}. {did_you_mean(row['kind'], kinds)}".rstrip())
    is_event = row["kind"] not in DECLARATION_KINDS
    name = f"treaties/{row['treaty']}/{'events' if is_event else 'declarations'}.csv"
    if not (folder / name).exists():
        raise CsekgError(f"{place}: {row['treaty']} has no {Path(name).name} yet. Create it with its header.")
    table, cells = files.table(name), files.blank(name)
    if is_event:
        cells.update(date=row["made_on"], detail=row["gist"])
    own = ("actor", "territory", "kind", "made_upon", *_NAMING, "source")
    shared = own if is_event else tuple(column for column in COLUMNS if column in cells)
    cells.update({column: row[column] for column in shared})
    if any(_same(other, cells) for other in table):
        return False
    if not is_event:
        numbers = (int(other["number"]) for other in table if _owner(other) == _owner(cells))
        cells["number"] = str(max(numbers, default=0) + 1)
    after = [at for at, other in enumerate(table) if other["actor"] <= cells["actor"]]
    table.insert(after[-1] + 1 if after else 0, cells)
    if is_event:
        table.sort(key=lambda other: (other["actor"], other["territory"]))
        _clear_fates(files, row)
    return True


def _clear_fates(files: FactFiles, row: Cells) -> None:
    """Empty the column `withdrawn` of the statements that an event names: the event tells it now."""
    named = {name for column in _NAMING for name in row[column].split(";")}
    if named != {""}:
        for other in files.table(f"treaties/{row['treaty']}/declarations.csv"):
            if other["actor"] == row["actor"] and f"{other['kind']}/{other['number']}" in named:
                other["withdrawn"] = ""


def _owner(cells: Cells) -> tuple[str, str]:
    return cells["actor"], cells["kind"]


def _same(one: Cells, other: Cells) -> bool:
    """Return whether two rows are the same but for their number."""
    return {**one, "number": ""} == {**other, "number": ""}
