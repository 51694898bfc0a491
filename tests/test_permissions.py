"""Each permission matters: one that allows everything lets somebody through who is refused now."""

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from articles.models import Article, Collection
from discussions.models import Comment, Heirloom, Kind, Stuck, Thread
from groups import actions
from groups.models import Group, Invitation, Membership, Reading, StudySession
from tests.conftest import Room
from tests.page import page_of
from tests.test_matrix import MATRIX, ROLES, TEXT, answer

pytestmark = pytest.mark.pages

APPS = ("articles", "groups", "discussions")
MODELS = (
    *(Group, Membership, Reading, StudySession, Invitation, Article, Collection),
    *(Comment, Thread, Stuck, Heirloom),
)

type Permission = Callable[..., bool]
# What was refused and is not, any more.
type LetThrough = Iterator[str]


def stated() -> Iterator[Permission]:
    """The permissions that the apps state."""
    for app in APPS:
        module = importlib.import_module(f"{app}.permissions")
        for _name, thing in inspect.getmembers(module, inspect.isfunction):
            if thing.__module__ == module.__name__:
                yield thing


def sights() -> Iterator[tuple[type[Model], str]]:
    """What decides which things exist for a person: methods of the models' querysets."""
    for model in MODELS:
        for name in ("visible_to", "within_reach", "of", "valid"):
            # Which threads are in reach spares looking into the others: comments are asked for.
            if name in vars(queries_of(model)) and (model, name) != (Thread, "within_reach"):
                yield model, name


def queries_of(model: type[Model]) -> type[QuerySet[Any]]:
    return type(model._default_manager.all())


@pytest.fixture
def others(
    room: Room, things: dict[str, str], comment: Comment, bob: User, alice: User, dave: User
) -> dict[str, str]:
    """What the matrix does not tell of: things ahead of bob, hidden, closed, or ended."""
    hidden = room.answer(comment, bob, "Hidden words.")
    Comment.objects.filter(pk=hidden.pk).update(hidden_at=hidden.created_at)
    loft = Group(name="The Loft", visibility="listed", joining="invitation")
    actions.found(loft, founder=alice)
    note = room.say(bob, 1, "A note of bob's.", kind=Kind.NOTE)
    slow = actions.start_reading(room.reading.article, by=room.member(alice))
    actions.cut(
        slow,
        by=room.member(alice),
        pacing=Reading.Pacing.TOGETHER,
        firsts=room.paragraphs[1:2],
    )
    going_on = room.reading.sessions.get()
    told_before_he_left = {"kind": "session", "about": going_on.pk, "bundle": "session"}
    Notice.objects.create(user=dave, **told_before_he_left)
    ended = actions.invite(room.member(alice))
    actions.revoke(ended, by=room.member(alice))
    made = {
        "ahead": room.say(alice, 5, "Words ahead of bob.").pk,
        "fifth": room.paragraphs[4].pk,
        "hidden": hidden.pk,
        "first": room.paragraphs[0].pk,
        "third": room.paragraphs[2].pk,
        "loft": loft.pk,
        "note": note.pk,
        "slow": slow.pk,
        "alice": room.member(alice).pk,
        "ended": ended.token,
    }
    return {name: str(thing) for name, thing in made.items()}


def let_through_of_matrix(
    things: dict[str, str], clients: dict[str, Client], app: str
) -> LetThrough:
    """What the matrix refuses, beginning with the app where it is most likely let through."""
    for name, row in sorted(MATRIX.items(), key=lambda listed: not listed[0].startswith(app)):
        url = reverse(name, args=[things[arg] for arg in row.args])
        for method in ("get", "post"):
            for role in ROLES:
                expected = row.expected(method, role)
                if expected in {"403", "404"}:
                    sent = dict(row.data) if method == "post" else None
                    if answer(getattr(clients[role], method)(url, sent)) != expected:
                        yield f"{role} {method} {name}"


# Where bob stands and has not marked.
PREPARATION = dict(TEXT) | {"kind": "preparation", "sort": "gloss"}
# Who comes too early, or to what is closed to everyone: role, address, the things in it, the form.
FURTHER: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("bob", "discussions:discussion", "reading fifth", dict(TEXT)),
    ("bob", "discussions:discussion", "reading third", PREPARATION),
    ("bob", "discussions:reply", "ahead", dict(TEXT)),
    ("alice", "discussions:reply", "hidden", dict(TEXT)),
    ("bob", "discussions:thread_draft", "reading fifth", dict(TEXT)),
    ("alice", "discussions:reply_draft", "hidden", dict(TEXT)),
    ("bob", "discussions:edit_draft", "hidden", dict(TEXT)),
    ("alice", "discussions:reply", "note", dict(TEXT)),
    ("bob", "discussions:answer", "answer", {"act": "mark"}),
    ("alice", "discussions:answer", "comment", {"act": "mark"}),
    ("bob", "discussions:edit", "hidden", {"version": "1", "text": "Other words."}),
    ("alice", "discussions:reactions", "hidden", {"react": "heart"}),
    ("alice", "discussions:report", "hidden", {"words": "Too loud."}),
    ("alice", "discussions:report_person", "group alice", {"words": "Too loud."}),
    ("alice", "discussions:deletion", "comment", {}),
    ("bob", "discussions:hiding", "comment", {"reason": "Too loud."}),
    ("bob", "discussions:marks", "slow", {"mark": "{fifth}"}),
    ("heidi", "discussions:marks", "reading", {"read_to": "{first}"}),
    ("heidi", "groups:attendance", "study_session", {"act": "take_part"}),
    ("alice", "groups:sessions", "finished", {"number": "1"}),
    ("heidi", "groups:pause", "group membership", {}),
    ("alice", "groups:steps_edit", "finished", {}),
    ("alice", "discussions:legacy", "reading", {"reach": "all"}),
    ("alice", "discussions:again", "reading", {"group": "{group}"}),
    ("bob", "discussions:heirloom_help", "heirloom_ahead", {}),
    ("carol", "groups:join", "loft", {}),
    ("carol", "groups:join_request", "loft", {}),
    ("alice", "groups:removal", "group alice", {"reason": "Too loud."}),
    ("bob", "groups:pause", "group alice", {}),
    ("carol", "groups:invitation", "ended", {}),
)


def let_through_besides(things: dict[str, str], clients: dict[str, Client]) -> LetThrough:
    """What the list above refuses."""
    for role, name, args, data in FURTHER:
        url = reverse(name, args=[things[arg] for arg in args.split()])
        sent = {field: value.format(**things) for field, value in data.items()}
        if answer(clients[role].post(url, sent)) not in {"403", "404"}:
            yield f"{role} post {name} {args}"
    of_group = clients["bob"].get(reverse("groups:group", args=[things["group"]]))
    if b"Words ahead of bob." in of_group.content:
        yield "bob's page of the group"
    of_room = clients["alice"].get(reverse("discussions:room", args=[things["reading"]]))
    if "has-voices" in page_of(of_room).at(f"voices-{things['first']}").classes:
        yield "alice's margin beside bob's note"
    of_room = clients["bob"].get(reverse("discussions:room", args=[things["reading"]]))
    if "has-voices" in page_of(of_room).at(f"voices-{things['fifth']}").classes:
        yield "bob's margin beside words ahead of him"
    of_inbox = clients["dave"].get(reverse("accounts:inbox"))
    if b"A study session goes on" in of_inbox.content:
        yield "dave's inbox"


@pytest.fixture
def let_through(
    things: dict[str, str], others: dict[str, str], clients: dict[str, Client]
) -> Callable[[str], LetThrough]:
    for client in clients.values():
        client.raise_request_exception = False

    def ask(app: str) -> LetThrough:
        yield from let_through_besides(things | others, clients)
        yield from let_through_of_matrix(things, clients, app)

    return ask


def test_all_of_this_is_refused(
    things: dict[str, str], others: dict[str, str], clients: dict[str, Client]
) -> None:
    assert list(let_through_besides(things | others, clients)) == []


@pytest.mark.parametrize("permission", list(stated()), ids=lambda p: f"{p.__module__}.{p.__name__}")
def test_permission_that_allows_everything_is_noticed(
    permission: Permission,
    let_through: Callable[[str], LetThrough],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in list(sys.modules.values()):
        if vars(module).get(permission.__name__) is permission:
            monkeypatch.setattr(module, permission.__name__, lambda *args, **kwargs: True)

    assert next(let_through(permission.__module__.split(".")[0]), "")


@pytest.mark.parametrize(("model", "name"), list(sights()), ids=lambda x: getattr(x, "__name__", x))
def test_sight_that_shows_everything_is_noticed(
    model: type[Model],
    name: str,
    let_through: Callable[[str], LetThrough],
    monkeypatch: pytest.MonkeyPatch,
    uncompiled: None,
) -> None:
    monkeypatch.setattr(queries_of(model), name, lambda self, *args: self.all())

    assert next(let_through(model._meta.app_label), "")
