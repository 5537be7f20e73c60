"""Walks over the tokens of a query, for the parser."""

from __future__ import annotations

from csekg.sparql.tokens import Token, UnreadableError

_OPENING = {"(": ")", "{": "}", "[": "]"}


class Cursor:
    """The tokens of a query and the current position; also makes names for blank nodes."""

    def __init__(self, query: str, split: list[Token]) -> None:
        """Take the text of a query and its tokens."""
        self.query = query
        self.tokens = split
        self.at = 0
        self._taken = {token.text for token in self.tokens if token.kind == "variable"}
        self._fresh = 0

    @property
    def token(self) -> Token:
        """The current token."""
        return self.tokens[self.at]

    @property
    def end(self) -> int:
        """The end of the previous token in the text."""
        return self.tokens[self.at - 1].end

    def sees(self, *texts: str) -> bool:
        """Return whether the current token is one of these marks or words."""
        return self.token.kind in ("mark", "word") and self.token.text in texts

    def take(self) -> Token:
        """Return the current token and advance; raises UnreadableError at the end."""
        token = self.token
        if token.kind == "end":
            raise UnreadableError("the query ends too early")
        self.at += 1
        return token

    def accept(self, *texts: str) -> bool:
        """Advance past the current token if it is one of these; return whether it was."""
        found = self.sees(*texts)
        self.at += found
        return found

    def expect(self, text: str) -> Token:
        """Return the current token and advance; raises UnreadableError unless it is this one."""
        if not self.sees(text):
            raise UnreadableError(f"{self.token.text!r} where {text!r} is expected")
        return self.take()

    def skip_brackets(self) -> None:
        """Advance past the current bracket and its content to after the closing one."""
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
        """Return the variable of the `(expression AS ?variable)` before the current token."""
        word, variable = self.tokens[self.at - 3 : self.at - 1]
        if word.text != "AS" or variable.kind != "variable":
            raise UnreadableError("an expression without AS")
        return variable.text

    def fresh(self) -> str:
        """Return a variable name that the query does not contain."""
        while True:
            self._fresh += 1
            name = f"_{self._fresh}"
            if name not in self._taken:
                return name
