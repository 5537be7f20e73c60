"""What a search finds: hits, made when they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import overload

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Words
from csekg.answers.search.entries import Entry, Kind


class Hit(Answer):
    """Something that was found."""

    id: Iri
    type: str = Field(
        description="class, as State or TreatyProvision; WebPage for a page of the site"
    )
    kind: Kind
    key: str = Field(
        description="short key, as `FRA`, `opsc`, `op/4/a`, `article/34` or `opsc/FRA`; of a page "
        "its path"
    )
    name: Words
    short_name: Words = Field(description="short title of a treaty; of anything else the name")
    matched: Words = Field(
        description="the name that fits what was sought; the English one if a summary does"
    )
    snippet: Words | None = Field(
        description="our summary, from where it fits what was sought; of a participation its status"
    )
    address: str | None = Field(
        description="path below `/api/v1` at which the API describes it; null if it has none"
    )


class Found(Sequence[Hit]):
    """The hits of a search, the best first.

    `whole` tells that they fit the whole text; otherwise each has some of its words. `suggestion`
    is the text with misspelt words replaced by near ones, None where none is near.
    """

    def __init__(
        self,
        ranked: Sequence[tuple[Entry, str]],
        hit: Callable[[Entry, str], Hit],
        *,
        whole: bool = True,
        suggestion: str | None = None,
    ) -> None:
        """Take entries with the names that fit; `hit` makes a hit of both."""
        self._ranked, self._hit = ranked, hit
        self.whole, self.suggestion = whole, suggestion

    def __len__(self) -> int:
        """Return the number of hits."""
        return len(self._ranked)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | list[Hit]:
        """Return a hit, or a list of hits for a slice."""
        if isinstance(place, int):
            return self._hit(*self._ranked[place])
        return [self._hit(*each) for each in self._ranked[place]]

    @cached_property
    def kinds(self) -> Mapping[Kind, int]:
        """The number of hits of each kind; the kind of the best hit comes first."""
        return Counter(self.sequence)

    @property
    def sequence(self) -> list[Kind]:
        """The kind of each hit."""
        return [entry.kind for entry, _ in self._ranked]

    def of_kind(self, kind: Kind, most: int) -> list[Hit]:
        """Return the first hits of a kind, `most` of them at most."""
        its = (each for each in self._ranked if each[0].kind == kind)
        return [self._hit(*each) for each in islice(its, most)]
