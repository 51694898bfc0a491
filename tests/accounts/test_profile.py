"""A person's own settings: name, language, time zone."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.models import Comment
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, page_of


@pytest.fixture
def url() -> str:
    return reverse("accounts:profile")


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def settings(**changed: str) -> dict[str, str]:
    """What the form posts."""
    return {"display_name": "Bob", "language": "", "time_zone": "UTC"} | changed


def test_form_shows_what_is_so(url: str, bob: User, bobs: Client) -> None:
    bob.language, bob.time_zone = "es", "Europe/Madrid"
    bob.save()

    form = page_of(bobs.get(url)).at("main").one("form")

    assert form.one("input", name="display_name").attributes["value"] == "Bob"
    chosen = {
        select.attributes["name"]: select.one("option", selected="").attributes["value"]
        for select in form.all("select")
    }
    assert (chosen["language"], chosen["time_zone"]) == ("es", "Europe/Madrid")


def test_settings_are_saved(url: str, bob: User, bobs: Client) -> None:
    answer = bobs.post(
        url, settings(display_name="Robert", language="ru", time_zone="Asia/Jerusalem")
    )

    assert answer.headers["Location"] == url
    bob.refresh_from_db()
    assert (bob.display_name, bob.language, bob.time_zone) == ("Robert", "ru", "Asia/Jerusalem")


def test_page_says_that_it_was_saved(url: str, bobs: Client) -> None:
    page = page_of(bobs.post(url, settings(), follow=True))

    assert page.at("toasts").text == "Saved."


def test_new_name_is_shown_at_what_was_said_before(
    url: str, comment: Comment, room: Room, bobs: Client
) -> None:
    bobs.post(url, settings(display_name="Robert"))

    voice = page_of(bobs.get(room.discussion_url(2))).at(f"comment-{comment.pk}")
    assert voice.one(of_class="voice-name").text == "Robert"


@pytest.mark.parametrize(
    "fault",
    [
        {"display_name": ""},
        {"display_name": "   "},
        {"display_name": "b" * 61},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": ""},
    ],
    ids=str,
)
def test_form_with_a_fault_comes_back_and_saves_nothing(
    fault: dict[str, str], url: str, bob: User, bobs: Client
) -> None:
    answer = bobs.post(url, settings(display_name="Robert") | fault)

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    bob.refresh_from_db()
    assert (bob.display_name, bob.language, bob.time_zone) == ("Bob", "", "UTC")


def test_refused_name_is_kept_in_the_form_but_not_in_the_head(url: str, bobs: Client) -> None:
    long = "Robert" * 11

    page = page_of(bobs.post(url, settings(display_name=long)))

    assert page.at("main").one("input", name="display_name").attributes["value"] == long
    assert page.one(of_class="menu-name").text == "Bob"


def test_name_from_a_form_with_another_fault_is_not_in_the_head_either(
    url: str, bobs: Client
) -> None:
    page = page_of(bobs.post(url, settings(display_name="Robert", time_zone="Mars/Olympus")))

    assert page.at("main").one("input", name="display_name").attributes["value"] == "Robert"
    assert page.one(of_class="menu-name").text == "Bob"


def test_extra_fields_change_nothing(url: str, bob: User, bobs: Client) -> None:
    more = {"is_staff": "on", "is_superuser": "on", "email": "x@example.org", "password": "x"}
    before = bob.password

    bobs.post(url, settings(**more))

    bob.refresh_from_db()
    assert (bob.is_staff, bob.is_superuser) == (False, False)
    assert (bob.email, bob.password) == ("bob@example.org", before)


def test_settings_of_others_stay(url: str, alice: User, bobs: Client) -> None:
    bobs.post(url, settings(display_name="Robert", language="he"))

    alice.refresh_from_db()
    assert (alice.display_name, alice.language) == ("Alice", "")


@pytest.mark.parametrize(
    ("zone", "told"),
    [("UTC", "11 p.m."), ("Asia/Jerusalem", "1 a.m."), ("America/New_York", "6 p.m.")],
)
def test_times_are_told_in_my_zone(
    zone: str, told: str, comment: Comment, bob: User, bobs: Client
) -> None:
    late = datetime.datetime(2026, 1, 31, 23, 0, tzinfo=datetime.UTC)
    Comment.objects.filter(pk=comment.pk).update(created_at=late)
    User.objects.filter(pk=bob.pk).update(time_zone=zone)

    voice = page_of(bobs.get(comment.place_url)).at(f"comment-{comment.pk}")

    assert told in voice.one("time").attributes["title"]


# --- Languages that I read -----------------------------------------------------------------------


def reads(page: Element) -> list[str]:
    """The languages that are chosen, in their order."""
    chosen = [
        select.all("option", selected="") for select in page.one(of_class="reads").all("select")
    ]
    return [option.attributes["value"] for options in chosen for option in options]


def test_languages_are_saved_in_their_order_and_once(url: str, bob: User, bobs: Client) -> None:
    bobs.post(url, settings(reads_1="he", reads_3="ru", reads_4="he", reads_5="en"))

    bob.refresh_from_db()
    assert bob.languages == ["he", "ru", "en"]
    assert reads(page_of(bobs.get(url))) == ["he", "ru", "en", "", ""]


def test_languages_can_be_taken_away(url: str, bob: User, bobs: Client) -> None:
    User.objects.filter(pk=bob.pk).update(languages=["he", "ru"])

    bobs.post(url, settings(reads_1="", reads_2="ru"))

    bob.refresh_from_db()
    assert bob.languages == ["ru"]


def test_language_that_is_not_offered_is_refused(url: str, bob: User, bobs: Client) -> None:
    answer = bobs.post(url, settings(reads_1="he", reads_2="xx"))

    assert answer.status_code == 422
    assert reads(page_of(answer))[0] == "he"
    bob.refresh_from_db()
    assert bob.languages == []


# --- Mail and privacy ----------------------------------------------------------------------------

CHOICES = {
    "mail": ("mail", "never", "at_once"),
    "privacy": ("place_sharing", "whole", "mine"),
}


@pytest.mark.parametrize("tab", CHOICES)
def test_choice_is_shown_and_saved(tab: str, bob: User, bobs: Client) -> None:
    url = reverse(f"accounts:{tab}")
    field, wanted, before = CHOICES[tab]

    def chosen() -> str:
        return (
            page_of(bobs.get(url))
            .at("main")
            .one("input", type="radio", checked="")
            .attributes["value"]
        )

    assert chosen() == before
    answer = bobs.post(url, {field: wanted})

    assert answer.headers["Location"] == url
    assert chosen() == wanted
    bob.refresh_from_db()
    assert (bob.display_name, getattr(bob, field)) == ("Bob", wanted)


@pytest.mark.parametrize("tab", CHOICES)
@pytest.mark.parametrize("value", [None, "", "sometimes"])
def test_choice_that_is_not_offered_is_refused(
    tab: str, value: str | None, bob: User, bobs: Client
) -> None:
    field, _wanted, before = CHOICES[tab]

    answer = bobs.post(reverse(f"accounts:{tab}"), {field: value} if value is not None else {})

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    bob.refresh_from_db()
    assert getattr(bob, field) == before


@pytest.mark.parametrize("tab", CHOICES)
def test_choice_made_while_signed_out_waits_until_i_am_back(
    tab: str, bob: User, sign_in: SignIn
) -> None:
    url = reverse(f"accounts:{tab}")
    field, wanted, _before = CHOICES[tab]
    client = Client()

    client.post(url, {field: wanted})
    client.force_login(bob)

    chosen = page_of(client.get(url)).at("main").one("input", type="radio", checked="")
    assert chosen.attributes["value"] == wanted


def test_being_seen_in_the_room_is_a_choice(bob: User, bobs: Client) -> None:
    url = reverse("accounts:privacy")
    assert "checked" in page_of(bobs.get(url)).at("id_shows_presence").attributes

    bobs.post(url, {"place_sharing": "mine"})

    assert "checked" not in page_of(bobs.get(url)).at("id_shows_presence").attributes
    bob.refresh_from_db()
    assert not bob.shows_presence


@pytest.mark.parametrize("tab", ["profile", "reading", "mail", "privacy"])
def test_tabs_lead_from_each_page_to_the_others(tab: str, bobs: Client) -> None:
    url = reverse(f"accounts:{tab}")

    tabs = page_of(bobs.get(url)).at("main").one("nav", of_class="tabs")

    assert tabs.one("a", **{"aria-current": "page"}).attributes["href"] == url
    answers = [bobs.get(link.attributes["href"]).status_code for link in tabs.all("a")]
    assert set(answers) == {200}
    assert len(answers) >= 4


def test_mail_page_says_where_the_accounts_own_mail_goes(bob: User, bobs: Client) -> None:
    assert bob.email in page_of(bobs.get(reverse("accounts:mail"))).at("main").text


# --- Reading -------------------------------------------------------------------------------------

LOOK = {"theme": "dark", "size": "large", "measure": "wide", "align": "justify"}


def test_look_is_chosen_on_a_page_of_its_own(bob: User, bobs: Client) -> None:
    url = reverse("accounts:reading")

    answer = bobs.post(url, LOOK)

    assert answer.headers["Location"] == url
    page = page_of(bobs.get(url))
    chosen = {e.attributes["name"]: e.attributes["value"] for e in page.at("main").all(checked="")}
    assert chosen == LOOK
    assert page.one("html").attributes["data-theme"] == "dark"


def test_look_chosen_by_script_answers_with_nothing_to_show(bob: User, bobs: Client) -> None:
    answer = bobs.post(reverse("accounts:reading"), LOOK, headers=HTMX)

    assert answer.status_code == 204
    bob.refresh_from_db()
    assert bob.look == "dark large wide justify"


def test_look_that_is_not_offered_comes_back(bob: User, bobs: Client) -> None:
    answer = bobs.post(reverse("accounts:reading"), LOOK | {"theme": "pink"})

    assert answer.status_code == 422
    chosen = page_of(answer).at("main").all("input", checked="")
    assert [choice.attributes["value"] for choice in chosen] == ["large", "wide", "justify"]
