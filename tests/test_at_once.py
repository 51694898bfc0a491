"""Copies of each post, sent at the same moment, do what one of them does."""

import os
from collections import Counter

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import Group, Membership
from tests.at_once import at_once
from tests.conftest import SignIn
from tests.page import Element, page_of
from tests.posts import POSTS, SINGLE
from tests.test_matrix import MATRIX

COPIES = int(os.environ.get("COPIES", "6"))
OURS = ("accounts:", "articles:", "discussions:", "groups:")
# Where somebody has been, what the program has to do yet, and that pages are to look anew.
PASSING = {"Session", "UserSession", "DBTaskResult", "Submission", "Event"}


def rows() -> Counter[str]:
    """How many rows there are of each kind."""
    kinds = [model for model in apps.get_models() if model.__name__ not in PASSING]
    return Counter({kind._meta.label: kind._base_manager.count() for kind in kinds})


def filled_in(page: Element, *, at: str, to: str) -> dict[str, str]:
    """What a browser would send of the form that posts there on the page at this address."""
    forms = [f for f in page.all("form", method="post") if f.attributes.get("action", at) == to]
    if not forms:
        return {}
    form, data = forms[0], {}
    for element in form.all("input"):
        kind = element.attributes.get("type", "text")
        if kind not in {"file", "submit"} and (
            kind not in {"radio", "checkbox"} or "checked" in element.attributes
        ):
            on = "on" if kind == "checkbox" else ""
            data[element.attributes.get("name", "")] = element.attributes.get("value", on)
    for element in form.all("select"):
        options = element.all("option")
        chosen = [option for option in options if "selected" in option.attributes] or options[:1]
        data[element.attributes["name"]] = chosen[0].attributes.get("value", "") if chosen else ""
    for element in form.all("textarea"):
        data[element.attributes["name"]] = element.text
    return data


def test_every_post_is_listed() -> None:
    taken = {
        name
        for name, row in MATRIX.items()
        if name.startswith(OURS) and set(row.post.split()) - {"405", "login", "404"}
    }

    assert sorted(taken) == sorted({*POSTS, *SINGLE})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(POSTS))
def test_copies_have_the_effect_of_one(
    name: str,
    things: dict[str, str],
    sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    post = POSTS[name]
    for member in ("heidi", "gina"):
        request.getfixturevalue(member)
    user: User = request.getfixturevalue(post.role)
    if post.role == "heidi":
        things["membership"] = str(user.memberships.get().pk)
    # Only a group that is not private has an address to change.
    Group.objects.filter(pk=things["group"]).update(visibility="unlisted")
    url = reverse(name, args=[things[arg] for arg in MATRIX[name].args])
    holder = reverse(post.page, args=[things["group"]]) if post.page else url
    shown = sign_in(user).get(holder)
    data = filled_in(page_of(shown), at=holder, to=url) if shown.status_code == 200 else {}
    typed = {key: value.format(**things) for key, value in post.filled.items()}
    data |= dict(MATRIX[name].data) | typed

    def sent() -> dict[str, object]:
        file = SimpleUploadedFile("chosen", post.file.encode())
        return data | ({"file": file} if post.file else {})

    clients: list[Client] = [sign_in(user) for _copy in range(COPIES)]

    before = rows()
    with transaction.atomic():
        alone = clients[0].post(url, sent())
        effect = changes(before)
        transaction.set_rollback(True)
    answers = at_once(*[lambda c=client: c.post(url, sent()) for client in clients])

    assert alone.status_code < 400, alone.content.decode()
    assert changes(before) == effect
    assert all(answer.status_code < 500 for answer in answers)
    assert not leaderless()


def changes(before: Counter[str]) -> dict[str, int]:
    now = rows()
    return {kind: now[kind] - before[kind] for kind in now if now[kind] != before[kind]}


def leaderless() -> list[Group]:
    """The groups without a leader: none."""
    led = Membership.objects.leading().values("group")
    return list(Group.objects.exclude(pk__in=led))
