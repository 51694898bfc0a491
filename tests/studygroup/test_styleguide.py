"""The style guide shows the room in frames: what that asks of the two pages, and no other."""

import pytest
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.models import User
from tests.conftest import SignIn
from tests.page import cost, html_of, page_of


def policy(answer: HttpResponseBase) -> list[str]:
    return [part.strip() for part in answer.headers["Content-Security-Policy"].split(";")]


def test_styleguide_frames_the_site_alone(erin: User, sign_in: SignIn) -> None:
    answer = sign_in(erin).get(reverse("styleguide"))

    assert "frame-src 'self'" in policy(answer)
    assert "frame-ancestors 'none'" in policy(answer)
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_room_is_framed_by_the_site_alone(erin: User, sign_in: SignIn) -> None:
    answer = sign_in(erin).get(reverse("styleguide_room"))

    assert "frame-ancestors 'self'" in policy(answer)
    assert not any(part.startswith("frame-src") for part in policy(answer))
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
def test_room_is_in_the_language_and_on_the_paper_asked_for(
    language: str, direction: str, erin: User, sign_in: SignIn
) -> None:
    answer = sign_in(erin).get(
        reverse("styleguide_room"), {"language": language, "theme": "sepia", "scene": "ahead"}
    )

    root = page_of(answer).one("html").attributes
    assert (root["lang"], root["dir"], root["data-theme"]) == (language, direction, "sepia")
    assert answer.headers["Content-Language"] == language


def test_every_frame_has_its_page(erin: User, sign_in: SignIn) -> None:
    client = sign_in(erin)
    frames = page_of(client.get(reverse("styleguide"))).all("iframe")

    answers = [client.get(frame.attributes["src"]) for frame in frames]

    assert len(answers) > 30
    assert {answer.status_code for answer in answers} == {200}


def test_what_others_said_ahead_is_not_in_the_sample_either(erin: User, sign_in: SignIn) -> None:
    answer = sign_in(erin).get(reverse("styleguide_room"), {"scene": "ahead"})

    assert not page_of(answer).all("article", of_class="voice")
    assert "for when you get here" in html_of(answer)


def test_unknown_scene_is_not_found(erin: User, sign_in: SignIn) -> None:
    answer = sign_in(erin).get(reverse("styleguide_room"), {"scene": "attic"})

    assert answer.status_code == 404


def test_room_is_made_of_nothing_in_the_database(erin: User, sign_in: SignIn) -> None:
    # Only who asks: their session and account.
    assert cost(sign_in(erin), reverse("styleguide_room")) == 2
