"""Links made of bare web and mail addresses.

These rules stand in for markdown-it's own, which read the text before or behind an address again
for each address, and so take time by the square of a hostile text's length.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Longer ones are no addresses that anybody shares, and cost time to look through.
LONGEST_ADDRESS = 2_000

_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
# What the rest of the parser must still read: an escaped mark, an entity.
_UNREAD = re.compile(r"\\|&#?\w+;")
_WORD = re.compile(r"\S+")
# `end.It` is no address but the end of one sentence and the next.
_NEXT_SENTENCE = re.compile(r"[^/?#]*\.[A-Z]")


def whole_address(state: StateInline, silent: bool) -> bool:
    """Inline rule: take in `https://example.org/_a_` before its `_` becomes emphasis."""
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    if not scheme:
        return False
    start = state.pos + 1
    rest = state.src[start : min(state.posMax, start + LONGEST_ADDRESS)]
    length = _finder(state).test_schema_at(rest, f"{scheme[1]}:", 0)
    found = rest[:length].rstrip("*_~")
    if not length or length == LONGEST_ADDRESS or _UNREAD.search(found):
        return False
    address = f"{scheme[1]}:{found}"
    state.pending = state.pending[: -len(scheme[1])]
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos = start + len(found)
    return True


def remaining_addresses(state: StateCore) -> None:
    """Core rule, after the texts are joined: link the addresses in them."""
    for token in state.tokens:
        if token.children and _finder(state).pretest(token.content):
            token.children = list(_linked(token.children, state))


def _linked(tokens: Sequence[Token], state: StateCore) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            yield from _linked_text(token.content, state)
        else:
            yield token


def _linked_text(text: str, state: StateCore) -> Iterator[Token]:
    done = 0
    for word in _WORD.finditer(text):
        if len(word[0]) > LONGEST_ADDRESS:
            continue
        for match in _finder(state).match(word[0]) or ():
            if not match.schema and _NEXT_SENTENCE.match(match.raw):
                continue
            yield _text(text[done : word.start() + match.index])
            yield Token("link_open", "a", 1, attrs={"href": state.md.normalizeLink(match.url)})
            yield _text(match.raw)
            yield Token("link_close", "a", -1)
            done = word.start() + match.last_index
    yield _text(text[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _finder(state: StateCore | StateInline) -> Any:  # linkify-it comes without types
    return state.md.linkify
