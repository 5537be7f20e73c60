"""Remembers what is looked up of the dataset as a whole, so that each query runs once: in memory, and in files.

The files lie beside a kept dataset. One holds what one function has returned, by its keys: the
SHA-256 of a pickle, and the pickle. Nothing but data comes out of it: classes of answers, days, and
what says a text.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import partial, wraps
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, TypeVarTuple, cast

from pydantic import BaseModel
from pyoxigraph import Literal, NamedNode

from csekg.languages.current import current, speaking, without_language
from csekg.languages.texts import WORDINGS, Text, english_value
from csekg.sparql.store import QueryEngine

T = TypeVar("T")
Keys = TypeVarTuple("Keys")

#: What a function has returned, by the keys for which it was asked.
Returned: TypeAlias = "dict[tuple[object, ...], object]"
#: The most results that a store remembers; a dataset of ours has some 2,400.
MOST = 10_000
_UNKNOWN = object()
#: What returns a thing that reads the store, by its name.
_READERS: dict[str, Callable[[QueryEngine], object]] = {}
#: Stands for keys: with it the memory has the functions whose files it has read.
_READ = object()
_SHA256 = 32
#: What data may consist of that is not ours.
_OTHERS = {(kind.__module__, kind.__qualname__): kind for kind in (partial, date, Literal, NamedNode)}
_LOG = logging.getLogger(__name__)


def remembered(ask: Callable[[QueryEngine, *Keys], T]) -> Callable[[QueryEngine, *Keys], T]:
    """Decorate a function of a store so that it runs once for each store and key.

    Results are kept in the memory of the store (`QueryEngine.memory`): requests share it, and it is
    dropped with the dataset. What is in its folder of answers is read in place of asking. Results
    are for all languages: the function runs where none is chosen, so that what it says are texts
    (`csekg.languages.texts`), and to put names into alphabetical order raises LookupError (see
    `remembered_in_order`). The function must depend on its arguments alone, and raise an error for
    a key that the dataset lacks, so that nobody fills the memory. All callers get the same object,
    which none may change for the others: of a dict they get a read-only view, and a list or set
    raises TypeError.
    """

    @wraps(ask)
    def recalled(store: QueryEngine, *keys: *Keys) -> T:
        memory = store.memory()
        found = memory.get((recalled, keys), _UNKNOWN)
        if found is _UNKNOWN and store.answers and (recalled, _READ) not in memory:
            memory.update({(recalled, its): result for its, result in _read(store, _name(recalled)).items()})
            memory[recalled, _READ] = True
            found = memory.get((recalled, keys), _UNKNOWN)
        if found is not _UNKNOWN:
            # It is what `ask` has returned for these keys.
            return found  # type: ignore[return-value]
        with without_language():
            result = ask(store, *keys)
        if isinstance(result, list | set):
            name = getattr(ask, "__name__", "")
            raise TypeError(f"{name} gives a {type(result).__name__}, which may change")
        if isinstance(result, dict):
            # A mapping for those who read it, as the function promises.
            result = MappingProxyType(result)  # type: ignore[assignment]
        if len(memory) < MOST:
            memory[recalled, keys] = result
        return result

    return recalled


def remembered_in_order(ask: Callable[[QueryEngine, *Keys], T]) -> Callable[[QueryEngine, *Keys], T]:
    """Decorate as `remembered` does a function whose results stand in alphabetical order.

    It runs once for each language. What it puts into order, others should remember: each language
    then has a list of its own, and all of them the same things.
    """

    def of_language(store: QueryEngine, language: str, *keys: *Keys) -> T:
        with speaking(language):
            return ask(store, *keys)

    in_language = remembered(wraps(ask)(of_language))

    @wraps(ask)
    def recalled(store: QueryEngine, *keys: *Keys) -> T:
        return in_language(store, current(), *keys)

    return recalled


def remembered_reader(ask: Callable[[QueryEngine], T]) -> Callable[[QueryEngine], T]:
    """Decorate as `remembered` does a function whose result reads the store later on.

    No file has it; what is read from one and needs it gets that of its store.
    """
    recalled = remembered(ask)
    _READERS[_name(recalled)] = recalled
    return recalled


def write_answers(store: QueryEngine, folder: Path) -> None:
    """Write what a store remembers into a folder, for `QueryEngine.answers`.

    Raises TypeError or pickle.PicklingError for what is no data, OSError where it cannot be written.
    """
    functions: defaultdict[str, Returned] = defaultdict(dict)
    readers: dict[int, str] = {}
    for key, result in store.memory().items():
        recalled, keys = cast("tuple[object, tuple[object, ...]]", key)
        name = _name(recalled)
        if keys is _READ:
            continue
        if name in _READERS:
            readers[id(result)] = name
        else:
            functions[name][keys] = result
    for name, returned in functions.items():
        stream = BytesIO()
        _Writer(stream, readers).dump(returned)
        content = stream.getvalue()
        (folder / name).write_bytes(hashlib.sha256(content).digest() + content)


def _name(recalled: object) -> str:
    return f"{recalled.__module__}.{recalled.__qualname__}"  # type: ignore[attr-defined]


def _read(store: QueryEngine, name: str) -> Returned:
    """Return what `write_answers` has written of a function; nothing, and a line in the log, for a damaged file."""
    try:
        written = (store.answers / name).read_bytes() if store.answers else b""
    except OSError:
        return {}
    content = written[_SHA256:]
    if hashlib.sha256(content).digest() == written[:_SHA256]:
        try:
            with _uncollected():
                returned = _Reader(BytesIO(content), store).load()
        except (pickle.UnpicklingError, ImportError, LookupError, TypeError, ValueError, AttributeError, EOFError):
            returned = None
        if isinstance(returned, dict):
            return returned
    _LOG.warning("damaged answers: %s/%s; they are made again", store.answers, name)
    return {}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through what is read, which stays: a quarter of a second each time."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _view(values: dict[object, object]) -> Mapping[object, object]:
    return MappingProxyType(values)


class _Writer(pickle.Pickler):
    """Writes data; of what reads the store, given by `id`, the name."""

    def __init__(self, stream: BytesIO, readers: Mapping[int, str]) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._readers = readers

    def persistent_id(self, obj: object) -> str | None:
        return self._readers.get(id(obj))

    def reducer_override(self, obj: object) -> Any:
        if isinstance(obj, MappingProxyType):
            return _view, (dict(obj),)
        if isinstance(obj, Text):
            return Text, (english_value(obj), obj.say)
        if is_dataclass(obj) and not isinstance(obj, type) and not any(field.kw_only for field in fields(obj)):
            # Slots are otherwise set by a function that looks all fields up for each thing.
            return type(obj), tuple(getattr(obj, field.name) for field in fields(obj))
        return NotImplemented


class _Reader(pickle.Unpickler):
    """Reads data, and what reads the store as that of this store."""

    def __init__(self, stream: BytesIO, store: QueryEngine) -> None:
        super().__init__(stream)
        self._store = store

    def persistent_load(self, name: str) -> object:
        return _READERS[name](self._store)

    def find_class(self, module: str, name: str) -> object:
        """Return a class of data or a function that says something; raises UnpicklingError for all others."""
        if (module, name) in _OTHERS:
            return _OTHERS[module, name]
        if module.startswith("csekg."):
            found = super().find_class(module, name)
            if found in (_view, Text) or found in WORDINGS or _holds_data(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is neither data nor says any")


def _holds_data(found: object) -> bool:
    return isinstance(found, type) and (is_dataclass(found) or issubclass(found, BaseModel | tuple | Enum))
