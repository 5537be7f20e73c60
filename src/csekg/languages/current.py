"""The language of the current request or command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: The language in which everything is written first, and the one that stands in for the others.
ENGLISH = "en"
#: The codes (BCP 47) of the languages, as the service offers them.
LANGUAGES = (ENGLISH, "fr", "es", "ru", "zh", "ar")

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def current() -> str:
    """Return the code of the language in which words are now to be given.

    Raises LookupError where none is chosen: what is remembered there is for all languages.
    """
    language = _current.get()
    if not language:
        raise LookupError("words are for later here: what is remembered is in no language")
    return language


def is_chosen() -> bool:
    """Return whether words are to be given in a language now, and not only later."""
    return bool(_current.get())


def choose(language: str) -> None:
    """Speak this language for the rest of the current context, such as a request.

    Raises ValueError for a language that is not in `LANGUAGES`.
    """
    _current.set(_checked(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language within a block, in this context and in the threads that it starts.

    Raises ValueError for a language that is not in `LANGUAGES`.
    """
    before = _current.set(_checked(language))
    try:
        yield
    finally:
        _current.reset(before)


@contextmanager
def without_language() -> Iterator[None]:
    """Give no words within a block: messages become texts that each language says later."""
    before = _current.set("")
    try:
        yield
    finally:
        _current.reset(before)


def _checked(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is none of the languages {', '.join(LANGUAGES)}")
    return language
