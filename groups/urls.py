from django.urls import path

from groups.views import groups, invitations, membership, readings

app_name = "groups"

urlpatterns = [
    path("groups/", groups.directory, name="directory"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/membership/", membership.join, name="join"),
    path("groups/<int:pk>/departure/", membership.leave, name="leave"),
    path("groups/<int:pk>/members/<int:membership_pk>/role/", membership.role, name="role"),
    path("groups/<int:pk>/invitations/", invitations.invitations, name="invitations"),
    path(
        "groups/<int:pk>/invitations/<int:invitation_pk>/revocation/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("groups/<int:pk>/readings/new/", readings.reading_new, name="reading_new"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("readings/<int:pk>/progress/", readings.progress, name="progress"),
]
