"""What a leader hides: alice leads, bob has spoken on the second paragraph, heidi only reads."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions import actions
from discussions.models import Comment, Report, Thread
from groups.actions import change_role
from groups.models import LogEntry, Membership
from tests.at_once import at_once
from tests.conftest import Room, SignIn
from tests.page import HTMX, cost, html_of, page_of
from tests.test_matrix import MATRIX

REASON = "This is not how we speak here."
WORDS = "Bob's thought."


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def heidis(sign_in: SignIn, heidi: User) -> Client:
    return sign_in(heidi)


@pytest.fixture
def hidden(room: Room, comment: Comment, alice: User) -> Comment:
    actions.hide(comment, by=room.member(alice), reason=REASON)
    return comment


def url(comment: Comment, act: str = "hiding") -> str:
    return reverse(f"discussions:{act}", args=[comment.pk])


def log(room: Room) -> list[tuple[str, str, str]]:
    """Who hid and showed what of whose, with the reasons, the newest first."""
    entries = LogEntry.objects.filter(group=room.group, act__in=["hid", "restored"])
    return [(entry.act, str(entry.subject), entry.reason) for entry in entries]


def voices(room: Room, client: Client) -> str:
    return page_of(client.get(room.url)).at(f"voices-{room.keys(2)[0]}").text


# --- Hiding --------------------------------------------------------------------------------------


def test_asking_hides_nothing(comment: Comment, alices: Client) -> None:
    form = page_of(alices.get(url(comment))).at(f"reply-{comment.pk}").one("form")

    assert form.attributes["action"] == url(comment)
    comment.refresh_from_db()
    assert not comment.is_hidden


def test_members_meet_the_reason_in_place_of_the_words(
    room: Room, comment: Comment, alices: Client, heidis: Client
) -> None:
    alices.post(url(comment), {"reason": REASON})

    answer = heidis.get(room.discussion_url(2))

    voice = page_of(answer).at(f"comment-{comment.pk}")
    assert voice.one(of_class="voice-hidden").text == f"Hidden by a leader. {REASON}"
    assert not voice.all(of_class="voice-name") + voice.all(of_class="voice-acts")
    assert WORDS not in html_of(answer)
    assert voices(room, heidis) == ""


def test_hidden_words_are_nowhere_for_members(
    things: dict[str, str], hidden: Comment, heidis: Client
) -> None:
    for name, row in MATRIX.items():
        address = reverse(name, args=[things[arg] for arg in row.args])
        for headers in ({}, HTMX):
            answer = heidis.get(address, headers=headers, follow=True)
            assert answer.streaming or WORDS not in html_of(answer), name


def test_replies_to_hidden_words_keep_their_place(
    room: Room, hidden: Comment, alice: User, heidis: Client
) -> None:
    answer = room.answer(hidden, alice, "I answer.")

    page = page_of(heidis.get(room.discussion_url(2)))

    assert page.at(f"replies-{hidden.pk}").has(f"comment-{answer.pk}")
    assert voices(room, heidis) == "1"


def test_nobody_is_named_as_the_one_whom_a_reply_answers_if_their_words_are_hidden(
    room: Room, comment: Comment, alice: User, bob: User, heidis: Client
) -> None:
    last = comment
    for _depth in range(5):
        last = room.answer(last, bob, "Deeper.")
    room.answer(last, alice, "So deep that it says whom it answers.")
    told = page_of(heidis.get(room.discussion_url(2))).all(of_class="voice-answers")
    assert [element.text for element in told] == ["to Bob"]

    actions.hide(last, by=room.member(alice), reason=REASON)

    assert not page_of(heidis.get(room.discussion_url(2))).all(of_class="voice-answers")


def test_author_reads_their_words_and_the_reason(room: Room, hidden: Comment, bobs: Client) -> None:
    voice = page_of(bobs.get(room.discussion_url(2))).at(f"comment-{hidden.pk}")

    assert voice.one(of_class="voice-words").text == WORDS
    note = "A leader has hidden your words from the others."
    assert voice.one(of_class="voice-hidden").text == f"{note} {REASON}"
    assert [link.text for link in voice.one(of_class="voice-acts").all("a")] == ["Delete"]
    assert voices(room, bobs) == ""


def test_leader_can_read_what_is_hidden(room: Room, hidden: Comment, alices: Client) -> None:
    voice = page_of(alices.get(room.discussion_url(2))).at(f"comment-{hidden.pk}")

    assert (
        voice.one("details", of_class="voice-hidden-words").one(of_class="voice-words").text
        == WORDS
    )
    assert [link.text for link in voice.one(of_class="voice-acts").all("a")] == ["Show again"]


def test_hidden_through_htmx_the_body_and_the_margin_change(
    room: Room, comment: Comment, alices: Client
) -> None:
    answer = page_of(alices.post(url(comment), {"reason": REASON}, headers=HTMX))

    assert answer.at(f"body-{comment.pk}").attributes["hx-swap-oob"] == "true"
    assert answer.at(f"body-{comment.pk}").all(of_class="voice-hidden")
    assert answer.at(f"voices-{room.keys(2)[0]}").text == ""


def test_hiding_needs_a_reason(comment: Comment, alices: Client) -> None:
    answer = alices.post(url(comment), {"reason": " "}, headers=HTMX)

    assert answer.status_code == 422
    assert "Give a reason" in page_of(answer).one(of_class="errorlist").text
    comment.refresh_from_db()
    assert not comment.is_hidden


def test_hiding_twice_is_hiding_once(room: Room, comment: Comment, alices: Client) -> None:
    alices.post(url(comment), {"reason": REASON})
    alices.post(url(comment), {"reason": "Another."})

    comment.refresh_from_db()
    assert comment.hidden_reason == REASON
    assert Thread.objects.get(pk=comment.thread_id).voices == 0
    assert log(room) == [("hid", "Bob", REASON)]


def test_nobody_hides_their_own_words(room: Room, alice: User, alices: Client) -> None:
    own = room.say(alice, 2, "My own.")

    assert alices.post(url(own), {"reason": REASON}).status_code == 403


def test_who_leads_no_more_hides_nothing(room: Room, comment: Comment, alice: User) -> None:
    leader = room.member(alice)
    change_role(room.member(comment.author), role=Membership.Role.LEADER)  # type: ignore[arg-type]  # bob
    change_role(leader, role=Membership.Role.MEMBER)

    with pytest.raises(PermissionDenied):
        actions.hide(comment, by=leader, reason=REASON)

    comment.refresh_from_db()
    assert not comment.is_hidden


# --- Showing again -------------------------------------------------------------------------------


def test_shown_again_everything_is_as_before(
    room: Room, hidden: Comment, alices: Client, heidis: Client
) -> None:
    for _twice in range(2):
        alices.post(url(hidden, "restoration"), {"reason": "It was meant well."})

    voice = page_of(heidis.get(room.discussion_url(2))).at(f"comment-{hidden.pk}")
    assert voice.one(of_class="voice-words").text == WORDS
    assert voices(room, heidis) == "1"
    assert log(room) == [("restored", "Bob", "It was meant well."), ("hid", "Bob", REASON)]
    hidden.refresh_from_db()
    assert (hidden.hidden_by, hidden.hidden_reason) == (None, "")


# --- What else can be done with hidden words -----------------------------------------------------


def test_hidden_words_are_not_edited(hidden: Comment, bobs: Client) -> None:
    edit = url(hidden, "edit")

    assert bobs.get(edit).status_code == 403
    assert bobs.post(edit, {"text": "Otherwise.", "version": "1"}).status_code == 403
    hidden.refresh_from_db()
    assert hidden.source == WORDS


def test_edit_that_comes_after_the_hiding_is_told(hidden: Comment) -> None:
    with pytest.raises(actions.EditedMeanwhile):
        actions.edit(hidden, source="Otherwise.", version=1)


def test_hidden_words_are_deleted_by_their_author(
    room: Room, hidden: Comment, bobs: Client, heidis: Client
) -> None:
    bobs.post(url(hidden, "deletion"))

    hidden.refresh_from_db()
    assert hidden.is_deleted
    assert Thread.objects.get(pk=hidden.thread_id).voices == 0
    assert not page_of(heidis.get(room.discussion_url(2))).has(f"comment-{hidden.pk}")


def test_deleted_words_are_neither_hidden_nor_shown_again(
    room: Room, hidden: Comment, alice: User
) -> None:
    actions.delete(hidden)
    actions.restore(hidden, by=room.member(alice))
    actions.hide(hidden, by=room.member(alice), reason=REASON)

    assert Thread.objects.get(pk=hidden.thread_id).voices == 0
    assert log(room) == [("hid", "Bob", REASON)]


def test_reply_that_comes_after_the_hiding_is_kept_in_its_form(
    hidden: Comment, heidis: Client
) -> None:
    data = {"text": "But I wanted to say", "key": "1f0c8f2e-5a66-4c52-9a54-0d5c2fbb6c11"}
    answer = heidis.post(url(hidden, "reply"), data, headers=HTMX)

    assert answer.status_code == 403
    assert page_of(answer).one("textarea").text == "But I wanted to say"
    assert heidis.get(url(hidden, "reply")).status_code == 403
    assert Comment.objects.count() == 1


def test_lasting_address_of_hidden_words_leads_to_their_place(
    hidden: Comment, heidis: Client
) -> None:
    assert heidis.get(hidden.get_absolute_url()).headers["Location"] == hidden.place_url
    fragment = heidis.get(hidden.get_absolute_url(), headers=HTMX)
    assert page_of(fragment).all(of_class="voice-hidden")


def test_hidden_words_cost_no_query(
    room: Room, comment: Comment, alice: User, heidis: Client
) -> None:
    others = [room.say(alice, 2, f"Thought {number}.") for number in range(4)]
    heidis.get(room.discussion_url(2))  # what is new is new once
    before = cost(heidis, room.discussion_url(2))

    Comment.objects.filter(pk__in=[other.pk for other in others]).update(
        hidden_at=comment.created_at, hidden_reason=REASON
    )

    assert cost(heidis, room.discussion_url(2)) == before


# --- At the same moment --------------------------------------------------------------------------

TIMES = 4


@pytest.mark.django_db(transaction=True)
def test_comment_hidden_at_once_is_counted_out_once(
    room: Room, comment: Comment, alice: User
) -> None:
    leader = room.member(alice)

    at_once(*[lambda: actions.hide(comment, by=leader, reason=REASON)] * TIMES)
    assert Thread.objects.get().voices == 0
    assert len(log(room)) == 1

    at_once(*[lambda: actions.restore(comment, by=leader)] * TIMES)
    assert Thread.objects.get().voices == 1
    assert len(log(room)) == 2


@pytest.mark.django_db(transaction=True)
def test_comment_hidden_and_deleted_at_once_is_counted_out_once(
    room: Room, comment: Comment, alice: User
) -> None:
    leader = room.member(alice)
    room.answer(comment, alice, "Stays.")

    at_once(
        *[lambda: actions.hide(comment, by=leader, reason=REASON)] * 2,
        *[lambda: actions.delete(comment)] * 2,
    )

    assert Thread.objects.get().voices == 1


@pytest.mark.django_db(transaction=True)
def test_report_made_at_once_is_one(comment: Comment, heidi: User) -> None:
    made = at_once(*[lambda: actions.report_comment(comment, by=heidi, words="Too loud.")] * TIMES)

    assert len({report.pk for report in made}) == 1
    assert Report.objects.count() == 1
