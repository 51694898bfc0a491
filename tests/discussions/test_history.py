"""What a comment said before it was edited."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, User
from discussions import actions
from discussions.forms.comments import LONGEST
from discussions.history import MOST
from discussions.models import Comment, Mention, Version
from tests.accounts.leaving import leave_for_good
from tests.conftest import Room, SignIn
from tests.page import HTMX, cost, html_of, page_of


def edited(comment: Comment, *sources: str) -> Comment:
    """The comment after these edits."""
    for source in sources:
        comment = actions.edit(comment, source=source, version=comment.version)
    return comment


def url(comment: Comment) -> str:
    return reverse("discussions:history", args=[comment.pk])


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def test_edits_are_told_word_by_word_newest_first(comment: Comment, alices: Client) -> None:
    edited(comment, "Bob's second thought.", "Bob's second idea.")

    page = page_of(alices.get(url(comment))).at(f"reply-{comment.pk}")

    latest, middle, first = page.all(of_class="edit-words")
    assert (latest.one("del").parts[-1], latest.one("ins").parts[-1]) == ("thought", "idea")
    assert middle.one("ins").text == "put in: second"
    assert (first.text, first.all("ins")) == ("Bob's thought.", [])


def test_each_version_says_when_it_was_said(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=2))
    changed = edited(comment, "Two.", "Three.")

    one, two = Version.objects.all()
    assert (one.source, one.number, two.source, two.number) == ("Bob's thought.", 1, "Two.", 2)
    assert one.said_at < two.said_at < (changed.edited_at or one.said_at)


def test_link_says_that_it_was_edited_and_leads_there(
    room: Room, comment: Comment, alices: Client
) -> None:
    edited(comment, "Bob's idea.")

    link = page_of(alices.get(room.discussion_url(2))).one("a", of_class="voice-edited")

    assert link.attributes["hx-get"] == url(comment)
    fragment = page_of(alices.get(url(comment), headers=HTMX))
    assert len(fragment.all(of_class="edit-words")) == 2
    assert not fragment.all("main")


def test_hidden_words_are_for_their_author_and_the_leaders(
    room: Room, comment: Comment, alices: Client, bob: User, heidi: User, sign_in: SignIn
) -> None:
    edited(comment, "Rude, and edited.")
    actions.hide(comment, by=room.member(User.objects.get(email="alice@example.org")), reason="")

    answers = [c.get(url(comment)).status_code for c in (alices, sign_in(bob), sign_in(heidi))]

    assert answers == [200, 200, 404]


def test_words_of_whom_i_blocked_stay_unread(
    comment: Comment, alice: User, bob: User, alices: Client
) -> None:
    edited(comment, "Bob's idea.")
    Block.objects.create(blocker=alice, blocked=bob)

    assert alices.get(url(comment)).status_code == 404


@pytest.mark.parametrize("goes", [False, True], ids=["deleted", "erased"])
def test_what_is_taken_back_leaves_no_earlier_words(
    goes: bool, comment: Comment, bob: User, alice: User, alices: Client
) -> None:
    edited(comment, "@Alice, an idea.")
    assert Mention.objects.exists()

    if goes:
        leave_for_good(bob)
    else:
        actions.delete(comment)

    assert not Version.objects.exists()
    assert not Mention.objects.exists()
    assert alices.get(url(comment)).status_code == 404


def test_many_edits_cost_as_little_as_one(comment: Comment, alices: Client) -> None:
    changed = edited(comment, "a " * (LONGEST // 2))
    alices.get(url(comment))
    few = cost(alices, url(comment))
    words = ("b a " * (LONGEST // 4), "a b b " * (LONGEST // 6))
    edited(changed, *(words[number % 2] for number in range(MOST + 5)))

    assert cost(alices, url(comment)) == few
    assert html_of(alices.get(url(comment))).count("edit-time") == MOST
