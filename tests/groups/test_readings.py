"""Starting a reading."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Article, Visibility
from groups.actions import found
from groups.models import Group, Reading
from tests.conftest import Room, SignIn
from tests.page import cost, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def url(group: Group) -> str:
    return reverse("groups:reading_new", args=[group.pk])


def test_leader_starts_a_reading_of_a_text(
    group: Group, article: Article, alice: User, alices: Client
) -> None:
    alices.post(url(group), {"article": article.pk})

    reading = Reading.objects.get()
    assert (reading.group, reading.article) == (group, article)
    assert reading.started_by is not None
    assert reading.started_by.user == alice


def test_everyone_present_has_a_place_in_it_and_nobody_else(
    group: Group, article: Article, alices: Client
) -> None:
    alices.post(url(group), {"article": article.pk})

    names = Reading.objects.get().places.values_list("membership__user__display_name", flat=True)
    assert sorted(names) == ["Alice", "Bob"]


def test_text_that_the_leader_cannot_find_cannot_be_read(
    group: Group, carol: User, alices: Client
) -> None:
    hidden = publish(title="Carol's own", blocks=[Block("Hers.")], added_by=carol)

    answer = alices.post(url(group), {"article": hidden.pk})

    assert answer.status_code == 422
    assert "Carol's own" not in page_of(answer).text
    assert not Reading.objects.exists()


def test_public_text_of_another_can_be_read(group: Group, carol: User, alices: Client) -> None:
    public = publish(
        title="For all", blocks=[Block("Ours.")], added_by=carol, visibility=Visibility.PUBLIC
    )

    alices.post(url(group), {"article": public.pk})

    assert Reading.objects.get().article == public


@pytest.mark.parametrize("chosen", ["", "x", "1000000"])
def test_choosing_no_text_starts_nothing(
    chosen: str, group: Group, article: Article, alices: Client
) -> None:
    answer = alices.post(url(group), {"article": chosen})

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    assert not Reading.objects.exists()


def test_members_read_a_private_text_of_their_leader(
    room: Room, bob: User, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)

    assert bobs.get(room.url).status_code == 200
    assert bobs.get(room.reading.article.get_absolute_url()).status_code == 200


def test_text_leads_to_the_choice_of_the_only_group_that_one_leads(
    group: Group, article: Article, alices: Client
) -> None:
    answer = alices.get(reverse("groups:reading_begin", args=[article.pk]), follow=True)

    assert answer.redirect_chain[-1][0] == f"{url(group)}?article={article.pk}"
    chosen = [radio for radio in page_of(answer).all("input") if "checked" in radio.attributes]
    assert [radio.attributes["value"] for radio in chosen] == [str(article.pk)]


def test_text_leads_to_the_groups_that_one_leads(
    group: Group, article: Article, alice: User, alices: Client
) -> None:
    second = found(Group(name="The Attic"), founder=alice).group

    page = page_of(alices.get(reverse("groups:reading_begin", args=[article.pk])))

    rows = page.all("a", of_class="row")
    assert [row.text for row in rows] == ["The Attic", "The Cellar"]
    assert rows[0].attributes["href"] == f"{url(second)}?article={article.pk}"


def test_who_leads_no_group_is_told_what_to_do(room: Room, bob: User, sign_in: SignIn) -> None:
    page = page_of(
        sign_in(bob).get(reverse("groups:reading_begin", args=[room.reading.article_id]))
    )

    assert page.at("main").all("a", href=reverse("groups:group_new"))


def test_text_that_one_must_be_told_of_is_offered_where_it_is_asked_for(
    group: Group, carol: User, alices: Client
) -> None:
    told = publish(
        title="Whispers",
        blocks=[Block("Words.")],
        added_by=carol,
        visibility=Visibility.UNLISTED,
    )

    without = page_of(alices.get(url(group)))
    asked = page_of(alices.get(url(group), {"article": told.pk}))

    assert "Whispers" not in without.text
    assert "Whispers" in asked.text


def test_choice_costs_the_same_for_many_texts(group: Group, alices: Client) -> None:
    def grow(number: int) -> int:
        for text in range(number):
            publish(
                title=f"Text {text}", blocks=[Block("A paragraph.")], visibility=Visibility.PUBLIC
            )
        return cost(alices, url(group))

    assert grow(2) == grow(20)
