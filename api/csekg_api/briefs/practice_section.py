"""The part of a brief on what assessors found, beside what binds the State."""

from __future__ import annotations

from collections.abc import Iterator

from csekg.answers.briefs.brief import Brief
from csekg.answers.common.references import part_number
from csekg.answers.practice.promises import AssessorFinding, Promise
from csekg.languages.forms import colon, comma, list_comma
from csekg.languages.texts import joined
from csekg_api.briefs.document import Block, Items, Line, Run, heading, plain
from csekg_api.web.words import _, pgettext


def promised(brief: Brief) -> Iterator[Block]:
    """Yield the newest finding on each paragraph that an indicator bears on, with its assessor.

    Indicators that give context alone stay on the page of the State.
    """
    lines = tuple(
        _line(brief, promise, found)
        for promise in brief.promises
        for found in promise.found
        if found.indicator_strength != "context" and found.values
    )
    if not lines:
        return
    yield heading(_("Promised and found"), "promised")
    yield Items(lines=lines)
    yield plain(
        _(
            "What was found is stated by the assessor, for its year and scope, and is no finding "
            "of ours. Not assessed, unknown and no are three things."
        ),
        small=True,
    )


def _line(brief: Brief, promise: Promise, found: AssessorFinding) -> Line:
    value = found.values[-1]
    treaties = joined(list_comma(), (binding.treaty.name for binding in promise.bindings))
    bound = _("bound by {treaties}", treaties=treaties) if treaties else _("not bound by a treaty")
    said = value.printed_value or _("no value printed")
    if value.conforms is not None:
        said = _("law conforms, it says") if value.conforms else _("law does not conform, it says")
    elif value.assessed_answer != "number":
        said = _ANSWERS[value.assessed_answer]()
    scope = _("scope: {scope}", scope=found.scope.name)
    return (
        Run(text=part_number(promise.paragraph.key), path=f"/resolution/{promise.paragraph.key}", strong=True),
        Run(text=joined("", (comma(), bound, ". ", found.indicator.name, colon()))),
        Run(text=said, path=f"/page/{value.id.partition('/id/')[2]}", strong=True),
        Run(text=joined("", (" (", found.assessor.name, comma(), str(value.assessed_year), comma(), scope, ")"))),
    )


#: What the kinds of answer are called in a sentence.
_ANSWERS = {
    "yes": lambda: pgettext("answer", "yes"),
    "no": lambda: pgettext("answer", "no"),
    "unknown": lambda: pgettext("answer", "unknown"),
    "not-applicable": lambda: pgettext("answer", "not applicable"),
    "no-value": lambda: _("no value printed"),
}
