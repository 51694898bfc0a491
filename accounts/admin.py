"""People in the back room: who they are, and whether they can sign in; nothing that they do."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actions.erasure import ask_for_erasure
from accounts.actions.people import deactivate, reactivate
from accounts.duties import NoHeir, duties_of
from accounts.models import User
from accounts.operations import Register, site


@admin.register(User, site=site)
class People(Register[User]):
    title = gettext_lazy("People")
    list_display = (
        "email",
        "display_name",
        "may_sign_in",
        "is_one_of_us",
        "sessions",
        "last_login",
        "here_since",
        "erased_on",
    )
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "display_name")
    ordering = ("-date_joined",)
    actions = ("let_in_no_more", "let_in_again", "erase", "erase_but_keep_words")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).annotate(open_sessions=Count("usersession"))

    @admin.display(description=gettext_lazy("Sessions"), ordering="open_sessions")
    def sessions(self, user: User) -> int:
        return int(getattr(user, "open_sessions"))  # noqa: B009  # annotated above

    @admin.display(description=gettext_lazy("May sign in"), boolean=True, ordering="is_active")
    def may_sign_in(self, user: User) -> bool:
        return user.is_active

    @admin.display(description=gettext_lazy("Staff"), boolean=True, ordering="is_staff")
    def is_one_of_us(self, user: User) -> bool:
        return user.is_staff

    @admin.display(description=gettext_lazy("Here since"), ordering="date_joined")
    def here_since(self, user: User) -> datetime:
        return user.date_joined

    @admin.display(description=gettext_lazy("Erased on"), ordering="erasure_at")
    def erased_on(self, user: User) -> datetime | None:
        return user.erasure_at

    @admin.action(description=gettext_lazy("Let in no more, and end all sessions"))
    def let_in_no_more(self, request: HttpRequest, people: QuerySet[User]) -> None:
        others = [user for user in people if user != request.user]
        for user in others:
            deactivate(user)
        self._tell(request, others, "let in no more")

    @admin.action(description=gettext_lazy("Let in again"))
    def let_in_again(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = list(people)
        for user in chosen:
            reactivate(user)
        self._tell(request, chosen, "let in again")

    @admin.action(description=gettext_lazy("Erase on request, with their words"))
    def erase(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._erase(request, people, keeps_words=False)

    @admin.action(description=gettext_lazy("Erase on request, leaving their words without a name"))
    def erase_but_keep_words(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._erase(request, people, keeps_words=True)

    def _erase(self, request: HttpRequest, people: QuerySet[User], *, keeps_words: bool) -> None:
        """Erase after the days of grace; who has been in a group for longest leads it then."""
        asked = []
        for user in people:
            if user == request.user:
                continue
            heirs = {known.key: known.heirs[0][0] for known in duties_of(user) if known.heirs}
            try:
                ask_for_erasure(user, keeps_words=keeps_words, heirs=heirs)
            except NoHeir:
                told = _("%(email)s: what they lead has changed meanwhile. Try again.")
                self.message_user(request, told % {"email": user.email}, messages.ERROR)
            else:
                asked.append(user)
        self._tell(request, asked, "erased on request")

    def _tell(self, request: HttpRequest, people: list[User], act: str) -> None:
        """Say that it is done, and put it on the staff's record."""
        for user in people:
            self.log_change(request, user, act)
        number = len(people)
        told = ngettext("Done for %(number)s person.", "Done for %(number)s people.", number)
        self.message_user(request, told % {"number": number}, messages.SUCCESS)


@admin.register(EmailAddress, site=site)
class Addresses(Register[EmailAddress]):
    title = gettext_lazy("E-mail addresses")
    list_display = ("email", "person", "verified", "primary")
    list_filter = ("verified", "primary")
    list_select_related = ("user",)
    search_fields = ("email", "user__email")
    ordering = ("email",)

    @admin.display(description=gettext_lazy("Person"))
    def person(self, address: EmailAddress) -> str:
        return str(address.user.email)
