"""Walks over the tokens of a query."""

from __future__ import annotations

from csekg.sparql.tokens import Token, UnreadableError, tokens

_OPENING = {"(": ")", "{": "}", "[": "]"}


class Cursor:
    """The tokens and the place reached; hands out names for blank nodes without one."""

    def __init__(self, query: str) -> None:
        """Take the text; raises UnreadableError where it cannot be split into tokens."""
        self.query = query
        self.tokens = tokens(query)
        self.at = 0
        self._taken = {token.text for token in self.tokens if token.kind == "variable"}
        self._fresh = 0

    @property
    def token(self) -> Token:
        """Return the token at hand."""
        return self.tokens[self.at]

    @property
    def end(self) -> int:
        """Return where the token before ends."""
        return self.tokens[self.at - 1].end

    def sees(self, *texts: str) -> bool:
        """Tell whether the token at hand is one of these marks or words."""
        return self.token.kind in ("mark", "word") and self.token.text in texts

    def take(self) -> Token:
        """Return the token at hand and go on."""
        token = self.token
        if token.kind == "end":
            raise UnreadableError("the query ends too early")
        self.at += 1
        return token

    def accept(self, *texts: str) -> bool:
        """Go on past one of these marks or words, if it is at hand; tell whether it was."""
        found = self.sees(*texts)
        self.at += found
        return found

    def expect(self, text: str) -> Token:
        """Return the token at hand, which must be this mark or word, and go on."""
        if not self.sees(text):
            raise UnreadableError(f"{self.token.text!r} where {text!r} is expected")
        return self.take()

    def skip_brackets(self) -> None:
        """Go on past the bracket at hand and all up to the one that closes it."""
        closing = [_OPENING.get(self.take().text, "")]
        while closing:
            token = self.take()
            if token.kind != "mark":
                continue
            if token.text in _OPENING:
                closing.append(_OPENING[token.text])
            elif token.text in _OPENING.values() and token.text != closing.pop():
                raise UnreadableError("brackets do not match")

    def named_last(self) -> str:
        """Return the variable of `(expression AS ?variable)`, just gone past."""
        word, variable = self.tokens[self.at - 3 : self.at - 1]
        if word.text != "AS" or variable.kind != "variable":
            raise UnreadableError("an expression without AS")
        return variable.text

    def fresh(self) -> str:
        """Return the name of a variable that the query does not have."""
        while True:
            self._fresh += 1
            name = f"_{self._fresh}"
            if name not in self._taken:
                return name
