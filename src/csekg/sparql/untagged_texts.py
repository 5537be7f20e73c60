"""Texts that a query seeks without a language, though the dataset has them with one.

`?s rdfs:label "Kenya"` finds nothing where the label is `"Kenya"@en`, and an empty answer looks
like a finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from csekg.languages.messages import _
from csekg.sparql.tokens import tokens


def untagged_texts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the texts without a language in the patterns of a query, quoted, each behind its property.

    `text` is as `read_query` writes it. Within parentheses are filters and rows of VALUES, whose texts mean
    themselves.
    """
    depth, read = 0, tokens(text)
    for before, token, after in zip(read, read[1:], read[2:], strict=False):
        if token.kind == "mark":
            depth += (token.text == "(") - (token.text == ")")
        elif (token.kind, before.kind, depth) == ("string", "iri", 0) and (
            after.kind != "language" and after.text != "^^"
        ):
            yield before.text, token.text


def untagged_message(quoted: str, language: str) -> str:
    """Return the warning about one of them, given a language in which the dataset has it."""
    tagged = f"{quoted}@{language}"
    return _("{text} has a language in this dataset: write {tagged}.", text=quoted, tagged=tagged)
