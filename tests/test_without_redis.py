"""Two processes of one site, whose Redis is down or hangs: people read, sign in and write as
before, and hear each other; when it is back it is used again.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from redis import Redis as Client

from accounts.models import User
from groups.live.redis import CHANNEL
from groups.live.seals import sealed
from tests.apart import Server, serving_apart
from tests.conftest import Room
from tests.groups.test_streams import Stream
from tests.redis import Redis
from tests.serving import session_of
from tests.studygroup.test_demo import Answer, Visitor, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "alice knows this"
# In seconds: how long a page may take at most, and how long it may last until Redis is used again.
SLOWEST = 5.0
RECOVERY = 10.0


@dataclass
class Site:
    """Two processes of one site."""

    here: Server
    there: Server
    redis: Redis

    def listeners(self) -> int:
        """How many processes hear of each other by Redis."""
        with Client.from_url(self.redis.url) as redis:
            ((_channel, number),) = redis.pubsub_numsub(CHANNEL)
        return int(number)


@pytest.fixture
def site_of_two(room: Room, redis: Redis, tmp_path: Path) -> Iterator[Site]:
    folders = [tmp_path / name for name in ("here", "there")]
    for folder in folders:
        folder.mkdir()
    with (
        serving_apart(folders[0], REDIS_URL=redis.url) as here,
        serving_apart(folders[1], REDIS_URL=redis.url) as there,
    ):
        wait_until(lambda: answers(here) and answers(there))
        yield Site(here, there, redis)


def answers(server: Server) -> bool:
    try:
        return Visitor(server.address).get("/health/").status == 200
    except OSError:
        return False


@pytest.fixture
def alice(alice: User) -> User:
    """Alice, with a password that is kept as a site keeps it."""
    hasher = Argon2PasswordHasher()
    alice.password = hasher.encode(PASSWORD, hasher.salt())
    alice.save()
    return alice


@pytest.fixture
def listen(room: Room) -> Iterator[Callable[[Server, User], Stream]]:
    """Open a stream of the room for somebody, in one of the processes."""
    with ExitStack() as opened:

        def open_stream(server: Server, user: User) -> Stream:
            room.reading.refresh_from_db()
            stream = Stream(server.address, room.reading.pk, session_of(user))
            opened.callback(stream.open(sealed(room.reading.pk, room.reading.told)).close)
            assert stream.next() == ("here", {})
            return stream

        yield open_stream


def signed_in(server: Server, user: User) -> Visitor:
    """Somebody who signs in with their password now."""
    visitor = Visitor(server.address)
    home = visitor.post("/accounts/login/", login=user.email, password=PASSWORD)
    assert home.status == 200
    assert user.display_name in home.text
    return visitor


def say(visitor: Visitor, room: Room) -> Answer:
    filled = {"text": "I can be heard.", "key": str(uuid.uuid4())}
    return visitor.post(room.discussion_url(2), **filled)


def in_time[Given](act: Callable[[], Given]) -> Given:
    begun = time.monotonic()
    given = act()
    assert time.monotonic() - begun < SLOWEST
    return given


@pytest.mark.parametrize(
    ("fault", "mend"),
    [(Redis.stop, Redis.start), (Redis.freeze, Redis.thaw)],
    ids=["stopped", "frozen"],
)
def test_site_goes_on_without_redis(
    fault: Callable[[Redis], None],
    mend: Callable[[Redis], None],
    site_of_two: Site,
    listen: Callable[[Server, User], Stream],
    room: Room,
    alice: User,
    bob: User,
) -> None:
    here, there, redis = site_of_two.here, site_of_two.there, site_of_two.redis
    listen(here, alice)
    bobs = listen(there, bob)
    wait_until(lambda: site_of_two.listeners() == 2)

    fault(redis)

    alices = in_time(lambda: signed_in(here, alice))
    assert in_time(lambda: alices.get(room.url)).status == 200
    for _word in range(2):
        said = in_time(lambda: say(alices, room))
        assert said.status == 200
        assert "I can be heard." in said.text
        assert bobs.next() == ("spoken", {"paragraph": room.keys(2)[0]})

    mend(redis)

    begun = time.monotonic()
    wait_until(lambda: site_of_two.listeners() == 2)
    assert time.monotonic() - begun < RECOVERY
