"""What a chatbot needs: a claim with names as people write them, and a verdict to quote."""

import json
import sys
from urllib.request import Request, urlopen

service, state, treaty, day = sys.argv[1:5]
claims = {"claims": [{"state": state, "treaty": treaty, "claim": "party", "day": day}]}
sent = Request(f"{service}/api/v1/check", json.dumps(claims).encode(), {"Content-Type": "application/json"})
with urlopen(sent, timeout=10) as reply:
    (answer,) = json.load(reply)["items"]
print(answer["problem"] or f"{state}, party to the {treaty} on {day}: {answer['verdict']}.")
for checked in answer["checked"]:
    print(checked["reason"], "Sources: " + "; ".join(source["name"] for source in checked["sources"]))
