"""Founding a group, and who finds it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups import actions
from groups.models import Group, Membership
from tests.conftest import SignIn
from tests.page import html_of, page_of

NEW = reverse("groups:group_new")
DIRECTORY = reverse("groups:directory")


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


def form(**fields: str) -> dict[str, str]:
    return {"name": "The Attic", "description": "Old books.", "access": "open"} | fields


def test_founder_leads_the_group(carol: User, carols: Client) -> None:
    carols.post(NEW, form())

    membership = Membership.objects.get()
    assert (membership.user, membership.role, membership.state) == (carol, "leader", "active")
    assert (membership.group.name, membership.group.description) == ("The Attic", "Old books.")


@pytest.mark.parametrize(
    ("access", "visibility", "joining"),
    [
        ("open", "listed", "open"),
        ("request", "listed", "request"),
        ("invitation", "listed", "invitation"),
        ("private", "private", "invitation"),
    ],
)
def test_access_is_one_choice(access: str, visibility: str, joining: str, carols: Client) -> None:
    carols.post(NEW, form(access=access))

    group = Group.objects.get()
    assert (group.visibility, group.joining) == (visibility, joining)


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "x" * 81}, {"access": "secret"}, {"description": "x" * 1001}]
)
def test_group_that_cannot_be_founded_comes_back_as_typed(
    fields: dict[str, str], carols: Client
) -> None:
    typed = form(**fields)

    answer = carols.post(NEW, typed)

    assert answer.status_code == 422
    page = page_of(answer).at("main")
    assert page.one("input", name="name").attributes.get("value", "") == typed["name"]
    assert page.at("id_description").text == typed["description"]
    assert page.all(of_class="errorlist")
    assert not Group.objects.exists()


def test_language_is_that_of_the_founder_unless_another_is_chosen(
    carol: User, carols: Client
) -> None:
    User.objects.update(languages=["he", "en"])

    carols.post(NEW, form())
    carols.post(NEW, form(language="ru"))

    assert [group.language for group in Group.objects.order_by("pk")] == ["he", "ru"]


def test_what_can_wait_is_folded_until_something_is_wrong_in_it(carols: Client) -> None:
    more = page_of(carols.get(NEW)).at("main").one("details")
    wrong = page_of(carols.post(NEW, form(size_limit="1"))).at("main").one("details")

    assert "open" not in more.attributes
    assert "open" in wrong.attributes
    assert wrong.all(of_class="errorlist")


def test_extra_fields_found_nothing_else(alice: User, carol: User, carols: Client) -> None:
    carols.post(NEW, form(founder=str(alice.pk), visibility="private", joining="open"))

    assert Membership.objects.get().user == carol
    assert Group.objects.get().visibility == "listed"


def test_directory_lists_what_a_person_can_find(
    group: Group, alice: User, bob: User, carol: User, sign_in: SignIn
) -> None:
    for access, joining in (("Open", "open"), ("Invited", "invitation")):
        actions.found(Group(name=access, joining=joining), founder=alice)

    def found(user: User) -> list[str]:
        page = page_of(sign_in(user).get(DIRECTORY))
        return [title.text for title in page.at("main").all(of_class="row-title")]

    assert found(carol) == ["Invited", "Open"]
    assert found(bob) == ["Invited", "Open", "The Cellar"]


def test_private_group_is_not_there_for_others(
    group: Group, carol: User, erin: User, sign_in: SignIn
) -> None:
    for stranger in (carol, erin):
        client = sign_in(stranger)
        assert client.get(group.get_absolute_url()).status_code == 404
        for url in ("/", DIRECTORY):
            assert group.name not in html_of(client.get(url))


def test_listed_group_shows_strangers_its_face_and_nothing_inside(
    group: Group, bob: User, carols: Client
) -> None:
    Group.objects.update(visibility="listed", description="We read by lamplight.")

    html = html_of(carols.get(group.get_absolute_url()))

    assert "We read by lamplight." in html
    assert bob.display_name not in html
    assert "2 members" in html


def test_group_counts_only_those_who_have_not_left(
    group: Group, bob: User, sign_in: SignIn
) -> None:
    page = page_of(sign_in(bob).get(group.get_absolute_url()))

    assert page.at("members-title").text == "2 members"
    assert [name.text for name in page.all(of_class="member-name")] == ["Alice", "Bob"]
