"""The record of a group: what was done in it, for those who lead it."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.models import User
from accounts.requests import SignedInRequest
from groups.models import LogEntry
from groups.views.loading import led_by

ENTRIES_A_PAGE = 50

Act = LogEntry.Act

# One sentence for each act, so that every language may order and bend it as it needs.
SENTENCES = {
    Act.FOUNDED: gettext_lazy("{actor} founded the group"),
    Act.CHANGED: gettext_lazy("{actor} changed the group’s settings"),
    Act.SPLIT: gettext_lazy("{actor} split the group into smaller ones"),
    Act.JOINED: gettext_lazy("{actor} joined"),
    Act.LEFT: gettext_lazy("{actor} left"),
    Act.REQUEST_ACCEPTED: gettext_lazy("{actor} let {subject} in"),
    Act.REQUEST_DECLINED: gettext_lazy("{actor} did not let {subject} in"),
    Act.PROMOTED: gettext_lazy("{actor} made {subject} a leader"),
    Act.DEMOTED: gettext_lazy("{actor} made {subject} a member who does not lead"),
    Act.REMOVED: gettext_lazy("{actor} removed {subject}"),
    Act.BANNED: gettext_lazy("{actor} removed {subject} and barred them from joining again"),
    Act.UNBANNED: gettext_lazy("{actor} allowed {subject} to join again"),
    Act.PAUSED: gettext_lazy("{actor} let {subject} pause"),
    Act.RETURNED: gettext_lazy("{actor} ended the pause of {subject}"),
    Act.INVITED: gettext_lazy("{actor} made an invitation"),
    Act.REVOKED: gettext_lazy("{actor} ended an invitation"),
    Act.READING_STARTED: gettext_lazy("{actor} started a reading"),
    Act.PACED: gettext_lazy("{actor} changed the steps of a reading"),
    Act.STEP_OPENED: gettext_lazy("{actor} opened a step before its time"),
    Act.READING_CLOSED: gettext_lazy("{actor} closed a reading"),
    Act.SESSION_BEGUN: gettext_lazy("{actor} began a study session"),
    Act.HANDED_DOWN: gettext_lazy("{actor} handed down what was prepared in a reading"),
    Act.HANDING_REVOKED: gettext_lazy("{actor} ended a way of handing down"),
    Act.WITHDREW: gettext_lazy("{actor} withdrew what was handed down"),
    Act.RECEIVED: gettext_lazy("{actor} received what an earlier group hands down"),
    Act.PUT_BACK: gettext_lazy("{actor} put back what an earlier group hands down"),
    Act.HEIRLOOM_HID: gettext_lazy("{actor} hid a note from an earlier group"),
    Act.OWN_SAY: gettext_lazy("{actor} changed when those from before are heard"),
    Act.HID: gettext_lazy("{actor} hid a comment by {subject}"),
    Act.RESTORED: gettext_lazy("{actor} showed a comment by {subject} again"),
    Act.LOOKED_AHEAD: gettext_lazy("{actor} looked at a reported comment not open to them"),
    Act.SETTLED: gettext_lazy("{actor} settled a report"),
}
# What people did about themselves, and what happened by itself.
OWN = {
    Act.DEMOTED: gettext_lazy("{actor} gave up leading the group"),
    Act.PAUSED: gettext_lazy("{actor} paused"),
    Act.RETURNED: gettext_lazy("{actor} returned after a pause"),
}
BY_ITSELF = {
    Act.PAUSED: gettext_lazy("{subject} was away and pauses"),
    Act.RETURNED: gettext_lazy("The pause of {subject} ended"),
}

KINDS = {
    "people": (
        gettext_lazy("Coming and going"),
        (
            Act.JOINED,
            Act.LEFT,
            Act.REQUEST_ACCEPTED,
            Act.REQUEST_DECLINED,
            Act.REMOVED,
            Act.BANNED,
            Act.UNBANNED,
            Act.PAUSED,
            Act.RETURNED,
            Act.INVITED,
            Act.REVOKED,
        ),
    ),
    "group": (
        gettext_lazy("The group"),
        (
            Act.FOUNDED,
            Act.CHANGED,
            Act.SPLIT,
            Act.PROMOTED,
            Act.DEMOTED,
            Act.READING_STARTED,
            Act.PACED,
            Act.STEP_OPENED,
            Act.READING_CLOSED,
            Act.SESSION_BEGUN,
            Act.HANDED_DOWN,
            Act.HANDING_REVOKED,
            Act.WITHDREW,
            Act.RECEIVED,
            Act.PUT_BACK,
            Act.OWN_SAY,
        ),
    ),
    "words": (
        gettext_lazy("What was said"),
        (Act.HID, Act.RESTORED, Act.LOOKED_AHEAD, Act.SETTLED, Act.HEIRLOOM_HID),
    ),
}


@dataclass(frozen=True)
class Told:
    """An entry of the record as a leader reads it."""

    entry: LogEntry
    sentence: SafeString


@signed_in
@require_safe
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was done in the group, the newest first; of one kind, if the address names it."""
    group = led_by(pk, request.user).group
    kind = request.GET.get("kind", "")
    entries = LogEntry.objects.filter(group=group).select_related("actor", "subject")
    if kind in KINDS:
        entries = entries.filter(act__in=KINDS[kind][1])
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "may_lead": True,
        "page": page,
        "told": [Told(entry, told(entry)) for entry in page],
        "kinds": [(name, words, name == kind) for name, (words, _acts) in KINDS.items()],
        "is_all": kind not in KINDS,
        "query": f"?kind={kind}" if kind in KINDS else "?",
    }
    return render(request, "groups/log.html", context)


def told(entry: LogEntry) -> SafeString:
    """The sentence that says who did what to whom, with people's names set apart."""
    sentence = str(_sentence_for(entry))
    return format_html(
        sentence,
        actor=_named(entry.actor, begins=sentence.startswith("{actor}")),
        subject=_named(entry.subject, begins=sentence.startswith("{subject}")),
    )


def _sentence_for(entry: LogEntry) -> object:
    act = Act(entry.act)
    if entry.actor_id is None:
        return BY_ITSELF.get(act, SENTENCES[act])
    return OWN.get(act, SENTENCES[act]) if entry.is_own else SENTENCES[act]


def _named(person: User | None, *, begins: bool) -> SafeString:
    if person is None:
        nobody = _("somebody who has left the site")
        return format_html("{}", capfirst(nobody) if begins else nobody)
    return format_html("<bdi>{}</bdi>", person.display_name)
