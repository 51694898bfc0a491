"""Discussions of paragraphs that a revision removed: reachable, marked, and within the horizon."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from discussions.models import Comment, Thread
from groups import actions
from tests.articles.revising import revised_of
from tests.conftest import Room, SignIn
from tests.page import HTMX, cost, html_of, page_of

CANARY = "The canary sings on the fourth."


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def remove(room: Room, *numbers: int, by: User) -> None:
    """Take these paragraphs, by their first numbers, out of the text."""
    article = room.reading.article
    gone = set(room.keys(*numbers))
    revised_of(article, [p.block for p in article.text if p.pk not in gone], by=by)


def join(room: Room, first: int, second: int, *, by: User) -> None:
    """Make one of two paragraphs that follow each other."""
    article = room.reading.article
    blocks = [p.block for p in article.text]
    whole = f"{blocks[first - 1].source} {blocks[second - 1].source}"
    blocks[first - 1 : second] = [type(blocks[0])(whole)]
    revised_of(article, blocks, by=by)


def new_words(text: str = "Words.") -> dict[str, str]:
    return {"text": text, "key": str(uuid.uuid4())}


def test_discussion_and_its_links_work_on(
    room: Room, comment: Comment, bobs: Client, alice: User
) -> None:
    remove(room, 2, by=alice)

    page = page_of(bobs.get(room.discussion_url(2)))
    link = bobs.get(reverse("discussions:comment", args=[comment.pk]))

    assert page.at("discussion-title").text == "On a removed paragraph"
    assert "This paragraph is no longer in the text." in page.at("discussion").text
    assert "The second paragraph, with stress" in page.at("discussion").text
    assert "Bob's thought." in page.at("threads").text
    assert link.headers["Location"] == f"{room.discussion_url(2)}#comment-{comment.pk}"


def test_discussion_of_a_joined_paragraph_leads_to_the_whole(
    room: Room, bobs: Client, alice: User, bob: User
) -> None:
    room.say(bob, 1, "On the first.")
    room.say(bob, 2, "On the second.")
    join(room, 1, 2, by=alice)
    article = room.reading.article
    gone = article.paragraphs.removed().get()
    whole = article.text[0]

    url = reverse("discussions:discussion", args=[room.reading.pk, gone.pk])
    page = page_of(bobs.get(url))

    notice = page.at("discussion").one(of_class="notice")
    assert "This paragraph has become part of ¶ 1" in notice.text
    assert notice.one("a").attributes["href"].endswith(f"/paragraphs/{whole.pk}/")


def test_room_shows_where_something_was_said(
    room: Room, comment: Comment, bobs: Client, alice: User
) -> None:
    remove(room, 2, by=alice)

    page = page_of(bobs.get(room.url))

    here = page.at(f"paragraph-{room.paragraphs[2].pk}").one("p", of_class="removed-here")
    assert here.text.startswith("1 paragraph was removed here")
    assert here.text.endswith("1 voice")
    assert here.one("a").attributes["href"] == room.discussion_url(2)


def test_room_shows_what_stood_at_the_end(room: Room, alices: Client, alice: User) -> None:
    room.say(alice, 5, "The end.")
    remove(room, 5, by=alice)

    assert "1 paragraph was removed here" in page_of(alices.get(room.url)).at("end").text


def test_silent_paragraph_leaves_no_trace(room: Room, alices: Client, alice: User) -> None:
    remove(room, 4, by=alice)

    assert "removed here" not in html_of(alices.get(room.url))
    assert alices.get(room.discussion_url(4)).status_code == 404


def test_nobody_hears_what_was_said_ahead_of_them(
    room: Room, bobs: Client, alice: User, bob: User
) -> None:
    said = room.say(alice, 4, CANARY)
    words = room.paragraphs[3].source
    remove(room, 4, by=alice)

    for url in (room.url, room.discussion_url(1), room.discussion_url(3)):
        for headers in ({}, HTMX):
            shown = html_of(bobs.get(url, headers=headers))
            assert CANARY not in shown
            assert words not in shown
            assert "removed here" not in shown
    for url in (room.discussion_url(4), reverse("discussions:comment", args=[said.pk])):
        assert bobs.get(url).status_code == 404
    assert bobs.post(room.discussion_url(4), new_words()).status_code == 404

    room.reading.article.refresh_from_db()
    actions.read_to(room.place(bob), paragraph=room.paragraphs[4])

    assert "1 paragraph was removed here" in html_of(bobs.get(room.url))
    assert CANARY in html_of(bobs.get(room.discussion_url(4)))


def test_own_words_stay_reachable_ahead_of_oneself(
    room: Room, bobs: Client, alice: User, bob: User
) -> None:
    room.say(bob, 4, "My own.")
    room.say(alice, 4, CANARY)
    remove(room, 4, by=alice)

    shown = html_of(bobs.get(room.discussion_url(4)))

    assert "My own." in shown
    assert CANARY not in shown


def test_reader_of_the_removed_place_hears_on(room: Room, bobs: Client, alice: User) -> None:
    room.say(alice, 3, CANARY)

    remove(room, 3, by=alice)

    assert CANARY in html_of(bobs.get(room.discussion_url(3)))


def test_one_can_answer_on_a_removed_paragraph(
    room: Room, comment: Comment, bobs: Client, alice: User
) -> None:
    remove(room, 2, by=alice)

    answer = bobs.post(reverse("discussions:reply", args=[comment.pk]), new_words("And yet."))

    assert answer.status_code == 302
    assert "And yet." in html_of(bobs.get(room.discussion_url(2)))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nothing_is_begun_on_a_removed_paragraph_and_words_are_kept(
    room: Room, bobs: Client, alice: User, headers: dict[str, str]
) -> None:
    remove(room, 2, by=alice)

    answer = bobs.post(room.discussion_url(2), new_words("Too late."), headers=headers)

    assert answer.status_code == 403
    assert "no longer in the text" in page_of(answer).text
    assert page_of(answer).one("textarea").text == "Too late."
    assert not Thread.objects.exists()


def test_removed_paragraph_has_no_composer_and_no_mark(
    room: Room, comment: Comment, bobs: Client, alice: User
) -> None:
    remove(room, 2, by=alice)

    page = page_of(bobs.get(room.discussion_url(2)))

    assert not page.has("composer")
    assert page.at("marking").text == ""


@pytest.mark.parametrize("act", ["read_to", "mark", "unmark"])
def test_removed_paragraph_is_not_to_be_marked(
    room: Room, bobs: Client, alice: User, act: str
) -> None:
    remove(room, 2, by=alice)

    assert bobs.post(room.marks_url, {act: room.paragraphs[1].pk}).status_code == 400


def test_marking_goes_on_beside_the_discussion_of_a_removed_paragraph(
    room: Room, comment: Comment, bobs: Client, bob: User, alice: User
) -> None:
    remove(room, 2, by=alice)
    third, gone = room.paragraphs[2].pk, room.paragraphs[1].pk

    answer = bobs.post(room.marks_url, {"read_to": third, "open": gone}, headers=HTMX)

    assert answer.status_code == 200
    assert room.place(bob).paragraph == room.paragraphs[3]


def test_added_paragraph_says_so_until_it_is_marked(
    room: Room, bobs: Client, bob: User, alice: User
) -> None:
    article: Article = room.reading.article
    blocks = [p.block for p in article.text]
    revised_of(article, [type(blocks[0])("Something quite new."), *blocks], by=alice)
    new = article.text[0]

    def section() -> str:
        return page_of(bobs.get(room.url)).at(f"paragraph-{new.pk}").text

    assert "added since you read this far" in section()
    bobs.post(room.marks_url, {"mark": new.pk})
    assert "added since you read this far" not in section()
    assert room.place(bob).number == 4


def test_progress_counts_what_is_in_the_text(room: Room, bobs: Client, alice: User) -> None:
    remove(room, 1, 5, by=alice)

    assert "¶ 2 of 3" in page_of(bobs.get(room.url)).at("progress").text


def test_room_costs_one_query_more_and_no_more_for_what_was_removed(
    room: Room, comment: Comment, bobs: Client, bob: User, alice: User
) -> None:
    room.say(bob, 1, "On the first.")
    before = cost(bobs, room.url)

    remove(room, 1, by=alice)
    once = cost(bobs, room.url)
    remove(room, 2, by=alice)

    assert once <= before + 1
    assert cost(bobs, room.url) == once
