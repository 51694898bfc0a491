"""Bringing in a text: paste or upload, look at the cut, mend it, save it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.once import lead
from accounts.requests import SignedInRequest, next_page, posted
from articles.actions import Outdated, finish_draft, mend_draft, start_draft
from articles.blocks import InvalidArticle
from articles.forms import ArticleForm, DraftForm
from articles.forms.mending import OldMending
from articles.mending import page_of, pages_of
from articles.models import Article, Draft
from articles.preview import DraftPage

# What became of the drafts that this person has saved lately, for a form that is sent twice.
MADE = "made_of_drafts"
_MOST_MADE = 20


@form_page
def article_new(request: SignedInRequest) -> HttpResponse:
    """Take a text and cut it; the draft it becomes is shown next."""
    original = _original(request)
    form = ArticleForm(posted(request), request.FILES or None, initial=kept.take(request))
    if form.is_valid():
        place = lead(request, lambda: _started(request, form, original))
        return HttpResponseClientRedirect(place) if request.htmx else redirect(place)
    context = {"form": form, "original": original, "is_file_lost": form.errors and request.FILES}
    template = "articles/article_new.html" + ("#form" if request.htmx else "")
    return render(request, template, context, status=422 if form.errors else 200)


@form_page
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how a text was cut; a post mends it, and saves the article if it says so.

    A post from a page that shows the text as it was before another mending changes nothing.
    """
    found = _draft(request, pk)
    if not found:
        return _made_of(request, pk)
    page = DraftPage(found, request.GET.get("page"))
    if request.method == "POST":
        return _posted(request, page)
    form = DraftForm(page=page.range, instance=found, initial=_kept(request, found))
    return _looked_over(request, page, form)


@signed_in
@require_POST
def draft_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    get_object_or_404(Draft.objects.of(request.user), pk=pk).delete()
    messages.success(request, _("The draft has been discarded."))
    return redirect("articles:library")


def _started(request: SignedInRequest, form: ArticleForm, original: Article | None) -> str:
    """The address of the draft that the text in this form becomes."""
    draft = start_draft(form.cut, added_by=request.user, translation_of=original)
    query = request.GET.copy()
    query.pop("translation_of", None)
    return f"{draft.get_absolute_url()}{_query(query)}"


def _original(request: SignedInRequest) -> Article | None:
    """The article of which a translation is brought. Raises Http404 if it is not to be seen."""
    key = request.GET.get("translation_of")
    if key is None:
        return None
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    return get_object_or_404(Article.objects.visible_to(request.user), pk=int(key))


def _draft(request: SignedInRequest, pk: int) -> Draft | None:
    """The draft, no longer a translation of what this person may not read any more."""
    found = Draft.objects.of(request.user).filter(pk=pk).first()
    if found and found.translation_of_id:
        visible = Article.objects.visible_to(request.user)
        found.translation_of = visible.filter(pk=found.translation_of_id).first()
    return found


def _posted(request: SignedInRequest, page: DraftPage) -> HttpResponse:
    found = page.draft
    if request.POST.get("version") != str(found.version):
        return _outdated(request, page)
    form = DraftForm(request.POST, page=page.range, instance=found)
    if not form.is_valid():
        return _looked_over(request, page, form, status=422)
    try:
        return _mended(request, page, form)
    except Outdated:
        now = _draft(request, found.pk)
        return _outdated(request, DraftPage(now, request.GET.get("page"))) if now else _gone()
    except Draft.DoesNotExist:
        return _made_of(request, found.pk)
    except InvalidArticle as error:
        form.add_error(None, str(error))
        return _looked_over(request, page, form, status=422)


def _mended(request: SignedInRequest, page: DraftPage, form: DraftForm) -> HttpResponse:
    """Mend the draft as the form says, save the article if it says so, and go on from there."""
    mended, version = form.instance, page.draft.version
    if "publish" not in request.POST:
        mend_draft(mended, version=version, blocks=form.blocks)
        return redirect(_place(request, page, form))
    with transaction.atomic():
        key, made = str(mended.pk), finish_draft(mended, version=version, blocks=form.blocks)
        told = {"article": made.pk} if isinstance(made, Article) else {}
        place = next_page(request, made.get_absolute_url(), **told)
        others = list(request.session.get(MADE, {}).items())[1 - _MOST_MADE :]
        request.session[MADE] = dict([*others, (key, place)])
        request.session.save()
    return redirect(place)


def _place(request: SignedInRequest, page: DraftPage, form: DraftForm) -> str:
    """The address of the block that the form says to go to, else of the same page."""
    query, wanted = request.GET.copy(), request.POST.get("go", "")
    pages = pages_of(form.blocks)
    index = int(wanted) if wanted.isdecimal() and len(wanted) < 9 else page.range.start
    if index > page.range.start:
        # What was left out, joined and split on this page has moved what stands behind.
        index += len(form.blocks) - page.total
    index = min(max(index, 0), max(len(form.blocks) - 1, 0))
    query["page"] = str(page_of(pages, index))
    return f"{request.path}{_query(query)}" + (f"#block-{index + 1}" if wanted else "")


def _outdated(request: SignedInRequest, page: DraftPage) -> HttpResponse:
    """The text as it is now, with what was typed as far as it still applies, and the rest."""
    old = OldMending(request.POST.dict(), page.blocks)
    names = (*DraftForm.Meta.fields, "drop_from", "drop_to")
    typed = {name: value for name, value in request.POST.items() if name in names}
    form = DraftForm({**typed, **old.moved}, page=page.range, instance=page.draft)
    return _looked_over(request, page, form, status=409, leftovers=old.leftovers)


def _looked_over(
    request: SignedInRequest,
    page: DraftPage,
    form: DraftForm,
    *,
    status: int = 200,
    leftovers: list[str] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "draft": page.draft,
        "previews": page.previews(form),
        "is_outdated": leftovers is not None,
        "leftovers": leftovers,
    }
    return render(request, "articles/draft.html", context, status=status)


def _made_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to what a draft has become, should this person have saved it. Raises Http404."""
    # Another request may have saved it while this one waited.
    session = type(request.session)(request.session.session_key)
    place = session.get(MADE, {}).get(str(pk))
    return redirect(place) if place else _gone()


def _gone() -> HttpResponse:
    raise Http404


def _kept(request: SignedInRequest, found: Draft) -> Mapping[str, Any]:
    """What was posted while signed out: all of it if it fits, else what is said of the text."""
    fields = kept.take(request)
    is_whole = fields.get("whole") and fields.get("version") == str(found.version)
    names = DraftForm.Meta.fields
    return fields if is_whole else {n: v for n, v in fields.items() if n in names}


def _query(query: Any) -> str:
    return f"?{query.urlencode()}" if query else ""
