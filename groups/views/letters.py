"""Inviting people by letter: to one address or to a whole list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.limits import limited
from accounts.requests import SignedInRequest
from groups import actions
from groups.forms.invitations import ADVICE, LettersForm
from groups.guests import DAY, Guest, Hindrance, guests_in
from groups.models import Invitation, Membership
from groups.views.loading import led_by

ON_A_PAGE = 50
# Where the session has what could not be sent, by group.
UNSENT = "unsent_letters"


@form_page
@limited("letters")
def letters(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write to a list of addresses. What cannot be sent stays in the field, to be mended."""
    leader = led_by(pk, request.user)
    if request.method == "POST":
        form = LettersForm(request.POST)
        guests = _guests(form, leader)
        if any(guest.is_welcome for guest in guests):
            _write(request, leader, form, guests)
            return redirect(request.path)
        return _page(request, leader, form, guests, status=422)
    left = _unsent(request).get(str(pk), {})
    guests = guests_in(left.get("addresses", ""), by=leader)
    to_mend = [guest for guest in guests if guest.hindrance != Hindrance.MEMBER]
    if len(to_mend) < len(guests):
        # Who is in the group already is told once.
        _keep(request, leader, to_mend, left["message"])
    addresses = {"addresses": "\n".join(guest.entry.written for guest in to_mend)}
    form = LettersForm(initial=left | addresses | kept.take(request))
    return _page(request, leader, form, guests)


@signed_in
@require_POST
@limited("letters")
def letter(request: SignedInRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Send an invitation to the same address once more."""
    leader = led_by(pk, request.user)
    mine = Invitation.objects.letters().filter(group=leader.group)
    invitation = get_object_or_404(mine, pk=invitation_pk)
    address = invitation.email
    found = actions.invite_by_mail(
        leader, addresses=[address], message=invitation.message, again=True
    )
    if hindrance := found[address]:
        messages.error(request, f"{address}: {ADVICE[hindrance]}")
    else:
        messages.success(request, _("The invitation is on its way again."))
    return redirect("groups:letters", pk=pk)


def _guests(form: LettersForm, leader: Membership) -> list[Guest]:
    if not form.is_valid():
        return []
    asked = form.cleaned_data
    return guests_in(asked["addresses"], by=leader, again=asked["again"])


def _write(
    request: SignedInRequest, leader: Membership, form: LettersForm, guests: list[Guest]
) -> None:
    """Send the letters, and keep the rest for the form."""
    welcome = [guest.entry.address for guest in guests if guest.is_welcome]
    message = form.cleaned_data["message"]
    again = form.cleaned_data["again"]
    found = actions.invite_by_mail(leader, addresses=welcome, message=message, again=again)
    sent = [address for address, hindrance in found.items() if hindrance is None]
    words = ngettext(
        "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", len(sent)
    )
    messages.success(request, words % {"count": len(sent)})
    _keep(request, leader, [guest for guest in guests if guest.entry.address not in sent], message)


def _unsent(request: SignedInRequest) -> dict[str, dict[str, str]]:
    return dict(request.session.get(UNSENT, {}))


def _keep(request: SignedInRequest, leader: Membership, guests: list[Guest], message: str) -> None:
    """Let the form begin with these entries, or empty again if there are none."""
    unsent = _unsent(request)
    unsent.pop(str(leader.group_id), None)
    if guests:
        addresses = "\n".join(guest.entry.written for guest in guests)
        unsent[str(leader.group_id)] = {"addresses": addresses, "message": message}
    request.session[UNSENT] = unsent


def _page(
    request: SignedInRequest,
    leader: Membership,
    form: LettersForm,
    guests: list[Guest],
    status: int = 200,
) -> HttpResponse:
    hindered = [guest for guest in guests if guest.hindrance]
    if any(guest.hindrance == Hindrance.WRITTEN_RECENTLY for guest in hindered):
        form.offer_again()
    mine = Invitation.objects.letters().filter(group=leader.group)
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    yesterday = timezone.now() - DAY
    at_work = Invitation.objects.valid().filter(pk__in=[one.pk for one in page.object_list])
    context = {
        "group": leader.group,
        "may_lead": True,
        "form": form,
        "hindered": [
            (guest.entry.written, ADVICE[guest.hindrance]) for guest in hindered if guest.hindrance
        ],
        "page": page,
        # Who was written to within the last day is left in peace.
        "resting": {one.pk for one in page if (one.sent_at or one.created_at) > yesterday},
        "at_work": set(at_work.values_list("pk", flat=True)),
    }
    return render(request, "groups/letters.html", context, status=status)
