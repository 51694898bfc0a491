from django.urls import path

from groups.views import (
    admission,
    groups,
    invitations,
    leaving,
    letters,
    log,
    members,
    readings,
    splitting,
)

app_name = "groups"

urlpatterns = [
    path("groups/", groups.directory, name="directory"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/emblem/<str:name>/", groups.emblem, name="emblem"),
    path("groups/<int:pk>/address/", groups.address, name="address"),
    path("groups/<int:pk>/closing/", groups.closing, name="closing"),
    path("groups/at/<str:code>/", admission.at, name="at"),
    path("groups/<int:pk>/membership/", admission.join, name="join"),
    path("groups/<int:pk>/request/", admission.join_request, name="join_request"),
    path(
        "groups/<int:pk>/request/withdrawal/",
        admission.join_request_withdraw,
        name="join_request_withdraw",
    ),
    path("groups/<int:pk>/requests/", admission.requests, name="requests"),
    path(
        "groups/<int:pk>/requests/<int:request_pk>/answer/",
        admission.request_answer,
        name="request_answer",
    ),
    path("groups/<int:pk>/departure/", leaving.leave, name="leave"),
    path("groups/<int:pk>/members/", members.members, name="members"),
    path("groups/<int:pk>/members/<int:membership_pk>/role/", members.role, name="role"),
    path("groups/<int:pk>/members/<int:membership_pk>/removal/", members.removal, name="removal"),
    path("groups/<int:pk>/members/<int:membership_pk>/pause/", leaving.pause, name="pause"),
    path("groups/<int:pk>/members/<int:membership_pk>/return/", leaving.come_back, name="return"),
    path("groups/<int:pk>/bans/<int:ban_pk>/pardon/", members.pardon, name="pardon"),
    path("groups/<int:pk>/companionship/", members.companion, name="companion"),
    path("groups/<int:pk>/split/", splitting.split, name="split"),
    path("groups/<int:pk>/record/", log.log, name="log"),
    path("groups/<int:pk>/invitations/", invitations.invitations, name="invitations"),
    path(
        "groups/<int:pk>/invitations/<int:invitation_pk>/revocation/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("groups/<int:pk>/readings/new/", readings.reading_new, name="reading_new"),
    path("readings/of/<int:article_pk>/", readings.reading_begin, name="reading_begin"),
    path(
        "groups/<int:pk>/invitations/<int:invitation_pk>/qr/",
        invitations.invitation_qr,
        name="invitation_qr",
    ),
    path("groups/<int:pk>/invitations/letters/", letters.letters, name="letters"),
    path("groups/<int:pk>/invitations/<int:invitation_pk>/letter/", letters.letter, name="letter"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path(
        "invitations/<str:token>/emblem/",
        invitations.invitation_emblem,
        name="invitation_emblem",
    ),
    path("readings/<int:pk>/progress/", readings.progress, name="progress"),
]
