"""Notices of study sessions that go on."""

from django.tasks import task

from accounts.actions.notices import tell
from groups.inbox import session_bundle_of
from groups.models import Membership, StudySession


@task()
def tell_of_session(session_pk: int) -> None:
    """Tell those who could take part that a session has begun, but not who leads it."""
    open_now = StudySession.objects.open().filter(pk=session_pk)
    session = open_now.select_related("reading", "led_by").first()
    if session is None:
        return
    active = Membership.objects.active().filter(group=session.reading.group_id)
    leader = session.led_by.user_id if session.led_by else 0
    people = set(active.exclude(user=leader).values_list("user", flat=True))
    tell("session", about=session.pk, bundle=session_bundle_of(session.pk), to=people)
