"""What leaders decide of their group: its words, its picture, its address, who gets in."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from groups import actions
from groups.models import Emblem, Group, LogEntry, Membership
from tests.at_once import at_once
from tests.conftest import Person, SignIn
from tests.page import page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def url_of(group: Group) -> str:
    return reverse("groups:group_edit", args=[group.pk])


def form(**fields: Any) -> dict[str, Any]:
    return {
        "name": "The Loft",
        "description": "Old books.",
        "language": "en",
        "visibility": "listed",
        "joining": "open",
        "size_limit": "",
        "welcome": "",
    } | fields


def drawing(colour: str = "teal") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (300, 200), colour).save(file, "PNG")
    return SimpleUploadedFile("emblem.png", file.getvalue(), "image/png")


def test_leader_changes_the_group(group: Group, alices: Client) -> None:
    main = page_of(alices.get(url_of(group))).at("main")
    assert main.one("input", name="visibility", value="private").attributes.get("checked") == ""

    answer = alices.post(
        url_of(group), form(language="he", size_limit="12", welcome="Come in.", joining="request")
    )

    assert answer.headers["Location"] == group.get_absolute_url()
    group.refresh_from_db()
    assert (group.name, group.language, group.size_limit) == ("The Loft", "he", 12)
    assert (group.visibility, group.joining, group.welcome) == ("listed", "request", "Come in.")


def test_change_is_on_record_once(group: Group, alice: User, alices: Client) -> None:
    for _time in range(2):
        alices.post(url_of(group), form())

    changed = LogEntry.objects.filter(group=group, act="changed")
    assert [entry.actor for entry in changed] == [alice]


def test_changed_words_are_found_and_the_former_are_not(group: Group, alices: Client) -> None:
    alices.post(url_of(group), form())

    assert list(Group.objects.matching("loft")) == [group]
    assert not Group.objects.matching("cellar")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"visibility": "private", "joining": "open"},
        {"visibility": "private", "joining": "request"},
        {"size_limit": "1"},
        {"size_limit": "many"},
        {"language": "xx"},
        {"welcome": "x" * 2001},
    ],
)
def test_refused_change_leaves_the_group_and_its_name_on_the_page(
    fields: dict[str, str], group: Group, alices: Client
) -> None:
    answer = alices.post(url_of(group), form(**fields))

    assert answer.status_code == 422
    main = page_of(answer).at("main")
    assert main.one(of_class="over").text == "The Cellar"
    assert len(main.all(of_class="errorlist")) == 1
    group.refresh_from_db()
    assert (group.name, group.visibility) == ("The Cellar", "private")


def test_limit_is_not_below_those_who_are_in_it(
    group: Group, person: Person, alices: Client
) -> None:
    actions.join(group, user=person("third"))

    answer = alices.post(url_of(group), form(size_limit="2"))

    assert answer.status_code == 422
    assert "3 people are in the group already" in page_of(answer).one(of_class="errorlist").text
    group.refresh_from_db()
    assert (group.size_limit, group.name) == (None, "The Cellar")
    assert alices.post(url_of(group), form(size_limit="3")).status_code == 302


def test_nobody_joins_beyond_a_limit_that_has_just_been_set(
    group: Group, person: Person, carol: User, alices: Client
) -> None:
    alices.post(url_of(group), form(size_limit="2"))

    with pytest.raises(actions.Full):
        actions.join(group, user=carol)


def test_picture_is_shown_to_those_who_see_the_group(
    group: Group, bob: User, carol: User, alices: Client, sign_in: SignIn
) -> None:
    alices.post(url_of(group), form(emblem=drawing(), visibility="private", joining="invitation"))

    image = page_of(sign_in(bob).get(group.get_absolute_url())).at("main").one("img")
    picture = sign_in(bob).get(image.attributes["src"])
    assert picture.headers["Content-Type"] == "image/webp"
    assert Image.open(BytesIO(picture.content)).size == (256, 256)
    assert sign_in(carol).get(image.attributes["src"]).status_code == 404
    Group.objects.update(visibility="unlisted")
    assert sign_in(carol).get(image.attributes["src"]).status_code == 200


def test_new_picture_has_a_new_address(group: Group, alices: Client) -> None:
    names = []
    for colour in ("teal", "maroon"):
        alices.post(url_of(group), form(emblem=drawing(colour)))
        group.refresh_from_db()
        names.append(group.picture)

    assert names[0] != names[1]
    assert [emblem.name for emblem in Emblem.objects.all()] == names[1:]


def test_picture_is_taken_away(group: Group, alices: Client) -> None:
    alices.post(url_of(group), form(emblem=drawing()))

    alices.post(url_of(group), form(no_emblem="on"))

    group.refresh_from_db()
    assert (group.picture, Emblem.objects.count()) == ("", 0)


def test_picture_stays_where_nothing_is_said_of_it(group: Group, alices: Client) -> None:
    alices.post(url_of(group), form(emblem=drawing()))

    alices.post(url_of(group), form(name="Another name"))

    group.refresh_from_db()
    assert group.picture
    assert Emblem.objects.get().name == group.picture


def test_what_is_no_picture_is_refused_with_advice(group: Group, alices: Client) -> None:
    file = SimpleUploadedFile("emblem.png", b"<svg/>", "image/png")

    answer = alices.post(url_of(group), form(emblem=file))

    assert answer.status_code == 422
    assert "JPEG" in page_of(answer).one(of_class="errorlist").text
    assert not Emblem.objects.exists()


def test_new_address_ends_the_old_one(
    group: Group, alice: User, carol: User, alices: Client, sign_in: SignIn
) -> None:
    Group.objects.update(visibility="unlisted", joining="open")
    old = reverse("groups:at", args=[group.code])
    carols = sign_in(carol)
    assert carols.get(old).status_code == 200

    alices.post(reverse("groups:address", args=[group.pk]))

    group.refresh_from_db()
    assert carols.get(old).status_code == 404
    assert carols.get(reverse("groups:at", args=[group.code])).status_code == 200
    assert LogEntry.objects.filter(group=group, act="changed", actor=alice).count() == 1


def test_settings_show_the_address_unless_nobody_may_know_of_the_group(
    group: Group, alices: Client
) -> None:
    assert not page_of(alices.get(url_of(group))).has("group-address")
    Group.objects.update(visibility="unlisted")

    field = page_of(alices.get(url_of(group))).at("group-address")

    assert field.attributes["value"] == f"http://testserver/groups/at/{group.code}/"


@pytest.mark.django_db(transaction=True)
def test_limit_and_joining_at_once_never_make_a_group_too_small(
    group: Group, alice: User, person: Person
) -> None:
    leader = Membership.objects.get(group=group, user=alice)
    for number in range(5):
        group.refresh_from_db()
        size = Membership.objects.present().filter(group=group).count()
        group.size_limit = size
        guest = person(f"guest{number}")

        def narrow(group: Group = group) -> str:
            try:
                actions.change(group, by=leader)
            except actions.TooSmall:
                return "too small"
            return "changed"

        def come(guest: User = guest) -> str:
            try:
                actions.join(group, user=guest)
            except actions.Full:
                return "full"
            return "joined"

        assert sorted(at_once(narrow, come)) in (["changed", "full"], ["joined", "too small"])
        Group.objects.update(size_limit=None)
