"""The horizon: what others said on a paragraph is there for a member once they have reached it.

Bob stands at the third paragraph. Alice, who has read everything, speaks on the fourth.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from discussions.models import Comment
from groups import actions
from groups.models import Group, Membership
from tests.conftest import Room, SignIn
from tests.page import HTMX, MOMENT, bare, html_of, page_of
from tests.test_matrix import MATRIX

CANARY = "Lapwing"
KEY = "1f0c8f2e-5a66-4c52-9a54-0d5c2fbb6c11"


@pytest.fixture
def speak_ahead(room: Room, alice: User) -> Callable[[], Comment]:
    """Let alice and a reply to her stand on the fourth paragraph, and give the first of them."""

    def speak() -> Comment:
        said = room.say(alice, 4, f"{CANARY} says *hello*.")
        room.answer(said, alice, f"{CANARY} says it again.")
        return said

    return speak


@pytest.fixture
def ahead(speak_ahead: Callable[[], Comment]) -> Comment:
    return speak_ahead()


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@contextmanager
def undone() -> Iterator[None]:
    """Take back afterwards whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def addresses(things: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each name in the matrix with its address."""
    for name, row in MATRIX.items():
        yield name, reverse(name, args=[things[arg] for arg in row.args])


def gets(client: Client, things: dict[str, str]) -> Iterator[tuple[str, HttpResponseBase]]:
    """The answers to asking for every address, as a page and as a fragment."""
    for name, url in addresses(things):
        for headers in ({}, HTMX):
            with undone():
                yield f"{name} {headers}", client.get(url, headers=headers, follow=True)


def posts(
    sign_in: SignIn, user: User, things: dict[str, str]
) -> Iterator[tuple[str, HttpResponseBase]]:
    """The answers to posting to every address what makes sense there."""
    words = {"text": "A thought.", "key": KEY, "version": "1"}
    marks = [
        {"read_to": things["behind"], "open": things["ahead"]},
        {"unmark": things["behind"], "open": things["ahead"]},
    ]
    for name, url in addresses(things):
        for data in marks if name == "discussions:marks" else [words | dict(MATRIX[name].data)]:
            for headers in ({}, HTMX):
                with undone():
                    answer = sign_in(user).post(url, data, headers=headers, follow=True)
                    yield f"{name} {data} {headers}", answer


def leaks(answers: Iterator[tuple[str, HttpResponseBase]]) -> list[str]:
    return [
        name
        for name, answer in answers
        if CANARY in html_of(answer) or CANARY in repr(answer.headers)
    ]


def voices(page: HttpResponseBase, room: Room, position: int) -> str:
    """The number of voices on a paragraph as the margin shows it."""
    (key,) = room.keys(position)
    return page_of(page).at(f"voices-{key}").text


@pytest.fixture
def near(things: dict[str, str], room: Room) -> dict[str, str]:
    """What bob has reached."""
    behind, ahead = map(str, room.keys(2, 4))
    return things | {"behind": behind, "ahead": ahead}


@pytest.fixture
def far(near: dict[str, str], ahead: Comment) -> dict[str, str]:
    """The same with the paragraph ahead and what is said on it."""
    return near | {"paragraph": near["ahead"], "comment": str(ahead.pk)}


def test_the_canary_is_found_by_who_may_hear_it(
    far: dict[str, str], sign_in: SignIn, alice: User
) -> None:
    assert leaks(gets(sign_in(alice), far)) != []


def test_no_page_tells_what_is_said_ahead(
    near: dict[str, str], ahead: Comment, bobs: Client
) -> None:
    assert leaks(gets(bobs, near)) == []


def test_no_page_of_things_ahead_tells_what_is_said_there(
    far: dict[str, str], bobs: Client
) -> None:
    assert leaks(gets(bobs, far)) == []


def test_no_answer_to_a_post_tells_what_is_said_ahead(
    near: dict[str, str], ahead: Comment, sign_in: SignIn, bob: User
) -> None:
    assert leaks(posts(sign_in, bob, near)) == []


def test_no_answer_to_a_post_ahead_tells_what_is_said_there(
    far: dict[str, str], sign_in: SignIn, bob: User
) -> None:
    assert leaks(posts(sign_in, bob, far)) == []


@pytest.mark.pages
def test_every_page_is_the_same_whether_or_not_others_spoke_ahead(
    near: dict[str, str], bobs: Client, speak_ahead: Callable[[], Comment]
) -> None:
    things = near | {"paragraph": near["ahead"]}

    def read() -> dict[str, str]:
        return {name: MOMENT.sub("", bare(answer)) for name, answer in gets(bobs, things)}

    before = read()
    speak_ahead()
    after = read()

    assert [name for name in before if before[name] != after[name]] == []


def test_marking_answers_the_same_whether_or_not_others_spoke_ahead(
    room: Room, bobs: Client, speak_ahead: Callable[[], Comment]
) -> None:
    second, fourth = room.keys(2, 4)

    def answers() -> list[str]:
        marks = [{"unmark": second, "open": fourth}, {"read_to": second, "open": fourth}]
        return [bare(bobs.post(room.marks_url, mark, headers=HTMX)) for mark in marks]

    before = answers()
    speak_ahead()

    assert answers() == before


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "comment"),
        ("get", "reply"),
        ("post", "reply"),
        ("get", "edit"),
        ("post", "edit"),
        ("get", "deletion"),
        ("post", "deletion"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_comment_ahead_looks_like_one_that_does_not_exist(
    method: str, name: str, headers: dict[str, str], ahead: Comment, bobs: Client
) -> None:
    data = {"text": "Mine now.", "key": KEY, "version": "1"}
    there, nowhere = (reverse(f"discussions:{name}", args=[pk]) for pk in (ahead.pk, 10_000_000))

    hidden = getattr(bobs, method)(there, data, headers=headers)
    absent = getattr(bobs, method)(nowhere, data, headers=headers)

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert bare(hidden).replace(there, "") == bare(absent).replace(nowhere, "")


def test_comment_ahead_stays_as_it_was(ahead: Comment, bobs: Client) -> None:
    data = {"text": "Mine now.", "key": KEY, "version": "1"}
    for name in ("reply", "edit", "deletion"):
        bobs.post(reverse(f"discussions:{name}", args=[ahead.pk]), data)

    ahead.refresh_from_db()

    assert (ahead.source, ahead.deleted_at, ahead.version) == (f"{CANARY} says *hello*.", None, 1)
    assert Comment.objects.count() == 2


def test_words_are_there_once_their_paragraph_is_reached(
    room: Room, ahead: Comment, bobs: Client
) -> None:
    bobs.post(room.marks_url, {"read_to": room.keys(3)[0]})

    assert CANARY in html_of(bobs.get(room.discussion_url(4)))
    assert voices(bobs.get(room.url), room, 4) == "2"
    assert bobs.get(ahead.get_absolute_url()).status_code == 302
    assert bobs.get(reverse("discussions:reply", args=[ahead.pk])).status_code == 200


def test_words_are_gone_again_after_the_mark_is_taken_back(
    room: Room, ahead: Comment, bobs: Client
) -> None:
    (third,) = room.keys(3)
    bobs.post(room.marks_url, {"read_to": third})
    bobs.post(room.marks_url, {"unmark": third})

    assert CANARY not in html_of(bobs.get(room.discussion_url(4)))
    assert voices(bobs.get(room.url), room, 4) == ""
    assert bobs.get(ahead.get_absolute_url()).status_code == 404


def test_arriving_brings_the_open_discussion_along(
    room: Room, ahead: Comment, bobs: Client
) -> None:
    third, fourth = room.keys(3, 4)

    answer = bobs.post(room.marks_url, {"read_to": third, "open": fourth}, headers=HTMX)

    assert page_of(answer).at("discussion").has(f"comment-{ahead.pk}")
    assert voices(answer, room, 4) == "2"


def test_marking_one_paragraph_ahead_opens_only_that_one(
    room: Room, ahead: Comment, alice: User, bobs: Client
) -> None:
    last = room.say(alice, 5, "At the end.")
    bobs.post(room.marks_url, {"mark": room.keys(5)[0]})

    assert bobs.get(last.get_absolute_url()).status_code == 302
    assert bobs.get(ahead.get_absolute_url()).status_code == 404
    page = bobs.get(room.url)
    assert (voices(page, room, 4), voices(page, room, 5)) == ("", "1")


def test_who_has_finished_hears_everyone(
    room: Room, ahead: Comment, bob: User, bobs: Client
) -> None:
    room.read(bob, 5)

    assert voices(bobs.get(room.url), room, 4) == "2"
    assert bobs.get(ahead.get_absolute_url()).status_code == 302


def test_own_words_stay_with_who_goes_back(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    own = room.say(bob, 3, "My own words.")
    others = room.say(alice, 3, "Words of another.")
    actions.unmark(room.place(bob), paragraph=room.paragraphs[0])

    discussion = page_of(bobs.get(room.discussion_url(3)))

    assert discussion.has(f"comment-{own.pk}")
    assert not discussion.has(f"comment-{others.pk}")
    assert voices(bobs.get(room.url), room, 3) == "1"
    assert bobs.get(own.get_absolute_url()).status_code == 302


def test_own_words_can_be_changed_and_deleted_from_behind(
    room: Room, bob: User, bobs: Client
) -> None:
    own = room.say(bob, 3, "My own words.")
    actions.unmark(room.place(bob), paragraph=room.paragraphs[0])

    bobs.post(reverse("discussions:edit", args=[own.pk]), {"text": "Better words.", "version": "1"})
    own.refresh_from_db()
    assert own.source == "Better words."

    bobs.post(reverse("discussions:deletion", args=[own.pk]))
    own.refresh_from_db()
    assert own.is_deleted


def test_replies_to_own_words_wait_until_the_paragraph_is_reached_again(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    own = room.say(bob, 3, "My own words.")
    answer = room.answer(own, alice, f"{CANARY} answers.")
    actions.unmark(room.place(bob), paragraph=room.paragraphs[0])

    assert CANARY not in html_of(bobs.get(room.discussion_url(3)))
    assert bobs.get(answer.get_absolute_url()).status_code == 404
    assert voices(bobs.get(room.url), room, 3) == "1"


def test_deleting_own_words_from_behind_does_not_tell_of_replies(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    own = room.say(bob, 3, "My own words.")
    room.answer(own, alice, f"{CANARY} answers.")
    actions.unmark(room.place(bob), paragraph=room.paragraphs[0])

    answer = bobs.post(reverse("discussions:deletion", args=[own.pk]), headers=HTMX)

    assert page_of(answer).at(f"comment-{own.pk}").attributes["hx-swap-oob"] == "delete"
    assert voices(answer, room, 3) == ""


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_speaking_ahead_is_refused_and_the_words_are_kept(
    headers: dict[str, str], room: Room, ahead: Comment, bobs: Client
) -> None:
    data = {"text": "Too early & too loud.", "key": KEY}

    answer = bobs.post(room.discussion_url(4), data, headers=headers)

    assert answer.status_code == 403
    assert page_of(answer).one("textarea", name="text").text == data["text"]
    assert CANARY not in html_of(answer)
    assert not Comment.objects.filter(source=data["text"]).exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_answering_own_words_ahead_is_refused_and_the_words_are_kept(
    headers: dict[str, str], room: Room, bob: User, bobs: Client
) -> None:
    own = room.say(bob, 3, "My own words.")
    actions.unmark(room.place(bob), paragraph=room.paragraphs[0])
    data = {"text": "I add this.", "key": KEY}

    answer = bobs.post(reverse("discussions:reply", args=[own.pk]), data, headers=headers)

    assert answer.status_code == 403
    assert page_of(answer).one("textarea", name="text").text == data["text"]
    assert not own.replies.exists()


def test_discussion_ahead_offers_no_way_to_speak(room: Room, ahead: Comment, bobs: Client) -> None:
    page = page_of(bobs.get(room.discussion_url(4)))

    assert page.all(of_class="discussion-ahead")
    assert not page.all("textarea")


def test_paused_member_keeps_the_horizon(room: Room, ahead: Comment, bob: User) -> None:
    near = room.say(bob, 3, "Here I am.")
    Membership.objects.filter(user=bob).update(state="paused")

    assert list(Comment.objects.visible_to(bob)) == [near]


def test_who_leaves_hears_nothing_any_more(room: Room, comment: Comment, bob: User) -> None:
    actions.leave(room.member(bob))

    assert not Comment.objects.visible_to(bob).exists()


def test_who_returns_hears_as_far_as_before(
    room: Room, comment: Comment, ahead: Comment, bob: User
) -> None:
    actions.leave(room.member(bob))
    actions.join(room.group, user=bob)

    assert list(Comment.objects.visible_to(bob)) == [comment]


def test_site_staff_hear_nothing_of_a_group_that_they_are_not_in(
    comment: Comment, erin: User, carol: User
) -> None:
    assert not Comment.objects.visible_to(erin).exists()
    assert not Comment.objects.visible_to(carol).exists()


def test_reading_the_same_text_elsewhere_opens_nothing_here(
    room: Room, ahead: Comment, article: Article, bob: User, bobs: Client
) -> None:
    elsewhere = actions.found(Group(name="The Attic"), founder=bob)
    reading = actions.start_reading(article, by=elsewhere)
    actions.read_to(reading.places.get(), paragraph=room.paragraphs[4])

    assert not Comment.objects.visible_to(bob).filter(pk=ahead.pk).exists()
    assert voices(bobs.get(room.url), room, 4) == ""
    assert CANARY not in html_of(bobs.get(reverse("discussions:room", args=[reading.pk])))


def test_anothers_marks_open_nothing_for_me(
    room: Room, ahead: Comment, person: Callable[..., User]
) -> None:
    late = person("frank")
    actions.join(room.group, user=late)

    assert not Comment.objects.visible_to(late).exists()
