"""The pictures that figures show: who sees them, and how they are sent."""

import pytest
from django.urls import reverse

from accounts.models import User
from articles.models import Article, Draft, Picture
from tests.conftest import Room, SignIn
from tests.page import bare, cost

NAME = f"{'0f' * 16}-800x600"
OTHER = f"{'1a' * 16}-800x600"


@pytest.fixture
def drawn(article: Article, alice: User) -> dict[str, str]:
    """The addresses of a picture in alice's article and of one in her draft."""
    draft = Draft.objects.create(title="Half a text", added_by=alice)
    Picture.objects.create(article=article, name=NAME, content=b"RIFF of an article")
    Picture.objects.create(draft=draft, name=NAME, content=b"RIFF of a draft")
    return {
        "article": reverse("articles:picture", args=[article.pk, NAME]),
        "draft": reverse("articles:draft_picture", args=[draft.pk, NAME]),
    }


@pytest.mark.parametrize("of", ["article", "draft"])
def test_picture_is_sent_as_what_it_is_and_kept(
    of: str, drawn: dict[str, str], alice: User, sign_in: SignIn
) -> None:
    answer = sign_in(alice).get(drawn[of])

    assert answer.content.startswith(b"RIFF of a")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "Cookie" in answer.headers["Vary"]


def test_texts_lead_to_their_own_pictures(drawn: dict[str, str], article: Article) -> None:
    draft = Draft.objects.get()

    assert f"{article.pictures_url}{NAME}/" == drawn["article"]
    assert f"{draft.pictures_url}{NAME}/" == drawn["draft"]


def test_picture_is_for_those_who_may_read_the_text(
    drawn: dict[str, str], room: Room, bob: User, carol: User, sign_in: SignIn
) -> None:
    assert sign_in(bob).get(drawn["article"]).status_code == 200
    assert sign_in(carol).get(drawn["article"]).status_code == 404
    assert sign_in(bob).get(drawn["draft"]).status_code == 404


@pytest.mark.parametrize("of", ["article", "draft"])
def test_picture_that_is_not_there_looks_like_one_that_is_not_for_me(
    of: str, drawn: dict[str, str], carol: User, sign_in: SignIn
) -> None:
    client = sign_in(carol)

    def page(url: str) -> str:
        answer = client.get(url)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "private, no-store"
        return bare(answer).replace(url, "")

    assert page(drawn[of]) == page(drawn[of].replace(NAME, OTHER))


@pytest.mark.parametrize("of", ["article", "draft"])
def test_picture_costs_one_query_besides_those_of_signing_in(
    of: str, drawn: dict[str, str], alice: User, sign_in: SignIn
) -> None:
    assert cost(sign_in(alice), drawn[of]) == len({"session", "user", "picture"})


def test_picture_is_only_asked_for(drawn: dict[str, str], alice: User, sign_in: SignIn) -> None:
    assert sign_in(alice).post(drawn["article"]).status_code == 405
