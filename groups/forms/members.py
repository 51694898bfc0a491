"""Leading members, leaving, pausing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups.models import Membership
from groups.models.memberships import MembershipQuerySet

LONGEST_PAUSE = timedelta(days=365)


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(choices=Membership.Role.choices)


class CompanionForm(forms.Form):
    """Whether a member is glad to accompany newcomers."""

    is_companion = forms.BooleanField(label=_("I am glad to accompany newcomers"), required=False)


class RemovalForm(forms.Form):
    """Why a member is removed, and whether for good."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("They read it in a letter, and the leaders in the group’s record."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    bans = forms.BooleanField(
        label=_("Do not let them join again"),
        required=False,
        help_text=_("Until a leader allows it again, on the members’ page."),
    )


class _MemberChoiceField(forms.ModelChoiceField[Membership]):
    def label_from_instance(self, obj: Membership) -> str:
        name = obj.user.display_name
        return gettext("%(name)s (pauses)") % {"name": name} if obj.is_paused else name


class SuccessorForm(forms.Form):
    """Who leads a group when its only leader goes; nothing is asked where nobody is needed."""

    successor = _MemberChoiceField(
        label=_("Who leads the group from now on?"),
        queryset=Membership.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who leads the group from now on.")},
    )

    def __init__(self, *args: Any, others: MembershipQuerySet | None, **kwargs: Any) -> None:
        """`others` are those who could lead it, None if somebody does already."""
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        if others is None:
            del self.fields["successor"]
        else:
            field.queryset = others


class PauseForm(forms.Form):
    """Until when somebody pauses."""

    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("On this day the pause ends by itself. Left empty, it lasts until you return."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as in 2027-03-21.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest, self.latest = today + timedelta(days=1), today + LONGEST_PAUSE
        self.fields["until"].widget.attrs |= {
            "min": self.earliest.isoformat(),
            "max": self.latest.isoformat(),
        }

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < self.earliest:
            raise ValidationError(_("Choose a day that is still to come."))
        if until and until > self.latest:
            raise ValidationError(_("A pause lasts for a year at the most. It can be made longer."))
        return until
