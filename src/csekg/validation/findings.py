"""The findings of a validation: one for each focus node, shape, severity and value.

They stand as a file beside the dataset, so that a service need not validate it again. Their English
messages are filled in: names in the place of IRIs, dates in words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from csekg.languages.current import ENGLISH, speaking
from csekg.languages.days import spelled
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.namespaces import PREFIXES, XSD
from csekg.sparql.store import QueryEngine
from csekg.validation.shapes import Component, Node, Severity, Shape, Term, local_name

Identity: TypeAlias = tuple[Node, NamedNode, Severity, Term | None]
_TRIPLE = "<urn:s> <urn:p> {} .\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A validation result (SHACL section 3.6.2) with its message in English.

    `label` is the name of the focus node, `line` that of a user's file it comes from, or 0. `value`
    is None where the component gives none, as for counts. `template` is the message of the shape,
    `values` what stands in it for its variables, so that it can be translated; a
    finding that no shape has made has neither.
    """

    focus: Node
    shape: NamedNode
    severity: Severity
    value: Term | None
    path: NamedNode | None
    component: Component
    message: str
    label: str = ""
    line: int = 0
    template: str = ""
    values: Values = ()

    @property
    def identity(self) -> Identity:
        """The part of a result in which two validators must agree."""
        return self.focus, self.shape, self.severity, self.value


@dataclass(frozen=True, slots=True)
class Report:
    """The findings, worst first, and the shapes that were checked."""

    findings: tuple[Finding, ...]
    shapes: tuple[Shape, ...]

    def counts(self) -> dict[Severity, int]:
        """Return the number of findings of every severity, worst first, zero included."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    @property
    def violations(self) -> list[Finding]:
        """The findings that prevent the publication of a dataset."""
        return [f for f in self.findings if f.severity is Severity.violation]


def unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings worst first, one for each identity.

    Of several messages of one finding, the first in alphabetical order is kept.
    """
    ordered = sorted(findings, key=_key)
    return tuple({finding.identity: finding for finding in reversed(ordered)}.values())[::-1]


def _key(finding: Finding) -> tuple[int, str, str, str, str]:
    return (finding.severity.rank, finding.shape.value, finding.focus.value, str(finding.value), finding.message)


#: SHACL section 5.3.2: `{?name}` or `{$name}` stands for the value of a variable.
_VARIABLE = re.compile(r"\{[?$](\w+)\}")
#: What stands for a variable without a value.
UNBOUND = later("not stated")
_MOST = 20_000
#: What stands for a variable: a day, or an English name or text.
Value: TypeAlias = "str | date"
#: The values of variables by name, sorted.
Values: TypeAlias = "tuple[tuple[str, Value], ...]"


class Names:
    """The names of nodes: short title, else preferred label, else label; one look-up for all."""

    def __init__(self, store: QueryEngine, terms: Iterable[Term | None]) -> None:
        """Look up the English names of the IRIs among the terms."""
        iris = sorted({term.value for term in terms if isinstance(term, NamedNode)})
        self._names: dict[str, str] = {}
        for start in range(0, len(iris), _MOST):
            listed = " ".join(f"<{iri}>" for iri in iris[start : start + _MOST])
            rows = store.values(f"""
                SELECT ?s ?rank ?name WHERE {{
                  VALUES ?s {{ {listed} }}
                  ?s ?p ?name FILTER(?p IN (rdfs:label, skos:prefLabel, cse:shortTitle))
                  FILTER(LANG(?name) IN ("en", ""))
                  BIND(IF(?p = cse:shortTitle, 3, IF(?p = skos:prefLabel, 2, 1)) AS ?rank)
                }} ORDER BY ?s ?rank DESC(?name)""")
            self._names.update((iri, name) for iri, _, name in rows)

    def of(self, term: Term | None) -> str:
        """Return a term for people in English: a name, a day as "5 Feb 2003", or the text."""
        return _in_english(self._value(term))

    def _value(self, term: Term | None) -> Value:
        if term is None:
            return UNBOUND
        if isinstance(term, NamedNode):
            return self._names.get(term.value) or shortened(term)
        if isinstance(term, Literal) and term.datatype == XSD.date:
            return _day(term.value)
        return f"_:{term.value}" if isinstance(term, BlankNode) else term.value

    def values(self, template: str, row: Mapping[str, Term | None]) -> Values:
        """Return the variables of a template, sorted, each with its value in a row for people."""
        return tuple((name, self._value(row.get(name))) for name in sorted(variables(template)))


def filled(template: str, values: Values, say: Callable[[Value], str] | None = None) -> str:
    """Return the template with every variable replaced by its value, in English unless `say` is.

    `say` returns a value in another language, and the template is in that, too.
    """
    texts = {name: (say or _in_english)(value) for name, value in values}
    # The text before each variable, its name, and at last what stands behind all of them.
    parts = _VARIABLE.split(template)
    return joined("", (texts[part] if place % 2 else part for place, part in enumerate(parts)))


def variables(template: str) -> frozenset[str]:
    """Return the names of the variables in a template."""
    return frozenset(_VARIABLE.findall(template))


def shortened(iri: NamedNode) -> str:
    """Return an IRI with the longest prefix of `csekg.namespaces.PREFIXES` that fits."""
    fitting = [(ns, prefix) for prefix, ns in PREFIXES.items() if iri.value.startswith(ns)]
    if not fitting:
        return iri.value if "shapes#" not in iri.value else f"csh:{local_name(iri)}"
    namespace, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri.value.removeprefix(namespace)}"


def _day(text: str) -> Value:
    try:
        return date.fromisoformat(text) if len(text) == 10 else text
    except ValueError:
        return text


def _in_english(value: Value) -> str:
    with speaking(ENGLISH):
        return spelled(value) if isinstance(value, date) else value
