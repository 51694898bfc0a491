"""Each permission matters: one that allows everything lets somebody through who is refused now."""

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Article, Collection
from discussions.models import Comment, Thread
from groups import actions
from groups.models import Group, Invitation, Membership, Reading
from tests.conftest import Room
from tests.test_matrix import MATRIX, ROLES, TEXT, answer

APPS = ("articles", "groups", "discussions")
MODELS = (Group, Membership, Reading, Invitation, Article, Collection, Comment, Thread)

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


def sights() -> Iterator[tuple[type[QuerySet[Any]], str]]:
    """What decides which things exist for a person: methods of the models' querysets."""
    for model in MODELS:
        queries = type(model._default_manager.all())
        for name in ("visible_to", "within_reach", "of", "valid", "within_horizon"):
            if name in vars(queries):
                yield queries, name


@pytest.fixture
def others(room: Room, comment: Comment, bob: User, alice: User) -> dict[str, str]:
    """What the matrix does not tell of: things ahead of bob, hidden, closed, or ended."""
    hidden = room.answer(comment, bob, "Hidden words.")
    Comment.objects.filter(pk=hidden.pk).update(hidden_at=hidden.created_at)
    loft = Group(name="The Loft", visibility="listed", joining="invitation")
    actions.found(loft, founder=alice)
    ended = actions.invite(room.member(alice))
    actions.revoke(ended, by=room.member(alice))
    made = {
        "ahead": room.say(alice, 5, "Words ahead of bob.").pk,
        "fifth": room.paragraphs[4].pk,
        "hidden": hidden.pk,
        "loft": loft.pk,
        "alice": room.member(alice).pk,
        "ended": ended.token,
    }
    return {name: str(thing) for name, thing in made.items()}


def let_through_of_matrix(things: dict[str, str], clients: dict[str, Client]) -> LetThrough:
    """What the matrix refuses."""
    for name, row in MATRIX.items():
        url = reverse(name, args=[things[arg] for arg in row.args])
        for method in ("get", "post"):
            for role in ROLES:
                expected = row.expected(method, role)
                if expected in {"403", "404"}:
                    sent = dict(row.data) if method == "post" else None
                    if answer(getattr(clients[role], method)(url, sent)) != expected:
                        yield f"{role} {method} {name}"


# Who comes too early, or to what is closed to everyone: role, address, the things in it, the form.
FURTHER: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("bob", "discussions:discussion", "reading fifth", dict(TEXT)),
    ("bob", "discussions:reply", "ahead", dict(TEXT)),
    ("alice", "discussions:reply", "hidden", dict(TEXT)),
    ("bob", "discussions:edit", "hidden", {"version": "1", "text": "Other words."}),
    ("alice", "discussions:report", "hidden", {"words": "Too loud."}),
    ("alice", "discussions:report_person", "group alice", {"words": "Too loud."}),
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
        if answer(clients[role].post(url, data)) not in {"403", "404"}:
            yield f"{role} post {name} {args}"
    of_group = clients["bob"].get(reverse("groups:group", args=[things["group"]]))
    if b"Words ahead of bob." in of_group.content:
        yield "bob's page of the group"


@pytest.fixture
def let_through(
    things: dict[str, str], others: dict[str, str], clients: dict[str, Client]
) -> Callable[[], LetThrough]:
    for client in clients.values():
        client.raise_request_exception = False

    def ask() -> LetThrough:
        yield from let_through_besides(things | others, clients)
        yield from let_through_of_matrix(things, clients)

    return ask


def test_all_of_this_is_refused(let_through: Callable[[], LetThrough]) -> None:
    assert list(let_through()) == []


@pytest.mark.parametrize("permission", list(stated()), ids=lambda p: f"{p.__module__}.{p.__name__}")
def test_permission_that_allows_everything_is_noticed(
    permission: Permission, let_through: Callable[[], LetThrough], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in list(sys.modules.values()):
        if vars(module).get(permission.__name__) is permission:
            monkeypatch.setattr(module, permission.__name__, lambda *args, **kwargs: True)

    assert next(let_through(), "")


@pytest.mark.parametrize(
    ("queries", "name"), list(sights()), ids=lambda x: getattr(x, "__name__", x)
)
def test_sight_that_shows_everything_is_noticed(
    queries: type[QuerySet[Any]],
    name: str,
    let_through: Callable[[], LetThrough],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, name, lambda self, *args: self.all())

    assert next(let_through(), "")
