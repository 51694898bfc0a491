"""The form of signing up with an address."""

import uuid

from allauth.account.forms import SignupForm as BaseForm
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from accounts.models import User


class SignupForm(BaseForm):  # type: ignore[misc]  # allauth has no types
    """Takes as long for an address that has an account as for one that has none."""

    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new user, or the answer where there is one: whose address it is gets a letter."""
        if self.account_already_exists:
            self._make_and_unmake(request)
        else:
            try:
                with transaction.atomic():
                    saved: tuple[User, None] = super().try_save(request)
                return saved
            except IntegrityError:
                # Posted twice: the other one was quicker.
                self.account_already_exists = True
        answer: tuple[None, HttpResponse] = super().try_save(request)
        return answer

    def _make_and_unmake(self, request: HttpRequest) -> None:
        """Do the work that a new account makes: hash, insert, commit."""
        email = self.cleaned_data["email"]
        self.cleaned_data["email"], self.account_already_exists = f"{uuid.uuid4()}@invalid", False
        with transaction.atomic():
            self.save(request)
            transaction.set_rollback(True)
        self.cleaned_data["email"], self.account_already_exists = email, True
        # Changes nothing, but is written to the disk as a new account is.
        EmailAddress.objects.filter(email=email).update(email=email)
