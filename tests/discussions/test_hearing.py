"""What is new to whom, and how it becomes heard.

Alice has read everything, bob stands at the third paragraph; on the second one bob has spoken.
"""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from discussions import actions
from discussions.models import Comment, Hearing, Kind, unheard_by
from groups.actions import join
from tests.at_once import at_once
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, cost, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def marked(page: Element) -> list[str]:
    """The words of the voices that are marked as new."""
    return [
        voice.all(of_class="voice-words")[0].text
        for voice in page.all(of_class="is-new", tag="article")
    ]


def margin(page: Element, room: Room, position: int) -> str:
    """What the margin says of a paragraph's voices."""
    return page.at(f"voices-{room.keys(position)[0]}").attributes["aria-label"]


def told(page: Element) -> str:
    """What the bar above the text says is new."""
    return page.at("news").text


def test_what_others_say_is_new_until_it_is_opened(
    room: Room, comment: Comment, alices: Client
) -> None:
    before = page_of(alices.get(room.url))
    first, second = (page_of(alices.get(room.discussion_url(2))) for _time in range(2))

    assert margin(before, room, 2) == "Discussion of ¶ 2, 1 voice, 1 new"
    assert marked(first) == ["Bob's thought."]
    assert margin(first, room, 2) == "Discussion of ¶ 2, 1 voice"
    assert marked(second) == []


def test_line_stands_where_the_reader_left_off(
    room: Room, comment: Comment, bob: User, alices: Client
) -> None:
    alices.get(room.discussion_url(2))
    room.answer(comment, bob, "One more.")
    room.say(bob, 2, "Another thing.")

    page = page_of(alices.get(room.discussion_url(2)))

    order = [e for e in page.at("threads") if e.tag == "article" or "new-here" in e.classes]
    assert marked(page) == ["One more.", "Another thing."]
    assert [e.attributes["id"] for e in order].index("new") == 1


def test_own_words_are_not_new(room: Room, comment: Comment, bobs: Client) -> None:
    assert margin(page_of(bobs.get(room.url)), room, 2) == "Discussion of ¶ 2, 1 voice"
    assert marked(page_of(bobs.get(room.discussion_url(2)))) == []


def test_what_is_said_meanwhile_stays_new(
    room: Room, comment: Comment, alice: User, bob: User, alices: Client
) -> None:
    alices.get(room.discussion_url(2))
    room.answer(comment, bob, "Meanwhile.")
    room.answer(comment, alice, "My answer.")

    assert marked(page_of(alices.get(room.discussion_url(2)))) == ["Meanwhile."]


@pytest.mark.parametrize("field", ["deleted_at", "hidden_at"])
def test_what_was_taken_away_is_not_new(
    field: str, room: Room, comment: Comment, alice: User
) -> None:
    Comment.objects.update(**{field: comment.created_at})

    assert not unheard_by(alice)


def test_what_a_blocked_person_says_is_not_new(comment: Comment, alice: User, bob: User) -> None:
    Block.objects.create(blocker=alice, blocked=bob)

    assert not unheard_by(alice)


def test_words_of_who_has_gone_are_new(
    room: Room, comment: Comment, alice: User, alices: Client
) -> None:
    Comment.objects.update(author=None)

    assert list(unheard_by(alice)) == [comment]
    assert marked(page_of(alices.get(room.discussion_url(2)))) == ["Bob's thought."]


def test_nothing_ahead_is_new_until_the_reader_gets_there(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    room.say(alice, 4, "Ahead.")
    before = page_of(bobs.get(room.url))
    room.read(bob, 4)
    after = page_of(bobs.get(room.url))

    assert (margin(before, room, 4), told(before)) == ("Discussion of ¶ 4", "")
    assert margin(after, room, 4) == "Discussion of ¶ 4, 1 voice, 1 new"


def test_private_words_are_new_to_the_other_alone(
    room: Room, alice: User, bob: User, heidi: User
) -> None:
    said = actions.open_thread(
        room.reading,
        room.paragraphs[1],
        author=alice,
        source="Between us.",
        key=uuid.uuid4(),
        kind=Kind.PAIR,
        partner=bob,
    )

    assert (list(unheard_by(bob)), list(unheard_by(heidi))) == ([said], [])


def test_to_who_comes_late_all_is_new(room: Room, comment: Comment, carol: User) -> None:
    join(room.group, user=carol)
    room.read(carol, 2)

    assert list(unheard_by(carol)) == [comment]


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender"])
def test_what_the_browser_asks_for_ahead_is_not_heard(
    purpose: str, room: Room, comment: Comment, alices: Client
) -> None:
    alices.get(room.discussion_url(2), headers={"Sec-Purpose": purpose})
    alices.head(room.discussion_url(2))

    assert not Hearing.objects.exists()


def test_marking_beside_a_discussion_that_stays_as_it_is_hears_nothing(
    room: Room, comment: Comment, alices: Client
) -> None:
    second, third = room.keys(2, 3)
    alices.post(room.marks_url, {"unmark": third, "open": second}, headers=HTMX)

    assert not Hearing.objects.exists()


def test_what_the_reader_arrives_at_is_heard(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    room.say(alice, 4, "Ahead.")
    room.say(alice, 5, "Further ahead.")
    third, fourth = room.keys(3, 4)

    fragment = page_of(bobs.post(room.marks_url, {"read_to": third, "open": fourth}, headers=HTMX))
    after = page_of(bobs.post(room.marks_url, {"read_to": fourth, "open": fourth}, headers=HTMX))

    assert marked(fragment) == ["Ahead."]
    assert margin(fragment, room, 4) == "Discussion of ¶ 4, 1 voice"
    assert told(fragment) == ""
    assert told(after).startswith("1 new")
    assert margin(after, room, 5) == "Discussion of ¶ 5, 1 voice, 1 new"


def test_hearing_never_goes_back(comment: Comment, alice: User) -> None:
    for number in (3, 2):
        actions.hear(alice, {comment.thread_id: number})

    assert Hearing.objects.get().number == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_the_furthest_hearing_stays(
    room: Room, comment: Comment, alice: User, bob: User
) -> None:
    threads = [comment.thread_id, room.say(bob, 2, "Another thing.").thread_id]

    def hear(number: int) -> None:
        order = threads if number % 2 else threads[::-1]
        actions.hear(alice, dict.fromkeys(order, number))

    at_once(*[lambda n=number: hear(n) for number in range(1, 21)])

    assert list(Hearing.objects.values_list("number", flat=True)) == [20, 20]


def test_opening_through_htmx_quietens_margin_and_bar(
    room: Room, comment: Comment, bob: User, alices: Client
) -> None:
    room.say(bob, 1, "Another thing.")

    fragment = page_of(alices.get(room.discussion_url(2), headers=HTMX))

    assert margin(fragment, room, 2) == "Discussion of ¶ 2, 1 voice"
    assert told(fragment).startswith("1 new")


def next_of(client: Client, room: Room, position: int | None = None, **query: str) -> str:
    """Where the next new voice is, seen from this paragraph."""
    after = {"after": str(room.keys(position)[0])} if position else {}
    answer = client.get(reverse("discussions:next_new", args=[room.reading.pk]), after | query)
    return answer.headers["Location"]


def test_next_new_leads_through_the_text_and_round(
    room: Room, comment: Comment, bob: User, alices: Client
) -> None:
    room.read(bob, 5)
    room.say(bob, 4, "Further on.")

    found = [next_of(alices, room, position) for position in (None, 2, 3, 4, 5)]

    assert found == [f"{room.discussion_url(p)}#new" for p in (2, 4, 4, 2, 2)]


def test_next_new_leads_to_what_was_said_on_a_removed_paragraph(
    room: Room, comment: Comment, alices: Client
) -> None:
    room.paragraphs[1].removed_in = room.reading.article.revisions.first()
    room.paragraphs[1].save()

    assert next_of(alices, room) == f"{room.discussion_url(2)}#new"


def test_next_new_leads_to_the_room_where_nothing_is(room: Room, alices: Client) -> None:
    assert [next_of(alices, room), next_of(alices, room, after="x")] == [room.url] * 2


def test_all_are_heard_at_a_word(
    room: Room, comment: Comment, alice: User, bob: User, alices: Client
) -> None:
    room.say(bob, 1, "Another thing.")
    url = reverse("discussions:hearing", args=[room.reading.pk])

    fragment = page_of(alices.post(url, headers=HTMX))

    assert not unheard_by(alice)
    assert told(fragment) == ""
    assert [margin(fragment, room, p) for p in (1, 2)] == [
        f"Discussion of ¶ {p}, 1 voice" for p in (1, 2)
    ]


def test_hearing_all_leaves_what_is_ahead_new(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    ahead = room.say(alice, 4, "Ahead.")
    bobs.post(reverse("discussions:hearing", args=[room.reading.pk]))
    room.read(bob, 4)

    assert list(unheard_by(bob)) == [ahead]


def test_home_and_group_tell_what_is_new(room: Room, comment: Comment, alices: Client) -> None:
    url = reverse("discussions:next_new", args=[room.reading.pk])
    pages = [page_of(alices.get(page)) for page in ("/", room.group.get_absolute_url())]

    assert [page.one("a", href=url).text.split(":")[0].strip() for page in pages] == [
        "1 new voice",
        "On Lamps 1 new voice",
    ]


def test_what_is_new_costs_the_same_however_much_it_is(
    room: Room, comment: Comment, bob: User, alices: Client
) -> None:
    pages = (room.url, "/", room.group.get_absolute_url())
    before = [cost(alices, page) for page in pages]
    for position in (1, 2, 3):
        for _time in range(4):
            room.answer(room.say(bob, position, "So."), bob, "Too.")

    assert [cost(alices, page) for page in pages] == before
