"""What people read: texts that each language says in its own way, and phrases that know theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial, wraps
from itertools import groupby
from string import Formatter
from typing import ParamSpec, TypeAlias

from csekg.languages.current import ENGLISH, current, is_chosen, speaking

P = ParamSpec("P")
#: A part of a phrase, and whether it is in English, which stands in for a translation.
Piece: TypeAlias = tuple[str, bool]
#: The functions that `wording` has made.
WORDINGS: set[object] = set()


class Phrase(str):
    """A text in another language than English of which some pieces are in English.

    HTML says so of each of them; everything else has the text alone.
    """

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    def __new__(cls, pieces: Iterable[Piece]) -> Phrase:
        """Take the pieces of the text; those that are alike become one."""
        alike = groupby((piece for piece in pieces if piece[0]), lambda piece: piece[1])
        merged = [("".join(text for text, _ in same), english) for english, same in alike]
        phrase = super().__new__(cls, "".join(text for text, _ in merged))
        phrase.pieces = tuple(merged)
        return phrase

    @property
    def is_english(self) -> bool:
        """Whether all of it is in English."""
        return all(english for _, english in self.pieces)

    def __html__(self) -> str:
        """Return the text as HTML, with the language of what is in English."""
        return "".join(
            f'<span lang="en" dir="ltr">{_escaped(text)}</span>' if english else _escaped(text)
            for text, english in self.pieces
        )

    def __add__(self, other: str) -> str:
        """Return the text with another one behind it."""
        return joined("", (self, other))

    def __radd__(self, other: str) -> str:
        """Return the text with another one before it."""
        return joined("", (other, self))


class Text(str):
    """A text in every language: its own value, by which texts are compared, is the English one.

    `str()`, formatting, templates and JSON say it in the current language. What handles strings
    below them, as `join` and `re` do, sees the English value: give it `str(text)`.
    """

    __slots__ = ("say",)
    #: Says the text in the current language.
    say: Callable[[], str]

    def __new__(cls, english: str, say: Callable[[], str]) -> Text:
        """Take the English text, and what says it in the current language."""
        text = super().__new__(cls, english)
        text.say = say
        return text

    def into(self, language: str) -> str:
        """Return the text in a language; raises ValueError for one that is not ours."""
        with speaking(language):
            return self.said()

    def said(self) -> str:
        """Return the text in the current language, a `Phrase` where it lacks a translation."""
        return english_value(self) if current() == ENGLISH else shown(self.say())

    def __str__(self) -> str:
        """Return the text in the current language."""
        return str(self.said())

    def __format__(self, form: str) -> str:
        """Return the text in the current language, in a form as of any string."""
        return format(str(self), form)

    def __html__(self) -> str:
        """Return the text in the current language as HTML."""
        words = self.said()
        return words.__html__() if isinstance(words, Phrase) else _escaped(words)

    def __add__(self, other: str) -> str:
        """Return the text with another one behind it, both in the current language."""
        return joined("", (self, other))

    def __radd__(self, other: str) -> str:
        """Return the text with another one before it, both in the current language."""
        return joined("", (other, self))

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Leave the process in the current language."""
        return str, (str(self),)


def text(say: Callable[[], str]) -> str:
    """Return what a function says, as a text of every language where none is chosen yet."""
    if is_chosen():
        return say()
    with speaking(ENGLISH):
        english = str(say())
    return Text(english, say)


def wording(say: Callable[P, str]) -> Callable[P, str]:
    """Decorate a function that says its arguments, as `text` says a function without any."""

    @wraps(say)
    def said(*values: P.args, **named: P.kwargs) -> str:
        return say(*values, **named) if is_chosen() else text(partial(said, *values, **named))

    WORDINGS.add(said)
    return said


def _escaped(words: str) -> str:
    return _escape()(words)


@cache
def _escape() -> Callable[[str], str]:
    # Imported here: the build of a wheel has no pages, and none of their libraries.
    from markupsafe import escape

    return escape


def shown(words: str) -> str:
    """Return words as they are shown in the current language: a string or a `Phrase`."""
    return words.said() if isinstance(words, Text) else words


def english_value(words: str) -> str:
    """Return the English value of words, as a code that is the same on all pages."""
    return str.__str__(words)


def untranslated(words: str) -> str:
    """Return English words that stand in for a translation, '' for ''."""
    return Phrase([(words, True)]) if words else ""


def pieces(words: str) -> tuple[Piece, ...]:
    """Return the pieces of words, each with whether it is English that stands in."""
    words = shown(words)
    if isinstance(words, Phrase):
        return words.pieces
    return ((words, False),) if words else ()


def is_english(words: str) -> bool:
    """Return whether words are English that stands in for a translation."""
    words = shown(words)
    return isinstance(words, Phrase) and words.is_english


def joined(separator: str, parts: Iterable[str]) -> str:
    """Return parts one after the other, with a separator between them."""
    return _joined(separator, [*parts])


@wording
def _joined(separator: str, parts: list[str]) -> str:
    texts = [*map(shown, parts)]
    if not any(isinstance(part, Phrase) for part in texts):
        return separator.join(texts)
    together = [*pieces(texts[0])]
    for part in texts[1:]:
        together += [*pieces(separator), *pieces(part)]
    return Phrase(together)


def filled(message: str, values: Mapping[str, object]) -> str:
    """Return a message with each `{name}` replaced by the value of that name."""
    texts = {name: shown(value) if isinstance(value, str) else value for name, value in values.items()}
    if is_english(message):
        return untranslated(message.format(**texts))
    if not any(isinstance(value, Phrase) for value in texts.values()):
        return message.format(**texts)
    together: list[Piece] = []
    for before, name, form, _ in Formatter().parse(message):
        together += pieces(before)
        if name is not None:
            value = texts[name]
            together += pieces(value if isinstance(value, str) else format(value, form or ""))
    return Phrase(together)


def each_piece(words: str, change: Callable[[str], str]) -> str:
    """Return words of which each piece is changed; a piece in English is changed as such."""
    words = shown(words)
    if not isinstance(words, Phrase):
        return change(words)

    def changed(piece: str, in_english: bool) -> str:
        if not in_english:
            return change(piece)
        with speaking(ENGLISH):
            return change(piece)

    return Phrase((changed(*piece), piece[1]) for piece in words.pieces)
