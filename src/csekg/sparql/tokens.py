"""The tokenizer: splits the text of a query into tokens (SPARQL 1.1 Query, section 19.8).

It is the only tokenizer of SPARQL in csekg. Oxigraph's parser ends some tokens elsewhere than the
specification says (`x:a.b.c` after the second dot), so a query from outside is never evaluated as
it was sent: `csekg.sparql.untrusted.sanitizer` writes it anew from these tokens, in spellings that
every parser splits alike. Of bare words only the keywords of SPARQL pass: a parser may split any
other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: The words that begin an operation of SPARQL 1.1 Update (section 3), after the prologue.
UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"))

# Keywords, then built-in calls: the grammar of SPARQL 1.1 (section 19.8), and what SPARQL 1.2 adds
# as far as Oxigraph has it.
_KEYWORDS = """
    a AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP
    HAVING IN LATERAL LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR
    SERVICE SILENT TRUE UNDEF UNION VALUES VERSION WHERE ALL DATA DEFAULT INTO TO USING

    ABS ADJUST AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR
    GROUP_CONCAT HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI
    LANG LANGDIR LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW OBJECT PREDICATE RAND REGEX REPLACE
    ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS
    STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TRIPLE TZ UCASE URI UUID
    YEAR
"""
#: Every word that a query or an update may contain outside of names, in capitals but for `a`.
KEYWORDS = UPDATES | frozenset(_KEYWORDS.split())


class UnreadableError(Exception):
    """The text cannot be read with certainty; `at` is the index of the offending character."""

    def __init__(self, message: str, at: int = 0) -> None:
        """Take the message and the index of the character."""
        super().__init__(message)
        self.at = at


class Token(NamedTuple):
    """A terminal: kind, text (the name of a variable, a word in capitals), start and end."""

    kind: str
    text: str
    start: int
    end: int


# Every character beyond ASCII is accepted in a name, and checked by `_check_names`: Python takes
# twenty milliseconds to compile a class with the ranges of the grammar.
_LETTER = r"[^\x00-@\[-`{-\x7f]"
_PLAIN = r"[^\x00-/:-@\[-^`{-\x7f]"
_CHAR = r"[^\x00-,./:-@\[-^`{-\x7f]"
_MORE = rf"(?:{_CHAR}|:|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?\#@%-])"
_LOCAL = rf"(?:(?!-){_MORE}(?:{_MORE}|\.++(?={_MORE}))*+)?"
_TOKEN = re.compile(
    rf"""
      (?P<space> [ \t\r\n]+ | \#[^\n\r]* )
    | (?P<string>
          \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | "(?!"")(?:[^"\\\n\r]|\\.)*+" | '(?!'')(?:[^'\\\n\r]|\\.)*+' )
    | (?P<iri> <(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+> )
    | (?P<variable> [?$]{_PLAIN}++ )
    | (?P<blank> _:{_PLAIN}(?:{_CHAR}|\.++(?={_CHAR}))*+ )
    | (?P<name> :{_LOCAL} )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[A-Za-z]+)? )
    | (?P<number> [+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+) )
    | (?P<word> [A-Za-z][A-Za-z0-9_]*+ )
    | (?P<mark> \^\^ | && | \|\| | != | <= | >= | <<\( | \)>> | << | >> | \{{\| | \|\}}
              | [{{}}()\[\].,;*/+|^?!=<>~-] )
    """,
    re.VERBOSE | re.DOTALL,
)
# A run of letters is the prefix of a name if a colon follows, and a word otherwise.
_PREFIX = re.compile(rf"{_LETTER}(?:{_CHAR}|\.++(?={_CHAR}))*+")
_AFTER_PREFIX = re.compile(rf":{_LOCAL}")
_OPENING = {"(": ")", "{": "}", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
_CLOSING = frozenset(_OPENING.values())
#: After these, within parentheses, `<` may mean "less than".
_OPERANDS = frozenset({"string", "iri", "variable", "blank", "language", "number", "name"})
# If `<` meant "less than", two slashes could not follow the name.
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
# One of these stands between two comparisons, if `<` and a later `>` are both comparisons.
_BETWEEN_COMPARISONS = re.compile(r"[&,();']")
# PN_CHARS of the grammar beyond ASCII: characters that may begin a name, and those that may follow.
_BEGINNING = (
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x2FF),
    (0x370, 0x37D),
    (0x37F, 0x1FFF),
    (0x200C, 0x200D),
    (0x2070, 0x218F),
    (0x2C00, 0x2FEF),
    (0x3001, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD),
    (0x10000, 0xEFFFF),
)
_FOLLOWING = (*_BEGINNING, (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))


def tokens(query: str) -> list[Token]:
    """Return the tokens of a query, the last of the kind `end`.

    Raises UnreadableError for a character that begins no token, and for an escape outside of IRIs
    and strings (section 19.2), which could encode any part of any token.
    """
    tokens_read: list[Token] = []
    opened: list[str] = []
    position = no_colon_before = 0
    while position < len(query):
        if position >= no_colon_before and (prefix := _PREFIX.match(query, position)):
            if name := _AFTER_PREFIX.match(query, prefix.end()):
                end = name.end()
                tokens_read.append(Token("name", query[position:end], position, end))
                position = end
                continue
            # No part of a long run is matched again, which would take quadratic time.
            no_colon_before = prefix.end()
        match = _TOKEN.match(query, position)
        if match is None:
            raise UnreadableError(_reason(query[position]), position)
        kind, text, end = match.lastgroup or "", match[0], match.end()
        if kind == "iri" and _is_comparison(text, tokens_read, opened):
            kind, text = "mark", "<=" if text[1] == "=" else "<"
            end = position + len(text)
        if kind == "variable":
            text = text[1:]
        elif kind == "word" and text != "a":
            text = text.upper()
        elif kind == "mark":
            if text in _OPENING:
                opened.append(text)
            elif text in _CLOSING and opened:
                opened.pop()
        if kind != "space":
            tokens_read.append(Token(kind, text, position, end))
        position = end
    if not query.isascii():
        _check_names(tokens_read)
    tokens_read.append(Token("end", "", position, position))
    return tokens_read


def _is_comparison(text: str, before: list[Token], opened: list[str]) -> bool:
    """Return whether a text like an IRI is `<` and the part of an expression up to a later `>`.

    That is possible within parentheses only, and after an operand. Whichever is meant, the text
    that is evaluated makes it explicit: a wrong guess causes a syntax error and nothing else.
    """
    if not (before and opened and opened[-1] == "(") or _ABSOLUTE.match(text):
        return False
    last = before[-1]
    is_operand = last.kind in _OPERANDS or last.text in (")", "TRUE", "FALSE")
    return is_operand and (text[1] == "=" or _BETWEEN_COMPARISONS.search(text) is not None)


def _reason(character: str) -> str:
    match character:
        case '"' | "'":
            return "a string begins here that does not end"
        case "\\":
            return "an escape stands outside of strings and IRIs: write the character itself"
        case "<":
            return "an IRI begins here that does not end, or has a character that no IRI has"
    return f"the character {character!r} begins nothing that SPARQL has"


def _check_names(tokens_read: list[Token]) -> None:
    """Raise UnreadableError for a name with a character that no name may have there."""
    for token in tokens_read:
        if token.text.isascii() or token.kind in ("string", "iri"):
            continue
        before = ":"
        for number, character in enumerate(token.text):
            ranges = _BEGINNING if before == ":" else _FOLLOWING
            if not (character.isascii() or any(a <= ord(character) <= b for a, b in ranges)):
                # The text of a variable lacks its mark.
                at = token.end - len(token.text) + number
                raise UnreadableError(f"the character {character!r} cannot be in a name", at)
            before = character


def line_and_column(query: str, at: int) -> tuple[int, int]:
    """Return line and column, counted from 1, of the character at index `at`."""
    before = query[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
