"""How long a search takes in 100,000 paragraphs, and how long it takes to index a book.

Run it with `uv run python -m benchmarks.search`, with DATABASE_URL for PostgreSQL.
A table in Markdown: the median of the time from the words to the first ten texts with their
passages, and how many paragraphs and texts were found. Two thirds of the texts are in English, one
third in Hebrew; their words are invented and as common as words are, by Zipf's law. The reader
finds nine texts of ten; the last lines are of one who finds only three of a thousand.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from itertools import accumulate

os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}

import django

django.setup()

from django.db import connection
from django.test.utils import setup_test_environment

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Article, Entry, Paragraph, Visibility
from articles.search import index, search

TEXTS, PARAGRAPHS, BOOK = 1000, 100, 3000
WORDS_A_PARAGRAPH = 70
VOCABULARY = 30_000
TIMES = 15
HEBREW_PREFIXES = ("ה", "ו", "ב", "של", "וה")
SYLLABLES = {
    "en": ["ta", "re", "no", "li", "su", "mo", "ka", "ve", "di", "pa", "er", "an", "ist", "ghe"],
    "he": ["תא", "רק", "נו", "לי", "סו", "מא", "קש", "דג", "פח", "ער", "אנ", "יסט", "צו", "גה"],
}


class Vocabulary:
    def __init__(self, language: str) -> None:
        self.chance = random.Random(language)
        self.language = language
        made: dict[str, None] = {}
        while len(made) < VOCABULARY:
            length = 1 + min(len(made) // 20 + 1, self.chance.randint(1, 4))
            made["".join(self.chance.choices(SYLLABLES[language], k=length))] = None
        self.words = list(made)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def paragraph(self) -> str:
        words = self.chance.choices(self.words, cum_weights=self.weights, k=WORDS_A_PARAGRAPH)
        if self.language == "he":
            words = [self._prefixed(word) for word in words]
        return " ".join(words) + "."

    def _prefixed(self, word: str) -> str:
        is_prefixed = self.chance.random() < 0.3
        return self.chance.choice(HEBREW_PREFIXES) + word if is_prefixed else word


def fill(vocabularies: dict[str, Vocabulary], owner: User) -> None:
    """Put the texts in quickly, without revisions; only the index is as it would be."""
    for number in range(TEXTS):
        language = "he" if number % 3 == 2 else "en"
        is_public = number % 10 != 9
        article = Article.objects.create(
            title=vocabularies[language].paragraph()[:40],
            author="A. Gardener",
            language=language,
            added_by=owner,
            visibility=Visibility.PUBLIC if is_public else Visibility.UNLISTED,
        )
        Paragraph.objects.bulk_create(
            Paragraph(article=article, position=position, kind="text", source=text, html=text)
            for position, text in enumerate(texts(vocabularies[language]), start=1)
        )
        index(article)


def texts(vocabulary: Vocabulary) -> Iterator[str]:
    for _paragraph in range(PARAGRAPHS):
        yield vocabulary.paragraph()


def measure(what: str, words: str, reader: User, language: str = "") -> None:
    times = []
    results = search(words, user=reader, language=language)
    for _time in range(TIMES):
        start = time.perf_counter()
        results = search(words, user=reader, language=language)
        shown = results[:10]
        times.append(time.perf_counter() - start)
        assert all(found.article.pk for found in shown)
    number = f"{results.paragraphs}{'+' if results.is_cut else ''}"
    print(f"| {what} | {statistics.median(times) * 1000:.1f} | {number} | {len(results)} |")


def index_book(vocabulary: Vocabulary) -> None:
    blocks = [Block(vocabulary.paragraph()) for _paragraph in range(BOOK)]
    article = publish(title="A book", blocks=blocks, language=vocabulary.language)
    Entry.objects.filter(article=article).delete()
    start = time.perf_counter()
    index(article)
    first = time.perf_counter() - start
    start = time.perf_counter()
    index(article)
    again = time.perf_counter() - start
    print(
        f"\nA book of {BOOK} paragraphs ({vocabulary.language}) is indexed in {first:.2f} s,"
        f" and looked over in {again:.2f} s where nothing has changed."
    )
    article.delete()


def main() -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        run()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def run() -> None:
    vocabularies = {language: Vocabulary(language) for language in SYLLABLES}
    owner, reader, newcomer = (
        User.objects.create(email=f"{name}@example.org") for name in ("owner", "reader", "newcomer")
    )
    start = time.perf_counter()
    fill(vocabularies, owner)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{Paragraph.objects.count()} paragraphs in {time.perf_counter() - start:.0f} s\n")
    english, hebrew = vocabularies["en"].words, vocabularies["he"].words
    print("| query | ms | paragraphs | texts |\n|---|---|---|---|")
    measure("commonest word", f"{english[0]} ", reader)
    measure("commonest word, being typed", english[0], reader)
    measure("two common words", f"{english[1]} {english[4]}", reader)
    measure("four common words", " ".join(english[5:9]), reader)
    measure("two common words in a row", f'"{english[2]} {english[3]}"', reader)
    measure("two letters", english[100][:2], reader)
    measure("three letters", english[100][:3], reader)
    measure("five letters", english[200][:5], reader)
    measure("rare word", english[20_000], reader)
    measure("rare and common word", f"{english[20_000]} {english[0]}", reader)
    measure("commonest Hebrew word", f"{hebrew[0]} ", reader)
    measure("two common Hebrew words", f"{hebrew[1]} {hebrew[3]}", reader)
    measure("rare Hebrew word", hebrew[15_000], reader)
    measure("Hebrew words in English texts", f"{hebrew[0]} ", reader, language="en")
    measure("no such word", "zzyzx", reader)
    listed = [article.pk for article in Article.objects.all()[: TEXTS : TEXTS // 3]]
    Article.objects.exclude(pk__in=listed).update(visibility=Visibility.UNLISTED)
    measure("commonest word, three texts to find", english[0], newcomer)
    measure("two common words, three texts to find", f"{english[1]} {english[4]}", newcomer)
    for vocabulary in vocabularies.values():
        index_book(vocabulary)


if __name__ == "__main__":
    main()
