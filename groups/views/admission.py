"""Coming into a group: its face for those outside, joining, asking to be let in, answering."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.limits import guesses_limited, limited
from accounts.requests import SignedInRequest, posted
from articles.models import Article, Visibility
from groups import actions, intents, permissions
from groups.forms.admission import AnswerForm, RequestForm
from groups.models import Group, JoinRequest, Membership
from groups.views.loading import led_by

# Of what a group reads, so many texts are named on its face.
TEXTS = 5


def show_face(
    request: HttpRequest, group: Group, *, form: RequestForm | None = None
) -> HttpResponse:
    """A group as those see it who are not in it."""
    public = Article.objects.filter(readings__group=group, visibility=Visibility.PUBLIC)
    context = {
        "group": group,
        "texts": public.distinct().order_by("title", "pk")[:TEXTS],
        "code": group.code if group.is_unlisted else "",
        "may_join": permissions.may_join(group),
        "may_ask": permissions.may_ask(group),
    }
    if request.user.is_authenticated:
        asked = JoinRequest.objects.filter(group=group, user=request.user)
        context["request_form"] = form or RequestForm()
        context["asked"] = asked.order_by("-created_at", "-pk").first()
    response = render(
        request, "groups/group_face.html", context, status=422 if form and form.errors else 200
    )
    # The address of an unlisted group stays out of every Referer.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@guesses_limited("invitation")
def at(request: HttpRequest, code: str) -> HttpResponse:
    """The group that is found by whoever has its address; strangers post that they want in."""
    if not request.user.is_authenticated:
        found = get_object_or_404(Group.objects.at(code).with_size())
        if request.method == "POST":
            return intents.begin(request, "group", code)
        return show_face(request, found)
    found = get_object_or_404(Group.objects.at(code).with_door(request.user))
    if Group.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect(found)
    return show_face(request, found)


@signed_in
@require_POST
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Join an open group."""
    group = _at_door(request, pk)
    belongs = Membership.objects.of(request.user).filter(group=group).exists()
    if not belongs and not permissions.may_join(group):
        raise PermissionDenied(_without_joining(group))
    try:
        actions.join(group, user=request.user)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return _back_to(group)
    return redirect(group)


@form_page
@limited("join_request")
def join_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask to be let into a group, with a word to its leaders."""
    group = _at_door(request, pk)
    if Membership.objects.of(request.user).filter(group=group).exists():
        return redirect(group)
    if not permissions.may_ask(group):
        raise PermissionDenied(_without_joining(group))
    form = RequestForm(posted(request), initial=kept.take(request))
    if not form.is_valid():
        return show_face(request, group, form=form)
    try:
        actions.ask(group, user=request.user, note=form.cleaned_data["note"])
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return _back_to(group)
    return redirect(group)


@signed_in
@require_POST
def join_request_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a request that waits."""
    group = get_object_or_404(Group.objects.asked_by(request.user), pk=pk)
    actions.take_back(group, user=request.user)
    messages.success(request, _("You have taken your request back."))
    is_there = Group.objects.visible_to(request.user).filter(pk=pk).exists()
    return redirect(group if is_there else "home")


@signed_in
@require_safe
def requests(request: SignedInRequest, pk: int) -> HttpResponse:
    """Those who wait to be let in, for the group's leaders."""
    return _show_requests(request, led_by(pk, request.user))


@form_page
def request_answer(request: SignedInRequest, pk: int, request_pk: int) -> HttpResponse:
    """Let somebody in, or decline; if the request was answered meanwhile, nothing changes."""
    leader = led_by(pk, request.user)
    asked = get_object_or_404(JoinRequest, pk=request_pk, group=leader.group)
    form = AnswerForm(posted(request), initial=kept.take(request), auto_id=_ids(asked))
    if not form.is_valid():
        return _show_requests(request, leader, answer=(asked.pk, form))
    answer = actions.let_in
    if form.cleaned_data["decision"] == AnswerForm.DECLINE:
        answer = actions.decline
    try:
        answer(asked, by=leader, answer=form.cleaned_data["answer"])
    except actions.Full:
        messages.error(request, _("The group is full. Raise its limit in the settings first."))
    except actions.Barred:
        messages.error(request, _("This person is barred from the group. Lift that first."))
    return redirect("groups:requests", pk=pk)


def _at_door(request: SignedInRequest, pk: int) -> Group:
    """The group with this key, also where only its address, with the `code`, leads to it."""
    seen = Group.objects.visible_to(request.user, code=request.GET.get("code", ""))
    return get_object_or_404(seen.with_door(request.user), pk=pk)


def _back_to(group: Group) -> HttpResponse:
    return redirect(reverse("groups:at", args=[group.code]) if group.is_unlisted else group)


def _without_joining(group: Group) -> str:
    if permissions.may_ask(group):
        return _("A leader of this group lets people in: ask to join on its page.")
    if permissions.may_join(group):
        return _("This group is open: you can join it at once on its page.")
    return _("This group is by invitation: ask one of its leaders for a link.")


def _ids(asked: JoinRequest) -> str:
    return f"id_{asked.pk}_%s"


def _show_requests(
    request: SignedInRequest, leader: Membership, *, answer: tuple[int, AnswerForm] | None = None
) -> HttpResponse:
    """The waiting requests, one of them perhaps with an answer that is half written."""
    key, filled = answer or (0, None)
    waiting = JoinRequest.objects.waiting().filter(group=leader.group).select_related("user")
    forms = [
        (asked, filled if filled and asked.pk == key else AnswerForm(auto_id=_ids(asked)))
        for asked in waiting
    ]
    context = {"group": leader.group, "may_lead": True, "requests": forms}
    status = 422 if filled and filled.errors else 200
    return render(request, "groups/requests.html", context, status=status)
