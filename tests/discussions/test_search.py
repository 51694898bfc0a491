"""Searching in what was said: who finds which comments by which words.

Bob stands at the third paragraph, alice has read everything.
"""

import io
import uuid

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.actions.blocks import block
from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from discussions import actions
from discussions.models import Comment, Entry, Kind
from discussions.search import candidates as found_by
from groups.actions import found, leave, start_reading
from groups.models import Group, Reading
from tests.accounts.leaving import leave_for_good
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, cost, page_of

URL = reverse("discussions:said")
SECRET = "xylophone"


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def look(client: Client, words: str, **where: str) -> Element:
    return page_of(client.get(URL, {"q": words, **where})).at("main")


def sayings(client: Client, words: str, **where: str) -> list[str]:
    return [words.text for words in look(client, words, **where).all(of_class="passage-words")]


def finds_nothing(client: Client, words: str = SECRET) -> bool:
    page = look(client, words)
    is_silent = page.at("search-count").text.startswith("Nothing found")
    return is_silent and page.all(of_class="found-text") == []


def say_aside(room: Room, author: User, kind: Kind, partner: User | None = None) -> Comment:
    return actions.open_thread(
        room.reading,
        room.paragraphs[0],
        author=author,
        source=f"My {SECRET}.",
        key=uuid.uuid4(),
        kind=kind,
        partner=partner,
    )


# --- Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("LAMP", "A lamp burns."),
        ("burning ", "A lamp *burns*."),
        ("cafe", "Un café solo."),
        ("canciones ", "Una canción de las que por la noche."),
        ("книги ", "Новая книга."),
        ("כלב", "הַכֶּלֶב נוֹבֵחַ"),
        ("כלב", "וכשהכלב נבח"),
        ('"burns a lamp"', "Here burns a lamp."),
    ],
)
def test_comment_is_found_by(typed: str, words: str, room: Room, bobs: Client, bob: User) -> None:
    room.say(bob, 1, words)

    assert len(sayings(bobs, typed)) == 1


@pytest.mark.parametrize("typed", ["lamp dark", '"lamp a"', "amp"])
def test_comment_is_not_found_by(typed: str, room: Room, bobs: Client, bob: User) -> None:
    room.say(bob, 1, "A lamp burns.")

    assert finds_nothing(bobs, typed)


ANYTHING = ["", '"', 'foo"', "*", "a OR", "NEAR(a b)", "a & | !b", "\\", "';--", "a\0b", "x" * 9000]


def test_any_input_is_answered(comment: Comment, bobs: Client) -> None:
    for typed in ANYTHING:
        for where in ("group-x", "reading-99999", "\0"):
            assert bobs.get(URL, {"q": typed, "in": where, "page": "x"}).status_code == 200


def test_found_comment_tells_who_said_it_where_and_leads_there(
    room: Room, comment: Comment, bobs: Client
) -> None:
    page = look(bobs, "thought")

    assert page.at("search-count").text == "1 comment"
    assert page.one("mark").text == "thought"
    assert page.one(of_class="row-facts").text.startswith("Bob · The Cellar · On Lamps ·")
    link = page.one("a", of_class="passage")
    assert link.text == "¶ 2 Bob's thought ."
    assert link.attributes["href"] == comment.get_absolute_url()


def test_htmx_gets_what_was_found_with_its_count_and_the_tabs(
    comment: Comment, bobs: Client
) -> None:
    answer = bobs.get(URL, {"q": "thought"}, headers=HTMX)
    page = page_of(answer)

    assert page.all("form") == []
    assert page.at("search-count").text == "1 comment"
    texts = page.at("search-tabs").all("a")[0]
    assert texts.attributes["href"] == f"{reverse('articles:search')}?q=thought"
    assert answer.headers["HX-Replace-Url"] == f"{URL}?q=thought"


def test_newest_is_kept_of_too_many(
    room: Room, bob: User, bobs: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found_by, "_MOST", 2)
    for number in range(3):
        room.say(bob, 1, f"Lamp {number}.")

    page = look(bobs, "lamp")

    assert page.at("search-count").text == "At least 2 comments"
    assert [words.text for words in page.all(of_class="passage-words")] == ["Lamp 2.", "Lamp 1."]


# --- Who finds what ------------------------------------------------------------------------------


def test_what_is_ahead_is_neither_found_nor_counted(
    room: Room, alice: User, bob: User, bobs: Client, alices: Client
) -> None:
    said = room.say(alice, 4, f"A {SECRET}.")
    room.answer(said, alice, f"Another {SECRET}.")

    assert finds_nothing(bobs)
    assert len(sayings(alices, SECRET)) == 2
    room.read(bob, 3)
    assert len(sayings(bobs, SECRET)) == 2


def test_outsiders_find_nothing(
    room: Room, bob: User, bobs: Client, carol: User, dave: User, sign_in: SignIn
) -> None:
    room.say(bob, 1, f"A {SECRET}.")

    assert finds_nothing(sign_in(carol))
    assert finds_nothing(sign_in(dave))
    leave(room.member(bob))
    assert finds_nothing(bobs)


def test_note_is_found_by_its_writer_and_word_to_one_by_the_two(
    room: Room, alice: User, bob: User, heidi: User, alices: Client, bobs: Client, sign_in: SignIn
) -> None:
    say_aside(room, bob, Kind.NOTE)
    assert finds_nothing(alices)
    assert len(sayings(bobs, SECRET)) == 1

    say_aside(room, alice, Kind.PAIR, heidi)
    assert len(sayings(bobs, SECRET)) == 1
    assert len(sayings(alices, SECRET)) == len(sayings(sign_in(heidi), SECRET)) == 1


def test_whom_one_blocked_is_not_found(room: Room, bob: User, heidi: User, sign_in: SignIn) -> None:
    room.say(bob, 1, f"A {SECRET}.")
    heidis = sign_in(heidi)
    assert len(sayings(heidis, SECRET)) == 1

    block(heidi, blocked=bob)

    assert finds_nothing(heidis)


def test_what_is_hidden_or_deleted_is_not_found(
    room: Room, alice: User, bob: User, alices: Client, bobs: Client
) -> None:
    said = room.say(bob, 1, f"A {SECRET}.")
    actions.hide(said, by=room.member(alice), reason="Too loud.")
    assert finds_nothing(bobs)
    assert finds_nothing(alices)

    actions.restore(said, by=room.member(alice))
    assert len(sayings(bobs, SECRET)) == 1

    actions.delete(said)
    assert finds_nothing(bobs)
    assert entries() == 0


def test_one_can_look_in_one_group_or_reading(room: Room, bob: User, bobs: Client) -> None:
    room.say(bob, 1, "A lamp here.")
    other = elsewhere(bob)
    _say(other, bob, "A lamp there.")

    here, there = f"group-{room.group.pk}", f"reading-{other.pk}"
    assert len(sayings(bobs, "lamp")) == 2
    assert sayings(bobs, "lamp", **{"in": here}) == ["A lamp here."]
    assert sayings(bobs, "lamp", **{"in": there}) == ["A lamp there."]
    choice = look(bobs, "lamp", **{"in": there}).at("search-in")
    (chosen,) = [option for option in choice.all("option") if "selected" in option.attributes]
    assert chosen.text == "On Wicks"


def test_foreign_group_is_no_choice(room: Room, carol: User, bob: User, bobs: Client) -> None:
    theirs = elsewhere(carol)
    _say(theirs, carol, f"A {SECRET}.")
    room.say(bob, 1, "A lamp.")

    assert sayings(bobs, SECRET, **{"in": f"reading-{theirs.pk}"}) == []
    assert sayings(bobs, "lamp", **{"in": f"reading-{theirs.pk}"}) == ["A lamp ."]


def elsewhere(founder: User) -> Reading:
    """A reading of another group."""
    article = publish(title="On Wicks", blocks=[Block("A paragraph.")], added_by=founder)
    return start_reading(article, by=found(Group(name="The Attic"), founder=founder))


def _say(reading: Reading, author: User, words: str) -> None:
    paragraph = reading.article.text.get()
    actions.open_thread(reading, paragraph, author=author, source=words, key=uuid.uuid4())


# --- In step -------------------------------------------------------------------------------------


def entries() -> int:
    """How many rows the index itself holds."""
    if connection.vendor != "sqlite":
        return Entry.objects.count()
    table = "discussions_entry_text"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_changed_words_are_found_and_the_old_ones_not(
    room: Room, comment: Comment, bobs: Client
) -> None:
    actions.edit(comment, source=f"A {SECRET}.", version=1)

    assert finds_nothing(bobs, "thought")
    assert len(sayings(bobs, SECRET)) == 1
    assert entries() == 1


@pytest.mark.parametrize("keeps_words", [True, False])
def test_who_goes_for_good_leaves_words_only_if_they_want(
    keeps_words: bool, room: Room, bob: User, alices: Client
) -> None:
    room.say(bob, 1, f"A {SECRET}.")
    say_aside(room, bob, Kind.NOTE)

    leave_for_good(bob, keeps_words=keeps_words)

    assert len(sayings(alices, SECRET)) == entries() == int(keeps_words)


def test_command_indexes_everything_anew(room: Room, comment: Comment, bobs: Client) -> None:
    Entry.objects.all().delete()
    told = io.StringIO()

    call_command("index_comments", stdout=told)

    assert told.getvalue() == "1 of 1 comments\n"
    assert len(sayings(bobs, "thought")) == 1


def test_cost_does_not_grow_with_what_is_found(room: Room, bob: User, bobs: Client) -> None:
    room.say(bob, 1, "A lamp.")
    few = cost(bobs, f"{URL}?q=lamp")
    for _number in range(5):
        room.say(bob, 2, "A lamp.")
    _say(elsewhere(bob), bob, "A lamp.")

    assert cost(bobs, f"{URL}?q=lamp") == few <= 8
