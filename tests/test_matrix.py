"""Every address of the site × every role × GET and POST, with the answer it must give.

The things in the addresses belong to a private group, to bob, or to alice. Who is not in the
group gets the same bytes for them as for things that do not exist.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from groups.actions import found
from groups.models import Group, Membership

ROLES = ("anonymous", "carol", "dave", "erin", "bob", "alice")


@dataclass(frozen=True)
class Row:
    """The answers to GET and POST in the order of ROLES; one word stands for all of them.

    `login` sends to the sign-in page, `go` anywhere else.
    """

    get: str
    post: str
    args: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()

    def expected(self, method: str) -> list[str]:
        answers = (self.get if method == "get" else self.post).split()
        return answers * len(ROLES) if len(answers) == 1 else answers


SIGNED_IN = "login 200 200 200 200 200"
NOT_BY_POST = "login 405 405 405 405 405"
NOT_BY_GET = "login 405 405 405 405 405"
INSIDE = "login 404 404 404 200 200"
LEADERS = "login 404 404 404 403 200"
TEXT = (("text", "A thought."), ("key", "1f0c8f2e-5a66-4c52-9a54-0d5c2fbb6c11"))

MATRIX = {
    # The site
    "home": Row("200", "405"),
    "offline": Row("200", "405"),
    "service_worker": Row("200", "405"),
    "styleguide": Row("404 404 404 200 404 404", "405"),
    # Signing in and the account; only the first is asked of people who have none.
    "account_login": Row("200 go go go go go", "200 go go go go go"),
    "account_signup": Row("200 go go go go go", "200 go go go go go"),
    "account_logout": Row("go 200 200 200 200 200", "go"),
    "account_inactive": Row("200", "405"),
    "account_reauthenticate": Row(SIGNED_IN, SIGNED_IN),
    "account_email": Row(SIGNED_IN, "login go go go go go"),
    "account_email_verification_sent": Row("login go go go go go", "login go go go go go"),
    "account_change_password": Row(SIGNED_IN, SIGNED_IN),
    "account_set_password": Row("login go go go go go", "login go go go go go"),
    "account_reset_password": Row("200", "200"),
    "account_reset_password_done": Row("200", "405"),
    "account_reset_password_from_key": Row("200", "200", args=("uid", "key")),
    "account_reset_password_from_key_done": Row("200", "405"),
    "account_confirm_login_code": Row("login go go go go go", "login go go go go go"),
    "accounts:profile": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "accounts:language": Row("405", "go"),
    "accounts:look": Row(
        "405",
        "go",
        data=(("theme", "dark"), ("size", "large"), ("measure", "wide"), ("align", "start")),
    ),
    # The library; the draft is alice's, the article too.
    "articles:library": Row(SIGNED_IN, NOT_BY_POST),
    "articles:article_new": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "articles:article": Row("login 404 404 404 404 200", NOT_BY_POST, args=("article",)),
    "articles:draft": Row(
        "login 404 404 404 404 200", "login 404 404 404 404 422", args=("draft",)
    ),
    "articles:draft_discard": Row(NOT_BY_GET, "login 404 404 404 404 go", args=("draft",)),
    # Groups
    "groups:directory": Row(SIGNED_IN, NOT_BY_POST),
    "groups:group_new": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "groups:group": Row(INSIDE, NOT_BY_POST, args=("group",)),
    "groups:group_edit": Row(LEADERS, "login 404 404 404 403 422", args=("group",)),
    "groups:join": Row(NOT_BY_GET, "login 404 404 404 go go", args=("group",)),
    "groups:leave": Row(NOT_BY_GET, "login 404 404 404 go go", args=("group",)),
    "groups:role": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("group", "membership"),
        data=(("role", "leader"),),
    ),
    "groups:invitations": Row(LEADERS, LEADERS, args=("group",)),
    "groups:invitation_revoke": Row(
        NOT_BY_GET, "login 404 404 404 403 go", args=("group", "invitation")
    ),
    "groups:invitation": Row("200", "login go go go go go", args=("token",)),
    "groups:reading_new": Row(LEADERS, "login 404 404 404 403 422", args=("group",)),
    "groups:progress": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    # The reading room; the comment is bob's.
    "discussions:room": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "discussions:marks": Row(NOT_BY_GET, "login 404 404 404 400 400", args=("reading",)),
    "discussions:discussion": Row(
        INSIDE, "login 404 404 404 go go", args=("reading", "paragraph"), data=TEXT
    ),
    "discussions:comment": Row("login 404 404 404 go go", NOT_BY_POST, args=("comment",)),
    "discussions:reply": Row(INSIDE, "login 404 404 404 go go", args=("comment",), data=TEXT),
    "discussions:edit": Row(
        "login 404 404 404 200 403", "login 404 404 404 422 403", args=("comment",)
    ),
    "discussions:deletion": Row(
        "login 404 404 404 200 403", "login 404 404 404 go 403", args=("comment",)
    ),
}


def patterns(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from patterns(entry, f"{entry.namespace}:" if entry.namespace else space)


def test_every_address_is_listed() -> None:
    assert sorted(set(patterns(get_resolver()))) == sorted(MATRIX)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_address_answers(
    name: str, method: str, role: str, things: dict[str, str], clients: dict[str, Client]
) -> None:
    row = MATRIX[name]
    url = reverse(name, args=[things[arg] for arg in row.args])

    response = getattr(clients[role], method)(url, dict(row.data) if method == "post" else None)

    assert answer(response) == row.expected(method)[ROLES.index(role)]


def answer(response: HttpResponse) -> str:
    status, location = response.status_code, response.headers.get("Location", "")
    if status not in {301, 302}:
        return str(status)
    return "login" if location.startswith(reverse("account_login")) else "go"


SECRET = [name for name, row in MATRIX.items() if "404" in f"{row.get} {row.post}"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(SECRET))
def test_what_is_not_mine_looks_like_what_does_not_exist(
    name: str, method: str, things: dict[str, str], clients: dict[str, Client]
) -> None:
    row = MATRIX[name]
    there = reverse(name, args=[things[arg] for arg in row.args])
    nowhere = reverse(name, args=[10_000_000 + number for number, _arg in enumerate(row.args)])
    data = dict(row.data)

    foreign = getattr(clients["carol"], method)(there, data)
    absent = getattr(clients["carol"], method)(nowhere, data)

    assert foreign.status_code == absent.status_code
    assert bare(foreign.content, there) == bare(absent.content, nowhere)
    assert sorted(foreign.headers) == sorted(absent.headers)


def bare(page: bytes, path: str) -> str:
    """The page without what differs from one request to the next, and its own address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())
    return text.replace(path, "")


def test_leader_of_another_group_changes_nothing_here(
    things: dict[str, str], carol: User, clients: dict[str, Client]
) -> None:
    theirs = found(Group(name="Another"), founder=carol)
    urls = [
        reverse("groups:role", args=[theirs.group_id, things["membership"]]),
        reverse("groups:invitation_revoke", args=[theirs.group_id, things["invitation"]]),
    ]

    answers = [clients["carol"].post(url, {"role": "leader"}).status_code for url in urls]

    assert answers == [404, 404]
    assert Membership.objects.get(pk=things["membership"]).role == "member"
