"""Random queries over a dataset: walks along its own triples, in whatever SPARQL can wrap them.

The generators of the planner's tests draw from a dozen invented terms, which suits graphs of forty
triples; over a real dataset hardly one of their joins would find anything. Here each variable has a
term in mind, and the next triple is one that the dataset has of such a term.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import pyoxigraph as ox

from csekg.namespaces import ONTOLOGY, PREFIXES, RDF, XSD

#: A class that is walked from has so many things at least; of more than `_MOST` terms alike some are drawn from.
_LEAST, _MOST = 10, 200
#: Longer texts stand behind variables only.
_LONGEST = 60
_ELEMENTS = {"optional": 2, "exists": 3, "minus": 1, "unbound": 1, "union": 1, "sub-select": 1, "graph": 1}
_ELEMENTS |= {"values": 1, "bind": 1, "filter": 3}
_FORMS = {"select": 9, "order": 6, "aggregate": 4, "*": 2, "ask": 2, "construct": 2}
_PATHS = ("{0}+", "{0}*", "{0}?", "({0}|{1})", "({0}|^{1})", "!{1}", "{0}/{1}", "^{1}/{0}")

Term: TypeAlias = "ox.NamedNode | ox.Literal"
#: The variables of a group, with their question marks, and the term that each has in mind.
Scope: TypeAlias = "dict[str, Term]"


class Query(NamedTuple):
    """A query, and whether only equal rows may change places in its answer."""

    text: str
    ordered: bool = False


class _Data:
    """What a store holds of a term, in an order that does not depend on the run."""

    def __init__(self, store: ox.Store) -> None:
        self._quads: Any = store.quads_for_pattern
        self.around = cache(self._around)
        names = (quad.object for quad in self._quads(None, RDF.type, None))
        names = (name for name in names if isinstance(name, ox.NamedNode) and name.value.startswith(ONTOLOGY))
        things = {name: _sorted(quad.subject for quad in self._quads(None, RDF.type, name)) for name in _sorted(names)}
        self.classes = {name: found[:_MOST] for name, found in things.items() if len(found) >= _LEAST}

    def _around(self, node: Term) -> dict[tuple[Term, bool], list[Term]]:
        """Return the other ends of its triples by property, and by whether they are objects."""
        ends: defaultdict[tuple[Term, bool], set[Term]] = defaultdict(set)
        for quad in self._quads(node, None, None):
            ends[quad.predicate, True].add(quad.object)
        for quad in self._quads(None, None, node):
            ends[quad.predicate, False].add(quad.subject)
        return {key: _sorted(ends[key])[:_MOST] for key in sorted(ends, key=str) if key[0] != RDF.type}

    def graphs(self, node: Term) -> list[Term]:
        """Return the named graphs that have triples of it."""
        names = (quad.graph_name for quad in self._quads(node, None, None))
        return _sorted(name for name in names if isinstance(name, ox.NamedNode))


def _sorted(terms: Any) -> list[Term]:
    return sorted(set(terms), key=str)


def random_walks(store: ox.Store, seed: int, count: int) -> Iterator[Query]:
    """Yield so many queries; the same store and seed give the same ones."""
    data, chance = _Data(store), random.Random(seed)
    return (_Walk(data, chance).query() for _ in range(count))


def _written(term: Term) -> str:
    """Return a term as it stands in a query, with the dataset's prefixes."""
    fitting = (item for item in PREFIXES.items() if term.value.startswith(item[1]))
    prefix, namespace = max(fitting, key=lambda item: len(item[1]), default=("", ""))
    local = term.value.removeprefix(namespace)
    short = prefix and isinstance(term, ox.NamedNode) and re.fullmatch("[A-Za-z][A-Za-z0-9-]*", local)
    return f"{prefix}:{local}" if short else str(term)


class _Walk:
    """One query: a walk of up to five triples, up to three elements after it, and a form around them."""

    def __init__(self, data: _Data, chance: random.Random) -> None:
        self._data, self._chance, self._pick, self._names = data, chance, chance.choice, 0
        #: The variables of an OPTIONAL or UNION: a pattern that begins with one of these rarely ends in time.
        self._unsure: set[str] = set()

    def query(self) -> Query:
        """Return the query; a walk is made once."""
        scope: Scope = {}
        name = self._pick(list(self._data.classes))
        first = self._new(scope, self._pick(self._data.classes[name]))
        triples = [f"{first} a {_written(name)}"] if self._chance.random() < 0.6 else []
        triples += [self._triple(scope) for _ in range(self._chance.randint(1, 5 - len(triples)))]
        self._chance.shuffle(triples)
        elements = [self._element(self._drawn(_ELEMENTS), scope) for _ in range(self._chance.randrange(4))]
        return self._form(self._drawn(_FORMS), " ".join([" . ".join(triples), *elements]), scope)

    def _drawn(self, weights: dict[str, int]) -> str:
        return self._chance.choices(list(weights), list(weights.values()))[0]

    def _form(self, form: str, body: str, scope: Scope) -> Query:
        columns = self._chance.sample(list(scope), min(len(scope), self._chance.randint(1, 4)))
        *keys, last = columns
        select = f"SELECT {self._pick(['', '', 'DISTINCT '])}{' '.join(columns)} {{ {body} }}"
        if form == "order":
            return self._with_order(select, columns, scope)
        if form == "aggregate":
            group = f" GROUP BY {' '.join(keys)}" if keys else ""
            group += self._pick(["", f" HAVING(COUNT({last}) > {self._chance.randint(0, 3)})"])
            return Query(f"SELECT {' '.join(keys)} ({self._aggregate(last, scope)} AS ?n) {{ {body} }}{group}")
        heads = {"*": "SELECT *", "ask": "ASK", "construct": f"CONSTRUCT {{ ?v1 <urn:p> {last} }} WHERE"}
        return Query(f"{heads[form]} {{ {body} }}" if form in heads else select)

    def _with_order(self, select: str, columns: list[str], scope: Scope) -> Query:
        """Sort the rows; before LIMIT by all columns, since then the answer depends on the order."""
        keys = []
        for column in self._chance.choices(columns, k=self._chance.randint(1, 2)):
            keys.append(self._pick(["{0}", "DESC({0})", *self._functions(scope[column])]).format(column))
        ordered = self._chance.random() < 0.6
        text = f"{select} ORDER BY {' '.join([*keys, *columns] if ordered else keys)}"
        if ordered and self._chance.random() < 0.6:
            text += f" LIMIT {self._pick([1, 10, 100])}{self._pick(['', f' OFFSET {self._chance.randint(1, 20)}'])}"
        return Query(text, ordered)

    def _functions(self, term: Term) -> list[str]:
        years = ["YEAR({0})"] * 3 if _is_day(term) else []
        return ["STR({0})", "LCASE(STR({0}))", "STRLEN(STR({0}))", *years]

    def _aggregate(self, variable: str, scope: Scope) -> str:
        value = variable if isinstance(scope[variable], ox.NamedNode) else f"STR({variable})"
        counts = ["COUNT(*)", f"COUNT({variable})", f"COUNT(DISTINCT {variable})"]
        return self._pick([*counts, f"MIN({value})", f"MAX({value})", f"SUM(STRLEN(STR({variable})))"])

    def _new(self, scope: Scope, term: Term) -> str:
        """Return a variable that enters the scope with this term in mind."""
        self._names += 1
        name = f"?{'v' if isinstance(term, ox.NamedNode) else 'w'}{self._names}"
        scope[name] = term
        return name

    def _node(self, scope: Scope) -> str:
        """Return a variable that has an IRI in mind, and is bound for sure."""
        iris = [name for name, term in scope.items() if isinstance(term, ox.NamedNode)]
        return self._pick([name for name in iris if name not in self._unsure])

    def _triple(self, scope: Scope, name: str = "") -> str:
        """Return a triple of a variable in scope; its other end may enter the scope."""
        name = name or self._node(scope)
        around = self._data.around(scope[name])
        forward = self._chance.random() < 0.7
        verb, forward = self._pick([way for way in around if way[1] == forward] or list(around))
        ends, near = around[verb, forward], self._pick(list(around))[0]
        # What very many things have mostly leads to one of them: with all of them hardly a query would end in time.
        end = self._end(scope, self._pick(ends), 0.15 if forward else 0.7 if len(ends) == _MOST else 0.07)
        path = self._pick(_PATHS) if self._chance.random() < 0.12 else "{0}"
        link = path.format(_written(verb), _written(near))
        return f"{name} {link} {end}" if forward else f"{end} {link} {name}"

    def _end(self, scope: Scope, term: Term, constant: float) -> str:
        """Return the term itself with this probability, else a variable, mostly a new one."""
        short = isinstance(term, ox.NamedNode) or len(term.value) <= _LONGEST
        if short and self._chance.random() < constant:
            return _written(term)
        same = [name for name, other in scope.items() if other == term]
        return self._pick(same) if same and self._chance.random() < 0.5 else self._new(scope, term)

    def _triples(self, scope: Scope) -> str:
        """Return a triple, or two that are connected; their variables enter the scope."""
        name = self._node(scope)
        inner = {name: scope[name]}
        text = " . ".join(self._triple(inner) for _ in range(self._chance.randint(1, 2)))
        self._unsure.update(inner.keys() - scope.keys())
        scope |= inner
        return text

    def _element(self, kind: str, scope: Scope) -> str:
        """Return what may follow a walk; what it binds enters the scope."""
        inner, name = dict(scope), self._node(scope)
        match kind:
            case "optional":
                return f"OPTIONAL {{ {self._triples(scope)}{self._pick(['', '', self._filter(scope)])} }}"
            case "exists":
                keyword = self._pick(["NOT EXISTS", "NOT EXISTS", "EXISTS"])
                return f"FILTER {keyword} {{ {self._triples(inner)}{self._pick([''] * 4 + [self._filter(inner)])} }}"
            case "minus":
                return f"MINUS {{ {self._triples(inner)} }}"
            case "unbound":
                return f"OPTIONAL {{ {self._triples(inner)} }} FILTER(!BOUND({list(inner)[-1]}))"
            case "union":
                return f"{{ {self._triples(scope)} }} UNION {{ {self._triples(scope)} }}"
            case "sub-select":
                inner = {name: scope[name]}
                text, total = self._triples(inner), self._aggregate(self._pick(list(inner)), inner)
                result = self._new(scope, ox.Literal(1))
                return f"{{ SELECT {name} ({total} AS {result}) {{ {text} }} GROUP BY {name} }}"
            case "graph":
                graph = self._end(scope, self._pick(self._data.graphs(scope[name]) or [scope[name]]), 0.5)
                return f"GRAPH {graph} {{ {self._triple(scope, name)} }}"
            case "values":
                terms = [_written(scope[name]), *(self._alike(scope[name]) for _ in range(3))]
                other = self._pick([key for key in scope if key != name] or ["?other"])
                constant = _written(scope.get(other, scope[name]))
                rows = [f"({term} {self._pick(['UNDEF', constant])})" for term in terms]
                pairs = f"VALUES ({name} {other}) {{ {' '.join(rows)} (UNDEF {constant}) }}"
                return self._pick([f"VALUES {name} {{ {' '.join(terms)} }}", pairs])
            case "bind":
                name = self._pick(list(scope))
                forms = [*self._functions(scope[name]), "COALESCE({0}, 0)", 'IF(BOUND({0}), "y", "n")']
                return f"BIND({self._pick(forms).format(name)} AS {self._new(scope, ox.Literal(1))})"
            case _:
                return self._filter(scope)

    def _alike(self, node: Term) -> str:
        """Return a term that has a property and its value in common with this one."""
        around = self._data.around(node)
        verb, forward = self._pick(list(around))
        other = self._pick(around[verb, forward])
        ends = self._data.around(other) if isinstance(other, ox.NamedNode) else {}
        return _written(self._pick(ends.get((verb, not forward), [node])))

    def _filter(self, scope: Scope) -> str:
        conditions = [self._condition(scope) for _ in range(self._pick([1, 1, 1, 1, 2]))]
        return f" FILTER({' || '.join(conditions)})"

    def _condition(self, scope: Scope) -> str:
        name, other = self._pick(list(scope)), self._pick(list(scope))
        term = scope[name]
        constant, word = _written(term), self._pick(re.findall("[A-Za-z]{2,}", term.value) or ["a"])
        forms = [f"STR({name}) < STR({other})", f"{name} != {other}", f'REGEX(STR({name}), "{word}", "i")']
        if isinstance(term, ox.NamedNode):
            alike = self._alike(term)
            forms += [f"{name} = {constant}", f"{name} != {alike}", f"{name} IN ({constant}, {alike})"]
        elif term.datatype in (XSD.date, XSD.gYear, XSD.integer):
            forms = [f"{name} {sign} {constant}" for sign in ("<=", "<", ">=", ">", "=", "!=")]
            forms += [f"YEAR({name}) >= {term.value[:4]}"] * 2 if _is_day(term) else []
        else:
            forms += [f'CONTAINS(LCASE(STR({name})), "{word.lower()}")', f'LANGMATCHES(LANG({name}), "en")'] * 2
            forms += [f'LANG({name}) = "{term.language or ""}"'] * 2
        return self._pick(forms)


def _is_day(term: Term) -> bool:
    return isinstance(term, ox.Literal) and term.datatype == XSD.date
