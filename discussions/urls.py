from django.urls import path

from discussions.views import comments, moderation, reports, rooms

app_name = "discussions"

urlpatterns = [
    path("readings/<int:pk>/language/", rooms.language, name="language"),
    path("readings/<int:pk>/", rooms.room, name="room"),
    path("readings/<int:pk>/marks/", rooms.marks, name="marks"),
    path(
        "readings/<int:pk>/paragraphs/<int:paragraph_pk>/", comments.discussion, name="discussion"
    ),
    path("comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/reply/", comments.reply, name="reply"),
    path("comments/<int:pk>/edit/", comments.edit, name="edit"),
    path("comments/<int:pk>/deletion/", comments.deletion, name="deletion"),
    path("comments/<int:pk>/report/", reports.report, name="report"),
    path("comments/<int:pk>/hiding/", moderation.hiding, name="hiding"),
    path("comments/<int:pk>/restoration/", moderation.restoration, name="restoration"),
    path(
        "groups/<int:pk>/members/<int:membership_pk>/report/",
        reports.report_person,
        name="report_person",
    ),
    path("groups/<int:pk>/reports/", reports.reports, name="reports"),
    path("groups/<int:pk>/reports/<int:report_pk>/look/", reports.report_look, name="report_look"),
    path(
        "groups/<int:pk>/reports/<int:report_pk>/settlement/",
        reports.settlement,
        name="settlement",
    ),
]
