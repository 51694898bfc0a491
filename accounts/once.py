"""One effect for a form that is sent twice: by a double click, a retry, or from two tabs.

A form takes part when it holds the field `form_key` (`{% include "_form_key.html" %}`); one whose
view works long before it writes holds a `text_key`, and its view calls `lead`.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import update_wrapper
from typing import Concatenate

from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import Submission
from accounts.requests import SignedInRequest

# How long a form that was sent is known again.
REMEMBERED = timedelta(days=2)


def once[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponse]:
    """Lead a second copy of a form to the page of the first, and do nothing more.

    The view runs in a transaction, and what it answers with is a redirect if it has done
    something. A form that is changed and sent again is another one.
    """

    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = _key(request, "form_key")
        if key is None:
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                # A copy that is sent at this moment waits here until this one is done.
                submission = Submission.objects.create(user=request.user, key=key)
                response = view(request, *args, **kwargs)
                if isinstance(response, HttpResponseRedirect):
                    submission.location = response.url
                    submission.save(update_fields=["location"])
                else:
                    transaction.set_rollback(True)
                return response
        except IntegrityError as clash:
            return redirect(_where_the_first_led(request, key, clash))

    update_wrapper(guarded, view)
    return guarded


def forget_submissions() -> None:
    """Forget the forms that nobody sends a second time any more."""
    Submission.objects.filter(created_at__lt=timezone.now() - REMEMBERED).delete()


def lead(request: SignedInRequest, act: Callable[[], str]) -> str:
    """What `act` gives, an address, or gave when this form came for the first time."""
    key = _key(request, "text_key")
    if key is None:
        return act()
    try:
        with transaction.atomic():
            submission = Submission.objects.create(user=request.user, key=key)
            submission.location = act()
            submission.save(update_fields=["location"])
            return submission.location
    except IntegrityError as clash:
        return _where_the_first_led(request, key, clash)


def _where_the_first_led(request: SignedInRequest, key: uuid.UUID, clash: IntegrityError) -> str:
    """Raises the clash again where it was about something else."""
    earlier = Submission.objects.filter(user=request.user, key=key).first()
    if earlier is None:
        raise clash
    return earlier.location


def _key(request: SignedInRequest, field: str) -> uuid.UUID | None:
    try:
        form_key = uuid.UUID(request.POST.get(field, ""))
    except ValueError:
        return None
    filled_in = request.POST.copy()
    filled_in.pop("csrfmiddlewaretoken", None)
    files = [
        (name, file.name, file.size)
        for name in sorted(request.FILES)
        for file in request.FILES.getlist(name)
    ]
    return uuid.uuid5(form_key, f"{request.path} {filled_in.urlencode()} {files}")
