"""Counts what can be known about the quality of the facts, as measurements of the dataset (DQV)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from csekg import namespaces as ns
from csekg.dataset.quads import Sink, integer
from csekg.derived.actions import Action
from csekg.derived.discrepancies import Correction
from csekg.facts.treaties import Treaty
from csekg.namespaces import DQV


def write_quality(
    sink: Sink,
    treaties: Iterable[Treaty],
    actions: Iterable[Action],
    corrections: Iterable[Correction],
) -> None:
    """Write one measurement for each concept of the vocabulary `quality-metric`."""
    consents = [action for action in actions if action.is_consent]
    stated = [(c.in_force_on, c.computed.on) for c in consents if c.in_force_on and c.computed]
    agreeing = sum(one == other for one, other in stated)
    status = Counter(correction.status for correction in corrections)
    clauses = [clause for treaty in treaties for clause in treaty.clauses]
    graph = sink.graph("derived")
    for metric, value in {
        "consents": len(consents),
        "consents-confirmed": sum(_confirmed(consent) for consent in consents),
        "consents-without-a-day": sum(consent.on is None for consent in consents),
        "entry-into-force-as-computed": agreeing,
        "entry-into-force-other": len(stated) - agreeing,
        "differences-open": status["open"],
        "differences-settled": status["settled"],
        "clauses-unverified": sum(clause.verification == "unverified" for clause in clauses),
    }.items():
        graph.node(
            ns.thing("dataset", "csekg", "quality", metric),
            (DQV.QualityMeasurement,),
            metric.replace("-", " "),
            (
                (DQV.isMeasurementOf, ns.concept("quality-metric", metric)),
                (DQV.computedOn, ns.thing("dataset", "csekg")),
                (DQV.value, integer(value)),
            ),
        )


def _confirmed(consent: Action) -> bool:
    sources = {s.source for s in consent.statements if s.consent_on == consent.on}
    return consent.on is not None and len(sources) > 1
