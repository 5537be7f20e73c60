"""Jinja for pages of thousands of cells: templates compiled to code that does less for each piece.

Jinja asks at each call whether the callee wants the context, wraps each piece of text in Markup
before it joins it, and looks for attributes among the items of mappings. None of our templates
needs this; without it a page takes a quarter less of processor time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, Template, nodes, runtime
from jinja2.compiler import CodeGenerator, Frame
from jinja2.utils import missing
from markupsafe import Markup
from markupsafe import escape as escape_all

from csekg.languages.current import current
from csekg.languages.texts import is_english
from csekg_api.web.words import words

#: The name under which the contexts of a page have the list of them.
_CONTEXTS = "contexts_of_page"
#: What must be escaped in a text; most texts have nothing of it.
_SPECIAL = re.compile("[&<>\"']").search
_KNOWN_MESSAGES = 10_000


def escape(value: object) -> str:
    """Return what `markupsafe.escape` does, but a plain `str`: only for what is joined at once."""
    if type(value) is Markup:
        return value
    if type(value) is str and not _SPECIAL(value):
        return value
    return escape_all(value)


def markup_join(parts: Iterable[object]) -> str:
    """Return what `a ~ b` is: text as it is, and escaped as soon as a part is markup."""
    values = [*parts]
    if any(hasattr(value, "__html__") for value in values):
        return Markup("".join(map(escape, values)))
    return "".join(map(str, values))


class Macro(runtime.Macro):
    """A macro that is called without an evaluation context: every template escapes."""

    def __call__(self, *given: Any, **named: Any) -> Markup:
        """Return the text of a macro; raises TypeError for arguments that it does not take."""
        lacking = self._argument_count - len(given)
        if named or lacking < 0 or self.caller or self.catch_kwargs or self.catch_varargs:
            return Markup(super().__call__(*given, **named))
        return Markup(self._func(*given, *(missing,) * lacking))


def gettext(message: str, /, **values: object) -> Markup:
    """Return a message in the language of the request, its places filled with escaped values."""
    return _message(current(), message) if not values else _filled(words.gettext(message), values)


def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
    """Return the form of a message that fits a number; `%(num)s` stands for it."""
    return _filled(words.ngettext(one, many, number), {"num": number, **values})


def pgettext(context: str, message: str, /, **values: object) -> Markup:
    """Return a message that means different things in different places, named by `context`."""
    return _filled(words.pgettext(context, message), {"context": context, **values})


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    form = f'<span lang="en" dir="ltr">{text}</span>' if is_english(text) else text
    return Markup(form % {name: escape(value) for name, value in values.items()})


@lru_cache(maxsize=_KNOWN_MESSAGES)
def _message(language: str, message: str) -> Markup:
    """Return a message without values; the language, which is the current one, is a key."""
    return _filled(words.gettext(message), {})


def rendered(template: Template, values: Mapping[str, object]) -> str:
    """Return the text of a template, and free at once what it was made of.

    Macros refer to their context, and it to them: else a page's rows would wait for the garbage
    collector, which would look through them while it makes others wait.
    """
    contexts: list[runtime.Context] = []
    try:
        return "".join(
            template.root_render_func(template.new_context({**values, _CONTEXTS: contexts}))
        )
    except Exception:
        # So that the traceback names the line of the template.
        return template.environment.handle_exception()
    finally:
        for each in contexts:
            each.vars.clear()
            each.parent.clear()


class _Context(runtime.Context):
    def __init__(self, environment: Environment, parent: dict[str, Any], *rest: Any, **more: Any):
        """Note the context in the list of its page; that of a module of all pages has none."""
        super().__init__(environment, parent, *rest, **more)
        if _CONTEXTS in parent:
            parent[_CONTEXTS].append(self)


class _Generator(CodeGenerator):
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a call of the callee itself."""
        self.visit(node.node, frame)
        self.write("(")
        for value in (*node.args, *node.kwargs):
            self.visit(value, frame)
            self.write(", ")
        for stars, several in (("*", node.dyn_args), ("**", node.dyn_kwargs)):
            if several is not None:
                self.write(stars)
                self.visit(several, frame)
                self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Write an attribute of an object."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class PageEnvironment(Environment):
    """An environment of templates in which `a.b` is an attribute, and `a["b"]` an item."""

    code_generator_class = _Generator
    context_class = _Context

    def _generate(self, *given: Any, **named: Any) -> str:
        # The hook for another generated source, as Jinja documents it.
        first, _, rest = super()._generate(*given, **named).partition("\n")
        return f"{first}; from {__name__} import Macro, escape, markup_join\n{rest}"
