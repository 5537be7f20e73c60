"""Says that an assessor is no second voice beside those whose reports it reads."""

from __future__ import annotations

from collections.abc import Sequence

from csekg.languages.forms import list_comma
from csekg.languages.messages import _
from csekg.languages.texts import joined


def say_one_voice(assessor: str, drawn_on: Sequence[str]) -> str:
    """Return the sentence, given the names of an assessor and of those whose reports it reads; '' without any."""
    if not drawn_on:
        return ""
    return _(
        "{assessor}: in part from the reports of others ({names}); where they agree, that is one voice.",
        assessor=assessor,
        names=joined(list_comma(), drawn_on),
    )
