"""One question, one answer: each State under each treaty, asked once, so that no cache has it."""

from __future__ import annotations

import random
import time

from benchmarks import peers
from benchmarks.load import Ask, fire, get
from csekg.answers.common.references import actor_refs, treaties
from csekg.dataset.cache import open_store

_QUESTIONS = 600
#: Seconds in which the service looks up what it needs, after its start.
_WARMING = 20


def run() -> None:
    """Print how long `/api/v1/answer` takes, warm, for questions that nobody has asked before."""
    store = open_store()
    pairs = [(actor.key, key) for actor in actor_refs(store).values() for key in treaties(store)]
    chosen = random.Random(162).sample(pairs, _QUESTIONS)
    asks = [Ask(f"{state} {treaty}", get(f"/api/v1/answer?state={state}&treaty={treaty}")) for state, treaty in chosen]
    with peers.csekg() as ours:
        fire(ours.port, asks[:10])
        time.sleep(_WARMING)
        before = ours.processor_seconds()
        answered = fire(ours.port, asks[10:])
        computed = (ours.processor_seconds() - before) / len(answered.times) * 1000
    print(
        f"{len(answered.times)} questions of /api/v1/answer, each new, one after the other: "
        f"p50 {answered.percentile(50):.2f} ms, p99 {answered.percentile(99):.1f} ms, "
        f"{computed:.2f} ms of processor time, {len(answered.failures)} failed"
    )
