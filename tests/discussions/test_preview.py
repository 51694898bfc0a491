"""How words would read, before they are said."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.markdown import render
from discussions.forms.comments import LONGEST
from tests.conftest import SignIn
from tests.page import HTMX, page_of


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


URL = reverse("discussions:preview")


@pytest.mark.parametrize(
    "words", ["*Stress* and\n> quotation", "<script>alert(1)</script>", "![a wall](//x.test/a.png)"]
)
def test_preview_is_what_will_be_said(words: str, bobs: Client) -> None:
    answer = bobs.post(URL, {"text": words}, headers=HTMX)

    assert answer.content.decode().strip() == render(words).strip()


def test_preview_of_nothing_says_so(bobs: Client) -> None:
    assert page_of(bobs.post(URL, {"text": " "})).one("p").text == "Write something first."


def test_preview_of_too_many_words_says_so(bobs: Client) -> None:
    answer = bobs.post(URL, {"text": "z" * (LONGEST + 1)})

    assert answer.status_code == 422
    assert page_of(answer).all(of_class="errorlist")
