"""All discussions of a text on one page: what stands there, for whom, and what it costs."""

import uuid
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from accounts.actions.blocks import block
from accounts.models import User
from discussions.actions import edit, hide, open_thread
from discussions.models import Comment, Hearing, Kind, Mention, Thread
from groups import actions
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, Element, bare, cost, page_of

MOST_QUERIES = 12


def overview(room: Room) -> str:
    return reverse("discussions:overview", args=[room.reading.pk])


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def words_in(page: Element) -> list[str]:
    return [voice.text for voice in page.all(of_class="voice-words")]


def shown(client: Client, room: Room, query: str = "") -> list[str]:
    """The words of all voices that this reader gets."""
    return words_in(page_of(client.get(f"{overview(room)}{query}")))


def ask(room: Room, user: User, position: int, words: str, kind: Kind = Kind.QUESTION) -> Comment:
    paragraph = room.paragraphs[position - 1]
    return open_thread(
        room.reading, paragraph, author=user, source=words, key=uuid.uuid4(), kind=kind
    )


def test_discussions_stand_under_their_paragraphs(
    room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    room.say(alice, 1, "On the first.")
    room.answer(comment, alice, "I answer.")

    page = page_of(bobs.get(overview(room)))

    sections = page.all("section", of_class="overview-section")
    assert [section.one("h2").text for section in sections] == ["¶ 1", "¶ 2"]
    assert [section.one("blockquote").text for section in sections] == [
        "The first paragraph.",
        "The second paragraph, with stress.",
    ]
    assert list(map(words_in, sections)) == [["On the first."], ["Bob's thought.", "I answer."]]
    assert page.at(f"comment-{comment.pk}").one(of_class="replies").text


def test_voices_lead_to_their_place_in_the_room(room: Room, comment: Comment, bobs: Client) -> None:
    voice = page_of(bobs.get(overview(room))).at(f"comment-{comment.pk}")

    assert voice.one("a", of_class="voice-time").attributes["href"] == comment.place_url


def test_what_lies_ahead_is_not_there(room: Room, alice: User, bobs: Client) -> None:
    room.say(alice, 4, "Ahead of bob.")

    page = page_of(bobs.get(overview(room)))

    assert not page.all("section", of_class="overview-section")
    assert page.one(of_class="empty").text == "Nobody has spoken yet on what you have read."


def test_only_my_own_words_stay_when_i_go_back(
    room: Room, comment: Comment, alice: User, bob: User, bobs: Client
) -> None:
    room.answer(comment, alice, "I answer.")
    actions.unmark(room.place(bob), paragraph=room.paragraphs[0])
    actions.unmark(room.place(bob), paragraph=room.paragraphs[1])

    assert shown(bobs, room) == ["Bob's thought."]


def test_words_cannot_bring_markup_of_the_page(room: Room, bob: User, bobs: Client) -> None:
    said = room.say(bob, 2, "</header> <script>x</script> <article id='a'>")
    Hearing.objects.create(user=bob, thread=said.thread, number=1)

    page = page_of(bobs.get(f"{overview(room)}?show=mine"))

    assert len(page.all("header", of_class="voice-head")) == 1
    assert "<script>x</script>" in page.at(f"comment-{said.pk}").text


# --- What is kept never differs, nor is it old ---------------------------------------------------


@pytest.mark.parametrize("query", ["", "?show=mine", "?order=newest"])
def test_what_is_kept_has_the_same_bytes_as_what_is_made(
    query: str, room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    room.answer(comment, alice, "I answer.")
    url = f"{overview(room)}{query}"

    cold = bare(bobs.get(url))

    assert bare(bobs.get(url)) == cold
    caches["pieces"].clear()
    assert bare(bobs.get(url)) == cold


@pytest.fixture
def changes(
    room: Room, comment: Comment, alice: User, bob: User
) -> dict[str, tuple[Callable[[], object], str]]:
    """Acts, and the words that a reader who was there before then finds for the first time."""

    def rename() -> None:
        bob.display_name = "Robert"
        bob.save()

    return {
        "reply": (lambda: room.answer(comment, alice, "I answer."), "I answer."),
        "thread": (lambda: room.say(alice, 2, "Another thing."), "Another thing."),
        "edit": (lambda: edit(comment, source="Better said.", version=1), "Better said."),
        "hiding": (
            lambda: hide(comment, by=room.member(alice), reason="Enough."),
            "Hidden by a leader.",
        ),
        "rename": (rename, "Robert"),
        "erasure": (
            lambda: Comment.objects.filter(pk=comment.pk).update(author=None) and bob.delete(),
            "Somebody who has left",
        ),
    }


@pytest.mark.parametrize("change", ["reply", "thread", "edit", "hiding", "rename", "erasure"])
def test_change_is_seen_at_once(
    change: str,
    changes: dict[str, tuple[Callable[[], object], str]],
    room: Room,
    person: Person,
    sign_in: SignIn,
) -> None:
    reader = person("ruth")
    actions.join(room.group, user=reader)
    room.read(reader, 5)
    client = sign_in(reader)
    act, words = changes[change]
    assert words not in page_of(client.get(overview(room))).text

    act()

    assert words in page_of(client.get(overview(room))).text


def test_renamed_person_is_nowhere_by_the_old_name(
    room: Room, comment: Comment, bob: User, alices: Client
) -> None:
    assert "Bob" in page_of(alices.get(overview(room))).at(f"comment-{comment.pk}").text
    User.objects.filter(pk=bob.pk).update(display_name="Robert")

    said = page_of(alices.get(overview(room))).at(f"comment-{comment.pk}")

    assert said.one(of_class="voice-name").text == "Robert"


def test_times_and_words_are_in_each_readers_own(
    room: Room, comment: Comment, alice: User, alices: Client, bobs: Client
) -> None:
    Comment.objects.update(created_at="2026-11-26T23:30:00Z")
    User.objects.filter(pk=alice.pk).update(language="es", time_zone="Asia/Jerusalem")

    times = [page_of(client.get(overview(room))).one("time") for client in (alices, bobs, alices)]

    assert [time.text for time in times] == [
        "27 de noviembre de 2026",
        "Nov. 26, 2026",
        "27 de noviembre de 2026",
    ]


# --- Nobody gets another reader's page -----------------------------------------------------------


def test_hidden_words_are_for_their_author_and_leaders(
    room: Room, comment: Comment, alice: User, alices: Client, bobs: Client, heidi: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    hide(comment, by=room.member(alice), reason="Enough.")
    heidis = sign_in(heidi)

    for _warm in range(2):
        assert "Bob's thought." in page_of(alices.get(overview(room))).text
        assert "Bob's thought." in page_of(bobs.get(overview(room))).text
        assert "Bob's thought." not in page_of(heidis.get(overview(room))).text
        assert "Enough." in page_of(heidis.get(overview(room))).text


def test_who_is_blocked_is_not_heard_by_who_blocked_them(
    room: Room, comment: Comment, alice: User, bob: User, alices: Client, bobs: Client
) -> None:
    room.answer(comment, alice, "I answer.")
    assert shown(bobs, room) == ["Bob's thought.", "I answer."]

    block(bob, blocked=alice)

    assert shown(bobs, room) == ["Bob's thought."]
    assert shown(alices, room) == ["Bob's thought.", "I answer."]


def test_notes_are_for_who_wrote_them(
    room: Room, comment: Comment, bob: User, alices: Client, bobs: Client
) -> None:
    ask(room, bob, 2, "For me alone.", Kind.NOTE)

    for _warm in range(2):
        assert shown(bobs, room) == ["Bob's thought.", "For me alone."]
        assert shown(alices, room) == ["Bob's thought."]


# --- Choosing ------------------------------------------------------------------------------------


@pytest.fixture
def said(room: Room, comment: Comment, alice: User, bob: User) -> None:
    """Five threads on two paragraphs."""
    ask(room, alice, 1, "Why a lamp?")
    answered = ask(room, alice, 1, "Why oil?")
    answer = room.answer(answered, bob, "It burns.")
    Thread.objects.filter(pk=answered.thread_id).update(answer=answer)
    naming = room.answer(comment, alice, "As Bob says.")
    Mention.objects.create(comment=naming, user=bob)
    room.say(alice, 1, "Heard already.")
    heard = Comment.objects.get(source="Heard already.")
    Hearing.objects.create(user=bob, thread=heard.thread, number=1)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?show=questions", ["Why a lamp?"]),
        ("?show=new", ["Why a lamp?", "Why oil?", "It burns.", "Bob's thought.", "As Bob says."]),
        ("?show=mine", ["Why oil?", "It burns.", "Bob's thought.", "As Bob says."]),
        ("?show=mentions", ["Bob's thought.", "As Bob says."]),
        ("?show=questions&by={bob}", []),
        ("?by={bob}", ["Why oil?", "It burns.", "Bob's thought.", "As Bob says."]),
        ("?show=nonsense&by=x&order=y&page=z", 6),
    ],
)
def test_reader_chooses_what_to_see(
    query: str, words: list[str] | int, said: None, room: Room, bob: User, bobs: Client
) -> None:
    found = shown(bobs, room, query.format(bob=bob.pk))

    assert found == words or len(found) == words


def test_voices_that_are_sought_and_new_ones_are_marked(
    said: None, room: Room, bobs: Client
) -> None:
    page = page_of(bobs.get(f"{overview(room)}?show=mentions"))

    heads = [head.text for head in page.all("header", of_class="voice-head")]
    assert [("new" in head.split(), "found" in head.split()) for head in heads] == [
        (False, False),
        (True, True),
    ]


def test_newest_talk_comes_first_if_wished(said: None, room: Room, bobs: Client) -> None:
    assert shown(bobs, room, "?order=newest")[0] == "Heard already."
    assert shown(bobs, room, "?order=oldest")[0] == "Why a lamp?"


def test_choice_comes_alone_through_htmx(said: None, room: Room, bobs: Client) -> None:
    answer = bobs.get(f"{overview(room)}?show=mine&by=&order=", headers=HTMX)

    fragment = page_of(answer)
    assert not fragment.all("html")
    assert fragment.at("show-mine").attributes["aria-current"] == "page"
    assert answer.headers["HX-Push-Url"] == f"{overview(room)}?show=mine"


# --- Costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?show=new"])
def test_all_discussions_cost_the_same_however_many_speak(
    query: str, room: Room, alice: User, alices: Client, person: Person
) -> None:
    url = f"{overview(room)}{query}"
    small = grown(url, room, [alice, person("ruth")], alices, comments=10)
    large = grown(url, room, [alice, *map(person, "klmnop")], alices, comments=200)

    assert small == large
    assert max(large) <= MOST_QUERIES


def grown(url: str, room: Room, authors: list[User], client: Client, *, comments: int) -> list[int]:
    """What the page costs, cold and warm, after so much more has been said on three paragraphs."""
    for number in range(comments):
        room.say(authors[number % len(authors)], number % 3 + 1, "So.")
    caches["pieces"].clear()
    return [cost(client, url), cost(client, url)]
