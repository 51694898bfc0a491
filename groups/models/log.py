"""What was done in a group by those who lead it, for its leaders to read."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models.groups import Group


class LogEntry(models.Model):
    """One act on record: who did what, to whom, and why.

    People are named by reference only, so that an erased account leaves no name here.
    """

    class Act(models.TextChoices):
        FOUNDED = "founded", _("founded the group")
        CHANGED = "changed", _("changed the group's settings")
        SPLIT = "split", _("split the group")
        JOINED = "joined", _("joined")
        LEFT = "left", _("left")
        REQUEST_ACCEPTED = "accepted", _("let in")
        REQUEST_DECLINED = "declined", _("did not let in")
        PROMOTED = "promoted", _("made a leader")
        DEMOTED = "demoted", _("made a member")
        REMOVED = "removed", _("removed")
        BANNED = "banned", _("barred from joining again")
        UNBANNED = "unbanned", _("allowed to join again")
        PAUSED = "paused", _("paused")
        RETURNED = "returned", _("returned")
        INVITED = "invited", _("made an invitation")
        REVOKED = "revoked", _("ended an invitation")
        READING_STARTED = "reading", _("started a reading")
        PACED = "paced", _("changed the steps of a reading")
        STEP_OPENED = "step_opened", _("opened a step before its time")
        READING_CLOSED = "closed", _("closed a reading")
        SESSION_BEGUN = "session", _("began a study session")
        HANDED_DOWN = "handed_down", _("handed down what was prepared in a reading")
        HANDING_REVOKED = "revoked_hand", _("ended a way of handing down")
        WITHDREW = "withdrew", _("withdrew what was handed down")
        RECEIVED = "received", _("received what an earlier group hands down")
        PUT_BACK = "put_back", _("put back what an earlier group hands down")
        HEIRLOOM_HID = "heirloom_hid", _("hid a note from an earlier group")
        OWN_SAY = "own_say", _("changed when those from before are heard")
        HID = "hid", _("hid a comment")
        RESTORED = "restored", _("showed a comment again")
        LOOKED_AHEAD = "looked_ahead", _("looked at a reported comment that was not open to them")
        SETTLED = "settled", _("settled a report")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="log")
    act = models.CharField(max_length=20, choices=Act)
    # None for an act of the program itself, and for people whose account is erased.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("group", "-created_at"), name="groups_log_newest"),)

    def __str__(self) -> str:
        return f"{self.group} · {self.act}"

    @property
    def is_own(self) -> bool:
        """Whether somebody did this about themselves."""
        return self.actor_id is not None and self.actor_id == self.subject_id
