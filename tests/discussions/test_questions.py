"""Questions: open until their asker or a leader marks what answers them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from discussions import actions
from discussions.models import Comment, Kind, Thread
from tests.conftest import Room, SignIn
from tests.page import HTMX, page_of


@pytest.fixture
def question(room: Room, bob: User) -> Comment:
    """What bob asks on the second paragraph."""
    return room.say(bob, 2, "Why two?", kind=Kind.QUESTION)


@pytest.fixture
def answer(room: Room, question: Comment, heidi: User) -> Comment:
    return room.answer(question, heidi, "For balance.")


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def url(comment: Comment) -> str:
    return reverse("discussions:answer", args=[comment.pk])


def marked(question: Comment) -> Comment | None:
    return Thread.objects.get(pk=question.thread_id).answer


MARK, TAKE_BACK = {"act": "mark"}, {"act": "take_back"}


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_asker_and_leader_mark_the_answer_and_take_it_back(
    name: str,
    question: Comment,
    answer: Comment,
    sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    theirs = sign_in(request.getfixturevalue(name))

    theirs.post(url(answer), MARK)
    assert marked(question) == answer
    theirs.post(url(answer), TAKE_BACK)
    assert marked(question) is None


def test_other_members_mark_no_answer(
    room: Room, question: Comment, answer: Comment, heidi: User, sign_in: SignIn
) -> None:
    heidis = sign_in(heidi)

    assert heidis.post(url(answer), MARK).status_code == 403
    assert "This answers it" not in page_of(heidis.get(room.discussion_url(2))).text


def test_only_replies_that_stand_in_a_question_answer_it(
    room: Room, question: Comment, answer: Comment, comment: Comment, bob: User, bobs: Client
) -> None:
    in_talk = room.answer(comment, bob, "An answer to no question.")
    actions.delete(answer)

    for one in (question, in_talk, answer):
        assert bobs.post(url(one), MARK).status_code == 403


def test_marking_again_changes_nothing(question: Comment, answer: Comment, bobs: Client) -> None:
    bobs.post(url(answer), MARK)
    version = Thread.objects.get(pk=question.thread_id).version

    bobs.post(url(answer), MARK)

    assert Thread.objects.get(pk=question.thread_id).version == version
    assert marked(question) == answer


def test_another_answer_takes_the_place_of_the_first(
    room: Room, question: Comment, answer: Comment, alice: User, bobs: Client
) -> None:
    better = room.answer(question, alice, "For company.")
    bobs.post(url(answer), MARK)

    changed = page_of(bobs.post(url(better), MARK, headers=HTMX))
    bobs.post(url(answer), TAKE_BACK)

    assert marked(question) == better
    assert changed.at(f"answer-{answer.pk}").text == ""
    assert changed.at(f"answer-{better.pk}").text == "The answer"
    assert changed.at(f"answering-{answer.pk}").one("button").text == "This answers it"
    assert changed.at(f"answering-{better.pk}").one("button").text == "Not the answer"


def test_answer_is_told_at_the_question_and_where_it_stands(
    room: Room, question: Comment, answer: Comment, bobs: Client
) -> None:
    bobs.post(url(answer), MARK)

    page = page_of(bobs.get(room.discussion_url(2)))

    thread = page.at(f"thread-{question.thread_id}")
    assert thread.one(of_class="thread-head").one(of_class="tag").text == "Question · answered"
    link = thread.one(of_class="thread-answer").one("a")
    assert link.attributes["href"] == answer.place_url
    assert page.at(f"answer-{answer.pk}").text == "The answer"
    assert page.at(f"answer-{question.pk}").text == ""


@pytest.mark.parametrize("how", ["delete", "hide"])
def test_question_opens_again_without_its_answer(
    how: str, room: Room, question: Comment, answer: Comment, alice: User
) -> None:
    actions.mark_answer(answer, by=alice)

    if how == "delete":
        actions.delete(answer)
    else:
        actions.hide(answer, by=room.member(alice), reason="Enough.")

    assert marked(question) is None


def test_other_words_taken_back_leave_the_answer(
    room: Room, question: Comment, answer: Comment, bob: User
) -> None:
    actions.mark_answer(answer, by=bob)

    actions.delete(room.answer(answer, bob, "Thank you."))

    assert marked(question) == answer


def test_words_taken_back_meanwhile_answer_nothing(
    question: Comment, answer: Comment, bob: User
) -> None:
    actions.delete(answer)

    actions.mark_answer(answer, by=bob)

    assert marked(question) is None


def test_answer_of_who_is_blocked_is_not_led_to(
    room: Room, question: Comment, answer: Comment, bob: User, heidi: User, bobs: Client
) -> None:
    actions.mark_answer(answer, by=bob)
    Block.objects.create(blocker=bob, blocked=heidi)

    thread = page_of(bobs.get(room.discussion_url(2))).at(f"thread-{question.thread_id}")

    assert not thread.one(of_class="thread-answer").all("a")
    assert bobs.post(url(answer), TAKE_BACK).status_code == 404


def test_act_that_is_none_is_refused(answer: Comment, bobs: Client) -> None:
    assert bobs.post(url(answer), {"act": "shout"}).status_code == 400
