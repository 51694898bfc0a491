"""A letter: what it says, in text and in HTML, in its reader's language and direction."""

import re
import unicodedata
import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from accounts.models import User

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f\u2028\u2029]+")


class Quoted(str):
    """What somebody wrote, in a direction of its own; set apart from what the site says."""

    __slots__ = ()

    is_quoted = True

    @property
    def marked(self) -> str:
        """As it is set apart in plain text."""
        return "\n".join(f"> {line}".rstrip() for line in self.splitlines())


class Linked(str):
    """The name of a place, which leads there."""

    __slots__ = ("url",)

    url: str

    def __new__(cls, words: str, url: str) -> "Linked":
        linked = super().__new__(cls, words)
        linked.url = url
        return linked


@dataclass(frozen=True)
class Letter:
    """What a letter says. All of it is plain text; the templates escape it."""

    subject: str
    # A paragraph each; empty ones are left out.
    words: Sequence[str]
    _: KW_ONLY
    # To be typed in, set apart.
    code: str = ""
    # Where to go on, and what the button says.
    url: str = ""
    label: str = ""
    # Paragraphs below the button.
    after: Sequence[str] = ()
    # Why it came; and where its reader chooses what comes, if they can.
    why: str = ""
    choice_url: str = ""
    # Where one click stops all letters of its sort.
    stop_url: str = ""

    @property
    def subject_line(self) -> str:
        """The subject in one line, whatever names are in it."""
        return " ".join(self.subject.split())[:200]

    @property
    def paragraphs(self) -> list[str]:
        return [words for words in self.words if words.strip()]

    @property
    def text(self) -> str:
        """The letter without HTML."""
        template = get_template("letters/letter.txt").template  # type: ignore[attr-defined]
        plain = template.render(Context(self._context(), autoescape=False))
        return re.sub(r"\n{3,}", "\n\n", plain).strip() + "\n"

    @property
    def html(self) -> str:
        return get_template("letters/letter.html").render(self._context())

    def _context(self) -> dict[str, object]:
        return {
            "letter": self,
            "site_name": settings.SITE_NAME,
            "site_url": absolute("/"),
            "language": translation.get_language() or settings.LANGUAGE_CODE,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }


def absolute(path: str) -> str:
    """The address of a page of this site, as it is written into letters."""
    return f"{settings.SITE_URL}{path}"


def named(name: str) -> str:
    """A name as it stands in a sentence: in one line, without disturbing its direction."""
    clean = " ".join(_CONTROLS.sub(" ", name).split())
    strong = {unicodedata.bidirectional(letter) for letter in clean} & {"L", "R", "AL"}
    own = {"R", "AL"} if translation.get_language_bidi() else {"L"}
    if strong <= own:
        return clean
    return f"{_FIRST_STRONG_ISOLATE}{clean}{_POP_ISOLATE}"


def reaches(user: User) -> bool:
    """Whether letters about groups go to this person."""
    return user.is_active and user.erasure_at is None and user.mail != User.Mail.NEVER


@contextmanager
def spoken_in(language: str, *, zone: str = settings.TIME_ZONE) -> Iterator[None]:
    """Write in this language, or in the site's own where it does not speak it."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known), timezone.override(zoneinfo.ZoneInfo(zone)):
        yield


@contextmanager
def spoken_to(user: User) -> Iterator[None]:
    """Write in this person's language, with the time of day as it is where they live."""
    with spoken_in(user.language, zone=user.time_zone):
        yield


def send(letter: Letter, *, to: str) -> None:
    """Hand a letter to the mail server now. Raises what the server says against it."""
    message(to, letter.subject_line, letter.text, letter.html, stop_url=letter.stop_url).send()


def message(
    to: str, subject: str, text: str, html: str = "", *, stop_url: str = ""
) -> EmailMultiAlternatives:
    """A message that no answering machine answers.

    With `stop_url`, which takes a post, programs that read mail offer to stop such messages
    (RFC 8058).
    """
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if stop_url:
        headers["List-Unsubscribe"] = f"<{stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        " ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers
    )
    if html:
        mail.attach_alternative(html, "text/html")
    return mail
