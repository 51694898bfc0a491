"""People named in comments: `@Name`, outside of code and links."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, normalize

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Letters before which, or behind which, another word may begin without a space: of Hebrew, where
# "to" and "and" are letters, and of scripts that have no spaces.
_JOINING = "\u0590-\u05ff\u3040-\u30ff\u3400-\u9fff"
# Not within an address.
_AT = re.compile(rf"(?<![^\W{_JOINING}])(?<![./+%@])@(?=[^\s@])")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Found:
    """Where in a text somebody is named, and by which of the known names."""

    start: int
    end: int
    names: frozenset[str]


class Names:
    """Names that may stand behind an `@`, in any case; where several fit, the longest counts."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        known: dict[str, set[str]] = defaultdict(set)
        for name in names:
            known[_key(name)].add(name)
        known.pop("", None)
        self._known = {key: frozenset(alike) for key, alike in known.items()}
        # A letter may be written as several, with its points and accents apart.
        self._longest = 3 * max(map(len, self._known), default=0)

    def __bool__(self) -> bool:
        return bool(self._known)

    def found(self, text: str) -> Iterator[Found]:
        """Where these names stand in a text, one behind the other."""
        for at in _AT.finditer(text):
            if found := self._longest_at(text, at.end()):
                yield Found(at.start(), *found)

    def replaced(self, text: str, by: str) -> str:
        """The text with this in the place of every mention."""
        parts, done = [], 0
        for found in self.found(text):
            parts += [text[done : found.start], by]
            done = found.end
        return "".join([*parts, text[done:]])

    def _longest_at(self, text: str, start: int) -> tuple[int, frozenset[str]] | None:
        for end in range(min(len(text), start + self._longest), start, -1):
            if _ends(text, end) and (names := self._known.get(_key(text[start:end]))):
                return end, names
        return None


NOBODY = Names()


def mentions(state: StateCore) -> None:
    """Core rule, after the addresses are linked: set the names apart that stand in the texts."""
    names: Names = state.env.get("names", NOBODY)
    if not names:
        return
    for token in state.tokens:
        if token.children and "@" in token.content:
            token.children = list(_set_apart(token.children, names))


def mentioned_in(tokens: Sequence[Token]) -> set[str]:
    """The names that the rule has set apart."""
    inline = (child for token in tokens for child in token.children or ())
    found = (child.meta["names"] for child in inline if child.type == "mention")
    return set().union(*found)


def _set_apart(tokens: Sequence[Token], names: Names) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or depth:
            yield token
            continue
        done = 0
        for found in names.found(token.content):
            yield Token("text", "", 0, content=token.content[done : found.start])
            name = token.content[found.start : found.end]
            yield Token("mention", "", 0, content=name, meta={"names": found.names})
            done = found.end
        yield Token("text", "", 0, content=token.content[done:])


def _key(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here: not with a space, and not within a word."""
    if text[end - 1].isspace():
        return False
    after = text[end : end + 1]
    is_within = after.isalnum() or after == "_" or (after != "" and category(after)[0] == "M")
    return not is_within or bool(_UNSPACED.match(after))
