"""Writes quality measurements of the dataset, in the Data Quality Vocabulary (DQV)."""

from __future__ import annotations

from collections import Counter

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, integer
from csekg.derived.acts import Act
from csekg.derived.agreement import proposals
from csekg.derived.all_facts import AllFacts
from csekg.namespaces import DQV


def write_quality(quads: Quads, all_facts: AllFacts) -> None:
    """Write one measurement for each concept of the vocabulary `quality-metric`."""
    consents = [act for act in all_facts.acts if act.is_consent and not act.dismissed]
    stated = [(c.in_force_on, c.computed.on) for c in consents if c.in_force_on and c.computed]
    agreeing = sum(one == other for one, other in stated)
    status = Counter(discrepancy.status for discrepancy in all_facts.discrepancies)
    clauses = [clause for treaty in all_facts.treaties.values() for clause in treaty.clauses]
    links = all_facts.correspondences
    graph = quads.graph("derived")
    for metric, value in {
        "consents": len(consents),
        "consents-confirmed": sum(_confirmed(consent) for consent in consents),
        "consents-without-a-day": sum(consent.on is None for consent in consents),
        "entry-into-force-as-computed": agreeing,
        "entry-into-force-other": len(stated) - agreeing,
        "differences-open": status["open"],
        "differences-settled": status["settled"],
        "clauses-unverified": sum(clause.verification == "unverified" for clause in clauses),
        "correspondences": len(links),
        "correspondences-decided": sum(bool(link.decided) for link in links),
        "correspondences-proposed": proposals(all_facts.readings, (link.ends for link in links)),
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


def _confirmed(consent: Act) -> bool:
    sources = {s.source for s in consent.statements if s.consent_on == consent.on}
    return consent.on is not None and len(sources) > 1
