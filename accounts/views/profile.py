"""A person's own pages: who they are, which mail they get, and what others see of them."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import kept
from accounts.access import form_page
from accounts.actions.portraits import remove_portrait, show_portrait
from accounts.forms.profile import MailForm, PrivacyForm, ProfileForm
from accounts.models import User
from accounts.requests import SignedInRequest, posted


@form_page
def profile(request: SignedInRequest) -> HttpResponse:
    """Change my name, picture, languages and time zone."""
    # A copy, so that the page's head does not greet by a name that was refused.
    me = User.objects.get(pk=request.user.pk)
    files = request.FILES if request.method == "POST" else None
    form = ProfileForm(posted(request), files, instance=me, initial=kept.take(request))
    if form.is_valid():
        form.save()
        if portrait := form.cleaned_data["picture"]:
            name, content = portrait
            show_portrait(me, name=name, content=content)
        elif form.cleaned_data["no_picture"]:
            remove_portrait(me)
        messages.success(request, _("Saved."))
        response = redirect("accounts:profile")
        if not me.language:
            # The choice of a stranger's days gives way to what the browser asks.
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    return render(
        request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200
    )


@form_page
def mail(request: SignedInRequest) -> HttpResponse:
    """Choose when I get mail about my groups."""
    return _one_choice(request, MailForm, page="mail")


@form_page
def privacy(request: SignedInRequest) -> HttpResponse:
    """Choose what others see of my place; and the ways to all else that is private."""
    return _one_choice(request, PrivacyForm, page="privacy")


def _one_choice(
    request: SignedInRequest, kind: type[MailForm | PrivacyForm], *, page: str
) -> HttpResponse:
    me = User.objects.get(pk=request.user.pk)
    form = kind(posted(request), instance=me, initial=kept.take(request))
    if form.is_valid():
        me.save(update_fields=list(form.fields))
        messages.success(request, _("Saved."))
        return redirect(f"accounts:{page}")
    context = {"form": form}
    return render(request, f"accounts/{page}.html", context, status=422 if form.errors else 200)
