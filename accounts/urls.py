from django.urls import path

from accounts.views import (
    blocks,
    erasure,
    export,
    inbox,
    look,
    portraits,
    profile,
    security,
    stopping,
)

app_name = "accounts"

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_read, name="inbox_read"),
    path("inbox/<int:pk>/", inbox.notice, name="notice"),
    path("mail/stop/<str:token>/", stopping.mail_stop, name="mail_stop"),
    path("profile/", profile.profile, name="profile"),
    path("profile/mail/", profile.mail, name="mail"),
    path("profile/security/", security.security, name="security"),
    path("profile/security/sessions/", security.sessions, name="sessions"),
    path("profile/security/sessions/<int:pk>/end/", security.session_end, name="session_end"),
    path("profile/privacy/", profile.privacy, name="privacy"),
    path("profile/reading/", look.reading, name="reading"),
    path("profile/blocks/", blocks.blocks, name="blocks"),
    path("people/<int:pk>/block/", blocks.block, name="block"),
    path("people/<int:pk>/block/end/", blocks.unblock, name="unblock"),
    path("people/<int:pk>/<str:name>/", portraits.portrait, name="portrait"),
    path("profile/export/", export.export, name="export"),
    path("profile/erasure/", erasure.erasure, name="erasure"),
    path("profile/keeping/", erasure.keeping, name="keeping"),
    path("look/", look.look, name="look"),
    path("language/", look.language, name="language"),
]
