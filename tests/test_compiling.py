"""Compiled queries ask just what they would ask if they were put together each time."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, Notice, User, compiled, compiling
from groups.models import Reading
from studygroup.demo import sample
from tests.conftest import Room, SignIn


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Put each query together again when it is asked; gives the names of those that were."""
    ask = compiling._ask
    names: set[str] = set()

    def asking(made: compiling._Made, things: Sequence[Any]) -> list[Any]:
        now = made.query(*things)
        sql, values = now.query.get_compiler(now.db).as_sql()
        assert (made.sql, compiling._values(made, things)) == (sql, tuple(values))
        names.add(made.query.__qualname__)
        return ask(made, things)

    monkeypatch.setattr(compiling, "_ask", asking)
    return names


def test_pages_ask_what_they_mean(db: None, compared: set[str], sign_in: SignIn) -> None:
    sample.load(sample.Sample.read())
    people = [User.objects.get(email=sample.email(name)) for name in ("miriam", "daniel", "noa")]
    Block.objects.create(blocker=people[1], blocked=people[2])
    for reading in Reading.objects.all():
        room = reverse("discussions:room", args=[reading.pk])
        first, last = reading.article.text.first(), reading.article.text.last()
        assert first is not None
        assert last is not None
        for person in people:
            client = sign_in(person)
            for url in (reverse("home"), reading.group.get_absolute_url(), room):
                client.get(url)
            for paragraph in (first, last):
                client.get(reverse("discussions:discussion", args=[reading.pk, paragraph.pk]))
    assert len(compared) > 20


def test_rows_are_of_what_is_asked_for(room: Room, alice: User, bob: User) -> None:
    @compiled
    def joined(user: User, name: str) -> QuerySet[Notice]:
        return Notice.objects.filter(user=user, kind=name)

    assert [one.user for one in joined(alice, "join")] == [alice] * 2
    assert joined(bob, "join") == []
    assert joined(alice, "reply") == []


def test_what_holds_for_a_moment_cannot_be_compiled(alice: User) -> None:
    @compiled
    def new(user: User) -> QuerySet[Notice]:
        return Notice.objects.filter(user=user, created_at__lt=timezone.now())

    with pytest.raises(ValueError, match="for a moment only"):
        new(alice)
