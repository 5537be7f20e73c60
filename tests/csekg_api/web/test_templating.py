"""Templates compiled by us say what Jinja says, and leave nothing to the garbage collector."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from csekg.languages.current import speaking
from csekg_api.web.templating import PageEnvironment, escape, gettext, ngettext, pgettext, rendered

_MACROS = """
{% macro plain(a, b="<b>", c=none) %}[{{ a }}|{{ b }}|{{ c }}]{% endmacro %}
{% macro framed(title) %}<div>{{ title }}{{ caller("&") }}</div>{% endmacro %}
{% macro any() %}{{ varargs | join("/") }}{{ kwargs.items() | list }}{% endmacro %}
{% macro steps(n) %}{{ n }}{% if n %}{{ steps(n - 1) }}{% endif %}{% endmacro %}
"""
_TEMPLATES = {
    "macros": _MACROS,
    "values": "{{ text }} {{ safe }} {{ number }} {{ none }} {{ thing.name }} {{ table['<k>'] }}",
    "calls": "{% import 'macros' as m with context %}{{ m.plain('<a>') }}{{ m.plain(1, c='&') }}"
    "{{ m.plain(*[1, 2]) }}{{ m.plain(**{'a': safe}) }}{{ m.steps(2) }}{{ m.any(1, 2, x=text) }}"
    "{% call(x) m.framed(text) %}{{ x }}{{ thing.name.upper() }}{% endcall %}",
    "loops": "{% for x in [1, 2] %}{{ loop.index }}{% set y = m(x) %}{{ y }}"
    "{{ ',' if not loop.last }}{% endfor %}"
    "{% set z %}<i>{{ text }}</i>{% endset %}{{ z }}{{ text ~ z }}{{ text ~ number ~ none }}",
    "base": "{% block main %}base {{ text }}{% endblock %}",
    "child": "{% extends 'base' %}{% block main %}{{ super() }} child{% endblock %}",
    "alone": "{% import 'shared' as s %}{{ s.twice(text) }}",
    "shared": "{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}",
}


@dataclass(frozen=True)
class _Thing:
    name: str


_VALUES = {
    "text": '<a href="x">&\'',
    "safe": Markup("<b>&amp;</b>"),
    "number": 3,
    "thing": _Thing("<Thing>"),
    "table": {"<k>": "<v>"},
    "m": lambda x: f"<{x}>",
}


def _environment(kind: Callable[..., Environment]) -> Environment:
    return kind(loader=DictLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)


@pytest.mark.parametrize("name", ["values", "calls", "loops", "child", "alone"])
def test_the_text_is_that_of_jinja(name: str) -> None:
    ours = _environment(PageEnvironment).get_template(name)
    expected = _environment(Environment).get_template(name).render(_VALUES)
    assert rendered(ours, _VALUES) == expected
    # What all pages share stays after the first.
    assert rendered(ours, _VALUES) == expected


@pytest.mark.parametrize("value", ["<&'\">", "plain", Markup("<b>"), 3, None, _Thing("<x>")])
def test_text_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escape(value) == Markup("{}").format(value)
    assert "".join([escape(value)]) == str(Markup("{}").format(value))


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ unknown }}", UndefinedError),
        ("{{ unknown() }}", UndefinedError),
        ("{{ thing.unknown }}", AttributeError),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", UndefinedError),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", TypeError),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, b=2) }}", TypeError),
    ],
)
def test_what_is_not_there_is_an_error(source: str, error: type[Exception]) -> None:
    template = _environment(PageEnvironment).from_string(source)
    with pytest.raises(error):
        rendered(template, _VALUES)


class _Heavy:
    name = "rows"


def test_a_page_is_freed_at_once() -> None:
    template = _environment(PageEnvironment).get_template("calls")
    heavy = _Heavy()
    gone: list[Any] = []
    weakref.finalize(heavy, gone.append, True)
    gc.collect()
    gc.disable()
    try:
        text = rendered(template, {**_VALUES, "thing": heavy})
        del heavy
        assert gone, "it waits for the garbage collector"
    finally:
        gc.enable()
    assert "ROWS" in text


def test_messages_are_in_the_language_and_their_values_are_escaped() -> None:
    assert gettext("Search") == "Search"
    with speaking("fr"):
        assert gettext("Search") == "Rechercher"
    assert gettext("in %(year)s", year="<1>") == Markup("in &lt;1&gt;")
    assert ngettext("%(num)s act", "%(num)s acts", 2) == Markup("2 acts")
    assert pgettext("kind", "State") == Markup("State")
    assert type(gettext("Search")) is Markup
