"""Guessing the language of a text."""

import re
from collections.abc import Iterable
from dataclasses import replace

from articles.blocks import Block

_SAMPLE = 50_000
# Latin letters first: what has no letters at all counts as theirs.
_SCRIPTS = {
    "": re.compile("[A-Za-z\u00c0-\u024f]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0620-\u064a\u0671-\u06d3]"),
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
}
_WRITTEN_LIKE = {
    **dict.fromkeys(("yi", "lad", "arc"), "he"),
    **dict.fromkeys(("uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"), "ru"),
    **dict.fromkeys(("fa", "ur", "ps", "ug", "sd", "ckb"), "ar"),
}
_COMMON_WORDS = {
    "en": frozenset({"the", "and", "of", "to", "is", "that", "it", "was", "with"}),
    "es": frozenset({"el", "los", "las", "que", "y", "una", "por", "con", "es"}),
    "fr": frozenset({"le", "les", "et", "des", "est", "une", "dans", "du", "pas"}),
    "de": frozenset({"der", "die", "und", "das", "ist", "nicht", "ein", "zu", "den"}),
}
_WORD = re.compile(r"[^\W\d_]+")


def guess_language(text: str) -> str:
    """The code of the likeliest language: by the letters, by common words among Latin letters.

    One of he, ru, ar, el, en, es, fr and de; en where nothing speaks for another.
    """
    sample = text[:_SAMPLE]
    letters = {code: len(script.findall(sample)) for code, script in _SCRIPTS.items()}
    return max(letters, key=lambda code: letters[code]) or _latin_language(sample)


def with_languages(blocks: Iterable[Block], language: str) -> tuple[Block, ...]:
    """The blocks, those in another script than the article's with the likeliest language of it.

    A Hebrew quotation in an English text is then read from right to left.
    """
    own = _script(language)
    return tuple(_with_language(block, own) for block in blocks)


def _with_language(block: Block, own: str) -> Block:
    if block.language:
        return block
    letters = {code: len(script.findall(block.source)) for code, script in _SCRIPTS.items()}
    most = max(letters, key=lambda code: letters[code])
    if most == own or 2 * letters[most] <= sum(letters.values()):
        return block
    return replace(block, language=most or _latin_language(block.source))


def _script(language: str) -> str:
    """The key of the script that a language is written in; Latin where nothing is known."""
    code = language.partition("-")[0]
    return _WRITTEN_LIKE.get(code, code if code in _SCRIPTS else "")


def _latin_language(sample: str) -> str:
    words = _WORD.findall(sample.lower())
    common = {code: sum(word in own for word in words) for code, own in _COMMON_WORDS.items()}
    return max(common, key=lambda code: common[code])
