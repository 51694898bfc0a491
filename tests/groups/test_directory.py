"""The directory: which groups there are, found by words and by language."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups import actions
from groups.models import Ban, Group
from tests.conftest import Person, SignIn
from tests.page import HTMX, cost, page_of

DIRECTORY = reverse("groups:directory")


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


def found(client: Client, **query: str) -> list[str]:
    page = page_of(client.get(DIRECTORY, query))
    return [title.text for title in page.at("main").all(of_class="row-title")]


def ways_in(client: Client) -> dict[str, str]:
    rows = page_of(client.get(DIRECTORY)).at("main").all(of_class="row")
    return {row.one(of_class="row-title").text: row.one(of_class="tag").text for row in rows}


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("cafe", True),
        ("CAFÉ", True),
        ("caf", True),
        ("afe", False),
        ("philosophers cafe", True),
        ("cafe painters", False),
        ("\u05e9\u05dc\u05d5\u05dd", True),
        ("\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", True),
        ("%", True),
        ("caf%", True),
        ("c_fe", False),
        ("cafe \0", True),
        ("x" * 5000, False),
    ],
)
def test_words_are_found_however_they_are_written(
    typed: str, is_found: bool, alice: User, carols: Client
) -> None:
    cafe = Group(name="Café of Words", description="Philosophers welcome, וְשָׁלוֹם לכולם")
    actions.found(cafe, founder=alice)

    assert found(carols, q=typed) == (["Café of Words"] if is_found else [])


def test_hebrew_is_found_behind_its_prefixes(alice: User, carols: Client) -> None:
    actions.found(Group(name="הקוראים בספרים", language="he"), founder=alice)

    assert found(carols, q="ספרים") == found(carols, q="קוראים") == ["הקוראים בספרים"]


def test_language_narrows(alice: User, carols: Client) -> None:
    for language in ("en", "he", "ru"):
        actions.found(Group(name=f"Group {language}", language=language), founder=alice)
    User.objects.update(languages=["he", "en"])

    assert found(carols, language="ru") == ["Group ru"]
    assert found(carols, language="mine") == ["Group en", "Group he"]
    assert found(carols, language="xx") == []
    options = page_of(carols.get(DIRECTORY)).at("search-language").all("option")
    assert [o.attributes["value"] for o in options] == ["", "mine", "he", "en", "ru"]


def test_languages_of_groups_that_one_cannot_find_are_not_offered(
    group: Group, alice: User, carols: Client
) -> None:
    actions.found(Group(name="Open"), founder=alice)
    Group.objects.filter(pk=group.pk).update(language="ru")

    assert not page_of(carols.get(DIRECTORY)).has("search-language")


def test_unlisted_and_private_groups_are_not_listed(
    group: Group, alice: User, carol: User, carols: Client
) -> None:
    for visibility in ("unlisted", "private"):
        Group.objects.filter(pk=group.pk).update(visibility=visibility, joining="invitation")
        assert found(carols) == found(carols, q="cellar") == []


def test_group_to_which_one_wrote_is_not_listed_either(
    group: Group, carol: User, carols: Client
) -> None:
    Group.objects.update(visibility="unlisted", joining="request")
    actions.ask(group, user=carol, note="")

    assert found(carols) == []


def test_way_in_is_named(alice: User, carol: User, bob: User, carols: Client) -> None:
    def make(name: str, **fields: object) -> Group:
        return actions.found(Group(name=name, **fields), founder=alice).group

    make("A", joining="open")
    asked = make("B", joining="request")
    make("C", joining="request")
    make("D", joining="invitation")
    full = make("E", joining="open", size_limit=2)
    actions.join(full, user=bob)
    actions.join(make("F"), user=carol)
    actions.ask(asked, user=carol, note="")

    assert ways_in(carols) == {
        "A": "open",
        "B": "your request waits",
        "C": "by request",
        "D": "by invitation",
        "E": "full",
        "F": "you are in it",
    }


def test_size_is_told_with_its_limit(alice: User, bob: User, carols: Client) -> None:
    limited = actions.found(Group(name="Small", size_limit=5), founder=alice).group
    actions.join(limited, user=bob)
    actions.leave(actions.join(limited, user=User.objects.get(display_name="Carol")))

    assert "2 of 5 members" in page_of(carols.get(DIRECTORY)).at("main").text


def test_typing_brings_the_list_alone(alice: User, carols: Client) -> None:
    actions.found(Group(name="The Attic"), founder=alice)

    answer = carols.get(DIRECTORY, {"q": "att"}, headers=HTMX)

    page = page_of(answer)
    assert not page.all("main")
    assert [title.text for title in page.all(of_class="row-title")] == ["The Attic"]
    assert answer.headers["HX-Replace-Url"] == f"{DIRECTORY}?q=att"


def test_directory_costs_the_same_for_many_groups(person: Person, carols: Client) -> None:
    def grow(number: int) -> int:
        for name in range(number):
            actions.found(Group(name=f"Group {name}"), founder=person(f"f{number}-{name}"))
        return cost(carols, DIRECTORY)

    assert grow(2) == grow(20)


def test_directory_comes_in_pages(carols: Client) -> None:
    Group.objects.bulk_create(
        Group(name=f"Group {number:02}", search_text=" group") for number in range(31)
    )

    assert len(found(carols)) == 30
    assert found(carols, page="2", q="group") == ["Group 30"]
    links = page_of(carols.get(DIRECTORY, {"q": "group"})).one(of_class="pages").all("a")
    assert [link.attributes["href"] for link in links] == ["?q=group&page=2"]


def test_home_offers_open_groups_that_one_can_join_first_in_ones_languages(
    alice: User, bob: User, carol: User, carols: Client
) -> None:
    for name, language in (("Attic", "en"), ("Barn", "he"), ("Court", "en")):
        actions.found(Group(name=name, language=language), founder=alice)
    full = actions.found(Group(name="Full", size_limit=2), founder=alice).group
    actions.join(full, user=bob)
    barred = actions.found(Group(name="Barred"), founder=alice).group
    Ban.objects.create(group=barred, user=carol)
    User.objects.filter(pk=carol.pk).update(languages=["he"])

    cards = page_of(carols.get("/")).at("main").all(of_class="card-title")

    assert [card.text for card in cards] == ["Barn", "Attic", "Court"]
