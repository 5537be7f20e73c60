"""What a chatbot needs: a question with names as people write them, and an answer to quote."""

import json
import sys
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

service, state, treaty, day = sys.argv[1:5]
question = urlencode({"state": state, "treaty": treaty, "on": day})
try:
    with urlopen(f"{service}/api/v1/answer?{question}", timeout=10) as reply:
        answer = json.load(reply)
    print(answer["sentence"], f"Data as of {answer['asOf']}.", answer["citation"])
except HTTPError as error:
    print(json.load(error)["detail"])
