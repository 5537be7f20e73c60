"""The knowledge graph as data frames: the tidy tables, statuses on a day, gaps, any query.

It is opened from the dataset, a file, a release folder or a SPARQL endpoint.
"""

from __future__ import annotations

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from csekg.dataset.cache import fingerprint, open_store
from csekg.errors import CsekgError, TooEarlyError, UnknownNameError, require
from csekg.languages.days import parse_day
from csekg.sparql.store import QueryEngine, read, rows_of
from csekg.tables.all_tables import BY_NAME
from csekg.tables.table import Row

if TYPE_CHECKING:
    import pandas as pd

# A State that did not exist on a day had no status on it.
_ABSENT = "did-not-exist"


class KnowledgeGraph:
    """The knowledge graph, of which each method gives a pandas data frame.

    `store` is the store behind it, which the functions of `csekg.answers` take. The methods raise
    CsekgError where pandas is not installed, and EndpointError where a server does not answer.
    """

    def __init__(self, store: QueryEngine) -> None:
        """Take the store."""
        self.store = store
        self._rows: dict[str, list[Row]] = {}

    def treaties(self) -> pd.DataFrame:
        """Return the treaties, one a row."""
        return self.table("treaties")

    def actors(self) -> pd.DataFrame:
        """Return the States, former States and organizations, with region and subregion."""
        return self.table("actors")

    def participations(self) -> pd.DataFrame:
        """Return each State under each treaty, with its status on the as-of date of the treaty."""
        return self.table("participations")

    def intervals(self) -> pd.DataFrame:
        """Return the spans of time in which a status does not change; `until` is exclusive."""
        return self.table("intervals")

    def acts(self) -> pd.DataFrame:
        """Return the acts: signatures, consents, statements, territorial acts, denunciations."""
        return self.table("acts")

    def statements(self) -> pd.DataFrame:
        """Return the reservations, declarations, objections and communications that were read."""
        return self.table("statements")

    def provisions(self) -> pd.DataFrame:
        """Return the articles of the treaties and their parts."""
        return self.table("provisions")

    def correspondences(self) -> pd.DataFrame:
        """Return which provision corresponds to which paragraph of the resolution, how closely."""
        return self.table("correspondences")

    def sources(self) -> pd.DataFrame:
        """Return the sources, each with the day on which it stands."""
        return self.table("sources")

    def assessments(self) -> pd.DataFrame:
        """Return what assessors state about law and practice, with year and scope."""
        return self.table("assessments")

    def table(self, name: str) -> pd.DataFrame:
        """Return a tidy table by its name; raises UnknownNameError."""
        if name not in BY_NAME:
            raise UnknownNameError("table", name, BY_NAME)
        require("tables", "a data frame")
        from csekg.frames.dataframes import frame_of

        return frame_of(BY_NAME[name], self._read(name))

    def columns(self, table: str) -> pd.DataFrame:
        """Return the columns of a table: name, type, and what they mean; UnknownNameError."""
        frame = self.table(table)
        meanings = frame.attrs["columns"]
        require("tables", "a data frame")
        import pandas as pd

        return pd.DataFrame(
            {"column": list(meanings), "type": [str(kind) for kind in frame.dtypes], "meaning": list(meanings.values())}
        )

    def status(self, treaty: str | None = None, *, on: date | str | None = None) -> pd.DataFrame:
        """Return the intervals that hold on a day: who had which status, and since when.

        Under one treaty, given by key, or all. Without a day it is the one on which the statuses of
        each treaty are told. `on` is the day, and `beyond_data` whether it is after the as-of date: what happened in
        between may be missing. States that did not exist are left out. Raises UnknownNameError,
        TooEarlyError for a day before the treaty was adopted, CsekgError for a text that is no day.
        """
        spans = self.intervals()
        asked = _day(on)
        if treaty is not None:
            self._check_treaty(treaty)
            spans = spans[spans["treaty"] == treaty]
        require("tables", "a data frame")
        import pandas as pd

        day = spans["status_on"] if asked is None else pd.Timestamp(asked)
        holds = (spans["since"] <= day) & (spans["until"].isna() | (spans["until"] > day))
        frame = spans[holds].copy()
        if treaty is not None and frame.empty:
            raise TooEarlyError(f"no status under {treaty} is known on {asked}")
        frame = frame[frame["status"] != _ABSENT]
        frame["on"] = frame["status_on"] if asked is None else pd.Timestamp(asked).as_unit("s")
        frame["beyond_data"] = (frame["on"] > frame["as_of"]).astype("boolean")
        return frame.reset_index(drop=True)

    def gaps(self, treaty: str | None = None, *, on: date | str | None = None) -> pd.DataFrame:
        """Return whom a treaty does not bind on a day, and why; columns and errors as in `status`.

        Those who have consented and will be bound later are among them, and those who cannot join.
        """
        frame = self.status(treaty, on=on)
        return frame[frame["status"] != "party"].reset_index(drop=True)

    def query(self, sparql: str) -> pd.DataFrame:
        """Return the solutions of a SPARQL SELECT query, a column for each variable.

        Days, numbers and true or false get their types. Why it may have found nothing, such as a
        misspelt property, is a warning of Python. Raises QueryError for any other text.
        """
        require("tables", "a data frame")
        from csekg.frames.dataframes import frame_of_solutions

        results = self.store.query(sparql)
        for warning in self.store.warnings(sparql):
            warnings.warn(str(warning), stacklevel=2)
        names = [variable.value for variable in getattr(results, "variables", ())]
        return frame_of_solutions(names, read(results, rows_of))

    def write_parquet(self, folder: str | os.PathLike[str]) -> None:
        """Write all tidy tables into an empty folder as Parquet, one file for each treaty.

        So warehouses and clusters read them: `acts/treaty=opsc/part-0.parquet`. Raises CsekgError
        where the folder has files, or cannot be written.
        """
        require("tables", "Parquet")
        from csekg.tables.as_arrow import write_partitioned

        try:
            for name, table in BY_NAME.items():
                write_partitioned(Path(folder), table, self._read(name))
        except OSError as error:
            raise CsekgError(f"cannot write {folder}: {error.strerror or error}") from None

    def _read(self, name: str) -> list[Row]:
        if name not in self._rows:
            self._rows[name] = BY_NAME[name].rows(self.store)
        return self._rows[name]

    def _check_treaty(self, key: str) -> None:
        keys = [str(row[0]) for row in self._read("treaties")]
        if key not in keys:
            raise UnknownNameError("treaty", key, keys)


def _day(text: date | str | None) -> date | None:
    if not isinstance(text, str):
        return text
    try:
        return parse_day(text)
    except ValueError as error:
        raise CsekgError(str(error)) from None


def open_graph(place: str | os.PathLike[str] | None) -> KnowledgeGraph:
    """Return the graph of csekg's own dataset, or that of a file, release folder or endpoint.

    Raises CsekgError for what cannot be opened, EndpointError for a server that does not answer.
    """
    if isinstance(place, str) and place.startswith(("http://", "https://")):
        return KnowledgeGraph(_at(place))
    path = Path(place) if place is not None else None
    if path is None or not path.is_dir():
        if path is None:
            # It reads hundreds of small files, and beside an import would wait for each of them.
            fingerprint()
        with ThreadPoolExecutor(1) as pool:
            # Oxigraph releases the interpreter's lock while it loads; pandas takes half as long.
            opening = pool.submit(open_store, path)
            with suppress(ImportError):
                import_module("pandas")
            return KnowledgeGraph(opening.result())
    # Imported here, since csekg's own dataset opens faster without them.
    from csekg.releases.folder import MANIFEST, N_QUADS, open_release
    from csekg.sparql.oxigraph_store import Store

    if not (path / MANIFEST).is_file():
        raise CsekgError(
            f"{path} is no release: it has no {MANIFEST}. Give the folder of one release, a file, "
            "or the address of a SPARQL endpoint"
        )
    return KnowledgeGraph(Store(open_release(path).read(N_QUADS)))


def _at(address: str) -> QueryEngine:
    # Imported here because nobody else needs an HTTP client.
    from csekg.sparql.remote import RemoteStore, settings_for

    return RemoteStore(settings_for(address))
