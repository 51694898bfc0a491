"""The record of a group: who did what to whom, for its leaders to read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from groups import actions
from groups.models import Group, LogEntry, Membership
from groups.views.log import KINDS, SENTENCES, told
from tests.conftest import Person, Room, SignIn
from tests.page import cost, html_of, page_of

Act = LogEntry.Act


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def log_url(group: Group, query: str = "") -> str:
    return reverse("groups:log", args=[group.pk]) + query


def sentences(client: Client, group: Group, query: str = "") -> list[str]:
    page = page_of(client.get(log_url(group, query))).at("main")
    return [words.text for words in page.all(of_class="entry-words")]


def test_record_tells_who_did_what_the_newest_first(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    leader = Membership.Role.LEADER
    actions.change_role(room.member(bob), role=leader, by=room.member(alice))
    actions.remove(room.member(bob), by=room.member(alice), reason="Too loud.")

    assert sentences(alices, room.group) == [
        "Alice removed Bob",
        "Alice made Bob a leader",
        "Alice started a reading",
        "Dave left",
        "Dave joined",
        "Bob joined",
        "Alice founded the group",
    ]
    assert "Too loud." in page_of(alices.get(log_url(room.group))).text


def test_every_act_has_a_sentence_and_a_kind(room: Room, alice: User, bob: User) -> None:
    assert set(SENTENCES) == set(Act)
    assert {act for _words, acts in KINDS.values() for act in acts} == set(Act)
    for act in Act:
        entry = LogEntry(group=room.group, act=act, actor=alice, subject=bob)
        assert "<bdi>Alice</bdi>" in told(entry)
        assert "{" not in told(entry)


def test_acts_about_oneself_say_so(room: Room, alice: User) -> None:
    acts = (Act.PAUSED, Act.RETURNED, Act.DEMOTED)
    entries = [LogEntry(group=room.group, act=act, actor=alice, subject=alice) for act in acts]

    assert [told(entry) for entry in entries] == [
        "<bdi>Alice</bdi> paused",
        "<bdi>Alice</bdi> returned after a pause",
        "<bdi>Alice</bdi> gave up leading the group",
    ]


def test_pause_that_ended_by_itself_has_nobody_who_ended_it(room: Room, bob: User) -> None:
    entry = LogEntry(group=room.group, act=Act.RETURNED, subject=bob)

    assert told(entry) == "The pause of <bdi>Bob</bdi> ended"


def test_erased_people_have_no_name_in_it(room: Room, alice: User, bob: User) -> None:
    actions.remove(room.member(bob), by=room.member(alice), reason="Too loud.")

    bob.delete()

    entry = LogEntry.objects.get(act="removed")
    assert told(entry) == "<bdi>Alice</bdi> removed somebody who has left the site"
    entry.actor, entry.subject = None, alice
    assert told(entry) == "Somebody who has left the site removed <bdi>Alice</bdi>"


def test_leader_who_paused_an_erased_member_is_not_said_to_have_paused(
    room: Room, alice: User, bob: User
) -> None:
    actions.pause(room.member(bob), by=room.member(alice))

    bob.delete()

    entry = LogEntry.objects.get(act="paused")
    assert told(entry) == "<bdi>Alice</bdi> let somebody who has left the site pause"


def test_names_and_reasons_are_only_words(room: Room, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(display_name="<b>{actor}</b>")
    actions.remove(room.member(bob), by=room.member(alice), reason="<script>1</script>")

    entry = LogEntry.objects.select_related("actor", "subject").get(act="removed")

    assert "<bdi>&lt;b&gt;{actor}&lt;/b&gt;</bdi>" in told(entry)


@pytest.mark.parametrize("language", ["he", "ru", "es"])
def test_sentences_keep_their_names_in_every_language(
    language: str, room: Room, alice: User, bob: User
) -> None:
    with translation.override(language):
        for act, sentence in SENTENCES.items():
            words = told(LogEntry(group=room.group, act=act, actor=alice, subject=bob))
            assert "Alice" in words
            assert ("Bob" in words) == ("{subject}" in str(sentence))


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("people", ["Bob paused", "Dave left", "Dave joined", "Bob joined"]),
        ("group", ["Alice started a reading", "Alice founded the group"]),
        ("words", []),
        (
            "nothing-like-it",
            [
                "Bob paused",
                "Alice started a reading",
                "Dave left",
                "Dave joined",
                "Bob joined",
                "Alice founded the group",
            ],
        ),
    ],
)
def test_one_kind_of_entries(
    kind: str, seen: list[str], room: Room, bob: User, alices: Client
) -> None:
    actions.pause(room.member(bob), by=room.member(bob))

    assert sentences(alices, room.group, f"?kind={kind}") == seen


def test_record_has_pages_of_fifty(room: Room, alice: User, alices: Client) -> None:
    now = timezone.now()
    LogEntry.objects.all().delete()
    LogEntry.objects.bulk_create(
        LogEntry(
            group=room.group,
            act=Act.CHANGED,
            actor=alice,
            reason=f"Number {number}.",
            created_at=now + timedelta(minutes=number),
        )
        for number in range(51)
    )

    first, second = (html_of(alices.get(log_url(room.group, f"?page={n}"))) for n in (1, 2))

    assert "Number 50." in first
    assert "Number 0." not in first
    assert "Number 0." in second
    page = page_of(alices.get(log_url(room.group, "?kind=group&page=1"))).at("main")
    assert page.one("a", rel="next").attributes["href"] == "?kind=group&page=2"


def test_record_is_of_this_group_alone(room: Room, carol: User, alices: Client) -> None:
    actions.found(Group(name="The Attic"), founder=carol)

    assert "Carol" not in page_of(alices.get(log_url(room.group))).at("main").text


def test_record_costs_the_same_however_long_it_is(
    room: Room, alices: Client, person: Person
) -> None:
    before = cost(alices, log_url(room.group))
    for number in range(10):
        actions.leave(actions.join(room.group, user=person(f"guest{number}")))

    assert cost(alices, log_url(room.group)) == before
