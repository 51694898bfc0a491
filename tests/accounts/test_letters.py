"""Letters: both their parts, in the reader's language, with nothing of others running in them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.letters import (
    Letter,
    Quoted,
    named,
    post,
    post_account,
    send,
    spoken_in,
    tell_of_erasure,
)
from accounts.letters.account import LETTERS, NOTICES
from accounts.models import User
from studygroup.worker import Worker

type Person = Callable[..., User]

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SCRIPT = "<script>alert(1)</script>"
PREFIXES = [*LETTERS, *NOTICES]


def the_letter() -> EmailMultiAlternatives:
    (letter,) = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def text_of(letter: EmailMultiAlternatives) -> str:
    return str(letter.body)


def html_of(letter: EmailMultiAlternatives) -> str:
    ((content, kind),) = letter.alternatives
    assert kind == "text/html"
    return str(content)


def context_of(**more: Any) -> dict[str, Any]:
    """What allauth knows when it writes a letter."""
    return {
        "activate_url": "http://elsewhere.example/accounts/confirm-email/k/",
        "password_reset_url": "http://elsewhere.example/accounts/password/reset/k/",
        "signup_url": "http://elsewhere.example/accounts/signup/",
        "timestamp": datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
        "ip": "192.0.2.7",
        "user_agent": f"Browser {SCRIPT}",
        "from_email": "old@example.org",
        "to_email": "new@example.org",
        "deleted_email": "gone@example.org",
        "provider": f"Elsewhere {SCRIPT}",
    } | more


# --- What a letter is ----------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl"), ("ru", "ltr")])
def test_letter_says_its_language_and_direction(language: str, direction: str) -> None:
    with spoken_in(language):
        send(Letter("Hello", ["Words."]), to="ruth@example.org")

    assert html_of(the_letter()).count(f'lang="{language}" dir="{direction}"') == 2


def test_language_that_the_site_does_not_speak_gives_its_own() -> None:
    with spoken_in("tlh"):
        send(Letter("Hello", ["Words."]), to="ruth@example.org")

    assert '<html lang="en" dir="ltr">' in html_of(the_letter())


def test_words_are_escaped_in_html_and_plain_in_text() -> None:
    letter = Letter(
        "Hello", [f"Words of {SCRIPT}", Quoted(f"{SCRIPT}\n\nand on")], code=SCRIPT, label=SCRIPT,
        url=f'https://study.example/?"{SCRIPT}', after=[SCRIPT], why=SCRIPT, choice_url=SCRIPT,
    )  # fmt: skip

    send(letter, to="ruth@example.org")

    html = html_of(the_letter())
    assert "<script" not in html
    assert '?"' not in html
    assert "&lt;script&gt;" in html
    text = text_of(the_letter())
    assert f"Words of {SCRIPT}" in text
    assert f"> {SCRIPT}\n>\n> and on" in text
    assert "&lt;" not in text


def test_subject_is_one_line_whatever_is_in_it() -> None:
    send(Letter("Hello\r\nBcc: eve@example.org", ["Words."]), to="ruth@example.org")
    post("ruth@example.org", "Hello\r\nBcc: eve@example.org", "Words.")

    for letter in mail.outbox:
        assert letter.subject == "Hello Bcc: eve@example.org"
        assert letter.message()["Bcc"] is None
        assert letter.recipients() == ["ruth@example.org"]


def test_address_with_a_line_break_is_refused() -> None:
    with pytest.raises(ValueError, match="Header"):
        send(Letter("Hello", ["Words."]), to="ruth@example.org\nBcc: eve@example.org")

    assert mail.outbox == []


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("en", "Miriam", "Miriam"),
        ("en", "מרים", "\u2068מרים\u2069"),
        ("he", "מרים", "מרים"),
        ("he", "Miriam", "\u2068Miriam\u2069"),
        ("en", "Mi\u202eriam\r\nLevi", "Mi riam Levi"),
        ("en", "42", "42"),
    ],
)
def test_names_do_not_disturb_the_direction_of_a_sentence(
    language: str, name: str, written: str
) -> None:
    with spoken_in(language):
        assert named(name) == written


def test_letter_asks_for_no_automatic_answer() -> None:
    send(Letter("Hello", ["Words."]), to="ruth@example.org")

    assert the_letter().message()["Auto-Submitted"] == "auto-generated"


# --- Letters of the account ----------------------------------------------------------------------


def test_every_letter_of_allauth_has_words_of_ours() -> None:
    folder = Path(allauth.__file__).parent / "templates"
    subjects = folder.glob("*/email/*_subject.txt")
    theirs = {path.relative_to(folder).as_posix().removesuffix("_subject.txt") for path in subjects}

    assert theirs == set(PREFIXES)


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_letter_of_the_account_has_both_parts(prefix: str, language: str, person: Person) -> None:
    person("ruth", language=language)

    code = {"code": "WXYZ-2345"} if prefix.endswith("_code") else {}
    post_account(prefix, "ruth@example.org", context_of(**code))

    letter = the_letter()
    assert letter.subject
    assert "%(" not in text_of(letter) + str(letter.subject)
    direction = {"en": "ltr", "he": "rtl"}[language]
    assert f'<html lang="{language}" dir="{direction}">' in html_of(letter)
    assert "<script" not in html_of(letter)
    assert "elsewhere.example" not in text_of(letter) + html_of(letter)
    assert "https://study.example/" in text_of(letter)


@pytest.mark.parametrize(
    "prefix",
    ["email_confirmation", "email_confirmation_signup", "login_code", "password_reset_code"],
)
@pytest.mark.django_db
def test_code_stands_in_both_parts_and_not_in_the_subject(prefix: str) -> None:
    post_account(f"account/email/{prefix}", "ruth@example.org", context_of(code="WXYZ-2345"))

    letter = the_letter()
    assert "\n    WXYZ-2345\n" in text_of(letter)
    assert '<bdi dir="ltr">WXYZ-2345</bdi>' in html_of(letter)
    assert "WXYZ" not in letter.subject


@pytest.mark.django_db
def test_reset_link_leads_to_the_site_whatever_the_request_said() -> None:
    post_account("account/email/password_reset_key", "ruth@example.org", context_of())

    for part in (text_of(the_letter()), html_of(the_letter())):
        assert "https://study.example/accounts/password/reset/k/" in part


@pytest.mark.django_db
def test_notice_says_when_in_the_time_of_its_reader(person: Person) -> None:
    person("ruth", time_zone="Asia/Jerusalem")

    post_account("account/email/password_changed", "ruth@example.org", context_of())

    assert "March 2, 2026, 1:30 a.m." in text_of(the_letter())
    assert "192.0.2.7" in text_of(the_letter())


@pytest.mark.django_db
def test_stranger_is_written_to_in_the_language_of_the_page() -> None:
    with spoken_in("he"):
        post_account("account/email/unknown_account", "nobody@example.org", context_of())

    assert '<html lang="he" dir="rtl">' in html_of(the_letter())


@pytest.mark.django_db
def test_confirmed_second_address_gets_letters_in_its_owners_language(person: Person) -> None:
    ruth = person("ruth", language="he")
    EmailAddress.objects.create(user=ruth, email="ruth@work.example", verified=True)

    post_account("account/email/login_code", "ruth@work.example", context_of(code="C"))

    assert '<html lang="he"' in html_of(the_letter())


@pytest.mark.django_db
def test_who_wants_no_mail_about_groups_gets_letters_of_the_account(person: Person) -> None:
    person("ruth", mail=User.Mail.NEVER)

    post_account("account/email/password_changed", "ruth@example.org", context_of())

    assert the_letter().to == ["ruth@example.org"]


# --- Letters in the queue ------------------------------------------------------------------------


@pytest.mark.django_db
def test_queue_tells_neither_codes_nor_addresses(settings: Settings) -> None:
    settings.TASKS = QUEUE

    post_account("account/email/login_code", "ruth@example.org", context_of(code="WXYZ-2345"))

    (row,) = DBTaskResult.objects.values()
    assert not re.search("WXYZ|ruth", f"{row}")
    Worker().empty()
    assert "WXYZ-2345" in text_of(the_letter())


@pytest.mark.django_db
def test_letters_are_opened_with_the_former_key_too(settings: Settings) -> None:
    settings.TASKS = QUEUE
    post("ruth@example.org", "Hello", "Words.")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"
    Worker().empty()

    assert the_letter().subject == "Hello"


@pytest.mark.django_db
def test_letter_to_an_account_that_is_gone_is_dropped(settings: Settings, person: Person) -> None:
    settings.TASKS = QUEUE
    ruth = person("ruth")
    post_account("account/email/password_changed", ruth.email, context_of())

    ruth.delete()
    Worker().empty()

    assert mail.outbox == []


# --- Erasure -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.django_db
def test_letter_says_when_an_account_is_erased_and_how_to_keep_it(
    language: str, person: Person
) -> None:
    day = datetime(2026, 5, 9, 22, 30, tzinfo=UTC)
    ruth = person("ruth", language=language, time_zone="Asia/Jerusalem", erasure_at=day)

    tell_of_erasure.enqueue(ruth.pk)

    letter = the_letter()
    # The tenth has begun where she lives.
    assert "10" in letter.subject
    assert "https://study.example/" in text_of(letter)
    assert f'<html lang="{language}"' in html_of(letter)


@pytest.mark.django_db
def test_nothing_is_said_of_an_erasure_that_was_taken_back(
    settings: Settings, person: Person
) -> None:
    settings.TASKS = QUEUE
    ruth = person("ruth", erasure_at=timezone.now() + timedelta(days=14))
    tell_of_erasure.enqueue(ruth.pk)

    User.objects.update(erasure_at=None)
    Worker().empty()

    assert mail.outbox == []
