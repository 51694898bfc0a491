"""Notes and words to one person are found nowhere by anybody else: neither words nor numbers.

What bob notes for himself and what he and heidi say to each other is planted as canaries; then
everyone walks all pages of the site, before and after.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.own import sections_of
from discussions import actions
from discussions.models import Comment, Kind, Report
from groups.models import LogEntry
from tests.conftest import Room, SignIn
from tests.page import HTMX, MOMENT, bare, html_of, page_of
from tests.test_matrix import MATRIX

pytestmark = pytest.mark.pages

NOTED, TOLD, ANSWERED = "I said siskin", "I said wryneck", "I said dunnock"
CANARIES = ("siskin", "wryneck", "dunnock")
CANARY = re.compile("said (siskin|wryneck|dunnock)")
# What tells of other things that have happened meanwhile, or leads away from the site.
PASSING = {"account_logout", "accounts:sessions", "accounts:session_end"}


def plant(room: Room, bob: User, heidi: User) -> list[Comment]:
    note = room.say(bob, 1, NOTED, kind=Kind.NOTE)
    told = room.say(bob, 2, TOLD, kind=Kind.PAIR, partner=heidi)
    return [note, told, room.answer(told, heidi, ANSWERED)]


def addresses(room: Room, things: dict[str, str]) -> Iterator[str]:
    for name, row in MATRIX.items():
        if name not in PASSING:
            yield reverse(name, args=[things[arg] for arg in row.args])
    yield from (room.discussion_url(position) for position in range(1, 6))
    yield from (f"{reverse('discussions:said')}?q={name}" for name in CANARIES)


def walk(client: Client, room: Room, things: dict[str, str]) -> dict[str, str]:
    """What this person reads at every address, as a page and as a part of one."""
    return {
        f"{url} {headers}": MOMENT.sub("", bare(answer))
        for url in addresses(room, things)
        for headers in ({}, HTMX)
        if not (answer := client.get(url, headers=headers)).streaming
    }


@pytest.fixture
def heidi(heidi: User, bob: User, alice: User, room: Room) -> User:
    """Heidi, who is with the others at the end, so that nothing is hidden for being ahead."""
    room.read(bob, 5)
    room.read(heidi, 5)
    return heidi


@pytest.mark.parametrize("name", ["alice", "erin"])
def test_others_read_the_same_with_and_without_private_words(
    name: str,
    room: Room,
    things: dict[str, str],
    bob: User,
    heidi: User,
    sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    theirs = sign_in(request.getfixturevalue(name))
    # What is new is new once.
    walk(theirs, room, things)
    before = walk(theirs, room, things)

    plant(room, bob, heidi)

    assert walk(theirs, room, things) == before


def test_each_of_two_finds_no_more_than_their_own(
    room: Room, things: dict[str, str], bob: User, heidi: User, sign_in: SignIn
) -> None:
    plant(room, bob, heidi)

    found = {
        user: set(CANARY.findall(" ".join(walk(sign_in(user), room, things).values())))
        for user in (bob, heidi)
    }

    assert found == {bob: {"siskin", "wryneck", "dunnock"}, heidi: {"wryneck", "dunnock"}}


def test_private_words_look_like_words_that_do_not_exist(
    room: Room, bob: User, heidi: User, alice: User, sign_in: SignIn
) -> None:
    planted = plant(room, bob, heidi)
    alices = sign_in(alice)

    def answers(pk: int) -> list[Any]:
        found = []
        for name, row in MATRIX.items():
            if row.args == ("comment",) or name == "discussions:answer":
                url = reverse(name, args=[pk])
                for method in (alices.get, alices.post):
                    answer = method(url, dict(row.data))
                    found.append((answer.status_code, bare(answer).replace(url, "")))
        return found

    nowhere = answers(10_000_000)
    assert [answers(comment.pk) for comment in planted] == [nowhere] * len(planted)


def test_private_words_are_in_the_exports_of_those_who_said_them(
    room: Room, bob: User, heidi: User, alice: User
) -> None:
    plant(room, bob, heidi)

    def exported(user: User) -> set[str]:
        told = [str(row) for section in sections_of(user) for row in section.rows]
        return set(CANARY.findall(" ".join(told)))

    assert exported(bob) == {"siskin", "wryneck"}
    assert exported(heidi) == {"dunnock"}
    assert exported(alice) == set()


def test_leader_reads_reported_words_to_one_person_on_record_only(
    room: Room, bob: User, heidi: User, alice: User, sign_in: SignIn
) -> None:
    _note, told, answered = plant(room, bob, heidi)
    sign_in(heidi).post(reverse("discussions:report", args=[told.pk]), {"words": "Unkind."})
    report = Report.objects.get()
    alices = sign_in(alice)
    queue = reverse("discussions:reports", args=[room.group.pk])

    closed = page_of(alices.get(queue)).at(f"report-{report.pk}")
    alices.post(reverse("discussions:report_look", args=[room.group.pk, report.pk]))
    opened = page_of(alices.get(queue)).at(f"report-{report.pk}")

    assert "This was said to one person" in closed.text
    assert not CANARY.search(closed.text)
    assert opened.one(of_class="case-words").text == TOLD
    assert ANSWERED not in html_of(alices.get(queue))
    assert LogEntry.objects.filter(act="looked_ahead", actor=alice, subject=bob).count() == 1
    assert alices.get(told.get_absolute_url()).status_code == 404
    assert alices.get(answered.get_absolute_url()).status_code == 404


def test_leader_hides_reported_words_to_one_person(
    room: Room, bob: User, heidi: User, alice: User, sign_in: SignIn
) -> None:
    _note, told, _answered = plant(room, bob, heidi)
    report = actions.report_comment(told, by=heidi, words="Unkind.")
    alices, where = sign_in(alice), [room.group.pk, report.pk]

    alices.post(reverse("discussions:report_look", args=where))
    alices.post(
        reverse("discussions:settlement", args=where), {"outcome": "hidden", "reason": "Unkind."}
    )

    assert TOLD not in html_of(sign_in(heidi).get(room.discussion_url(2)))


def test_who_is_not_of_the_two_reports_nothing(
    room: Room, bob: User, heidi: User, alice: User, sign_in: SignIn
) -> None:
    _note, told, _answered = plant(room, bob, heidi)
    data = {"words": "Unkind.", "text": "So.", "key": str(uuid.uuid4())}

    for act in ("report", "reply"):
        url = reverse(f"discussions:{act}", args=[told.pk])
        assert sign_in(alice).post(url, data).status_code == 404
    assert not Report.objects.exists()
