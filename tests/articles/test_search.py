"""Search: which texts are found by which words, in which order, and what of them is shown."""

import io
from typing import Unpack

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from articles.actions import publish
from articles.actions.publishing import Facts
from articles.blocks import Block
from articles.models import Article, Collection, Draft, Entry, Revision, Visibility
from articles.search import Results, index, search
from articles.search import candidates as found_by
from groups.actions import leave
from tests.conftest import EXAMPLES, Room


def add(*texts: str, title: str = "Untold", **facts: Unpack[Facts]) -> Article:
    """An article of these paragraphs, public unless it is said otherwise."""
    facts.setdefault("visibility", Visibility.PUBLIC)
    return publish(title=title, blocks=[Block(text) for text in texts], **facts)


def sources(results: Results) -> list[str]:
    """The paragraphs that were found."""
    return [passage.paragraph.source for found in results[:] for passage in found.passages]


def finds(typed: str, text: str, reader: User, language: str = "en") -> bool:
    add(text, language=language)
    return sources(search(typed, user=reader)) == [text]


# --- Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        ("lamp", "A Lamp burns.", "en"),
        ("LAMP", "A lamp burns.", "en"),
        ("lam", "A lamp burns.", "en"),
        ("burning ", "A lamp burns.", "en"),
        ("lamps", "A lamp burns.", "en"),
        ("lamp burns", "It burns: a lamp.", "en"),
        ("dont", "They don’t burn.", "en"),
        ("don't", "They dont burn.", "en"),
        ("o'neil", "So says O’Neil.", "en"),
        ("neil", "So says O’Neil.", "en"),
        ("a-b", "From a to b.", "en"),
        ("well-known", "A well known lamp.", "en"),
        ("1948", "In 1948 it burnt.", "en"),
        ("stress", "With *stress*.", "en"),
        ("stressed", "With st*ress*.", "en"),
        ("cafe", "Un café solo.", "es"),
        ("café", "Un cafe solo.", "es"),
        ("canciones ", "Una canción vieja.", "es"),
        ("nino", "El niño duerme.", "es"),
        ("eau", "À l’eau claire.", "fr"),
        ("елка", "Зелёная ёлка.", "ru"),
        ("ёлка", "Зеленая елка.", "ru"),
        ("книги ", "Новая книга.", "ru"),
        ("новый ", "О новом слове.", "ru"),
        ("λογος", "Ὁ λόγος ἦν.", "el"),
        ("ΛΟΓΟΣ", "Ὁ λόγος ἦν.", "el"),
        ("λόγος ", "τῶν λόγων", "el"),
        ("strasse", "Die Straße.", "de"),
        ("istanbul", "İstanbul’da", "tr"),
        ("日本", "彼は日本語を話す。", "ja"),
        ("हिन्दी", "वह हिन्दी है", "hi"),
        ("כלב", "הכלב נובח", "he"),
        ("כלב", "הַכֶּלֶב נוֹבֵחַ", "he"),
        ("הַכֶּלֶב", "הכלב נובח", "he"),
        ("כלב", "וכשהכלב נבח", "he"),
        ("כלב", "הכלבים נובחים", "he"),
        ("כלב ", "הכלבים נובחים", "he"),
        ("שלומ", "שלום לכם", "he"),
        ("מלך ", "המלכים באו", "he"),
        ('רש"י', "פירש רש״י כאן", "he"),
        ("רש״י אומר", 'כך רש"י אומר', "he"),
        ("צהל", "צה״ל", "he"),
        ("בְּרֵאשִׁ֖ית", "בראשית ברא", "he"),
        ("בראשית", "בְּרֵאשִׁ֖ית בָּרָ֣א", "he"),
        ("אור", "קרן־אור דקה", "he"),
        ('"burns a lamp"', "Here burns a lamp.", "en"),
        ('"burns a la', "Here burns a lamp.", "en"),
        ('"רש"י אומר"', "כך רש״י אומר", "he"),
    ],
)
def test_text_is_found_by(typed: str, text: str, language: str, alice: User) -> None:
    assert finds(typed, text, alice, language)


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        ("amp", "A lamp burns.", "en"),
        ("lam burns", "A lamp burns.", "en"),
        ("lam ", "A lamp burns.", "en"),
        ("lamp dark", "A lamp burns.", "en"),
        ('"lamp a"', "A lamp burns.", "en"),
        ('"lamp bur"', "A lamp burns.", "en"),
        ("enlamp", "A lamp burns.", "en"),
        ("_enlamp", "Lamps burn.", "es"),
        ("мои ", "Мой дом.", "es"),
        ("ם", "הים גדול", "he"),
        ("לב", "הכלב נובח", "he"),
        ('"日語"', "彼は日本語を話す。", "ja"),
    ],
)
def test_text_is_not_found_by(typed: str, text: str, language: str, alice: User) -> None:
    assert not finds(typed, text, alice, language)


def test_all_words_must_stand_in_one_paragraph(alice: User) -> None:
    add("A lamp.", "It burns.", title="Light")

    assert sources(search("lamp burns", user=alice)) == []
    assert sources(search("lamp", user=alice)) == ["A lamp."]


def test_title_and_author_are_found_together(alice: User) -> None:
    add("Words.", title="On Lamps", author="A. Gardener")

    (found,) = search("lamp gardener", user=alice)[:]

    assert str(found.title) == "On <mark>Lamps</mark>"
    assert str(found.author) == "A. <mark>Gardener</mark>"
    assert found.passages == []


# --- Any input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', 'foo"', '"foo', "*", "^a", "a OR", "NOT", "NEAR(a b)", "a:b", "a & | !b", "\\",
     "'", "';--", "a\0b", "-", "(", "x" * 10_000, "a " * 5_000, '"' * 10_000, "\ud800", "%", "%s",
     "{}", "﷽", "\u0301", "'a':*"],
)  # fmt: skip
def test_any_input_is_safe(typed: str, alice: User) -> None:
    add("A lamp.")

    assert len(search(typed, user=alice)[:]) <= 1


@pytest.mark.django_db
@settings(max_examples=EXAMPLES * 5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text() | st.text(alphabet="ab\"'*:()^-+{}&|!<>\\ \0_NEAROT", max_size=30))
@example(typed='foo"')
def test_any_text_is_safe(typed: str, alice: User) -> None:
    search(typed, user=alice)[:]


@pytest.mark.django_db
@settings(max_examples=EXAMPLES * 3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_can_be_indexed(text: str, alice: User) -> None:
    add(text, title=text[:300])

    search(text, user=alice)[:]


# --- Who finds what ------------------------------------------------------------------------------

SECRET = "xylophone"


def others(owner: User, visibility: Visibility) -> Article:
    return add(f"A {SECRET}.", title=f"The {SECRET}", added_by=owner, visibility=visibility)


def finds_nothing(reader: User) -> bool:
    results = search(SECRET, user=reader)
    return (len(results), results.paragraphs, results.is_cut) == (0, 0, False)


@pytest.mark.parametrize("visibility", [Visibility.GROUPS, Visibility.UNLISTED])
@pytest.mark.parametrize("few", [0, 200])
def test_only_its_owner_finds_a_text_that_is_not_public(
    few: int,
    visibility: Visibility,
    alice: User,
    carol: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(found_by, "_FEW", few)
    add("A lamp.")
    others(alice, visibility)

    assert finds_nothing(carol)
    assert len(search(SECRET, user=alice)) == 1


def test_group_finds_what_it_reads(room: Room, alice: User, bob: User, carol: User) -> None:
    for member in (alice, bob):
        assert sources(search("fourth", user=member)) == ["The fourth paragraph."]
    assert len(search("fourth", user=carol)) == 0


def test_who_left_the_group_finds_nothing(room: Room, bob: User, dave: User) -> None:
    assert len(search("fourth", user=dave)) == 0
    leave(room.member(bob))
    assert len(search("fourth", user=bob)) == 0


def test_draft_is_found_by_nobody(alice: User) -> None:
    draft = Draft(title=SECRET, added_by=alice)
    draft.blocks = [Block(f"A {SECRET}.")]
    draft.save()

    assert finds_nothing(alice)


def test_removed_paragraph_is_found_by_nobody(alice: User) -> None:
    article = add("A lamp.", f"A {SECRET}.", added_by=alice)
    removal = Revision.objects.create(article=article, number=2, source="A lamp.")
    article.paragraphs.filter(position=2).update(removed_in=removal)

    assert finds_nothing(alice)
    index(article)
    assert finds_nothing(alice)
    assert entries() == 2


def test_many_hidden_texts_do_not_hide_mine(
    alice: User, carol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found_by, "_MOST", 2)
    for _text in range(5):
        others(alice, Visibility.GROUPS)
    add(f"My {SECRET}.", added_by=carol)

    results = search(SECRET, user=carol)

    assert (sources(results), results.is_cut) == ([f"My {SECRET}."], False)


def test_what_is_many_is_cut_and_said_to_be(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_by, "_MOST", 2)
    add("A lamp.", "A lamp.", "A lamp.")

    results = search("lamp", user=alice)

    assert (results.paragraphs, results.is_cut) == (2, True)


@pytest.mark.parametrize("few", [0, 200])
def test_many_texts_and_few_are_searched_alike(
    few: int, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found_by, "_FEW", few)
    add("A lamp.")
    others(alice, Visibility.GROUPS)

    assert sources(search("lamp", user=alice)) == ["A lamp."]


def test_results_are_narrowed(alice: User) -> None:
    book = Collection.objects.create(title="Book", visibility=Visibility.PUBLIC)
    add("Lamp one.", language="en", author="A")
    add("Lamp two.", language="es", author="B", collection=book, chapter=1)

    assert sources(search("lamp", user=alice, language="es")) == ["Lamp two."]
    assert sources(search("lamp", user=alice, author="A")) == ["Lamp one."]
    assert sources(search("lamp", user=alice, collection=book)) == ["Lamp two."]


# --- Order and passages --------------------------------------------------------------------------


def test_title_comes_before_paragraphs(alice: User) -> None:
    add("A lamp and a lamp.", title="Dark")
    add("Something else.", title="Lamps")

    assert [found.article.title for found in search("lamp", user=alice)[:]] == ["Lamps", "Dark"]


def test_word_itself_comes_before_other_forms_and_words_in_a_row_before_scattered(
    alice: User,
) -> None:
    add("The lampshade burns.", "A burning lamp.", "The lamp burns.")

    assert sources(search("lamp burns", user=alice)) == ["The lamp burns.", "A burning lamp."]


def test_only_the_best_paragraphs_of_a_text_are_shown_and_all_counted(alice: User) -> None:
    add(*["A lamp."] * 5)

    (found,) = search("lamp", user=alice)[:]

    assert (len(found.passages), found.number, found.more) == (3, 5, 2)


def passage(typed: str, text: str, reader: User, language: str = "en") -> str:
    add(text, language=language)
    (found,) = search(typed, user=reader)[:]
    return str(found.passages[0].snippet)


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("lamp", "A lamp burns.", "A <mark>lamp</mark> burns."),
        ("burned ", "It *burns* <so>.", "It <mark>burns</mark> &lt;so&gt;."),
        ("כלב", "הַכֶּלֶב נוֹבֵחַ.", "<mark>הַכֶּלֶב</mark> נוֹבֵחַ."),
        ("o'neil", "So O’Neil & I.", "So <mark>O’Neil</mark> &amp; I."),
    ],
)
def test_words_are_marked_whole_and_the_rest_escaped(
    typed: str, text: str, shown: str, alice: User
) -> None:
    assert passage(typed, text, alice, "he" if "כ" in typed else "en") == shown


def test_passage_is_cut_around_most_of_the_words(alice: User) -> None:
    filling = "So it goes on and on. " * 20
    shown = passage("lamp oil", f"A lamp. {filling}The lamp has oil. {filling}", alice)

    assert "<mark>lamp</mark> has <mark>oil</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert 100 < len(shown) < 260


# --- In step -------------------------------------------------------------------------------------


def entries() -> int:
    """How many rows the index itself holds."""
    if connection.vendor != "sqlite":
        return Entry.objects.count()
    with connection.cursor() as cursor:
        count = 0
        for table in ("articles_entry_text", "articles_entry_title"):
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {table} MATCH '_a*'")
            count += cursor.fetchone()[0]
        return count


def test_new_text_is_found_and_a_deleted_one_leaves_nothing(alice: User) -> None:
    article = add("A lamp.", "Oil.")
    assert entries() == Entry.objects.count() == 3

    article.delete()

    assert entries() == Entry.objects.count() == 0


def test_deleted_paragraph_leaves_nothing(alice: User) -> None:
    article = add("A lamp.", "Oil.")

    article.paragraphs.filter(position=2).delete()

    assert entries() == Entry.objects.count() == 2


def test_changed_text_is_found_by_its_new_words_alone(alice: User) -> None:
    article = add("A lamp.", "Oil.", title="Light")
    kept = Entry.objects.get(paragraph__position=2).pk
    article.title = "Darkness"
    article.save()
    article.paragraphs.filter(position=1).update(source="A candle.")

    index(article)

    assert [len(search(word, user=alice)) for word in ("lamp", "light")] == [0, 0]
    assert sources(search("candle", user=alice)) == ["A candle."]
    assert len(search("darkness", user=alice)) == 1
    assert Entry.objects.get(paragraph__position=2).pk == kept
    assert entries() == 3


def test_paragraph_without_words_is_not_indexed(alice: User) -> None:
    add("* * *")

    assert Entry.objects.filter(paragraph__isnull=False).count() == 0


def test_command_indexes_everything_anew(alice: User) -> None:
    add("A lamp.")
    Entry.objects.all().delete()
    said = io.StringIO()

    call_command("index_articles", stdout=said)

    assert said.getvalue() == "1 of 1 texts\n"
    assert sources(search("lamp", user=alice)) == ["A lamp."]


@pytest.mark.django_db(transaction=True)
def test_migration_goes_back_and_forth(alice: User) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("articles", "0001_initial")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    add("A lamp.")
    assert sources(search("lamp", user=alice)) == ["A lamp."]


def test_cost_does_not_grow_with_what_is_found(alice: User) -> None:
    add("A lamp.")
    with CaptureQueriesContext(connection) as few:
        search("lamp", user=alice)[:]
    for _text in range(5):
        add("A lamp.", "A lamp.", title="Lamps")

    with CaptureQueriesContext(connection) as many:
        search("lamp", user=alice)[:]

    assert len(few) == len(many) <= 12
