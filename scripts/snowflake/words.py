"""Reading a statement word by word, as Snowflake's tokens: comments are gone, quoted names and strings are whole."""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot.tokenizer_core import Token, TokenType

from scripts.snowflake.errors import compilation_error

_STRINGS = {TokenType.STRING, TokenType.RAW_STRING, TokenType.HEREDOC_STRING}


class Words:
    """A cursor over the tokens of one statement.

    Every reader either moves on or raises a syntax error that names the place, so a statement form nobody thought of
    is refused and never half understood.
    """

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._tokens = _words(sql)
        self._at = 0

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens of the statement, with their places in it."""
        return self._tokens

    @property
    def is_several(self) -> bool:
        """Whether a semicolon stands between words: more than one statement."""
        return any(token.token_type is TokenType.SEMICOLON for token in self._tokens)

    @property
    def done(self) -> bool:
        """Whether every word has been read."""
        return self._at >= len(self._tokens)

    def peek(self, ahead: int = 0) -> str:
        """The word `ahead` places on in capitals, '' beyond the end or where a quoted name or a string stands."""
        at = self._at + ahead
        if at >= len(self._tokens) or self._is_quoted(self._tokens[at]):
            return ""
        return self._tokens[at].text.upper()

    def take(self, phrase: str) -> bool:
        """Read the words of `phrase` if they come next."""
        wanted = phrase.split()
        if any(self.peek(nth) != word for nth, word in enumerate(wanted)):
            return False
        self._at += len(wanted)
        return True

    def take_any(self, *phrases: str) -> str:
        """Read and return the first of `phrases` that comes next, '' if none does."""
        return next((phrase for phrase in phrases if self.take(phrase)), "")

    def need(self, phrase: str) -> None:
        """Read `phrase` or refuse the statement."""
        if not self.take(phrase):
            raise self.unexpected(phrase)

    def need_any(self, *phrases: str) -> str:
        """Read one of `phrases` or refuse the statement."""
        return self.take_any(*phrases) or self._fail(" or ".join(phrases))

    def name(self) -> str:
        """One identifier: capitals unless it is quoted."""
        if self.done:
            raise self.unexpected("a name")
        token = self._tokens[self._at]
        is_word = token.text[:1].isalpha() or token.text[:1] == "_"
        if token.token_type in _STRINGS or not (self._is_quoted(token) or is_word):
            raise self.unexpected("a name")
        self._at += 1
        return token.text if self._is_quoted(token) else token.text.upper()

    def path(self) -> tuple[str, ...]:
        """A dotted name, one to four parts."""
        parts = [self.name()]
        while self.take("."):
            parts.append(self.name())
        return tuple(parts)

    def string(self) -> str:
        """A string literal's value."""
        if self.done or self._tokens[self._at].token_type not in _STRINGS:
            raise self.unexpected("a string")
        self._at += 1
        return self._tokens[self._at - 1].text

    def has_string(self) -> bool:
        """Whether a string literal comes next."""
        return not self.done and self._tokens[self._at].token_type in _STRINGS

    def value(self) -> str:
        """A parameter's value: a string, a word or number, or a list in parentheses (kept as its text)."""
        if self.has_string():
            return self.string()
        if self.peek() == "(":
            return self.parentheses()
        sign = "-" if self.take("-") else ""
        if self.done:
            raise self.unexpected("a value")
        self._at += 1
        text = sign + self._tokens[self._at - 1].text
        return f"{text}.{'.'.join(self.path())}" if self.take(".") else text

    def parentheses(self) -> str:
        """The raw text between a '(' and its ')'."""
        self.need("(")
        first, depth = self._at, 1
        while not self.done:
            depth += {"(": 1, ")": -1}.get(self.peek(), 0)
            self._at += 1
            if depth == 0:
                return self._text(first, self._at - 1)
        raise self.unexpected(")")

    def properties(self, *until: str) -> dict[str, str]:
        """`KEY = value` pairs, with or without commas, up to the end or to one of the words `until`."""
        found: dict[str, str] = {}
        while not self.done and self.peek() not in until:
            key = self.name()
            self.need("=")
            found[key] = self.value()
            self.take(",")
        return found

    def rest(self) -> str:
        """The raw text from here to the end."""
        first, self._at = self._at, len(self._tokens)
        return self._text(first, self._at)

    def end(self) -> None:
        """Refuse the statement if words are left."""
        if not self.done:
            raise self.unexpected("the end of the statement")

    def unexpected(self, wanted: str) -> Exception:
        """The error for a word that should have been `wanted`."""
        found = self._tokens[self._at].text if not self.done else "the end"
        return compilation_error(f"syntax error: expected {wanted}, found '{found}' in: {self.sql[:200]}")

    def _fail(self, wanted: str) -> str:
        raise self.unexpected(wanted)

    def _text(self, first: int, last: int) -> str:
        if first >= last:
            return ""
        return self.sql[self._tokens[first].start : self._tokens[last - 1].end + 1]

    @staticmethod
    def _is_quoted(token: Token) -> bool:
        return token.token_type in _STRINGS or token.token_type is TokenType.IDENTIFIER


@lru_cache(maxsize=64)
def _words(sql: str) -> tuple[Token, ...]:
    # a statement is begun several times: one handler after the other looks whether it is the one
    found = [word for token in sqlglot.tokenize(sql, read="snowflake") for word in _split(token)]
    while found and found[-1].token_type is TokenType.SEMICOLON:
        found.pop()
    return tuple(found)


def _split(token: Token) -> list[Token]:
    # the tokenizer reads a few phrases, such as STORAGE INTEGRATION, as one token
    spoken = token.text.split()
    if len(spoken) < 2 or token.token_type in _STRINGS or token.token_type is TokenType.IDENTIFIER:
        return [token]
    words, start = [], token.start
    for nth, word in enumerate(spoken):
        end = token.end if nth == len(spoken) - 1 else start + len(word) - 1
        words.append(Token(TokenType.VAR, word, token.line, token.col, start, end, []))
        start = end + 2
    return words
