"""Who is stuck without a name is told by nothing; and who is not past it, learns of nothing.

Bob and ida stand at the third paragraph, lea at the second. Alice, who leads, has read all, and so
has kim.
"""

import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.archive import archive_of
from accounts.inbox import notices_of
from accounts.models import Block, Notice, User
from accounts.signals import erasing
from discussions import actions
from discussions.models import Call, Stuck, Thread
from groups import actions as groups
from groups.models import LogEntry
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, MOMENT, bare, html_of, page_of
from tests.test_matrix import MATRIX

pytestmark = pytest.mark.pages

WORDS = "What is the Lapwing doing here?"
OURS = ("discussions:", "groups:group", "groups:log", "groups:progress", "accounts:inbox", "home")


@pytest.fixture
def cast(room: Room, alice: User, bob: User, person: Person) -> dict[str, User]:
    members = {"alice": alice, "bob": bob}
    for name, read in (("ida", 2), ("lea", 1), ("kim", 5)):
        members[name] = person(name)
        groups.join(room.group, user=members[name])
        room.read(members[name], read)
    return members


@pytest.fixture
def stick(room: Room, cast: dict[str, User]) -> Callable[[User], Stuck]:
    """All that can come of it: words, calls, answers, what cleared one of two, hidden words."""

    def all_of_it(asker: User) -> Stuck:
        stuck = room.stick(asker, 3, source=WORDS, is_anonymous=True)
        answer = room.help(stuck, cast["alice"], "It stands for a Lapwing.")
        room.answer(answer, cast["kim"], "For any bird.")
        actions.clear(stuck, by=answer)
        again = room.stick(asker, 3, source=WORDS, is_anonymous=True)
        actions.hide_words(again, by=room.member(cast["alice"]), reason="Enough of birds.")
        third = room.stick(asker, 2, source=WORDS, is_anonymous=True)
        room.help(third, cast["kim"], "Another Lapwing.")
        return again

    return all_of_it


def addresses(room: Room, things: dict[str, str], asker: User) -> Iterator[str]:
    for name, row in MATRIX.items():
        if name.startswith(OURS):
            yield reverse(name, args=[things[arg] for arg in row.args])
    for position in (2, 3):
        yield room.discussion_url(position)
    overview = reverse("discussions:overview", args=[room.reading.pk])
    for show in ("", "stuck", "questions", "new", "mine"):
        for by in ("", str(asker.pk)):
            yield f"{overview}?show={show}&by={by}"
    export = reverse("discussions:export", args=[room.reading.pk])
    yield from (f"{export}?format={kind}" for kind in ("html", "md", "jsonld"))
    yield reverse("discussions:said") + "?q=lapwing"


def seen_by(client: Client, urls: list[str]) -> dict[str, str]:
    seen = {}
    for url in urls:
        with transaction.atomic():
            seen[url] = plainly(client.get(url, follow=True))
            transaction.set_rollback(True)
    return seen


NOTICE = re.compile(r"bundle-\d+|/inbox/\d+/")


def plainly(answer: HttpResponseBase) -> str:
    """What it holds, but for when that was, and for the keys of notices.

    PostgreSQL gives those in another order where somebody was told already.
    """
    words = b"".join(answer).decode() if answer.streaming else bare(answer)
    lines = NOTICE.sub("", MOMENT.sub("", words)).splitlines()
    return "\n".join(
        line for line in lines if '"generated"' not in line and '"created"' not in line
    )


def count_keys_anew() -> None:
    """Let the next keys follow those that there are: PostgreSQL takes back none that it gave."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


@pytest.mark.parametrize("reader", ["alice", "kim"])
def test_nothing_tells_which_of_two_is_stuck(
    reader: str,
    room: Room,
    cast: dict[str, User],
    things: dict[str, str],
    stick: Callable[[User], Stuck],
    sign_in: SignIn,
) -> None:
    Thread.objects.filter(kind="stuck").delete()
    client = sign_in(cast[reader])
    met = []
    for asker in (cast["bob"], cast["ida"]):
        caches["pieces"].clear()
        count_keys_anew()
        with transaction.atomic():
            stick(asker)
            # The same addresses both times, with each of the two as whose words are asked for.
            urls = [*addresses(room, things, cast["bob"]), *addresses(room, things, cast["ida"])]
            met.append(seen_by(client, list(dict.fromkeys(urls))))
            transaction.set_rollback(True)

    told = [url for url in met[0] if met[0][url] != met[1][url]]
    assert told == []
    assert any("Lapwing" in words for words in met[0].values())


@pytest.mark.parametrize("reader", ["ida", "lea"])
def test_who_is_not_past_it_finds_every_page_as_if_nobody_were_stuck(
    reader: str,
    room: Room,
    cast: dict[str, User],
    things: dict[str, str],
    sign_in: SignIn,
) -> None:
    Thread.objects.filter(kind="stuck").delete()
    client = sign_in(cast[reader])
    urls = list(addresses(room, things, cast["bob"]))
    before = seen_by(client, urls)

    stuck = room.stick(cast["bob"], 3, source=WORDS)
    room.help(stuck, cast["alice"], f"A Lapwing, @{cast[reader].display_name}.")
    after = seen_by(client, urls)

    assert [url for url in urls if before[url] != after[url]] == []
    assert not notices_of(cast[reader]).filter(kind__in=["stuck", "mention", "voice"]).exists()


def test_named_one_is_told_by_name(room: Room, cast: dict[str, User], sign_in: SignIn) -> None:
    stuck = room.stick(cast["bob"], 3, source=WORDS)

    page = page_of(sign_in(cast["kim"]).get(room.discussion_url(3)))

    assert "Bob is stuck here" in page.at(f"stuck-{stuck.pk}").text


def test_thread_knows_no_asker_without_a_name(
    cast: dict[str, User], stick: Callable[[User], Stuck]
) -> None:
    stick(cast["bob"])

    stuck = Thread.objects.filter(kind="stuck")
    assert not stuck.exclude(opened_by=None).exists()
    assert not LogEntry.objects.filter(act="hid").exclude(subject=None).exists()
    told = Notice.objects.filter(kind__in=["stuck", "waiting", "cleared"])
    assert not told.filter(user=cast["bob"]).exists()


def test_blocking_tells_not_who_it_is(room: Room, cast: dict[str, User], sign_in: SignIn) -> None:
    """Nothing changes for kim, whomever of the two kim blocks."""
    stuck = room.stick(cast["bob"], 3, source=WORDS, is_anonymous=True)
    overview = reverse("discussions:overview", args=[room.reading.pk])
    urls = [room.url, room.discussion_url(3), f"{overview}?show=stuck", reverse("accounts:inbox")]
    kims = sign_in(cast["kim"])
    met = []
    for blocked in (cast["bob"], cast["ida"]):
        caches["pieces"].clear()
        block = Block.objects.create(blocker=cast["kim"], blocked=blocked)
        pages = seen_by(kims, urls).values()
        met.append([page.count(f"stuck-{stuck.pk}") + page.count("Lapwing") for page in pages])
        block.delete()

    assert met[0] == met[1]
    assert notices_of(cast["kim"]).filter(kind="stuck").exists()


def test_who_blocked_a_named_one_is_told_no_name_and_no_words(
    room: Room, cast: dict[str, User], sign_in: SignIn
) -> None:
    stuck = room.stick(cast["bob"], 3, source=WORDS)
    Block.objects.create(blocker=cast["kim"], blocked=cast["bob"])
    kims = sign_in(cast["kim"])

    box = page_of(kims.get(room.discussion_url(3))).at(f"stuck-{stuck.pk}").text
    overview = html_of(kims.get(reverse("discussions:overview", args=[room.reading.pk])))

    assert "Somebody you have blocked" in box
    assert "Lapwing" not in box + overview
    assert not notices_of(cast["kim"]).filter(kind="stuck").exists()


def test_name_that_is_taken_off_is_gone_at_once(
    room: Room, cast: dict[str, User], sign_in: SignIn
) -> None:
    stuck = room.stick(cast["bob"], 3, source=WORDS)
    kims = sign_in(cast["kim"])
    overview = reverse("discussions:overview", args=[room.reading.pk])
    thread = f"thread-{stuck.thread_id}"
    assert "Bob" in page_of(kims.get(overview)).at(thread).text

    url = reverse("discussions:stuck_words", args=[stuck.pk])
    sign_in(cast["bob"]).post(url, {"text": WORDS, "is_anonymous": "on"})

    for page in (kims.get(overview), kims.get(room.discussion_url(3))):
        assert "Somebody is stuck here" in page_of(page).at(thread).text
        assert "Bob" not in page_of(page).at(thread).text


def test_reply_form_says_that_it_shows_the_name(
    room: Room, cast: dict[str, User], sign_in: SignIn
) -> None:
    stuck = room.stick(cast["bob"], 3, is_anonymous=True)
    answer = room.help(stuck, cast["kim"], "So.")
    url = reverse("discussions:reply", args=[answer.pk])

    assert "A reply shows it." in html_of(sign_in(cast["bob"]).get(url, headers=HTMX))
    assert "A reply shows it." not in html_of(sign_in(cast["alice"]).get(url, headers=HTMX))


# --- What is one's own, and erasure --------------------------------------------------------------


def test_own_export_holds_what_is_ones_own(
    cast: dict[str, User], stick: Callable[[User], Stuck]
) -> None:
    stick(cast["bob"])

    def export(user: User) -> str:
        with archive_of(user) as made, zipfile.ZipFile(made) as archive:
            return archive.read("everything.json").decode()

    assert WORDS in export(cast["bob"])
    assert WORDS not in export(cast["kim"])
    assert '"calls"' in export(cast["kim"])


@pytest.mark.parametrize("keeps_words", [True, False])
def test_erasure_leaves_no_name_and_calls_nobody_more(
    keeps_words: bool, room: Room, cast: dict[str, User], sign_in: SignIn
) -> None:
    bob = cast["bob"]
    answered = room.stick(bob, 3, source=WORDS)
    room.help(answered, cast["kim"], "So.")
    unanswered = room.stick(bob, 2, source=WORDS)

    erasing.send(User, user=bob, emails=[bob.email], keeps_words=keeps_words)

    stuck = Stuck.objects.get()
    assert (stuck.pk, stuck.asker, stuck.is_cleared) == (answered.pk, None, True)
    assert stuck.source == (WORDS if keeps_words else "")
    assert not Thread.objects.filter(pk=unanswered.thread_id).exists()
    assert Thread.objects.get(pk=stuck.thread_id).opened_by is None
    box = page_of(sign_in(cast["kim"]).get(room.discussion_url(3))).at(f"stuck-{stuck.pk}").text
    assert "Somebody who has left was stuck here" in box


def test_calls_go_with_who_was_called(room: Room, cast: dict[str, User]) -> None:
    room.stick(cast["bob"], 3)
    assert Call.objects.filter(helper=cast["kim"]).exists()

    cast["kim"].memberships.all().delete()
    cast["kim"].delete()

    assert not Call.objects.exclude(helper=cast["alice"]).exists()
