"""What members ask the leaders of their group to look at."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from discussions.models.comments import Comment
from groups.models import Group, Membership


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> "ReportQuerySet":
        """Those that no leader has settled yet."""
        return self.filter(settled_at=None)

    def for_leader(self, leader: User, group_pk: int) -> "ReportQuerySet":
        """The reports in a leader's group that they are told of.

        With each come `is_open`, whether what the comment says is for this leader (they have
        reached it, or looked at it nevertheless), and `member`, the key of the membership of whom
        it is about.
        """
        reached = Comment.objects.within_reach(leader).filter(pk=OuterRef("comment"))
        looks = Report.looked_ahead.through.objects.filter(user=leader)
        members = Membership.objects.present().filter(
            group=OuterRef("group"), user=Coalesce(OuterRef("person"), OuterRef("comment__author"))
        )
        return (
            self.told_to(leader)
            .filter(group=group_pk)
            .annotate(  # type: ignore[no-redef]  # the attributes are their defaults
                is_open=Exists(reached) | Exists(looks.filter(report__comment=OuterRef("comment"))),
                member=Subquery(members.values("pk")[:1]),
            )
        )

    def told_to(self, leader: User) -> "ReportQuerySet":
        """Those in the groups that this person leads, but none about themselves.

        Of those they are told where no other leader is.
        """
        leading = Membership.objects.leading().filter(group=OuterRef("group"))
        about_them = Q(person=leader) | Q(comment__author=leader)
        others = leading.exclude(user=leader)
        return self.filter(Exists(leading.filter(user=leader)), ~about_them | ~Exists(others))

    def with_all(self) -> "ReportQuerySet":
        """With the people and the texts that a page names."""
        return self.select_related(
            "comment__author",
            "comment__thread",
            "comment__paragraph",
            "comment__reading__article",
            "person",
            "reporter",
            "settled_by",
        )


class Report(models.Model):
    """A comment or a member of a group that another member asks its leaders to look at."""

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("The comment was hidden")
        REMOVED = "removed", _("The person was removed")
        NOTHING = "nothing", _("Nothing had to be done")

    # As `ReportQuerySet.for_leader` tells.
    is_open: bool = False
    member: int | None = None

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="reports")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="reports"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    words = models.TextField(_("what is wrong"), max_length=1000)
    # The leaders who have looked at the comment though it was not open to them.
    looked_ahead = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(comment=None) ^ Q(person=None), name="discussions_report_of_one"
            ),
            models.UniqueConstraint(
                fields=("reporter", "comment"),
                condition=Q(settled_at=None),
                name="discussions_one_report_of_comment",
            ),
            models.UniqueConstraint(
                fields=("reporter", "group", "person"),
                condition=Q(settled_at=None),
                name="discussions_one_report_of_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group} · {self.comment or self.person}"

    @property
    def about(self) -> User | None:
        """Whom it is about; None if they have erased their account."""
        return self.comment.author if self.comment else self.person

    @property
    def queue_url(self) -> str:
        """The queue in which it stands, for the leaders."""
        return reverse("discussions:reports", args=[self.group_id])

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def is_private(self) -> bool:
        """Whether it is about words that were said to one person."""
        return self.comment is not None and not self.comment.thread.is_public

    @property
    def is_ahead(self) -> bool:
        """Whether it is about words that are not open to the leader, nor were looked at."""
        return self.comment is not None and not self.comment.is_deleted and not self.is_open
