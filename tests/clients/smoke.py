"""Asks a running service with the client that openapi-python-client has made: smoke.py ADDRESS."""

# mypy: ignore-errors
# The client is not there until the test has made it.

import json
import sys

from generated import Client
from generated.api.status import ask, list_gaps
from generated.models import AskPage, ListGapsStatusType0Item, Problem

client = Client(base_url=sys.argv[1])
answer = ask.sync(client=client, state=["ireland"], treaty=["OPSC"])
assert isinstance(answer, AskPage)
refusal = ask.sync(client=client, state=["Irland"], treaty=["opsc"])
assert isinstance(refusal, Problem)
signed = ListGapsStatusType0Item.SIGNATORY
gaps = list_gaps.sync(client=client, key="OPSC", status=[signed], limit=5)
print(
    json.dumps(
        {
            "statuses": [case.status for case in answer.items],
            "refusal": refusal.status,
            "signatories": [row.actor.key for row in gaps.items],
        }
    )
)
