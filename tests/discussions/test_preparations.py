"""Preparing a paragraph for those who come after, and what greets them when they get there."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from discussions import actions
from discussions.models import Comment, CommentDraft, Preparation, Thread
from groups.actions import join, leave
from groups.models import Reading
from tests.conftest import Person, Room, SignIn
from tests.discussions.preparing import filled_in, greetings, prepare, prepared
from tests.page import HTMX, bare, html_of, page_of

WORDS = "Who holds the lamp?"


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


# --- Leaving one


@pytest.mark.parametrize("sort", ["question", "gloss", "source"])
def test_preparation_is_left_on_a_paragraph_that_is_marked(
    sort: str, room: Room, bobs: Client
) -> None:
    bobs.post(room.discussion_url(2), filled_in(WORDS, sort=sort))

    comment = Comment.objects.get()
    assert (comment.source, comment.thread.kind) == (WORDS, "preparation")
    assert comment.preparation.sort == sort


def test_source_holds_a_link(room: Room, alice: User, bobs: Client) -> None:
    prepare(room, alice, 3, "See [Pirkei Avot](https://example.org/avot).", sort="source")

    link = (
        page_of(bobs.get(room.url))
        .one(of_class="greeting")
        .one("a", href="https://example.org/avot")
    )

    assert link.text == "Pirkei Avot"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_where_i_stand_i_prepare_nothing(headers: dict[str, str], room: Room, bobs: Client) -> None:
    answer = bobs.post(room.discussion_url(3), filled_in(WORDS), headers=headers)

    assert answer.status_code == 403
    page = page_of(answer)
    composer = page if headers else page.at("composer")
    assert composer.all("textarea")[0].text == WORDS
    assert "once you have marked this paragraph" in page.one(of_class="errorlist").text
    assert not Thread.objects.exists()


def test_form_offers_it_only_where_i_have_marked(room: Room, bobs: Client) -> None:
    def is_offered(position: int) -> bool:
        page = page_of(bobs.get(room.discussion_url(position)))
        return page.has("composer-preparation")

    assert is_offered(2)
    assert not is_offered(3)
    assert not is_offered(4)
    assert "sorts" not in html_of(bobs.get(room.discussion_url(3)))


def test_ahead_nothing_is_left(room: Room, bobs: Client) -> None:
    assert bobs.post(room.discussion_url(4), filled_in(WORDS)).status_code == 403
    assert not Thread.objects.exists()


def test_mark_that_an_edit_made_does_not_count(room: Room, bob: User, bobs: Client) -> None:
    marks = room.place(bob).membership.marks
    marks.filter(paragraph=room.paragraphs[1]).update(is_carried=True)

    assert bobs.post(room.discussion_url(2), filled_in(WORDS)).status_code == 403


@pytest.mark.parametrize(
    ("sort", "why"),
    [("", "Choose what you leave"), ("song", "Select a valid choice.")],
)
def test_of_no_sort_it_comes_back_with_its_words(
    sort: str, why: str, room: Room, bobs: Client
) -> None:
    answer = bobs.post(room.discussion_url(2), filled_in(WORDS, sort=sort), headers=HTMX)

    assert answer.status_code == 422
    page = page_of(answer)
    assert page.one("textarea").text == WORDS
    assert "checked" in page.at("composer-preparation").attributes
    assert why in page.at("preparing").text
    assert not Thread.objects.exists()


def test_other_words_have_no_sort(room: Room, bobs: Client) -> None:
    bobs.post(room.discussion_url(2), filled_in(WORDS) | {"kind": "talk"})

    assert Comment.objects.get().thread.kind == "talk"
    assert not Preparation.objects.exists()


def test_sent_twice_it_is_left_once(room: Room, bobs: Client) -> None:
    sent = filled_in(WORDS)
    for _twice in range(2):
        assert bobs.post(room.discussion_url(2), sent).status_code == 302

    assert Preparation.objects.count() == Comment.objects.count() == Thread.objects.count() == 1


def test_draft_remembers_that_it_is_to_be_a_preparation(room: Room, bobs: Client) -> None:
    url = reverse("discussions:thread_draft", args=[room.reading.pk, room.keys(2)[0]])
    bobs.post(url, filled_in("Half a gl", sort="gloss"), headers=HTMX)

    page = page_of(bobs.get(room.discussion_url(2)))
    assert page.at("composer").one("textarea").text == "Half a gl"
    assert "checked" in page.at("composer-preparation").attributes
    assert "checked" in page.one("input", name="sort", value="gloss").attributes

    bobs.post(room.discussion_url(2), filled_in("Half a gloss.", sort="gloss"))
    assert not CommentDraft.objects.exists()


def test_mark_by_htmx_brings_the_choice_and_takes_it_again(room: Room, bobs: Client) -> None:
    key = room.keys(3)[0]

    marked = page_of(bobs.post(room.marks_url, {"read_to": key, "open": key}, headers=HTMX))
    assert marked.at("preparing").has("composer-preparation")
    assert not marked.has("composer")

    another = bobs.post(room.marks_url, {"read_to": room.keys(4)[0], "open": key}, headers=HTMX)
    assert not page_of(another).has("preparing")

    back = page_of(bobs.post(room.marks_url, {"unmark": key, "open": key}, headers=HTMX))
    assert not back.at("preparing").all("input")


# --- It greets


def test_it_greets_who_stands_there_by_name(room: Room, alice: User, bobs: Client) -> None:
    prepare(room, alice, 3, WORDS, sort="gloss")

    (greeting,) = greetings(bobs, room)
    assert greeting.startswith(f"A Alice Gloss {WORDS}")
    assert "This helped me" in greeting


def test_it_stands_before_the_discussion(room: Room, alice: User, bobs: Client) -> None:
    room.say(alice, 3, "An earlier thought.")
    prepare(room, alice, 3, WORDS)

    page = page_of(bobs.get(room.discussion_url(3)))

    voices = [voice.one(of_class="voice-words").text for voice in page.all(of_class="voice")]
    assert voices == [WORDS, "An earlier thought."]
    assert page.at("prepared-title").text == "Prepared for you"
    assert page.at("prepared").one(of_class="voice-name").text == "Alice"
    assert page.at("prepared").one(of_class="thread-head").one(of_class="tag").text == (
        "Preparation · Question"
    )
    assert WORDS not in page.at("threads").text


def test_before_i_get_there_i_learn_nothing_of_it(
    room: Room, alice: User, person: Person, bobs: Client
) -> None:
    ruth = person("ruth")
    join(room.group, user=ruth)
    room.read(ruth, 5)
    urls = [
        room.url,
        room.discussion_url(3),
        room.discussion_url(4),
        reverse("discussions:overview", args=[room.reading.pk]),
        f"{reverse('discussions:said')}?q=lamp",
        f"{reverse('discussions:export', args=[room.reading.pk])}?format=md",
        reverse("discussions:preparations"),
        reverse("groups:group", args=[room.group.pk]),
        reverse("accounts:inbox"),
    ]
    before = [bare(bobs.get(url)) for url in urls]

    comment = prepare(room, alice, 4, WORDS)
    actions.say_helped(comment, user=ruth)

    assert [bare(bobs.get(url)) for url in urls] == before
    assert bobs.get(comment.get_absolute_url()).status_code == 404
    assert bobs.post(reverse("discussions:help", args=[comment.pk])).status_code == 404


def test_mark_brings_me_before_what_greets_there(room: Room, alice: User, bobs: Client) -> None:
    prepare(room, alice, 4, WORDS)
    key = room.keys(3)[0]

    answer = page_of(bobs.post(room.marks_url, {"read_to": key}, headers=HTMX))

    arrived = answer.at(f"paragraph-{room.keys(4)[0]}")
    assert WORDS in arrived.one(of_class="greeting").text
    assert not answer.at(f"paragraph-{key}").all(of_class="greeting")


def test_mark_without_scripts_leads_before_what_greets_there(
    room: Room, alice: User, bobs: Client
) -> None:
    prepare(room, alice, 4, WORDS)

    answer = bobs.post(room.marks_url, {"read_to": room.keys(3)[0]}, follow=True)

    assert WORDS in page_of(answer).at(f"paragraph-{room.keys(4)[0]}").text


def passed(client: Client, room: Room, position: int) -> str:
    """What stands under a paragraph that was passed."""
    paragraph = page_of(client.get(room.url)).at(f"paragraph-{room.keys(position)[0]}")
    return " ".join(sign.text for sign in paragraph.all(of_class="passed"))


def test_where_i_have_been_it_stands_in_the_discussion_alone(
    room: Room, alice: User, bobs: Client
) -> None:
    prepare(room, alice, 2, WORDS)

    assert greetings(bobs, room) == []
    assert passed(bobs, room, 2) == ""
    assert WORDS in prepared(bobs, room, 2).text


def test_what_i_passed_without_standing_there_waits_in_one_line(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    comment = prepare(room, alice, 4, WORDS)
    # Over the heading where bob stands, and the paragraph below it.
    marked = page_of(bobs.post(room.marks_url, {"read_to": room.keys(4)[0]}, headers=HTMX))
    assert marked.at(f"paragraph-{room.keys(4)[0]}").one(of_class="passed").text == (
        "Prepared for you Alice"
    )

    actions.say_helped(comment, user=bob)
    assert passed(bobs, room, 4) == ""
    actions.take_back_help(comment, user=bob)
    assert passed(bobs, room, 4) == "Prepared for you Alice"
    bobs.get(room.discussion_url(4))
    assert passed(bobs, room, 4) == ""


def test_my_own_does_not_greet_me(room: Room, bob: User, bobs: Client) -> None:
    prepare(room, bob, 2, WORDS)
    bobs.post(room.marks_url, {"unmark": room.keys(2)[0]})

    assert greetings(bobs, room) == []
    assert prepared(bobs, room, 2).at("prepared-title").text == "Prepared here"


def test_what_is_behind_a_closed_step_greets_nobody(room: Room, alice: User, bobs: Client) -> None:
    prepare(room, alice, 3, WORDS)
    Reading.objects.filter(pk=room.reading.pk).update(closed_from=room.paragraphs[2])

    assert greetings(bobs, room) == []


def test_what_is_hidden_or_deleted_greets_nobody(
    room: Room, alice: User, bob: User, bobs: Client, alices: Client
) -> None:
    comment = prepare(room, alice, 3, WORDS)
    Comment.objects.filter(pk=comment.pk).update(hidden_at=comment.created_at)

    assert greetings(bobs, room) == []
    assert prepared(bobs, room, 3).all("details") == []
    page = page_of(bobs.get(room.discussion_url(3)))
    assert "Hidden by a leader." in page.at("threads").text
    assert "Question" not in page.at("threads").text

    Comment.objects.filter(pk=comment.pk).update(hidden_at=None)
    actions.delete(comment)
    assert greetings(bobs, room) == []
    assert WORDS not in html_of(bobs.get(room.discussion_url(3)))
    assert not Preparation.objects.exists()


def test_whom_i_have_blocked_does_not_greet_me(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    prepare(room, alice, 3, WORDS)
    Block.objects.create(blocker=bob, blocked=alice)

    assert greetings(bobs, room) == []
    assert "Alice" not in prepared(bobs, room, 3).text


def test_who_has_left_the_group_is_greeted_by_nothing(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    prepare(room, alice, 3, WORDS)
    leave(room.member(bob))

    assert bobs.get(room.url).status_code == 404


def test_long_one_greets_by_its_beginning(room: Room, alice: User, bobs: Client) -> None:
    prepare(room, alice, 3, "**Slowly** now. " + "Word after word. " * 40 + "The end.")

    (greeting,) = greetings(bobs, room)
    assert "Slowly now. Word after word." in greeting
    assert "The end." not in greeting
    assert "Read on and reply" in greeting


def test_many_greet_by_three(room: Room, alice: User, bobs: Client) -> None:
    for number in range(5):
        prepare(room, alice, 3, f"Question {number}?")

    assert [words.split("? ")[0][-10:] for words in greetings(bobs, room)] == [
        "Question 0",
        "Question 1",
        "Question 2",
    ]
    assert "and 2 more" in page_of(bobs.get(room.url)).one(of_class="greetings").text


def test_it_is_answered_like_any_words(
    room: Room, alice: User, bob: User, bobs: Client, alices: Client
) -> None:
    comment = prepare(room, alice, 3, WORDS)

    bobs.post(
        reverse("discussions:reply", args=[comment.pk]), {"text": "I do.", "key": uuid.uuid4()}
    )

    reply = Comment.objects.get(parent=comment)
    assert not reply.is_preparation
    assert "I do." in prepared(alices, room, 3).text
    assert "answered you" in html_of(alices.get(reverse("accounts:inbox")))


def test_new_one_comes_among_the_prepared_by_htmx(room: Room, bobs: Client) -> None:
    answer = bobs.post(room.discussion_url(2), filled_in(WORDS), headers=HTMX)

    assert 'hx-swap-oob="beforeend:#prepared"' in html_of(answer)
    assert page_of(answer).at("composer-kind_0").attributes.get("checked") == ""
