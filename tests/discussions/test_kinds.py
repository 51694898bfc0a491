"""What a thread is: a comment, a question, a note to oneself, a word to one person."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from discussions.models import Comment, Kind, Thread
from groups.actions import leave
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, page_of

WORDS = "A lantern in the rain."


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def said(kind: str, **more: object) -> dict[str, object]:
    """What the form of a thread posts."""
    return {"text": WORDS, "key": str(uuid.uuid4()), "kind": kind, **more}


def tag_of(client: Client, room: Room) -> str:
    return (
        page_of(client.get(room.discussion_url(2)))
        .one(of_class="thread-head")
        .one(of_class="tag")
        .text
    )


def test_thread_is_what_was_chosen(room: Room, alice: User, bob: User, bobs: Client) -> None:
    for kind in Kind:
        bobs.post(room.discussion_url(2), said(kind, partner=alice.pk))

    threads = Thread.objects.values_list("kind", "opened_by", "partner")
    assert list(threads) == [
        ("talk", bob.pk, None),
        ("question", bob.pk, None),
        ("note", bob.pk, None),
        ("pair", bob.pk, alice.pk),
    ]


def test_words_without_a_kind_are_a_comment(room: Room, bobs: Client) -> None:
    bobs.post(room.discussion_url(2), {"text": WORDS, "key": str(uuid.uuid4())})

    assert Thread.objects.get().kind == Kind.TALK


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize(
    ("kind", "partner", "why"),
    [
        ("shout", "", "Select a valid choice."),
        ("pair", "", "Choose whom your words are for."),
        ("pair", "carol", "Select a valid choice."),
        ("pair", "bob", "Select a valid choice."),
        ("pair", "dave", "Select a valid choice."),
        ("pair", "\0", "Select a valid choice."),
    ],
)
def test_thread_for_nobody_comes_back_with_its_words(
    kind: str,
    partner: str,
    why: str,
    headers: dict[str, str],
    room: Room,
    request: pytest.FixtureRequest,
    bobs: Client,
) -> None:
    key = request.getfixturevalue(partner).pk if partner.isalpha() else partner

    answer = bobs.post(room.discussion_url(2), said(kind, partner=key), headers=headers)

    assert answer.status_code == 422
    composer = page_of(answer) if headers else page_of(answer).at("composer")
    assert composer.one("textarea").text == WORDS
    assert why in composer.one(of_class="errorlist").text
    assert not Thread.objects.exists()


def test_words_are_offered_to_the_members_one_wants_to_see(
    room: Room, heidi: User, bob: User, alice: User, dave: User, bobs: Client, person: Person
) -> None:
    def offered() -> list[str]:
        url = reverse("discussions:partners", args=[room.reading.pk])
        select = page_of(bobs.get(url)).one("select", name="partner")
        return [option.text for option in select.all("option")]

    assert offered() == ["Choose a person", "Alice", "Heidi"]
    Block.objects.create(blocker=bob, blocked=heidi)
    Block.objects.create(blocker=alice, blocked=bob)
    assert offered() == ["Choose a person", "Alice"]


def test_thread_says_what_it_is(room: Room, alice: User, bobs: Client, alices: Client) -> None:
    seen = {}
    for kind in ("question", "note", "pair"):
        Comment.objects.all().delete()
        Thread.objects.all().delete()
        bobs.post(room.discussion_url(2), said(kind, partner=alice.pk))
        seen[kind] = tag_of(bobs, room)

    assert seen == {
        "question": "Question · open",
        "note": "Only you see this",
        "pair": "Between you and Alice",
    }
    assert tag_of(alices, room) == "Between you and Bob"


def test_note_is_for_nobody_else(room: Room, bobs: Client, alices: Client) -> None:
    bobs.post(room.discussion_url(2), said("note"))

    note = Comment.objects.get()
    assert bobs.get(note.get_absolute_url()).status_code == 302
    for act in ("", "reply/", "report/", "hiding/"):
        assert alices.get(f"{note.get_absolute_url()}{act}").status_code == 404
    page = page_of(alices.get(room.discussion_url(2)))
    assert not page.all(of_class="thread")
    assert page.at(f"voices-{room.keys(2)[0]}").text == ""


def test_word_to_one_person_is_for_the_two(
    room: Room, alice: User, bob: User, heidi: User, bobs: Client, sign_in: SignIn
) -> None:
    bobs.post(room.discussion_url(2), said("pair", partner=heidi.pk))
    word = Comment.objects.get()
    data = {"text": "Only you.", "key": str(uuid.uuid4())}

    refused = sign_in(alice).post(f"{word.get_absolute_url()}reply/", data)
    sign_in(heidi).post(f"{word.get_absolute_url()}reply/", data)

    assert refused.status_code == 404
    answer = Comment.objects.get(author=heidi)
    assert answer.thread == word.thread
    assert list(Comment.objects.visible_to(bob)) == list(Comment.objects.visible_to(heidi))
    assert not Comment.objects.visible_to(alice)


def test_word_to_one_person_waits_until_they_get_there(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    alices.post(room.discussion_url(5), said("pair", partner=bob.pk))

    assert not Comment.objects.visible_to(bob)
    room.read(bob, 5)
    assert Comment.objects.visible_to(bob)


def test_who_left_hears_no_words_to_them_any_more(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    alices.post(room.discussion_url(2), said("pair", partner=bob.pk))

    leave(room.member(bob))

    assert not Comment.objects.visible_to(bob)
    assert tag_of(alices, room) == "Between you and Bob"


def test_block_is_not_told_to_who_speaks_to_one_person(
    room: Room, alice: User, bob: User, bobs: Client, alices: Client
) -> None:
    Block.objects.create(blocker=alice, blocked=bob)

    answer = bobs.post(room.discussion_url(2), said("pair", partner=alice.pk), follow=True)

    assert WORDS in page_of(answer).text
    assert WORDS not in page_of(alices.get(room.discussion_url(2))).text
    assert not page_of(alices.get(room.discussion_url(2))).all(of_class="thread")


def test_name_of_who_is_blocked_is_not_told_at_the_thread(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    bobs.post(room.discussion_url(2), said("pair", partner=alice.pk))
    Block.objects.create(blocker=bob, blocked=alice)

    assert tag_of(bobs, room) == "Between you and one other"
