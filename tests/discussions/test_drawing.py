"""Paragraphs that are kept as HTML: each reader gets their own page, as if it were drawn anew."""

import pytest

from accounts.models import User
from articles.models import Paragraph
from discussions.templatetags import drawing
from tests.conftest import Room, SignIn
from tests.page import bare


@pytest.fixture(autouse=True)
def nothing_kept_of_paragraphs() -> None:
    drawing._kept.cache_clear()


def test_readers_get_their_own(
    room: Room, alice: User, bob: User, heidi: User, sign_in: SignIn
) -> None:
    for position in (1, 2, 4):
        room.say(alice, position, "Hear me.")
    clients = [sign_in(user) for user in (alice, bob, heidi)]

    def page(number: int) -> str:
        return bare(clients[number].get(room.url))

    anew = []
    for number in range(3):
        drawing._kept.cache_clear()
        anew.append(page(number))

    assert [page(number) for number in (0, 1, 2)] == anew
    assert [page(number) for number in (2, 0, 1)] == [anew[2], anew[0], anew[1]]
    assert drawing._kept.cache_info().hits > 0


def test_what_has_changed_is_drawn_anew(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    client.get(room.url)
    room.say(bob, 1, "Hear me.")
    Paragraph.objects.filter(pk__in=room.keys(2)).update(html="Other words.")

    page = client.get(room.url).content.decode()

    assert "Other words." in page
    assert "Discussion of ¶ 1, 1 voice, 1 new" in page
