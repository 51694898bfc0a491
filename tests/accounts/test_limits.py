"""Limits of our own, and that all limits hold across processes and without Redis."""

import uuid
from collections.abc import Iterator
from time import monotonic

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from discussions.models import Comment
from groups import actions
from groups.models import Group, JoinRequest
from tests.accounts.conftest import Visitor
from tests.at_once import at_once
from tests.conftest import Room, SignIn
from tests.page import html_of, page_of
from tests.redis import Redis


@pytest.fixture
def limits(settings: Settings, db: None) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.RATE_LIMITS = {
        "comment": "2/m/user",
        "join_request": "1/h/user",
        "letters": "1/h/user",
        "invitation": "3/10m/ip",
    }


pytestmark = pytest.mark.usefixtures("limits")


# --- Speaking ------------------------------------------------------------------------------------


def say(client: Client, room: Room, words: str, **headers: str) -> tuple[int, str]:
    fields = {"text": words, "key": str(uuid.uuid4())}
    answer = client.post(room.discussion_url(2), fields, headers=headers)
    return answer.status_code, html_of(answer) if answer.status_code != 302 else ""


def test_flood_of_comments_is_stopped_and_the_words_are_given_back(
    room: Room, bob: User, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)
    for number in range(2):
        assert say(bobs, room, f"Thought {number}")[0] == 302

    status, page = say(bobs, room, "One thought too many")

    assert status == 429
    assert "A little slower" in page
    assert "One thought too many" in page
    assert Comment.objects.count() == 2


def test_flood_is_told_in_a_notice_and_the_composer_stays(
    room: Room, bob: User, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)
    for number in range(2):
        say(bobs, room, f"Thought {number}")

    answer = bobs.post(
        room.discussion_url(2),
        {"text": "One more", "key": str(uuid.uuid4())},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 429
    assert answer.headers["HX-Retarget"] == "#toasts"


def test_one_who_speaks_much_keeps_nobody_else_quiet(
    room: Room, bob: User, alice: User, sign_in: SignIn
) -> None:
    for number in range(3):
        say(sign_in(bob), room, f"Thought {number}")

    assert say(sign_in(alice), room, "Mine")[0] == 302


def test_reading_is_not_counted(room: Room, bob: User, sign_in: SignIn) -> None:
    bobs = sign_in(bob)
    for _time in range(5):
        assert bobs.get(room.discussion_url(2)).status_code == 200


# --- Asking to be let in, and guessing -----------------------------------------------------------


def test_asking_everywhere_to_be_let_in_is_stopped(alice: User, carol: User) -> None:
    doors = []
    for name in ("One", "Two"):
        door = Group(name=name, visibility="listed", joining="request")
        actions.found(door, founder=alice)
        doors.append(reverse("groups:join_request", args=[door.pk]))
    carols = Client()
    carols.force_login(carol)

    statuses = [carols.post(url, {"note": "May I?"}).status_code for url in doors]

    assert statuses[1] == 429
    assert JoinRequest.objects.count() == 1


def follow(token: str, **headers: str) -> int:
    return Client().get(reverse("groups:invitation", args=[token]), headers=headers).status_code


def test_tokens_cannot_be_guessed_in_numbers(room: Room, alice: User) -> None:
    token = actions.invite(room.member(alice)).token
    assert token

    guessed = [follow(f"guess-{number}") for number in range(4)]

    assert guessed == [404, 404, 404, 429]
    assert follow(token) == 429


def test_whole_room_follows_one_invitation(room: Room, alice: User) -> None:
    token = actions.invite(room.member(alice)).token
    assert token

    assert {follow(token) for _person in range(6)} == {200}


def test_forged_address_of_origin_counts_for_nothing(db: None) -> None:
    headers = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(4)]

    assert [follow("guess", **forged) for forged in headers][-1] == 429


def test_behind_proxies_the_nearest_of_them_is_believed(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    forged = [follow("x", **{"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.7"}) for n in range(4)]
    other = follow("x", **{"X-Forwarded-For": "192.0.2.1, 198.51.100.8"})

    assert forged == [404, 404, 404, 429]
    assert other == 404


def test_request_past_the_proxies_is_no_error(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

    assert follow("x", **{"X-Forwarded-For": "192.0.2.1"}) == 404


# --- Across processes ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_limit_is_one_for_all_who_ask_at_once(confirmed_bob: User) -> None:
    """Each act has a connection and a browser of its own, as if it were in another process."""

    def guess() -> bool:
        page = page_of(Visitor(Client()).sign_in(password="a guess"))
        return "too often" not in page.at("main").text

    let_through = at_once(*[guess] * 12)

    assert sum(let_through) == 5


# --- Without Redis -------------------------------------------------------------------------------


@pytest.fixture
def on_redis(redis: Redis, settings: Settings) -> Iterator[Redis]:
    """A site whose cache is in this Redis."""
    cache = {"BACKEND": "studygroup.shared_cache.SharedCache", "LOCATION": redis.url}
    settings.CACHES = {"default": cache}
    yield redis
    caches["default"].clear()


def seconds_to_sign_in() -> float:
    visitor, begin = Visitor(Client()), monotonic()
    visitor.sign_in()
    taken = monotonic() - begin
    assert visitor.is_signed_in
    return taken


@pytest.fixture
def patience(confirmed_bob: User, on_redis: Redis) -> float:
    """Seconds: a second more than signing in takes on this machine while Redis answers."""
    return max(seconds_to_sign_in() for _time in range(3)) + 1


def test_people_sign_in_while_redis_is_down(on_redis: Redis, patience: float) -> None:
    on_redis.stop()

    assert seconds_to_sign_in() < patience


def test_people_sign_in_while_redis_is_frozen(on_redis: Redis, patience: float) -> None:
    on_redis.freeze()

    assert seconds_to_sign_in() < patience
    assert seconds_to_sign_in() < patience


def test_limits_hold_while_redis_is_down(confirmed_bob: User, on_redis: Redis) -> None:
    on_redis.stop()
    for number in range(6):
        Visitor(Client()).sign_in(password=f"guess {number}")

    late = Visitor(Client())
    late.sign_in()

    assert not late.is_signed_in


def test_signing_up_and_letters_work_while_redis_is_frozen(
    on_redis: Redis, visitor: Visitor
) -> None:
    on_redis.freeze()

    assert visitor.sign_up().status_code == 200
    url = reverse("account_reset_password")
    assert visitor.client.post(url, {"email": "ruth@example.org"}).status_code == 302
    assert EmailAddress.objects.filter(email="ruth@example.org").exists()
