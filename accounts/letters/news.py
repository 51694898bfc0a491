"""The letters that tell what is new for a person: at once, or all of a day in one.

Everything is looked at again when they are written: what is read by then, or cannot be seen any
more, is not in them.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.inbox import Entry, Told, notices_of, told
from accounts.letters.addresses import choice_url
from accounts.letters.letter import (
    Letter,
    Linked,
    Quoted,
    absolute,
    named,
    reaches,
    send,
    spoken_to,
)
from accounts.letters.stopping import stop_url
from accounts.models import Notice, User

# So many a letter tells; all that is older than a week stands in the inbox only.
MOST = 30
FRESH = timedelta(days=7)

# After codes that somebody waits for.
_MANY = -10


@task(priority=_MANY)
def tell_at_once(user_pk: int) -> None:
    """Tell a person what no letter has told yet, if they want to be told at once."""
    _tell(user_pk, User.Mail.AT_ONCE)


@task(priority=_MANY)
def tell_of_day(user_pk: int) -> None:
    """The same for who wants one letter a day."""
    _tell(user_pk, User.Mail.DAILY)


def _tell(user_pk: int, wanted: User.Mail) -> None:
    user = User.objects.filter(pk=user_pk, mail=wanted).first()
    if user is None or not reaches(user):
        return
    mine = _taken(user)
    try:
        with spoken_to(user):
            news = list(told(user, mine))
            if news:
                send(_letter(news, stop=stop_url(user)), to=user.email)
    except Exception:
        # The next try tells of them.
        Notice.objects.filter(pk__in=[notice.pk for notice in mine]).update(sent_at=None)
        raise


def _taken(user: User) -> Sequence[Notice]:
    """What is to be told, taken so that no letter written at the same moment tells it too."""
    now = timezone.now()
    fresh = notices_of(user).unread().filter(sent_at=None, created_at__gt=now - FRESH)
    keys = list(fresh.values_list("pk", flat=True)[:MOST])
    mine = Notice.objects.filter(pk__in=keys)
    mine.filter(sent_at=None).update(sent_at=now)
    return list(mine.filter(sent_at=now).order_by("bundle", "pk"))


def _letter(news: Sequence[Told], *, stop: str) -> Letter:
    if len(news) == 1:
        entry = news[0].entry
        subject, url, label = _single(entry), absolute(entry.url), _("Look at it there")
    else:
        subject = ngettext(
            "%(number)s new thing for you", "%(number)s new things for you", len(news)
        ) % {"number": len(news)}
        url, label = absolute(reverse("accounts:inbox")), _("To my inbox")
    return Letter(
        subject,
        list(_words(news)),
        url=url,
        label=label,
        why=_("This letter tells what is new for you in your groups."),
        choice_url=choice_url(),
        stop_url=stop,
    )


def _single(entry: Entry) -> str:
    return f"{_sentence(entry)} · {named(entry.about)}"


def _words(news: Sequence[Told]) -> Iterator[str]:
    for _bundle, some in groupby(news, key=lambda one: one.notice.bundle):
        entries = [one.entry for one in some]
        place = [named(name) for name in (entries[0].about, entries[0].where) if name]
        yield Linked(" – ".join(place), absolute(entries[-1].url))
        for entry in entries:
            yield _sentence(entry)
            yield Quoted(entry.words)


def _sentence(entry: Entry) -> str:
    return entry.sentence.format(person=named(entry.name))
