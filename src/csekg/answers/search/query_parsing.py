"""What a text says beyond its words: a State under a treaty, an article of it, a paragraph.

First of all, texts in the form in which search compares them and shows them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from csekg import namespaces as ns
from csekg.answers.common.folding import folded, typed_words
from csekg.answers.search.entries import Entry

_WORD = re.compile(r"[^\W_]+")
_SNIPPET = 160
#: The least length of a word in which one letter may be wrong, and in which two may be.
_ONE_WRONG, _TWO_WRONG = 4, 8
#: As many words in capitals are no sentence.
_FEW_WORDS = 3

_STOPS = (
    "a al an and are as at be been by can de del des did do does du el en et for from had has have how i "
    "in is it its la las le les los me my no not of on or so than that the their there they this to was "
    "we were what when where which who why will with y"
)
#: Words that carry no meaning of their own in a question, in English, French and Spanish.
STOP_WORDS = frozenset(_STOPS.split())


def capitals(text: str) -> frozenset[str]:
    """Return the words that were typed in capitals, folded; none of a sentence all in capitals.

    A code of two capitals, as in `DE CRC`, is no stop word.
    """
    words = _WORD.findall(text)
    if text.isupper() and len(words) > _FEW_WORDS:
        return frozenset()
    return frozenset(folded(word) for word in words if word.isupper())


def sought_words(typed: Sequence[str], kept: Collection[str]) -> list[str]:
    """Return the words, each once, without stop words; all where there are only such.

    One letter after a number stays, as in `4 (a)`, and so does what `kept` has.
    """
    found = [
        word
        for before, word in zip(["", *typed], typed, strict=False)
        if word not in STOP_WORDS or word in kept or before.isdigit()
    ]
    return list(dict.fromkeys(found or typed))


def snippet(texts: Iterable[str], parts: Sequence[str]) -> str | None:
    """Return a part of the first text with one of the folded words, or the first text's beginning.

    None without texts; at most 160 characters and the dots where it is cut.
    """
    first = None
    for text in texts:
        first = first or text
        for match in _WORD.finditer(text):
            if any(folded(match[0]).startswith(part) for part in parts):
                return _cut(text, match.start())
    return _cut(first, 0) if first else None


def corrected(parts: Sequence[str], words: Sequence[str]) -> str | None:
    """Return a text with unknown words replaced by the closest known ones, None if it is the same.

    Also None where a word has no known one near it: in a short word one letter may be wrong,
    missing, too many or exchanged with its neighbour, in a long one two.
    """
    found = []
    for part in parts:
        wrong = (len(part) >= _ONE_WRONG) + (len(part) >= _TWO_WRONG)
        # Ties are resolved by the order of the words.
        close = extractOne(part, words, scorer=OSA.distance, score_cutoff=wrong)
        if close is None:
            return None
        found.append(close[0])
    return None if found == list(parts) else " ".join(found)


def _cut(text: str, at: int) -> str:
    if len(text) <= _SNIPPET:
        return text
    start = 0 if at < _SNIPPET // 2 else text.rfind(" ", 0, at - _SNIPPET // 4) + 1
    end = start + _SNIPPET
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return ("... " if start else "") + text[start:end] + (" ..." if end < len(text) else "")


_WORDS_AROUND = (
    "accede acceded accession bound convention countries country date entered entry force join joined joining parties "
    "party protocol ratification ratifications ratified ratifies ratify sign signatories signatory signature signed "
    "since state states status treaty"
)
#: Words around the names of a State and a treaty that leave their meaning as it is.
_AROUND = STOP_WORDS | frozenset(_WORDS_AROUND.split())
_ARTICLE = frozenset(
    typed_words("article articles art arts artículo artículos статья статье статьи ст المادة للمادة 条")
)
_OPERATIVE = frozenset({"op", "operative"})
_PREAMBULAR = frozenset({"pp", "preamble", "preambular"})
_PARAGRAPH = frozenset({"paragraph", "paragraphs", "para", "paras", "par"})
#: Words within the number of a provision: `article 3, paragraph 1, letter b`.
_WITHIN = _PARAGRAPH | {"subparagraph", "letter", "no", "number"}
#: The classes of statements by what people call them, in six languages, folded.
_KINDS_OF_STATEMENTS = {
    "".join(typed_words(word)): classes
    for words, classes in (
        (
            "reservation reservations réserve réserves reserva reservas оговорка оговорки оговорок 保留 تحفظ تحفظات",
            ("Reservation",),
        ),
        (
            "objection objections objeción objeciones возражение возражения возражений 反对 اعتراض اعتراضات",
            ("Objection",),
        ),
        (
            "declaration declarations déclaration déclarations declaración declaraciones"
            " заявление заявления заявлений 声明 إعلان إعلانات",
            ("Declaration", "InterpretativeDeclaration", "BindingAgeDeclaration"),
        ),
    )
    for word in words.split()
}
#: Words that join a statement with its article and treaty, in languages other than English.
_JOINING = frozenset(typed_words("l d al aux à sur sobre к ко на по على إلى 对 第"))
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_BESIDE_A_NUMBER = _AROUND | _ARTICLE | _WITHIN | _JOINING | _KINDS_OF_STATEMENTS.keys()
_PARTS = re.compile(re.escape(f"{ns.ID}instrument/") + r"([^/]+)/article/(.+)")
_STATE, _TREATY = "state", "treaty"
#: Of more States or treaties no text speaks that means one row for each pair.
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text means: numbers of entries, and pairs of a State and a treaty.

    `complete` tells that the whole text is understood; otherwise it has further words.
    """

    entries: tuple[int, ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()
    complete: bool = False


class QueryParser:
    """Recognizes names of States and treaties, numbers of articles and of paragraphs."""

    def __init__(self, entries: Sequence[Entry], statements: Iterable[Sequence[str | None]] = ()) -> None:
        """Take the entries, and the statements with actor, treaty and provision; numbers are places in the entries."""
        self._names: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._articles: dict[tuple[str, str], int] = {}
        self._paragraphs: dict[str, int] = {}
        self._kinds = [entry.kind for entry in entries]
        self._iris = {entry.iri: number for number, entry in enumerate(entries)}
        for number, entry in enumerate(entries):
            if entry.kind in (_STATE, _TREATY):
                for words in dict.fromkeys(name.words for name in entry.names):
                    its = self._names[entry.kind, words]
                    # Of two Congos the one that is called just so comes first.
                    its.insert(0 if words == entry.names[0].words else len(its), number)
            elif entry.kind == "article" and (match := _PARTS.fullmatch(entry.iri)):
                self._articles[match[1], match[2]] = number
            elif entry.kind == "paragraph":
                self._paragraphs[entry.key] = number
        self._types = [entry.type for entry in entries]
        #: Of each statement its own number, those of its actor and treaty, and its provision.
        self._statements = sorted(
            {
                (self._iris[iri], self._iris[actor], self._iris[treaty], provision or "")
                for iri, actor, treaty, provision in statements
                if iri in self._iris and actor in self._iris and treaty in self._iris
            },
            key=lambda statement: entries[statement[0]].label,
        )
        self._keys = [entry.key for entry in entries]
        self._longest = max((words.count(" ") + 1 for _, words in self._names), default=0)
        self._sorted = {
            kind: sorted(words for named, words in self._names if named == kind) for kind in (_STATE, _TREATY)
        }

    def of(self, typed: Sequence[str], kept: Collection[str]) -> Meaning:
        """Return what folded words mean; nothing where no State, treaty or paragraph is named.

        `kept` are words that are names even where they are stop words otherwise.
        """
        found, rest = self._named(typed, kept)
        states = [number for number in found if self._kinds[number] == _STATE][:_MOST_NAMED]
        treaties = [number for number in found if self._kinds[number] == _TREATY][:_MOST_NAMED]
        if not found:
            return Meaning(tuple(self._numbered_paragraphs(rest)), complete=True)
        if treaties and (statements := self._stated(states, treaties, rest)):
            return Meaning((*statements, *self._provisions(treaties, rest), *treaties), complete=True)
        if treaties and not states and (provisions := self._provisions(treaties, rest)):
            return Meaning((*provisions, *treaties), complete=True)
        further = [word for word in rest if word not in _AROUND]
        if further and bool(states) != bool(treaties):
            # The last name may be half typed.
            others = self._beginning(_TREATY if states else _STATE, " ".join(further))
            if others:
                further = []
                states, treaties = states or others, treaties or others
        pairs = tuple((state, treaty) for state in states for treaty in treaties)
        return Meaning((*states, *treaties), pairs, complete=not further)

    def _named(self, typed: Sequence[str], kept: Collection[str]) -> tuple[list[int], list[str]]:
        """Return the States and treaties that are named, and the words that name none."""
        found: dict[int, None] = {}
        rest: list[str] = []
        at = 0
        while at < len(typed):
            for length in range(min(self._longest, len(typed) - at), 0, -1):
                words = " ".join(typed[at : at + length])
                named = self._exactly(words)
                if named and (length > 1 or words not in STOP_WORDS or words in kept):
                    found |= dict.fromkeys(named)
                    at += length
                    break
            else:
                rest.append(typed[at])
                at += 1
        return list(found), rest

    def _exactly(self, words: str) -> list[int]:
        return self._names.get((_STATE, words)) or self._names.get((_TREATY, words)) or []

    def _beginning(self, kind: str, words: str) -> list[int]:
        """Return the States or treaties of which a name begins with a text."""
        names = self._sorted[kind]
        found: dict[int, None] = {}
        for name in names[bisect_left(names, words) :]:
            if not name.startswith(words):
                break
            found |= dict.fromkeys(self._names[kind, name])
        return list(found)[:_MOST_NAMED]

    def _stated(self, states: Sequence[int], treaties: Sequence[int], rest: Sequence[str]) -> list[int]:
        """Return the reservations, objections or declarations that a text asks for.

        They are those of the States and treaties, and to the article, or a part or whole of it, that it names.
        """
        classes = [class_ for word in rest for class_ in _KINDS_OF_STATEMENTS.get(word, ())]
        numbered = [word.strip("第条") for word in rest if word not in _BESIDE_A_NUMBER]
        path = _number(numbered)
        if numbered and not path:
            return []
        sought = "/".join(("", *path, ""))
        return [
            number
            for number, actor, treaty, provision in self._statements
            if self._types[number] in classes and treaty in treaties and (not states or actor in states)
            if not path or _is_about(provision, sought)
        ]

    def _provisions(self, treaties: Sequence[int], rest: Sequence[str]) -> list[int]:
        """Return the provision with the number in a text, of each treaty that has it.

        Where a treaty has no such part, it is the nearest whole: the article, for 3(1)(b).
        """
        path = _number(word.strip("第条") for word in rest if word not in _BESIDE_A_NUMBER)
        found = []
        for treaty in treaties:
            parts = path
            while parts and (self._keys[treaty], "/".join(parts)) not in self._articles:
                parts = parts[:-1]
            if parts:
                found.append(self._articles[self._keys[treaty], "/".join(parts)])
        return found

    def _numbered_paragraphs(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the paragraphs of the resolution with the number in a text, `4 (a)` or `pp 3`."""
        pieces = [piece for word in words for piece in _PIECES.findall(word)]
        said = {piece for piece in pieces if not piece.isdigit()}
        path = _number(
            piece for piece in pieces if piece not in STOP_WORDS - {"a"} | _PARAGRAPH | _OPERATIVE | _PREAMBULAR
        )
        for part, excluding in (("op", _PREAMBULAR), ("pp", _OPERATIVE)):
            key = "/".join((part, *path))
            if path and not said & excluding and key in self._paragraphs:
                yield self._paragraphs[key]


def _is_about(provision: str, sought: str) -> bool:
    """Return whether a provision, by its IRI, is within the one sought (`/3/1/`), or holds it."""
    _, _, parts = provision.partition("/article")
    return bool(parts) and (f"{parts}/".startswith(sought) or sought.startswith(f"{parts}/"))


def _number(words: Iterable[str]) -> list[str]:
    """Return the steps of a number such as `3 1 b`; nothing where there are further words."""
    path = [piece for word in words for piece in _PIECES.findall(word)]
    is_number = (
        path
        and path[0].isdigit()
        and all((piece.isdigit() and len(piece) < 3) or len(piece) == 1 or set(piece) <= set("ivx") for piece in path)
    )
    return path if is_number else []
