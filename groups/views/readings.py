"""Starting a reading, and how far everyone has come in it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.requests import SignedInRequest, posted
from articles.models import Article
from groups import actions, permissions
from groups.choice import choice_of_texts
from groups.forms.readings import ReadingForm
from groups.models import Membership, Reading
from groups.progress import progress_in
from groups.views.loading import is_new, led_by, membership_in


@form_page
def reading_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose an article for the group to read."""
    leader = led_by(pk, request.user)
    form = ReadingForm(
        posted(request),
        articles=Article.objects.visible_to(request.user),
        initial=request.GET.dict() | kept.take(request),
    )
    if form.is_valid():
        actions.start_reading(form.cleaned_data["article"], by=leader)
        return redirect("groups:invitations" if is_new(leader.group) else "groups:group", pk=pk)
    context = {
        "group": leader.group,
        "form": form,
        "choice": choice_of_texts(request.user, chosen=form["article"].value()),
        "is_first": is_new(leader.group),
    }
    return render(request, "groups/reading_new.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def reading_begin(request: SignedInRequest, article_pk: int) -> HttpResponse:
    """From a text to the group that shall read it: one of those that this person leads."""
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=article_pk)
    led = Membership.objects.of(request.user).filter(role=Membership.Role.LEADER)
    groups = [membership.group for membership in led.order_by("group__name", "group")]
    if len(groups) == 1:
        to = reverse("groups:reading_new", args=[groups[0].pk])
        return redirect(f"{to}?article={article_pk}")
    return render(request, "groups/reading_begin.html", {"article": article, "groups": groups})


@form_page
def reading_closing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Finish a reading though somebody is still on the way, after asking."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    leader = led_by(reading.group_id, request.user)
    if request.method == "POST":
        actions.close_reading(reading, by=leader)
    if request.method == "POST" or reading.is_finished:
        return redirect("discussions:back", pk=pk)
    standing = progress_in(reading, request.user, total=reading.article.text.count())
    context = {"reading": reading, "on_the_way": standing.on_the_way}
    return render(request, "groups/reading_closing.html", context)


@signed_in
@require_safe
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where everyone stands in a reading, as a table."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    total = reading.article.text.count()
    context = {
        "reading": reading,
        "progress": progress_in(reading, request.user, total=total),
        "may_lead": permissions.may_lead(membership_in(reading.group_id, request.user)),
    }
    return render(request, "groups/progress.html", context)
