"""Words typed by somebody who was signed out meanwhile are there when they are back."""

import uuid
from urllib.parse import unquote

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.kept import LONGEST, MOST
from accounts.models import User
from discussions.models import Comment
from groups.actions import invite
from tests.accounts.conftest import BOBS_PASSWORD, Visitor
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, page_of

WORDS = "  Why the <fourth> line?\n\nI read past it & twice."


def words(text: str = WORDS) -> dict[str, str]:
    """What the form of a comment posts."""
    return {"text": text, "key": str(uuid.uuid4())}


def composer(answer: HttpResponseBase) -> str:
    return typed(page_of(answer).at("composer"))


def typed(form: Element) -> str:
    """What stands in the form; a line break before it is the browser's to drop."""
    return "".join(map(str, form.one("textarea", name="text").parts)).removeprefix("\n")


def login_page(path: str) -> str:
    return f"{reverse('account_login')}?next={path}"


def after_login(visitor: Visitor, login: str) -> HttpResponseBase:
    """Sign in on this page as its form says, and see where it leads."""
    forms = page_of(visitor.client.get(login)).at("main").all("form")
    (form,) = (form for form in forms if form.all("input", name="login"))
    next_page = form.one("input", name="next").attributes["value"]
    fields = {"login": "bob@example.org", "password": BOBS_PASSWORD, "next": next_page}
    return visitor.client.post(form.attributes["action"], fields, follow=True)


def test_words_stand_in_the_composer_after_signing_in(
    room: Room, confirmed_bob: User, visitor: Visitor
) -> None:
    url = room.discussion_url(2)

    answer = visitor.client.post(url, words())

    assert answer.headers["Location"] == login_page(url)
    assert composer(after_login(visitor, answer.headers["Location"])) == WORDS
    assert not Comment.objects.exists()


def test_words_stand_in_the_composer_once(
    room: Room, confirmed_bob: User, visitor: Visitor
) -> None:
    url = room.discussion_url(2)
    after_login(visitor, visitor.client.post(url, words()).headers["Location"])

    assert composer(visitor.client.get(url)) == ""


def test_words_wait_for_the_paragraph_they_were_meant_for(
    room: Room, confirmed_bob: User, visitor: Visitor
) -> None:
    url = room.discussion_url(2)
    visitor.client.post(url, words())
    visitor.sign_in()

    assert composer(visitor.client.get(room.discussion_url(1))) == ""
    assert composer(visitor.client.get(url)) == WORDS


def test_reply_stands_in_its_form_after_signing_in(
    comment: Comment, confirmed_bob: User, visitor: Visitor
) -> None:
    url = reverse("discussions:reply", args=[comment.pk])

    answer = visitor.client.post(url, words())

    page = page_of(after_login(visitor, answer.headers["Location"]))
    assert typed(page.at(f"reply-{comment.pk}")) == WORDS


def test_changed_words_stand_in_their_form_after_signing_in(
    comment: Comment, confirmed_bob: User, visitor: Visitor
) -> None:
    url = reverse("discussions:edit", args=[comment.pk])

    answer = visitor.client.post(url, {"text": WORDS, "version": "1"})

    page = page_of(after_login(visitor, answer.headers["Location"]))
    assert typed(page.at(f"body-{comment.pk}")) == WORDS
    comment.refresh_from_db()
    assert comment.source == "Bob's thought."


def test_pasted_article_stands_in_its_form_after_signing_in(
    confirmed_bob: User, visitor: Visitor
) -> None:
    url = reverse("articles:article_new")

    answer = visitor.client.post(url, {"text": WORDS})

    assert typed(page_of(after_login(visitor, answer.headers["Location"])).at("main")) == WORDS


def test_very_long_text_is_kept_as_far_as_there_is_room(
    confirmed_bob: User, visitor: Visitor
) -> None:
    answer = visitor.client.post(reverse("articles:article_new"), {"text": "x" * (LONGEST + 9)})

    page = page_of(after_login(visitor, answer.headers["Location"]))
    assert typed(page.at("main")) == "x" * LONGEST


def test_another_browser_does_not_see_the_words(
    room: Room, confirmed_bob: User, visitor: Visitor
) -> None:
    url = room.discussion_url(2)
    visitor.client.post(url, words())
    other = Visitor(Client())

    other.sign_in()

    assert composer(other.client.get(url)) == ""


def test_outsider_who_posts_and_signs_in_gets_no_room(
    room: Room, carol: User, visitor: Visitor
) -> None:
    url = room.discussion_url(2)
    visitor.client.post(url, words())

    visitor.client.force_login(carol)

    assert visitor.client.get(url).status_code == 404


def test_head_uses_nothing_up(room: Room, confirmed_bob: User, visitor: Visitor) -> None:
    url = room.discussion_url(2)
    visitor.client.post(url, words())
    visitor.sign_in()

    visitor.client.head(url)

    assert composer(visitor.client.get(url)) == WORDS


def test_page_asked_for_ahead_uses_nothing_up(
    room: Room, confirmed_bob: User, visitor: Visitor
) -> None:
    url = room.discussion_url(2)
    visitor.client.post(url, words())
    visitor.sign_in()

    ahead = visitor.client.get(url, headers={"Sec-Purpose": "prefetch"})

    assert (ahead.status_code, ahead.content) == (503, b"")
    assert composer(visitor.client.get(url)) == WORDS
    assert visitor.client.get(url, headers={"Sec-Purpose": "prefetch"}).status_code == 200


@pytest.mark.parametrize("sooner", ["head", "ahead"])
def test_message_waits_for_a_page_that_is_looked_at(
    sooner: str, room: Room, bob: User, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)
    bobs.post(reverse("groups:leave", args=[room.group.pk]))

    if sooner == "head":
        bobs.head("/")
    else:
        bobs.get("/", headers={"Sec-Purpose": "prefetch;prerender"})

    assert "You have left" in page_of(bobs.get("/")).at("toasts").text
    assert not page_of(bobs.get("/")).at("toasts").text


def test_group_being_founded_stands_in_its_form_after_signing_in(
    confirmed_bob: User, visitor: Visitor
) -> None:
    url = reverse("groups:group_new")
    fields = {"name": "The Attic", "description": WORDS, "access": "private"}

    answer = visitor.client.post(url, fields)

    form = page_of(after_login(visitor, answer.headers["Location"])).at("main").one("form")
    assert form.one("input", name="name").attributes["value"] == "The Attic"
    description = form.at("id_description")
    assert "".join(map(str, description.parts)).removeprefix("\n") == WORDS
    chosen = [radio.attributes["value"] for radio in form.all("input", checked="")]
    assert chosen == ["private"]


def test_several_forms_are_kept(room: Room, confirmed_bob: User, visitor: Visitor) -> None:
    urls = [room.discussion_url(position) for position in (1, 2, 3)]
    for number, url in enumerate(urls):
        visitor.client.post(url, words(f"Thought {number}"))
    visitor.sign_in()

    assert [composer(visitor.client.get(url)) for url in urls] == [
        "Thought 0",
        "Thought 1",
        "Thought 2",
    ]


def test_forms_without_number_are_not_kept(visitor: Visitor) -> None:
    for number in range(MOST + 3):
        visitor.client.post(reverse("discussions:reply", args=[number + 1]), words())

    assert len(visitor.client.session["kept_fields"]) == MOST


# --- Through htmx --------------------------------------------------------------------------------


def test_whole_page_goes_to_signing_in_and_words_are_kept(
    room: Room, confirmed_bob: User, visitor: Visitor
) -> None:
    url = room.discussion_url(2)

    answer = visitor.client.post(url, words(), headers=HTMX)

    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == login_page(url)
    assert composer(after_login(visitor, answer.headers["HX-Redirect"])) == WORDS


def test_fragment_leads_back_to_the_page_it_was_asked_for_from(
    room: Room, visitor: Visitor
) -> None:
    shown = {"HX-Current-URL": f"http://testserver{room.url}"}

    answer = visitor.client.get(room.discussion_url(2), headers=HTMX | shown)

    assert answer.headers["HX-Redirect"] == login_page(room.url)


# --- Where nothing was typed ---------------------------------------------------------------------


def test_page_leads_back_to_itself(room: Room, visitor: Visitor) -> None:
    answer = visitor.client.get(f"{room.url}?page=2")

    assert answer.headers["Location"] == f"{login_page(room.url)}%3Fpage%3D2"


def test_button_leads_back_to_the_page_it_stood_on(room: Room, visitor: Visitor) -> None:
    page = {"Referer": f"http://testserver{room.url}"}

    answer = visitor.client.post(room.marks_url, {"upto": "1"}, headers=page)

    assert answer.headers["Location"] == login_page(room.url)


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", "//evil.example/x", "", "javascript:x"]
)
def test_button_of_another_site_leads_home(address: str, room: Room, visitor: Visitor) -> None:
    answer = visitor.client.post(room.marks_url, {"upto": "1"}, headers={"Referer": address})

    assert answer.headers["Location"] == login_page("/")


def test_post_that_joins_by_invitation_leads_back_to_the_invitation(
    room: Room, alice: User, visitor: Visitor
) -> None:
    token = invite(room.member(alice)).token
    url = reverse("groups:invitation", args=[token])

    # All that browsers tell under the page's referrer policy.
    answer = visitor.client.post(url, headers={"Referer": "http://testserver/"})

    assert unquote(answer.headers["Location"]) == login_page(url)


# --- A form that went stale ----------------------------------------------------------------------


def test_page_about_a_stale_form_shows_what_was_typed(room: Room, bob: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)

    answer = client.post(room.discussion_url(2), words())

    assert answer.status_code == 403
    assert "".join(map(str, page_of(answer).at("typed").parts)) == WORDS
    assert not Comment.objects.exists()


def test_page_about_a_stale_form_has_nothing_to_copy_where_nothing_was_typed(
    room: Room, bob: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)

    answer = client.post(room.marks_url, {"upto": "1"})

    assert answer.status_code == 403
    assert not page_of(answer).has("typed")


def test_notice_about_a_stale_form_leaves_the_form_as_it_is(room: Room, bob: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)

    answer = client.post(room.discussion_url(2), words(), headers=HTMX)

    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert not page_of(answer).all("form")
