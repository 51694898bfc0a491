"""The site's back room: what its staff see of people, groups and tasks.

Each app shows its part in its `admin.py`, and nothing that is private. Everything is read-only;
what can be done there is done by the actions of the apps.
"""

from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

# What Django's admin has besides, and this one has not: one signs in and out where everyone does,
# all lists stand on one page, and the others tell of things that are not registered here.
ELSEWHERE = {
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "view_on_site",
    "app_list",
}


class OperationsSite(admin.AdminSite):
    """Reachable for staff only: others sign in, or find nothing here."""

    site_title = site_header = _("Operations")
    index_title = _("Operations")
    final_catch_all_view = False
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern | URLResolver]:
        entries = super().get_urls()
        return [entry for entry in entries if getattr(entry, "name", "") not in ELSEWHERE]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """All registers in one list, whichever app they are of."""
        registers = [entry for entry in self._registry.values() if isinstance(entry, Register)]
        here = reverse("admin:index")
        models = [register.as_entry() for register in registers]
        return [{"name": _("Lists"), "app_label": "lists", "app_url": here, "models": models}]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            answer: HttpResponseBase = inner(request, *args, **kwargs)
            return answer

        return update_wrapper(guarded, inner)


site = OperationsSite(name="admin")


class Register[M: Model](admin.ModelAdmin[M]):
    """A list of things to look at.

    Only its own filters can be asked for: by others one could guess at what is not shown.
    """

    title: StrPromise
    list_display_links = None
    list_per_page = 50
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        return [entry for entry in super().get_urls() if entry.name == self._page]

    def as_entry(self) -> dict[str, Any]:
        """How it stands in the list of all registers."""
        return {
            "name": self.title,
            "object_name": self.opts.object_name,
            "admin_url": reverse(f"admin:{self._page}"),
            "view_only": True,
        }

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "title": self.title})

    @property
    def _page(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_changelist"

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        names = {entry for entry in self.get_list_filter(request) if isinstance(entry, str)}
        return lookup.removesuffix("__exact").removesuffix("__isnull") in names

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False
