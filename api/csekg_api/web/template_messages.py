"""Messages in templates: markup, with the values of their places escaped."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from csekg.languages.texts import is_english
from csekg_api.web.words import words


def gettext(message: str, /, **values: object) -> Markup:
    """Return a message in the language of the request, its places filled with escaped values."""
    return _filled(words.gettext(message), values)


def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
    """Return the form of a message that fits a number; `%(num)s` stands for it."""
    return _filled(words.ngettext(one, many, number), {"num": number, **values})


def pgettext(context: str, message: str, /, **values: object) -> Markup:
    """Return a message that means different things in different places, named by `context`."""
    return _filled(words.pgettext(context, message), {"context": context, **values})


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    form = f'<span lang="en" dir="ltr">{text}</span>' if is_english(text) else text
    return Markup(form % {name: escape(value) for name, value in values.items()})
