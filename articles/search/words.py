"""The words of a text, as they are looked for: the same for what is indexed and what is asked.

Words are folded: no capitals, no accents, no points and cantillation, ё as е, final letters of
Hebrew as the others, and quotes inside of a word left out (`don't`, רש״י). й stays, as it is a
letter of its own that nobody leaves out.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from unicodedata import category, normalize

import snowballstemmer

# Longer ones are cut: nobody looks for them, and databases bound the keys of an index.
LONGEST = 64
# Stems are marked, so that no word that somebody looks for is mistaken for one.
MARK = "_"

# Only these languages have a stemmer. Hebrew has none: see `_without_prefixes`.
_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
_OTHER_SCRIPTS = {"ar", "el", "hi", "hy", "ne", "ru", "ta"}

# What belongs to a word without being a letter: points, accents, vowel signs, invisible hyphens.
_MARKS = "".join(
    sign for sign in map(chr, range(0x80, 0x10000)) if category(sign) in {"Mn", "Mc", "Me", "Cf"}
)
_APOSTROPHES = "'’‘ʼ`´׳"
_JOINERS = _APOSTROPHES + '"״”“„·'
# Written without spaces: each letter is a word.
_SINGLE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTERS = rf"[^\W_{_SINGLE}]+(?:[{_MARKS}]+[^\W_{_SINGLE}]*)*"
_WORD = re.compile(rf"[{_SINGLE}][{_MARKS}]*|{_LETTERS}(?:[{_JOINERS}]{_LETTERS})*")

# The marks that people leave out. In other scripts they are vowels, and stay.
_LEFT_OUT = re.compile(
    "(?<!и)\u0306|[\u00ad\u0300-\u0305\u0307-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640"
    "\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20ff\ufe20-\ufe2f\ufeff]"
)
# The iota below a Greek letter, which would become a letter of its own.
_IOTA_BELOW = "\u0345"
_PLAIN = str.maketrans(
    {
        **dict(zip("ךםןףץ", "כמנפצ", strict=True)),
        **dict(zip("øłđðħıŧŋ", "olddhitn", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
    | dict.fromkeys(_JOINERS)
)

# And, when, that, from, in, as, to, the: how Hebrew writes them before a word.
_HEBREW = re.compile("[א-ת]+")
_PREFIXES = frozenset(
    map("".join, product(("", "ו"), ("", "ש", "כש", "מש", "לכש"), ("", *"בכלמ"), ("", "ה")))
) - {""}
_FIRST = {prefix[0] for prefix in _PREFIXES}
_LONGEST_PREFIX = max(map(len, _PREFIXES))
# What must be left of a word behind one letter, and behind more.
_REST, _REST_OF_MORE = 2, 3
_TAIL = 3

_own = threading.local()


@dataclass(frozen=True)
class Word:
    """A word of a text, with its place there."""

    start: int
    end: int
    written: str

    @property
    def folded(self) -> str:
        return fold(self.written)


def words_of(text: str) -> Iterator[Word]:
    """The words in their order."""
    for found in _WORD.finditer(text):
        if fold(found[0]):
            yield Word(found.start(), found.end(), found[0])


def written_words(text: str) -> list[str]:
    """The words as they are written, in their order."""
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def fold(written: str) -> str:
    """A word as it is compared: letters and digits; empty if it has none."""
    if written.isascii() and written.isalnum():
        return written.lower()[:LONGEST]
    small = normalize("NFKD", written).replace(_IOTA_BELOW, "").casefold()
    bare = normalize("NFC", _LEFT_OUT.sub("", small).translate(_PLAIN))
    if not bare.isalnum():
        bare = "".join(sign for sign in bare if sign.isalnum() or category(sign) in {"Mn", "Mc"})
    return bare[:LONGEST]


@lru_cache(maxsize=50_000)
def variants(written: str) -> tuple[str, ...]:
    """Folded words that this one is found by too: הכלב by כלב, `l'eau` by `eau`."""
    word = fold(written)
    found = list(_without_prefixes(word))
    parts = re.split(f"[{_APOSTROPHES}]", written)
    tail = fold(parts[-1])
    if len(parts) > 1 and len(tail) >= _TAIL:
        found.append(tail)
    return tuple(found)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The marked stem of a folded word in this language; empty where there is none."""
    code = language.partition("-")[0]
    if code not in _STEMMERS or not word.isalpha() or is_hebrew(word):
        return ""
    if word.isascii() == (code in _OTHER_SCRIPTS):
        return ""
    return f"{MARK}{code}{_stemmer(code).stemWord(word)}"


@lru_cache(maxsize=50_000)
def forms(written: str, language: str) -> tuple[str, ...]:
    """All by which a word is found besides itself: its variants, and the stems of all of them."""
    others = variants(written)
    if language.partition("-")[0] not in _STEMMERS:
        return others
    stems = (stem(word, language) for word in (fold(written), *others))
    return (*others, *filter(None, stems))


def is_hebrew(word: str) -> bool:
    return bool(_HEBREW.fullmatch(word))


def _stemmer(code: str) -> "snowballstemmer.stemmer":
    """This thread's own: a stemmer holds the word that it works on."""
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if code not in stemmers:
        stemmers[code] = snowballstemmer.stemmer(_STEMMERS[code])
    return stemmers[code]


def _without_prefixes(word: str) -> Iterator[str]:
    """A Hebrew word without the letters before it that may be words of their own."""
    if word[:1] not in _FIRST or not is_hebrew(word):
        return
    for length in range(1, min(_LONGEST_PREFIX, len(word) - _REST) + 1):
        rest = word[length:]
        if length > 1 and len(rest) < _REST_OF_MORE:
            return
        if word[:length] in _PREFIXES:
            yield rest
