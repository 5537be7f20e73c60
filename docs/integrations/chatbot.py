"""What a chatbot needs: one State, one treaty, one day, and an answer that names its day."""

import json
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

service, state, treaty, day = sys.argv[1:5]
address = f"{service}/api/v1/states/{state}/participation/{treaty}?{urlencode({'on': day})}"
with urlopen(address, timeout=10) as reply:
    answer = json.load(reply)
print(
    f"{answer['actor']['name']}, {answer['treaty']['name']}: {answer['statusLabel']} on {day}. "
    f"{answer['reason']} (data as of {answer['asOf']})"
)
