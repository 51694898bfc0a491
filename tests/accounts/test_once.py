"""A form that is sent twice has one effect."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Submission, User
from accounts.once import REMEMBERED, forget_submissions
from groups.models import Group
from tests.at_once import at_once
from tests.conftest import SignIn
from tests.page import page_of

FOUNDED = {"name": "The Harbour", "access": "open"}


@pytest.fixture
def url() -> str:
    return reverse("groups:group_new")


@pytest.fixture
def carols(carol: User, sign_in: SignIn) -> Client:
    return sign_in(carol)


@pytest.fixture
def filled_in(url: str, carols: Client) -> dict[str, str]:
    """The form of a new group as a browser posts it."""
    form = page_of(carols.get(url)).at("main").one("form")
    keys = [field for field in form.all("input") if field.attributes.get("name") == "form_key"]
    return {**FOUNDED, "form_key": keys[0].attributes["value"]}


def test_second_copy_leads_where_the_first_did(
    url: str, carols: Client, filled_in: dict[str, str]
) -> None:
    first, second = carols.post(url, filled_in), carols.post(url, filled_in)

    assert Group.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_form_sent_again_with_other_words_is_another(
    url: str, carols: Client, filled_in: dict[str, str]
) -> None:
    carols.post(url, filled_in)
    carols.post(url, {**filled_in, "name": "The Other Harbour"})

    assert Group.objects.count() == 2


def test_invalid_form_uses_nothing_up(url: str, carols: Client, filled_in: dict[str, str]) -> None:
    assert carols.post(url, {**filled_in, "name": ""}).status_code == 422
    assert not Submission.objects.exists()

    carols.post(url, filled_in)

    assert Group.objects.count() == 1


def test_each_person_has_keys_of_their_own(
    url: str, carols: Client, filled_in: dict[str, str], erin: User, sign_in: SignIn
) -> None:
    carols.post(url, filled_in)
    sign_in(erin).post(url, filled_in)

    assert Group.objects.count() == 2


@pytest.mark.parametrize("key", ["", "no key"])
def test_form_without_a_proper_key_is_taken_as_it_comes(url: str, carols: Client, key: str) -> None:
    for _time in range(2):
        carols.post(url, {**FOUNDED, "form_key": key})

    assert Group.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_twenty_copies_at_once_one_counts(
    url: str, carols: Client, filled_in: dict[str, str], carol: User, sign_in: SignIn
) -> None:
    clients = [sign_in(carol) for _copy in range(20)]

    answers = at_once(*[lambda c=c: c.post(url, filled_in) for c in clients])

    assert Group.objects.count() == 1
    assert len({answer.headers["Location"] for answer in answers}) == 1


def test_forms_are_forgotten_when_nobody_sends_them_again(
    url: str, carols: Client, filled_in: dict[str, str]
) -> None:
    carols.post(url, filled_in)
    forget_submissions()
    assert Submission.objects.exists()

    Submission.objects.update(created_at=timezone.now() - REMEMBERED)
    forget_submissions()

    assert not Submission.objects.exists()
