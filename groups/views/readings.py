"""Starting a reading, and how far everyone has come in it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest, posted
from articles.models import Article
from groups import actions
from groups.forms import ReadingForm
from groups.models import Reading
from groups.progress import progress_of
from groups.views.loading import is_new, led_by


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reading_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose an article for the group to read."""
    leader = led_by(pk, request.user)
    articles = Article.objects.visible_to(request.user).with_length().order_by("title", "pk")
    form = ReadingForm(posted(request), articles=articles)
    if form.is_valid():
        actions.start_reading(form.cleaned_data["article"], by=leader)
        return redirect("groups:invitations" if is_new(leader.group) else "groups:group", pk=pk)
    context = {
        "group": leader.group,
        "form": form,
        "articles": articles,
        "is_first": is_new(leader.group),
    }
    return render(request, "groups/reading_new.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where everyone stands in a reading, as a table."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    total = reading.article.paragraphs.count()
    context = {
        "reading": reading,
        "progress": progress_of(list(reading.places.standing()), total=total),
    }
    return render(request, "groups/progress.html", context)
