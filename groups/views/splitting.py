"""Splitting a large group into smaller ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from accounts import kept
from accounts.access import form_page
from accounts.requests import SignedInRequest, posted
from groups import actions
from groups.forms.splitting import SplitForm
from groups.models import Group
from groups.proposal import Proposal
from groups.views.loading import led_by


@form_page
def split(request: SignedInRequest, pk: int) -> HttpResponse:
    """A proposal for smaller groups, to be changed by hand; a post founds them."""
    leader = led_by(pk, request.user)
    fields = kept.take(request)
    wanted = request.POST.get("into") or fields.get("into") or request.GET.get("groups", "")
    proposal = Proposal(leader.group, wanted=wanted)
    last = actions.last_split(leader.group)
    form = SplitForm(posted(request), proposal=proposal, last=last, initial=fields)
    if form.is_valid():
        try:
            made = actions.split(
                leader.group,
                by=leader,
                parts=form.parts,
                readings=form.cleaned_data["readings"],
                last=form.cleaned_data["last"],
            )
        except actions.Changed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _done(len(made)))
            return redirect(leader.group)
    context = {
        "group": leader.group,
        "may_lead": True,
        "proposal": proposal,
        "form": form,
        "last": last,
        "earlier": leader.group.split_into.filter(pk__in=Group.objects.of(request.user)),
    }
    return render(request, "groups/split.html", context, status=422 if form.errors else 200)


def _done(number: int) -> str:
    return ngettext(
        "%(number)s new group goes on reading from where its members are.",
        "%(number)s new groups go on reading from where their members are.",
        number,
    ) % {"number": number}
