"""Measures four forms of one query (States that have not ratified), with and without rewriting.

On the real graph, and on a synthetic one with ten times the States. There the time of Oxigraph for
the first form is quadratic, so that it is asked about one State and the time is extrapolated.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pyoxigraph as ox

from benchmarks.timing import line, seconds
from csekg.dataset.cache import dataset_bytes
from csekg.namespaces import CSE, PREFIXES, RDF, actor, instrument, thing
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.untrusted import rewrite

_ACT = "?act a cse:Ratification ; cse:treaty instrument:opsc ; cse:actor ?s"
_CHAIN = (
    "?p a cse:Participation ; cse:treaty instrument:opsc ; cse:actor ?s ; cse:consent ?act . ?act a cse:Ratification"
)
FORMS = {
    "FILTER NOT EXISTS": f"FILTER NOT EXISTS {{ {_ACT} }}",
    "FILTER NOT EXISTS, by the participation": f"FILTER NOT EXISTS {{ {_CHAIN} }}",
    "MINUS": f"MINUS {{ {_ACT} }}",
    "OPTIONAL and !BOUND": f"OPTIONAL {{ {_ACT} }} FILTER(!BOUND(?act))",
    "short cut": "FILTER NOT EXISTS { ?s cse:partyTo instrument:opsc }",
}
_FIRST, _SLOWEST = tuple(FORMS)[:2]
_TIMES_AS_MANY = 10


def run() -> None:
    print("Which States have not ratified, in four forms: Oxigraph alone, and with rewriting")
    real = ox.Store()
    real.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in Store(dataset_bytes()).quads())
    for name, form in FORMS.items():
        _compare(_alone(real, form), _ours(real, name, form))
    line("to rewrite a query not seen before", _rewriting() * 1000, "ms")
    states = 200 * _TIMES_AS_MANY
    print(f"\nThe same on a synthetic graph of {states} States, 20 treaties")
    synthetic = ox.Store()
    synthetic.bulk_extend(_synthetic(states, 20))
    for name, form in FORMS.items():
        if name == _FIRST:
            sampled = f"VALUES ?s {{ {actor('X0')} }} {form}"
            _compare(_alone(synthetic, sampled) * states, _ours(synthetic, name, form))
        elif name == _SLOWEST:
            _ours(synthetic, name, form)
        else:
            _compare(_alone(synthetic, form), _ours(synthetic, name, form))


def _query(form: str) -> str:
    return f"SELECT ?s {{ ?s a cse:State . {form} }}"


def _alone(store: ox.Store, form: str) -> float:
    return seconds(partial(_answer, store, _query(form)), 1)


def _ours(store: ox.Store, name: str, form: str) -> float:
    taken = seconds(partial(_rewritten_answer, store, _query(form)), 11)
    rows = _rewritten_answer(store, _query(form))
    line(f"{name}: {rows} States, as we answer it", taken * 1000, "ms")
    return taken


def _compare(alone: float, ours: float) -> None:
    line("    Oxigraph alone", alone * 1000, "ms")
    line("    ratio", alone / ours, "x")


def _rewritten_answer(store: ox.Store, query: str) -> int:
    return _answer(store, rewrite(query))


def _answer(store: ox.Store, query: str) -> int:
    results = store.query(query, prefixes=PREFIXES)
    assert isinstance(results, ox.QuerySolutions)
    return sum(1 for _ in results)


def _rewriting() -> float:
    query = _query(FORMS[_FIRST])
    unseen = iter(range(1000))
    return seconds(lambda: rewrite(f"{query} # {next(unseen)}"), 101)


def _synthetic(states: int, treaties: int) -> Iterator[ox.Quad]:
    """Yield States, participations and acts; seven States in ten have ratified each treaty."""
    for number in range(states):
        state = actor(f"X{number}")
        yield ox.Quad(state, RDF.type, CSE.State)
        for other in range(treaties):
            treaty = instrument("opsc" if other == 0 else f"t{other}")
            participation = thing("participation", str(other), str(number))
            yield ox.Quad(participation, RDF.type, CSE.Participation)
            yield ox.Quad(participation, CSE.treaty, treaty)
            yield ox.Quad(participation, CSE.actor, state)
            if (number + other) % 10 < 3:
                continue
            act = thing("action", str(other), str(number))
            yield ox.Quad(participation, CSE.consent, act)
            yield ox.Quad(act, RDF.type, CSE.Ratification)
            yield ox.Quad(act, CSE.treaty, treaty)
            yield ox.Quad(act, CSE.actor, state)
            yield ox.Quad(state, CSE.partyTo, treaty)
