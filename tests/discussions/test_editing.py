"""Changing one's own words, and what was changed meanwhile elsewhere."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.forms.comments import LONGEST
from discussions.models import Comment
from tests.conftest import SignIn
from tests.page import HTMX, page_of


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def url(comment: Comment) -> str:
    return reverse("discussions:edit", args=[comment.pk])


def test_form_holds_the_words_as_they_were_typed(comment: Comment, url: str, bobs: Client) -> None:
    form = page_of(bobs.get(url)).at(f"body-{comment.pk}").one("form")

    assert form.one("textarea").text == "Bob's thought."
    assert form.one("input", name="version").attributes["value"] == "1"


def test_changed_words_replace_the_old_ones(comment: Comment, url: str, bobs: Client) -> None:
    answer = bobs.post(url, {"text": "A *better* thought.", "version": "1"}, follow=True)

    body = page_of(answer).at(f"body-{comment.pk}")
    assert body.one(of_class="voice-words").text == "A better thought."
    assert body.all(of_class="voice-edited")
    comment.refresh_from_db()
    assert (comment.source, comment.version) == ("A *better* thought.", 2)
    assert comment.is_edited


def test_changed_words_come_alone_through_htmx(comment: Comment, url: str, bobs: Client) -> None:
    answer = bobs.post(url, {"text": "Shorter.", "version": "1"}, headers=HTMX)

    assert page_of(answer).one(of_class="voice-words").text == "Shorter."
    assert not page_of(answer).all("html")


def test_words_that_were_never_changed_are_not_called_edited(
    comment: Comment, bobs: Client
) -> None:
    page = page_of(bobs.get(comment.place_url.split("#", maxsplit=1)[0]))

    assert not page.at(f"body-{comment.pk}").all(of_class="voice-edited")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_words_changed_meanwhile_are_shown_beside_the_new_ones(
    headers: dict[str, str], comment: Comment, url: str, bobs: Client
) -> None:
    bobs.post(url, {"text": "From the first tab.", "version": "1"})

    answer = bobs.post(url, {"text": "From the second tab.", "version": "1"}, headers=headers)

    assert answer.status_code == 409
    form = page_of(answer).one("form", method="post", action=url)
    assert form.one(of_class="voice-words").text == "From the first tab."
    assert form.one("textarea").text == "From the second tab."
    comment.refresh_from_db()
    assert comment.source == "From the first tab."


def test_words_can_be_put_over_those_that_were_shown(
    comment: Comment, url: str, bobs: Client
) -> None:
    bobs.post(url, {"text": "From the first tab.", "version": "1"})
    conflict = bobs.post(url, {"text": "From the second tab.", "version": "1"})
    form = page_of(conflict).one("form", method="post", action=url)
    version = form.one("input", name="version").attributes["value"]

    bobs.post(url, {"text": "From the second tab.", "version": version})

    comment.refresh_from_db()
    assert (comment.source, comment.version) == ("From the second tab.", 3)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("text", ["", "  ", "z" * (LONGEST + 1)], ids=["none", "blank", "long"])
def test_words_that_cannot_be_saved_come_back(
    text: str, headers: dict[str, str], comment: Comment, url: str, bobs: Client
) -> None:
    answer = bobs.post(url, {"text": text, "version": "1"}, headers=headers)

    assert answer.status_code == 422
    form = page_of(answer).one("form", method="post", action=url)
    assert form.one("textarea").text == text.strip()
    comment.refresh_from_db()
    assert comment.source == "Bob's thought."


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_the_author_changes_words(
    method: str, comment: Comment, url: str, alice: User, sign_in: SignIn
) -> None:
    answer = getattr(sign_in(alice), method)(url, {"text": "Alice's now.", "version": "1"})

    assert answer.status_code == 403
    comment.refresh_from_db()
    assert comment.source == "Bob's thought."


def test_extra_fields_change_nothing_else(
    comment: Comment, url: str, alice: User, bob: User, bobs: Client
) -> None:
    bobs.post(url, {"text": "Mine.", "version": "1", "author": alice.pk, "reading": 7, "html": "x"})

    comment.refresh_from_db()
    assert (comment.author, comment.html) == (bob, '<p dir="auto">Mine.</p>\n')
    assert comment.reading_id == comment.thread.reading_id


def test_change_to_what_was_deleted_meanwhile_comes_back(
    comment: Comment, url: str, bobs: Client
) -> None:
    bobs.post(reverse("discussions:deletion", args=[comment.pk]))

    answer = bobs.post(url, {"text": "Too late, but dear to me.", "version": "1"})

    assert answer.status_code == 403
    assert page_of(answer).at("typed").text == "Too late, but dear to me."
    comment.refresh_from_db()
    assert (comment.source, comment.html) == ("", "")
