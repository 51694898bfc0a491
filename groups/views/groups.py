"""The groups of the site, and a group's own page."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.languages import language_name
from accounts.middleware import LASTING
from accounts.models import User, compiled
from accounts.once import once
from accounts.requests import SignedInRequest, first_or_404, posted
from groups import actions, permissions
from groups.choice import next_chapter
from groups.forms.groups import ClosingForm, FoundingForm, SettingsForm
from groups.models import Emblem, Group, Membership
from groups.models.groups import MOST_CHARACTERS, GroupQuerySet
from groups.models.memberships import MembershipQuerySet
from groups.panels import panels_for
from groups.progress import courses_in
from groups.views.admission import show_face
from groups.views.loading import led_by

GROUPS_A_PAGE = 30
FACES = 12
# What the directory's choice of languages calls those that the person reads.
MINE = "mine"


@signed_in
@require_safe
def directory(request: SignedInRequest) -> HttpResponse:
    """The groups that this person finds, by words and by language."""
    words = request.GET.get("q", "").replace("\0", "")[:MOST_CHARACTERS]
    chosen = request.GET.get("language", "").replace("\0", "")
    groups = Group.objects.listed_for(request.user)
    languages = _languages(groups.order_by().values_list("language", flat=True), request.user)
    groups = groups.matching(words)
    if chosen == MINE:
        groups = groups.filter(language__in=request.user.languages)
    elif chosen:
        groups = groups.filter(language=chosen)
    found = groups.with_door(request.user).order_by("name", "pk")
    context = {
        "q": words,
        "chosen": chosen,
        "is_narrowed": bool(words or chosen),
        "languages": languages,
        "mine": MINE,
        "page": Paginator(found, GROUPS_A_PAGE).get_page(request.GET.get("page")),
        "query": _query(q=words, language=chosen),
    }
    if not request.htmx:
        return render(request, "groups/directory.html", context)
    answer = render(request, "groups/directory.html#found", context)
    return replace_url(answer, f"{request.path}{context['query']}")


@signed_in
@require_safe
def group(request: SignedInRequest, pk: int) -> HttpResponse:
    """A group: its inside for members, its face for others who can find it."""
    found = first_or_404(_groups(request.user, pk))
    membership = next(iter(_memberships(request.user, found)), None)
    if membership is None:
        return show_face(request, found)
    courses = courses_in(found, request.user)
    current = [course for course in courses if not course.is_over]
    context = {
        "group": found,
        "membership": membership,
        "may_lead": permissions.may_lead(membership),
        "may_mark": permissions.may_mark(membership),
        "members": _faces(request.user, found),
        "courses": current,
        "finished": [course for course in courses if course.is_over],
        "first": next((course for course in current if course.mine), None),
        "next_chapter": next_chapter(courses, request.user),
        "panels": panels_for(membership),
    }
    return render(request, "groups/group.html", context)


@compiled
def _groups(user: User, key: int) -> GroupQuerySet:
    return Group.objects.visible_to(user).with_door(user).filter(pk=key)


@compiled
def _memberships(user: User, group: Group) -> MembershipQuerySet:
    mine = Membership.objects.of(user).filter(group=group)
    return mine.select_related("group", "companion__user", "user")


@compiled
def _faces(user: User, group: Group) -> MembershipQuerySet:
    return Membership.objects.present().filter(group=group).seen_by(user)[:FACES]


@signed_in
@require_safe
def emblem(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """A group's picture, for those who see the group, and who was given its address."""
    seen = Group.objects.visible_to(request.user)
    unlisted = Group.objects.filter(visibility=Group.Visibility.UNLISTED)
    found = get_object_or_404(Emblem, group__in=seen | unlisted, group=pk, name=name)
    headers = {"Cache-Control": LASTING, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type="image/webp", headers=headers)


@form_page
def group_new(request: SignedInRequest) -> HttpResponse:
    """Found a group."""
    form = FoundingForm(
        posted(request), request.FILES or None, user=request.user, initial=kept.take(request)
    )
    if form.is_valid():
        picture = form.picture or actions.NO_PICTURE
        founded = actions.found(form.instance, founder=request.user, picture=picture).group
        return redirect("groups:reading_new", pk=founded.pk)
    return render(
        request, "groups/group_new.html", {"form": form}, status=422 if form.errors else 200
    )


@form_page
def group_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what the group is called, what it is about, who finds it and who gets in."""
    leader = led_by(pk, request.user)
    form = SettingsForm(
        posted(request),
        request.FILES or None,
        instance=leader.group,
        user=request.user,
        initial=kept.take(request),
    )
    if form.is_valid():
        try:
            actions.change(form.instance, by=leader, picture=form.picture)
        except actions.TooSmall as refusal:
            form.add_error("size_limit", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(form.instance)
    # What was typed stands in the form; the page's own words are still those of before.
    stored = Group.objects.get(pk=pk)
    address = reverse("groups:at", args=[stored.code])
    context = {
        "form": form,
        "group": stored,
        "may_lead": True,
        "address": "" if stored.is_private else request.build_absolute_uri(address),
    }
    return render(request, "groups/group_edit.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
@once
def address(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the group a new address."""
    leader = led_by(pk, request.user)
    actions.move(leader.group, by=leader)
    messages.success(request, _("The group has a new address. The old one leads nowhere."))
    return redirect(f"{reverse('groups:group_edit', args=[pk])}#address")


@form_page
def closing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a group for good, after its name is typed."""
    leader = led_by(pk, request.user)
    form = ClosingForm(posted(request), group=leader.group, initial=kept.take(request))
    if form.is_valid():
        actions.close(leader.group)
        messages.success(request, _("%(group)s is closed.") % {"group": leader.group})
        return redirect("home")
    others = Membership.objects.present().filter(group=pk).exclude(pk=leader.pk)
    context = {
        "form": form,
        "group": leader.group,
        "may_lead": True,
        "others": others.count(),
        "readings": leader.group.readings.count(),
    }
    return render(request, "groups/closing.html", context, status=422 if form.errors else 200)


def _languages(codes: Iterable[str], user: User) -> list[tuple[str, str]]:
    """These languages by their names in themselves, first those that this person reads."""
    there = set(codes)
    mine = [code for code in user.languages if code in there]
    others = sorted(there.difference(mine), key=lambda code: language_name(code).casefold())
    return [(code, language_name(code)) for code in (*mine, *others)]


def _query(**chosen: str) -> str:
    """What leads to a choice, behind the address of the directory."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in chosen.items() if value})
    return f"?{query.urlencode()}"
