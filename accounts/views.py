"""A person's own pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from accounts.access import signed_in
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.requests import SignedInRequest, posted


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Change my name, language and time zone."""
    # A copy, so that the page's head does not greet by a name that was refused.
    me = User.objects.get(pk=request.user.pk)
    form = ProfileForm(posted(request), instance=me)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(
        request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages: for this browser, and for me if I am signed in."""
    response = set_language(request)
    code = request.POST.get("language")
    if request.user.is_authenticated and code in dict(User.language.field.choices or ()):
        User.objects.filter(pk=request.user.pk).update(language=code)
    return response
