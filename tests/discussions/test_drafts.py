"""Words begun and not said yet: kept for their writer, wherever they go on with them."""

import uuid
from functools import partial

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.own import sections
from discussions.actions import delete, edit, keep_draft, open_thread
from discussions.forms.comments import LONGEST
from discussions.models import Comment, CommentDraft
from discussions.models.drafts import Spot
from tests.at_once import at_once
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, cost, page_of

WORDS = "Half a *thought*"


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture(params=["discussion", "reply", "edit"])
def url(request: pytest.FixtureRequest, room: Room, comment: Comment) -> str:
    """Where bob writes: on the second paragraph, in answer to his comment, over it."""
    if request.param == "discussion":
        return room.discussion_url(2)
    return reverse(f"discussions:{request.param}", args=[comment.pk])


def form_at(answer: HttpResponseBase, url: str) -> Element:
    return page_of(answer).one("form", method="post", action=url)


def typed(answer: HttpResponseBase, url: str) -> str:
    return form_at(answer, url).one("textarea", name="text").text


def test_draft_is_there_in_another_browser(
    url: str, bob: User, bobs: Client, sign_in: SignIn
) -> None:
    assert bobs.post(f"{url}draft/", {"text": WORDS}, headers=HTMX).status_code == 204

    assert typed(sign_in(bob).get(url), url) == WORDS
    assert typed(sign_in(bob).get(url, headers=HTMX), url) == WORDS


def test_draft_is_its_writers_alone(
    room: Room, comment: Comment, bob: User, alice: User, bobs: Client, sign_in: SignIn
) -> None:
    urls = [room.discussion_url(2), reverse("discussions:reply", args=[comment.pk])]
    for url in urls:
        bobs.post(f"{url}draft/", {"text": WORDS})

    for url in (room.url, *urls):
        page = sign_in(alice).get(url).content.decode()
        assert "thought*" not in page
        assert 'aria-describedby="begun"' not in page


def test_button_without_scripts_keeps_the_draft_and_comes_back(url: str, bobs: Client) -> None:
    answer = bobs.post(f"{url}draft/", {"text": WORDS, "keep": "1"}, follow=True)

    assert typed(answer, url) == WORDS
    kept = form_at(answer, url).one("p", of_class="kept")
    assert "hidden" not in kept.attributes


def test_preview_without_scripts_shows_how_the_draft_reads(url: str, bobs: Client) -> None:
    answer = bobs.post(f"{url}draft/", {"text": WORDS, "preview": "1"}, follow=True)

    preview = form_at(answer, url).one("details", of_class="preview")
    assert "open" in preview.attributes
    assert preview.one("em").text == "thought"
    assert typed(answer, url) == WORDS


@pytest.mark.parametrize("fields", [{"text": " \n"}, {"text": WORDS, "discard": "1"}])
def test_emptied_or_discarded_draft_is_gone(fields: dict[str, str], url: str, bobs: Client) -> None:
    bobs.post(f"{url}draft/", {"text": WORDS})

    bobs.post(f"{url}draft/", fields, headers=HTMX)

    assert not CommentDraft.objects.exists()
    assert typed(bobs.get(url), url) in {"", "Bob's thought."}


def test_words_that_are_sent_are_no_draft_any_more(url: str, bobs: Client) -> None:
    fields = {"text": WORDS, "key": str(uuid.uuid4()), "version": "1"}
    bobs.post(f"{url}draft/", fields)

    assert bobs.post(url, fields).status_code == 302

    assert not CommentDraft.objects.exists()


def test_draft_that_comes_after_its_words_were_sent_is_not_kept(url: str, bobs: Client) -> None:
    fields = {"text": WORDS, "key": str(uuid.uuid4()), "version": "1"}
    bobs.post(url, fields)

    bobs.post(f"{url}draft/", fields)

    assert not CommentDraft.objects.exists()


def test_words_sent_elsewhere_on_the_paragraph_leave_the_draft(
    room: Room, comment: Comment, alice: User, bob: User, bobs: Client
) -> None:
    url = room.discussion_url(2)
    bobs.post(f"{url}draft/", {"text": WORDS})

    room.say(bob, 1, "On another paragraph.")
    room.say(alice, 2, "Of another person.")
    room.answer(comment, bob, "An answer.")

    assert typed(bobs.get(url), url) == WORDS


def test_draft_over_words_changed_meanwhile_is_no_way_past_them(
    comment: Comment, bobs: Client
) -> None:
    url = reverse("discussions:edit", args=[comment.pk])
    bobs.post(f"{url}draft/", {"text": WORDS, "version": "1"})
    Comment.objects.filter(pk=comment.pk).update(source="Changed meanwhile.", version=2)

    form = form_at(bobs.get(url), url)
    version = form.one("input", name="version").attributes["value"]

    assert version == "1"
    assert bobs.post(url, {"text": WORDS, "version": version}).status_code == 409


def test_deleted_comment_takes_along_what_would_have_changed_it(
    comment: Comment, bob: User
) -> None:
    keep_draft(Spot.changing(bob, comment), text=WORDS, chosen={})
    keep_draft(Spot.answering(bob, comment), text=WORDS, chosen={})

    delete(comment)

    assert CommentDraft.objects.get().answers == comment


def test_saving_a_change_leaves_other_drafts(comment: Comment, bob: User) -> None:
    keep_draft(Spot.changing(bob, comment), text=WORDS, chosen={})
    keep_draft(Spot.answering(bob, comment), text=WORDS, chosen={})

    edit(comment, source=WORDS, version=1)

    assert CommentDraft.objects.get().answers == comment


def test_draft_for_one_person_is_still_for_them(room: Room, alice: User, bobs: Client) -> None:
    url = room.discussion_url(2)
    fields = {"text": WORDS, "kind": "pair", "partner": str(alice.pk)}

    bobs.post(f"{url}draft/", fields)

    form = form_at(bobs.get(url), url)
    (chosen,) = (i for i in form.all("input", name="kind") if "checked" in i.attributes)
    assert chosen.attributes["value"] == "pair"
    (partner,) = (o for o in form.all("option") if "selected" in o.attributes)
    assert partner.attributes["value"] == str(alice.pk)


def test_longer_words_than_can_be_said_come_back(url: str, bobs: Client) -> None:
    answer = bobs.post(f"{url}draft/", {"text": "z" * (LONGEST + 1)})

    assert answer.status_code == 400
    assert len(page_of(answer).at("typed").text) == LONGEST + 1
    assert not CommentDraft.objects.exists()


def test_draft_on_what_i_have_not_reached_is_refused(room: Room, bobs: Client) -> None:
    assert bobs.post(f"{room.discussion_url(5)}draft/", {"text": WORDS}).status_code == 403
    assert not CommentDraft.objects.exists()


def test_words_posted_while_signed_out_come_back_to_their_form(
    room: Room, bob: User, client: Client
) -> None:
    url = room.discussion_url(2)
    client.post(f"{url}draft/", {"text": WORDS, "keep": "1"})
    session = dict(client.session)
    client.force_login(bob)
    kept = client.session
    kept.update({"kept_fields": session["kept_fields"]})
    kept.save()

    assert typed(client.get(f"{url}draft/", follow=True), url) == WORDS


def test_places_with_a_draft_are_marked_for_the_writer(
    room: Room, comment: Comment, bob: User, bobs: Client
) -> None:
    keep_draft(Spot(bob, room.reading, room.paragraphs[0]), text=WORDS, chosen={})
    keep_draft(Spot.answering(bob, comment), text=WORDS, chosen={})
    keep_draft(Spot.changing(bob, comment), text="Bob's better thought.", chosen={})

    page = page_of(bobs.get(room.discussion_url(2)))

    marked = [link.attributes["id"] for link in page.all("a", **{"aria-describedby": "begun"})]
    assert marked == [f"voices-{key}" for key in room.keys(1, 2)]
    assert page.at("begun").text == "You have begun to write here"
    assert page.at(f"reply-{comment.pk}").text == "Go on with the reply you have begun"
    assert page.at(f"body-{comment.pk}").one(of_class="tag").text == "begun"


def test_drafts_cost_a_room_no_query_each(room: Room, comment: Comment, bob: User) -> None:
    bobs = Client()
    bobs.force_login(bob)
    keep_draft(Spot.answering(bob, comment), text=WORDS, chosen={})
    # What is new is heard by the first look.
    bobs.get(room.discussion_url(2))
    one = cost(bobs, room.discussion_url(2))

    for paragraph in room.paragraphs:
        keep_draft(Spot(bob, room.reading, paragraph), text=WORDS, chosen={})

    assert cost(bobs, room.discussion_url(2)) == one


def test_drafts_are_in_the_export_of_what_is_mine(comment: Comment, alice: User, bob: User) -> None:
    keep_draft(Spot.answering(bob, comment), text=WORDS, chosen={})
    keep_draft(Spot.answering(alice, comment), text="Alice's words.", chosen={})

    (section,) = (made for make in sections if (made := make(bob)).key == "comment_drafts")

    assert [row["words"] for row in section.rows] == [WORDS]


@pytest.mark.django_db(transaction=True)
def test_draft_on_its_way_while_its_words_are_sent_does_not_stay(room: Room, bob: User) -> None:
    reading, paragraph = room.reading, room.paragraphs[1]

    def keep(key: uuid.UUID) -> None:
        keep_draft(Spot(bob, reading, paragraph), text=WORDS, chosen={}, key=key)

    def send(key: uuid.UUID) -> None:
        open_thread(reading, paragraph, author=bob, source=WORDS, key=key)

    for key in (uuid.uuid4() for _time in range(5)):
        at_once(partial(keep, key), partial(send, key))

        assert not CommentDraft.objects.exists()
