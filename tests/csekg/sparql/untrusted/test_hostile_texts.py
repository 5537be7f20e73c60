"""No text makes the service connect to another machine: through neither reader nor seal."""

from __future__ import annotations

import sys
from itertools import islice

import pytest

from tests.csekg.sparql.untrusted.differing import answer, differ, evaluate_sealed, store
from tests.csekg.sparql.untrusted.hostile_texts import ADDRESS, hostile_texts
from tests.csekg.sparql.untrusted.listening import listening

#: Found in an attack: a name that Oxigraph ends at its second dot.
FOUND = "PREFIX w:<http://www.w> SELECT * { ?c a w:3.org\\/2002\\/07\\/owl\\#Class.SERVICE <@ADDRESS@read> {?s ?p ?o} }"
_COUNT = 6_000


@pytest.mark.slow
def test_reader_lets_no_call_pass() -> None:
    with listening() as bare, listening() as guarded:
        tally = differ(islice(hostile_texts(1), _COUNT), bare, guarded)
        assert not tally.leaks
        assert guarded.settled() == 0
    # The texts do hide calls, and harmless texts are answered.
    assert tally.calls > 400
    assert tally.compared > 600
    assert not tally.disagreements


def test_a_call_is_counted() -> None:
    with listening() as listener:
        text = FOUND.replace(ADDRESS, listener.address)
        small = store()
        small.update("INSERT DATA { <urn:c> a <http://www.w3.org/2002/07/owl#Class> }")
        answer(small, text)
        assert listener.settled() == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="seals as Linux does")
def test_sealed_process_calls_nobody_whatever_it_evaluates() -> None:
    with listening() as listener:
        assert evaluate_sealed(2, _COUNT, listener.address) > 1000
        assert listener.settled() == 0
