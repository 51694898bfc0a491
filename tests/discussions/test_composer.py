"""The composer in which nothing is written is drawn once; each reader gets their own choices."""

import re

import pytest

from accounts.models import Block, User
from discussions.forms import composer
from groups import actions
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, html_of, page_of

_KEY = re.compile(r'name="key" value="([\w-]+)"')


@pytest.fixture(autouse=True)
def nothing_kept_of_composers() -> None:
    composer._drawn.cache_clear()


def test_readers_are_offered_whom_they_may_speak_to(
    room: Room, alice: User, bob: User, person: Person, sign_in: SignIn
) -> None:
    judy = person("judy")
    actions.join(room.group, user=judy)
    Block.objects.create(blocker=judy, blocked=bob)

    def partners(user: User) -> list[str]:
        client = sign_in(user)
        page = page_of(client.get(room.discussion_url(1), headers=HTMX))
        listed = page_of(client.get(page.at("composer-partner").attributes["hx-get"]))
        return [option.text for option in listed.at("composer-partner").all("option")[1:]]

    for _twice in range(2):
        assert partners(alice) == ["Bob", "Judy"]
        assert partners(bob) == ["Alice", "Judy"]
        assert partners(judy) == ["Alice"]


def test_only_who_has_marked_may_prepare(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    def may_prepare(user: User) -> bool:
        answer = sign_in(user).get(room.discussion_url(3), headers=HTMX)
        return page_of(answer).has("composer-preparation")

    for _twice in range(2):
        assert may_prepare(alice)
        assert not may_prepare(bob)


def test_each_composer_has_a_key_of_its_own(room: Room, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)

    keys = [
        key
        for _time in range(3)
        for key in _KEY.findall(html_of(client.get(room.discussion_url(1), headers=HTMX)))
    ]

    assert len(set(keys)) == len(keys) == 3
    assert str(composer.KEY) not in keys


def test_it_speaks_the_reader_s_language(room: Room, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    said = []
    for language in ("en", "he", "en"):
        User.objects.filter(pk=alice.pk).update(language=language)
        page = page_of(client.get(room.discussion_url(1), headers=HTMX))
        said.append(page.at("composer").one("textarea").attributes["id"] + page.at("composer").text)

    assert said[0] == said[2] != said[1]
