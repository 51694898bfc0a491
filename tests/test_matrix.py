"""Every address of the site × nine roles × GET and POST, with the answer it must give.

The things in the addresses belong to a private group, to bob, or to alice. Who is not in the
group gets the same bytes for them as for things that do not exist.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http.response import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from groups.actions import found
from groups.models import Group, Membership

COLUMNS = ("anonymous", "carol", "dave", "erin", "bob", "alice")
# Who is answered like whom, where a row says nothing else: gina's account is switched off, frank
# is barred from the group, heidi has paused in it.
LIKE = {"gina": "anonymous", "frank": "dave", "heidi": "bob"}
ROLES = (*COLUMNS, *LIKE)


@dataclass(frozen=True)
class Row:
    """The answers to GET and POST in the order of COLUMNS; one word stands for all of them.

    `login` sends to the sign-in page, `go` anywhere else. `but` names the roles that are answered
    otherwise than those in LIKE: their GET and POST.
    """

    get: str
    post: str
    args: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    but: tuple[tuple[str, str], ...] = ()

    def expected(self, method: str, role: str) -> str:
        own = dict(self.but).get(role)
        answers = own.split()[method == "post"] if own else getattr(self, method)
        column = COLUMNS.index(LIKE.get(role, role))
        return answers.split()[column] if " " in answers else answers


SIGNED_IN = "login 200 200 200 200 200"
NOT_BY_POST = "login 405 405 405 405 405"
NOT_BY_GET = "login 405 405 405 405 405"
STAFF = "login 404 404 200 404 404"
INSIDE = "login 404 404 404 200 200"
LEADERS = "login 404 404 404 403 200"
TEXT = (("text", "A thought."), ("key", "1f0c8f2e-5a66-4c52-9a54-0d5c2fbb6c11"))

MATRIX = {
    # For machines
    "health": Row("200", "405"),
    "ready": Row("200", "405"),
    "metrics": Row("404", "405"),
    # The site
    "home": Row("200", "405"),
    "offline": Row("200", "405"),
    "service_worker": Row("200", "405"),
    "styleguide": Row("404 404 404 200 404 404", "405"),
    "styleguide_room": Row("404 404 404 200 404 404", "405"),
    # Signing in and the account; only the first is asked of people who have none.
    "account_login": Row("200 go go go go go", "200 go go go go go"),
    "account_signup": Row("200 go go go go go", "200 go go go go go"),
    "account_logout": Row("go 200 200 200 200 200", "go"),
    "account_inactive": Row("200", "405"),
    "account_reauthenticate": Row(SIGNED_IN, SIGNED_IN),
    "account_email": Row(SIGNED_IN, "login go go go go go"),
    "account_email_verification_sent": Row("login go go go go go", "login go go go go go"),
    "account_change_password": Row(SIGNED_IN, SIGNED_IN),
    # Alice has a password; it is asked for again before what is sensitive.
    "account_set_password": Row("login go go go go go", "login go go go go go"),
    "account_signup_by_passkey": Row("200 go go go go go", "200 go go go go go"),
    "account_request_login_code": Row("200 go go go go go", "200 go go go go go"),
    "mfa_index": Row("go", "go"),
    "mfa_authenticate": Row("login go go go go go", "login go go go go go"),
    "mfa_reauthenticate": Row("login go go go go go", "login go go go go go"),
    "mfa_reauthenticate_webauthn": Row("login go go go go go", "login go go go go go"),
    "mfa_activate_totp": Row("login go go go go go", "login go go go go go"),
    "mfa_deactivate_totp": Row("login 404 404 404 404 404", "login 404 404 404 404 404"),
    "mfa_view_recovery_codes": Row("login 404 404 404 404 404", NOT_BY_POST),
    "mfa_generate_recovery_codes": Row("login go go go go go", "login go go go go go"),
    "mfa_download_recovery_codes": Row("login 404 404 404 404 404", "login 404 404 404 404 404"),
    "mfa_list_webauthn": Row(SIGNED_IN, NOT_BY_POST),
    "mfa_add_webauthn": Row("login go go go go go", "login go go go go go"),
    "mfa_edit_webauthn": Row("login go go go go go", "login go go go go go", args=("passkey",)),
    "mfa_remove_webauthn": Row("login go go go go go", "login go go go go go", args=("passkey",)),
    "mfa_login_webauthn": Row("login go go go go go", "login go go go go go"),
    "mfa_signup_webauthn": Row("go", "go"),
    "accounts:security": Row(SIGNED_IN, NOT_BY_POST),
    "accounts:sessions": Row(SIGNED_IN, "login go go go go go"),
    "accounts:session_end": Row(NOT_BY_GET, "login 404 404 404 404 go", args=("session",)),
    "account_reset_password": Row("200", "200"),
    "account_reset_password_done": Row("200", "405"),
    "account_reset_password_from_key": Row("200", "200", args=("uid", "key")),
    "account_reset_password_from_key_done": Row("200", "405"),
    "account_confirm_login_code": Row("login go go go go go", "login go go go go go"),
    "accounts:profile": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "accounts:inbox": Row(SIGNED_IN, NOT_BY_POST),
    "accounts:inbox_read": Row(NOT_BY_GET, "login go go go go go"),
    # Alice is told that bob has joined.
    "accounts:notice": Row("login 404 404 404 404 go", NOT_BY_POST, args=("notice",)),
    # Whoever has the letter may stop what comes to its reader.
    "accounts:mail_stop": Row("200", "200", args=("stop",)),
    "accounts:mail": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "accounts:privacy": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "accounts:export": Row("login go go go go go", "login go go go go go"),
    "accounts:erasure": Row(SIGNED_IN, "login go go go go go"),
    "accounts:keeping": Row(NOT_BY_GET, "login go go go go go"),
    "accounts:reading": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "accounts:portrait": Row(SIGNED_IN, NOT_BY_POST, args=("person", "portrait")),
    "accounts:blocks": Row(SIGNED_IN, NOT_BY_POST),
    "accounts:block": Row(
        "login 404 404 404 404 200",
        "login 404 404 404 404 go",
        args=("person",),
        but=(("heidi", "200 go"),),
    ),
    "accounts:unblock": Row(NOT_BY_GET, "login go go go go go", args=("person",)),
    "accounts:language": Row("405", "go"),
    "accounts:look": Row(
        "405",
        "go",
        data=(("theme", "dark"), ("size", "large"), ("measure", "wide"), ("align", "start")),
    ),
    # The back room, for staff
    **dict.fromkeys(
        (
            "admin:index",
            "admin:account_emailaddress_changelist",
            "admin:accounts_user_changelist",
            "admin:django_tasks_database_dbtaskresult_changelist",
            "admin:groups_group_changelist",
        ),
        Row(STAFF, STAFF),
    ),
    "admin:jsi18n": Row(STAFF, STAFF.replace("200", "405")),
    # The library; the draft is alice's, the article too.
    "articles:library": Row(SIGNED_IN, NOT_BY_POST),
    "articles:search": Row(SIGNED_IN, NOT_BY_POST),
    "articles:article_new": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "articles:article": Row(INSIDE, NOT_BY_POST, args=("article",)),
    "articles:collection": Row("login 404 404 404 404 200", NOT_BY_POST, args=("collection",)),
    "articles:paragraph": Row(
        "login 404 404 404 go go", NOT_BY_POST, args=("article", "paragraph")
    ),
    "articles:mention": Row("login 404 404 404 go go", NOT_BY_POST, args=("article", "paragraph")),
    "articles:translations": Row(INSIDE, "login 404 404 404 422 422", args=("article",)),
    "articles:beside": Row(INSIDE, NOT_BY_POST, args=("translation",)),
    "articles:pairing": Row(LEADERS, "login 404 404 404 403 go", args=("translation",)),
    "articles:parting": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("translation",)),
    "articles:edit": Row(LEADERS, "login 404 404 404 403 422", args=("article",)),
    "articles:history": Row(LEADERS, NOT_BY_POST, args=("article",)),
    "articles:revision": Row(LEADERS, NOT_BY_POST, args=("article", "revision")),
    "articles:restoration": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("article", "revision"),
        data=(("base", "1"),),
    ),
    "articles:draft": Row(
        "login 404 404 404 404 200", "login 404 404 404 404 409", args=("draft",)
    ),
    "articles:draft_discard": Row(NOT_BY_GET, "login 404 404 404 404 go", args=("draft",)),
    "articles:picture": Row("login 404 404 404 200 200", NOT_BY_POST, args=("article", "picture")),
    "articles:draft_picture": Row(
        "login 404 404 404 404 200", NOT_BY_POST, args=("draft", "picture")
    ),
    # Groups
    "groups:directory": Row(SIGNED_IN, NOT_BY_POST),
    "groups:group_new": Row(SIGNED_IN, "login 422 422 422 422 422"),
    "groups:group": Row(INSIDE, NOT_BY_POST, args=("group",)),
    "groups:group_edit": Row(LEADERS, "login 404 404 404 403 422", args=("group",)),
    "groups:emblem": Row(INSIDE, NOT_BY_POST, args=("group", "emblem")),
    "groups:address": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("group",)),
    "groups:closing": Row(LEADERS, "login 404 404 404 403 422", args=("group",)),
    "groups:at": Row("404", "404", args=("code",)),
    "groups:join_request": Row(
        "login 404 404 404 go go", "login 404 404 404 go go", args=("group",)
    ),
    "groups:join_request_withdraw": Row(NOT_BY_GET, "login 404 404 404 404 404", args=("group",)),
    "groups:requests": Row(LEADERS, NOT_BY_POST, args=("group",)),
    "groups:request_answer": Row(LEADERS, "login 404 404 404 403 422", args=("group", "asked")),
    "groups:join": Row(NOT_BY_GET, "login 404 404 404 go go", args=("group",)),
    "groups:leave": Row(INSIDE, "login 404 404 404 go 422", args=("group",)),
    "groups:members": Row(INSIDE, NOT_BY_POST, args=("group",)),
    "groups:removal": Row(
        LEADERS,
        "login 404 404 404 403 go",
        args=("group", "membership"),
        data=(("reason", "Too loud."),),
    ),
    # The pause is bob's; other members have no say in it.
    "groups:pause": Row(
        INSIDE, "login 404 404 404 go go", args=("group", "membership"), but=(("heidi", "403 403"),)
    ),
    "groups:return": Row(
        NOT_BY_GET,
        "login 404 404 404 go go",
        args=("group", "membership"),
        but=(("heidi", "405 403"),),
    ),
    "groups:pardon": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("group", "ban")),
    "groups:companion": Row(NOT_BY_GET, "login 404 404 404 go go", args=("group",)),
    "groups:split": Row(LEADERS, "login 404 404 404 403 422", args=("group",)),
    "groups:log": Row(LEADERS, NOT_BY_POST, args=("group",)),
    "groups:role": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("group", "membership"),
        data=(("role", "leader"),),
    ),
    "groups:invitations": Row(LEADERS, "login 404 404 404 403 422", args=("group",)),
    "groups:invitation_revoke": Row(
        NOT_BY_GET, "login 404 404 404 403 go", args=("group", "invitation")
    ),
    "groups:invitation": Row(
        "200 200 200 200 go go",
        "login go go go go go",
        args=("token",),
        but=(("frank", "200 403"),),
    ),
    "groups:invitation_emblem": Row("200", "405", args=("token",)),
    "groups:invitation_qr": Row(LEADERS, NOT_BY_POST, args=("group", "invitation")),
    "groups:letters": Row(LEADERS, "login 404 404 404 403 422", args=("group",)),
    "groups:letter": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("group", "letter")),
    "groups:reading_new": Row(LEADERS, "login 404 404 404 403 422", args=("group",)),
    "groups:reading_begin": Row("login 404 404 404 200 go", NOT_BY_POST, args=("article",)),
    "groups:steps": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "groups:steps_edit": Row(LEADERS, "login 404 404 404 403 422", args=("reading",)),
    "groups:step_opening": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("reading", "step")),
    "groups:calendar_new": Row(NOT_BY_GET, "login 404 404 404 go go", args=("reading",)),
    # Whoever has the secret address.
    "groups:calendar": Row("200", "405", args=("calendar",)),
    "groups:progress": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "groups:events": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "groups:gap": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    # The session is alice's; bob takes part, and wants to say something.
    "groups:sessions": Row(
        INSIDE, "login 404 404 404 403 go", args=("reading",), data=(("number", "2"),)
    ),
    "groups:session_paragraph": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("study_session",),
        data=(("number", "2"),),
    ),
    "groups:session_time": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("study_session",),
        data=(("minutes", "5"),),
    ),
    "groups:session_hand": Row(NOT_BY_GET, "login 404 404 404 403 400", args=("study_session",)),
    "groups:session_end": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("study_session",)),
    "groups:attendance": Row(
        NOT_BY_GET,
        "login 404 404 404 go go",
        args=("study_session",),
        data=(("act", "take_part"),),
        but=(("heidi", "405 403"),),
    ),
    "groups:reading_closing": Row(LEADERS, "login 404 404 404 403 go", args=("reading",)),
    # A finished reading hands down; alice has prepared something in it, and receives it in another.
    "discussions:back": Row(INSIDE, "login 404 404 404 go go", args=("finished",)),
    "discussions:lineage": Row(INSIDE, NOT_BY_POST, args=("finished",)),
    "discussions:again": Row(INSIDE, "login 404 404 404 422 422", args=("finished",)),
    "discussions:legacy": Row(LEADERS, "login 404 404 404 403 422", args=("finished",)),
    "discussions:publication_revoke": Row(
        NOT_BY_GET, "login 404 404 404 403 go", args=("finished", "publication")
    ),
    "discussions:legacy_withdraw": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("finished",)),
    "discussions:legacy_file": Row(LEADERS, NOT_BY_POST, args=("finished",)),
    "discussions:legacies": Row(LEADERS, "login 404 404 404 403 422", args=("reading",)),
    "discussions:reception": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("reading", "legacy"),
        data=(("act", "put_back"),),
    ),
    "discussions:own_say": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("reading",)),
    "discussions:legacy_import": Row(LEADERS, "login 404 404 404 403 422", args=("reading",)),
    "discussions:inherited": Row(INSIDE, NOT_BY_POST, args=("reading", "paragraph")),
    "discussions:heirloom_hiding": Row(NOT_BY_GET, "login 404 404 404 403 go", args=("heirloom",)),
    "discussions:heirloom_help": Row(
        NOT_BY_GET, "login 404 404 404 go 403", args=("heirloom",), but=(("heidi", "405 go"),)
    ),
    # The reading room; the comment is bob's.
    "discussions:said": Row(SIGNED_IN, NOT_BY_POST),
    "discussions:room": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "discussions:overview": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "discussions:ties": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    # The question is alice's: others may put it off.
    "discussions:not_now": Row(NOT_BY_GET, "login 404 404 404 go 404", args=("question",)),
    "discussions:language": Row(
        NOT_BY_GET, "login 404 404 404 go go", args=("reading",), data=(("language", "en"),)
    ),
    "discussions:marks": Row(
        NOT_BY_GET,
        "login 404 404 404 400 400",
        args=("reading",),
        but=(("heidi", "405 403"),),
    ),
    "discussions:export": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "discussions:bringing": Row(INSIDE, "login 404 404 404 422 422", args=("reading",)),
    "discussions:discussion": Row(
        INSIDE, "login 404 404 404 go go", args=("reading", "paragraph"), data=TEXT
    ),
    "discussions:next_new": Row("login 404 404 404 go go", NOT_BY_POST, args=("reading",)),
    "discussions:hearing": Row(NOT_BY_GET, "login 404 404 404 go go", args=("reading",)),
    "discussions:paragraph_following": Row(
        NOT_BY_GET,
        "login 404 404 404 go go",
        args=("reading", "paragraph"),
        data=(("choice", "follow"),),
    ),
    "discussions:thread_following": Row(
        NOT_BY_GET, "login 404 404 404 go go", args=("thread",), data=(("choice", "mute"),)
    ),
    "discussions:comment": Row("login 404 404 404 go go", NOT_BY_POST, args=("comment",)),
    "discussions:names": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "discussions:partners": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "discussions:now": Row(INSIDE, NOT_BY_POST, args=("reading",)),
    "discussions:history": Row(INSIDE, NOT_BY_POST, args=("comment",)),
    "discussions:reply": Row(INSIDE, "login 404 404 404 go go", args=("comment",), data=TEXT),
    # The question is alice's, and bob has answered it.
    "discussions:answer": Row(
        NOT_BY_GET, "login 404 404 404 403 go", args=("answer",), data=(("act", "mark"),)
    ),
    "discussions:reactions": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("comment",),
        data=(("react", "heart"),),
        but=(("heidi", "405 go"),),
    ),
    "discussions:help": Row(
        NOT_BY_GET,
        "login 404 404 404 go 403",
        args=("preparation",),
        data=(("act", "say"),),
    ),
    "discussions:preparations": Row(SIGNED_IN, NOT_BY_POST),
    "discussions:report": Row(
        "login 404 404 404 403 200",
        "login 404 404 404 403 go",
        args=("comment",),
        data=(("words", "Too loud."),),
        but=(("heidi", "200 go"),),
    ),
    "discussions:report_person": Row(
        "login 404 404 404 403 200",
        "login 404 404 404 403 go",
        args=("group", "membership"),
        data=(("words", "Too loud."),),
        but=(("heidi", "200 go"),),
    ),
    "discussions:hiding": Row(
        LEADERS,
        "login 404 404 404 403 go",
        args=("comment",),
        data=(("reason", "Too loud."),),
    ),
    "discussions:restoration": Row(
        LEADERS,
        "login 404 404 404 403 go",
        args=("comment",),
        data=(("reason", "Well said."),),
    ),
    "discussions:reports": Row(LEADERS, NOT_BY_POST, args=("group",)),
    "discussions:report_look": Row(
        NOT_BY_GET, "login 404 404 404 403 go", args=("group", "report")
    ),
    "discussions:settlement": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("group", "report"),
        data=(("outcome", "nothing"),),
    ),
    "discussions:edit": Row(
        "login 404 404 404 200 403",
        "login 404 404 404 422 403",
        args=("comment",),
        but=(("heidi", "403 403"),),
    ),
    # Bob is stuck at the third paragraph; alice is past it, and has answered. Heidi stands there.
    "discussions:stuck_here": Row(INSIDE, "login 404 404 404 go go", args=("reading", "paragraph")),
    "discussions:stuck": Row(
        "login 404 404 404 go go", NOT_BY_POST, args=("stuck",), but=(("heidi", "404 405"),)
    ),
    "discussions:stuck_words": Row(
        "login 404 404 404 200 403",
        "login 404 404 404 go 403",
        args=("stuck",),
        data=(("text", "Of what?"),),
        but=(("heidi", "404 404"),),
    ),
    "discussions:stuck_answer": Row(
        LEADERS,
        "login 404 404 404 403 go",
        args=("stuck",),
        data=TEXT,
        but=(("heidi", "404 404"),),
    ),
    "discussions:stuck_clearing": Row(
        NOT_BY_GET,
        "login 404 404 404 go 403",
        args=("stuck",),
        data=(("act", "clear"),),
        but=(("heidi", "405 404"),),
    ),
    "discussions:stuck_withdrawal": Row(
        NOT_BY_GET,
        "login 404 404 404 go 403",
        args=("stuck",),
        but=(("heidi", "405 404"),),
    ),
    "discussions:stuck_hiding": Row(
        LEADERS,
        "login 404 404 404 403 go",
        args=("stuck",),
        data=(("reason", "Too loud."),),
        but=(("heidi", "404 404"),),
    ),
    "discussions:stuck_restoration": Row(
        NOT_BY_GET,
        "login 404 404 404 403 go",
        args=("stuck",),
        but=(("heidi", "405 404"),),
    ),
    "discussions:cleared_by": Row(
        NOT_BY_GET,
        "login 404 404 404 go 403",
        args=("help",),
        but=(("heidi", "405 404"),),
    ),
    "discussions:thread_draft": Row(
        "login 404 404 404 go go",
        "login 404 404 404 go go",
        args=("reading", "paragraph"),
        data=TEXT,
    ),
    "discussions:reply_draft": Row(
        "login 404 404 404 go go", "login 404 404 404 go go", args=("comment",), data=TEXT
    ),
    "discussions:edit_draft": Row(
        "login 404 404 404 go 403",
        "login 404 404 404 go 403",
        args=("comment",),
        data=TEXT,
        but=(("heidi", "403 403"),),
    ),
    "discussions:preview": Row(NOT_BY_GET, "login 200 200 200 200 200", data=TEXT),
    "discussions:deletion": Row(
        "login 404 404 404 200 403",
        "login 404 404 404 go 403",
        args=("comment",),
        but=(("heidi", "403 403"),),
    ),
}


# The addresses of each app.
PARTS = {
    part: [name for name in sorted(MATRIX) if name.partition(":")[0] == part]
    for part in sorted({name.partition(":")[0] for name in MATRIX if ":" in name})
}
PARTS["site"] = [name for name in sorted(MATRIX) if ":" not in name]


def patterns(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from patterns(entry, f"{entry.namespace}:" if entry.namespace else space)


def test_every_address_is_listed() -> None:
    assert sorted(set(patterns(get_resolver()))) == sorted(MATRIX)


@pytest.mark.parametrize("part", PARTS)
def test_addresses_answer(
    part: str, things: dict[str, str], clients: dict[str, Client], subtests: pytest.Subtests
) -> None:
    for name in PARTS[part]:
        with subtests.test(name):
            row = MATRIX[name]
            url = reverse(name, args=[things[arg] for arg in row.args])
            answers, expected = {}, {}
            for method in ("get", "post"):
                sent = dict(row.data) if method == "post" else None
                for role in ROLES:
                    with nobody_knows(clients[role]) as client:
                        answers[method, role] = answer(getattr(client, method)(url, sent))
                    expected[method, role] = row.expected(method, role)

            assert answers == expected


@contextmanager
def nobody_knows(client: Client) -> Iterator[Client]:
    """Somebody's browser, of whose doings nothing is left in the end."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield client
        transaction.set_rollback(True)
    client.cookies = cookies


def answer(response: HttpResponseBase) -> str:
    status, location = response.status_code, response.headers.get("Location", "")
    if status not in {301, 302}:
        return str(status)
    return "login" if location.startswith(reverse("account_login")) else "go"


@pytest.mark.parametrize("part", PARTS)
def test_what_is_not_mine_looks_like_what_does_not_exist(
    part: str, things: dict[str, str], clients: dict[str, Client], subtests: pytest.Subtests
) -> None:
    for name in PARTS[part]:
        row = MATRIX[name]
        if "404" not in f"{row.get} {row.post}":
            continue
        there = reverse(name, args=[things[arg] for arg in row.args])
        nowhere = reverse(name, args=[10_000_000 + number for number, _arg in enumerate(row.args)])
        for method in ("get", "post"):
            with subtests.test(f"{method} {name}"):
                foreign, absent = (
                    carols(clients, method, url, dict(row.data)) for url in (there, nowhere)
                )

                assert foreign.status_code == absent.status_code
                assert bare(foreign.content, there) == bare(absent.content, nowhere)
                assert sorted(foreign.headers) == sorted(absent.headers)


def carols(clients: dict[str, Client], method: str, url: str, data: dict[str, str]) -> HttpResponse:
    """What carol is answered."""
    with nobody_knows(clients["carol"]) as client:
        given: HttpResponse = getattr(client, method)(url, data)
    return given


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
        reverse("groups:request_answer", args=[theirs.group_id, things["asked"]]),
    ]

    answers = [clients["carol"].post(url, {"role": "leader"}).status_code for url in urls]

    assert answers == [404] * len(urls)
    assert Membership.objects.get(pk=things["membership"]).role == "member"
