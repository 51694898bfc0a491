"""Everything that is mine, to take along."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import reauthenticated, signed_in
from accounts.archive import archive_of
from accounts.requests import SignedInRequest


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@reauthenticated
def export(request: SignedInRequest) -> HttpResponse:
    """Say what there is; a post gives it."""
    if request.method != "POST":
        return render(request, "accounts/export.html")
    name = f"everything-{timezone.localdate():%Y-%m-%d}.zip"
    archive = archive_of(request.user)
    # A stream, which Django takes as well.
    return FileResponse(archive, as_attachment=True, filename=name)  # type: ignore[return-value]
