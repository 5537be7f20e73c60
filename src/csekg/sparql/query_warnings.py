"""What a dataset does not hold as a query names it: terms, and texts without a language.

A misspelt property (`cse:partyTO`) matches nothing, nor does `"Kenya"` where the dataset has
`"Kenya"@en`, and an empty answer looks like a finding. A look-up of each term tells what the dataset holds. One
that is missing is named with those near to it, of which a list is made at the build.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice

from csekg.errors import close_names
from csekg.languages.messages import _
from csekg.namespaces import PREFIXES
from csekg.sparql.tokens import tokens
from csekg.sparql.untrusted import folder_of

#: So many terms of a query are named: enough to correct it.
MOST = 5
_MOST_NEAR = 3
# Datatypes are no terms of the data. The others may be asked about: those that csekg declares.
_NAMESPACES = tuple(iri for prefix, iri in PREFIXES.items() if prefix != "xsd")
#: A local name that needs no escapes.
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
#: The longest name that is compared and shown.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A term of a query that the dataset does not hold; `nearest` are IRIs, the closest first."""

    iri: str
    nearest: tuple[str, ...]

    def message(self) -> str:
        """Return the warning in one or two sentences, in the current language."""
        term = shortened(self.iri)
        if not self.nearest:
            return _("{term} is not in this dataset.", term=term)
        near = ", ".join(map(shortened, self.nearest))
        return _("{term} is not in this dataset. Did you mean {names}?", term=term, names=near)


def unknown_terms(iris: Iterable[str], names: Set[str], holds: Callable[[str], bool]) -> tuple[UnknownTerm, ...]:
    """Return the terms of a query that the dataset does not hold, at most `MOST`, in order.

    `iris` are the IRIs in the patterns of the query; those of other vocabularies than the ones that
    csekg declares a prefix for are left alone. The dataset has all `names`; `holds` tells whether it has another IRI.
    """
    ours = (iri for iri in iris if iri.startswith(_NAMESPACES) and iri not in _NAMESPACES)
    missing = (iri for iri in ours if iri not in names and not holds(iri))
    return tuple(UnknownTerm(iri[:_LONGEST], _nearest(iri, names)) for iri in islice(missing, MOST))


def _nearest(iri: str, names: Set[str]) -> tuple[str, ...]:
    """Return the IRIs nearest to one that is missing: of its folder, else of its namespace."""
    if len(iri) > _LONGEST:
        return ()
    namespace = max((start for start in _NAMESPACES if iri.startswith(start)), key=len)
    for beginning in (folder_of(iri), namespace):
        name = iri[len(beginning) :]
        # Classes and properties may differ in case alone: cse:Treaty, cse:treaty.
        terms: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted(names):
            if term.startswith(beginning):
                terms[term[len(beginning) :].casefold()].append(term)
        if near := [term for similar in close_names(name, terms) for term in terms[similar]]:
            upper, at = name[:1].isupper(), slice(len(beginning), len(beginning) + 1)
            near.sort(key=lambda term: term[at].isupper() != upper)
            return tuple(near[:_MOST_NEAR])
    return ()


def shortened(iri: str) -> str:
    """Return an IRI as a query can have it: with a prefix that csekg declares, else in `<>`."""
    prefixes = [(len(start), prefix) for prefix, start in PREFIXES.items() if iri.startswith(start)]
    length, prefix = max(prefixes, default=(0, ""))
    local = iri[length:]
    return f"{prefix}:{local}" if prefix and _LOCAL.fullmatch(local) else f"<{iri}>"


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
