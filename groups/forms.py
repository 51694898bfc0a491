"""Forms of groups, their invitations and readings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Invitation, Membership, Reading

# One question to the founder; two columns in the database.
ACCESS = {
    "open": (Group.Visibility.LISTED, Group.Joining.OPEN),
    "invitation": (Group.Visibility.LISTED, Group.Joining.INVITATION),
    "private": (Group.Visibility.PRIVATE, Group.Joining.INVITATION),
}


class GroupForm(forms.ModelForm[Group]):
    """A group's name, what it is about, and who gets in."""

    access = forms.ChoiceField(
        label=_("Who can join"),
        choices=[
            ("open", _("Anyone here – the group is listed and open")),
            ("invitation", _("Whoever is invited – the group is listed, a link lets people in")),
            ("private", _("Whoever is invited – only its members know that the group exists")),
        ],
        widget=forms.RadioSelect,
        initial="open",
    )

    class Meta:
        model = Group
        fields = ("name", "description")
        labels = {"name": _("Name of the group"), "description": _("What brings you together")}
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "description": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            pair = (self.instance.visibility, self.instance.joining)
            self.initial["access"] = next(key for key, value in ACCESS.items() if value == pair)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "access" in cleaned:
            self.instance.visibility, self.instance.joining = ACCESS[cleaned["access"]]
        return cleaned


class InvitationForm(forms.ModelForm[Invitation]):
    """A new invitation link."""

    class Meta:
        model = Invitation
        fields = ("note",)


class ReadingForm(forms.ModelForm[Reading]):
    """The article that a group will read."""

    class Meta:
        model = Reading
        fields = ("article",)
        widgets = {"article": forms.RadioSelect}

    def __init__(self, *args: Any, articles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["article"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = articles
        field.empty_label = None
        field.error_messages["required"] = _("Choose an article.")


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(choices=Membership.Role.choices)
