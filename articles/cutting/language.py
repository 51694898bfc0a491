"""Guessing the language of a text."""

import re

_SAMPLE = 50_000
# Latin letters first: what has no letters at all counts as theirs.
_SCRIPTS = {
    "": re.compile("[A-Za-z\u00c0-\u024f]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0620-\u064a\u0671-\u06d3]"),
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
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


def _latin_language(sample: str) -> str:
    words = _WORD.findall(sample.lower())
    common = {code: sum(word in own for word in words) for code, own in _COMMON_WORDS.items()}
    return max(common, key=lambda code: common[code])
